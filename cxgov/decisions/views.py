"""The register of decisions and the page of one."""

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from cxgov.actions import service as actions
from cxgov.core import clock, policy
from cxgov.core.enums import Level
from cxgov.core.markdown import render
from cxgov.decisions import forms, queries, service
from cxgov.decisions.enums import DecisionState
from cxgov.decisions.models import Decision
from cxgov.journal.enums import Kind
from cxgov.journal.pages import chain_cells
from cxgov.journal.queries import get, links_in_camera, links_of, timeline
from cxgov.people.choices import people_choices, person_by_id
from cxgov.web.access import actor, requires
from cxgov.web.extensions import db
from cxgov.web.forms import Button, done
from cxgov.web.headers import no_store
from cxgov.web.pages import page, page_of, url_of
from cxgov.web.paging import chosen_id, page_number, pager
from cxgov.web.settings import today

bp = Blueprint("decisions", __name__, url_prefix="/decisions")
page_of(Kind.DECISION, "decisions.show", "decision_id")
_TIED = (Kind.INITIATIVE, Kind.OBJECTIVE, Kind.KEY_RESULT, Kind.GAP, Kind.IDEA, Kind.STORY)


def load_decision(decision_id: int) -> Decision:
    """Return the decision of the URL, or answer as for an id that never was."""
    return get(db.session(), actor(), Decision, decision_id)


@bp.get("")
@requires("decisions:decision:list")
def index() -> Response:
    """Show the register, of one committee or of all."""
    session, who = db.session(), actor()
    committee_id, number = chosen_id(request.args, "committee"), page_number(request.args)
    found, total = queries.decisions(session, who, committee_id=committee_id, page=number)
    if any(one.level >= Level.RESTRICTED for one in found):
        no_store()
    return page(
        "decisions/index.html", rows=queries.rows_of(session, who, found, today=today()), total=total,
        committee=queries.subject(session, who, committee_id), all_url=url_for("decisions.index"),
        pager=pager(len(found), total, page=number, per_page=queries.PER_PAGE),
    )  # fmt: skip


@bp.get("/<int:decision_id>")
@requires("decisions:decision:read", load_decision)
def show(decision: Decision) -> Response:
    """Show the text as decided, what it belongs to and what came of it."""
    return _shown(decision, forms.FollowForm(formdata=None))


@bp.post("/<int:decision_id>/actions")
@requires("decisions:decision:read", load_decision)
def follow(decision: Decision) -> Response:
    """Propose an action that follows from the decision: anybody who may read it may."""
    session, who, form = db.session(), actor(), forms.FollowForm()
    form.owner.choices = people_choices(session, who, present_on=today())
    if form.validate_on_submit():
        owner = person_by_id(session, who, form.owner.data)
        made = form.run(
            lambda: actions.propose(
                session, form.title.data or "", owner=owner, due_on=form.due_on.data,
                due_next_meeting=form.due_on.data is None, source=decision, made_on=today(), actor=who, now=clock.now(),
            )
        )  # fmt: skip
        if made:
            return done(url_of(decision), f"{made.label} is proposed. The secretary opens it.")
    return _shown(load_decision(decision.id), form)


@bp.post("/<int:decision_id>/implement")
@requires("decisions:decision:implement", load_decision)
def implement(decision: Decision) -> Response:
    """The chair says that it is carried out."""
    if Button().validate_on_submit():
        service.implement(db.session(), decision, actor=actor(), now=clock.now())
    return done(url_of(decision), "The decision is marked as carried out.")


def _shown(decision: Decision, form: forms.FollowForm) -> Response:
    session, who = db.session(), actor()
    if decision.level >= Level.RESTRICTED or decision.subject.is_draft:
        no_store()
    form.owner.choices = people_choices(session, who, present_on=today())
    row = queries.rows_of(session, who, [decision], today=today())[0]
    is_chairs = decision.committee_id in who.chairs and decision.state is DecisionState.IN_FORCE
    return page(
        "decisions/show.html", decision=decision, text=render(decision.text), form=form, came=(row.kind, row.words),
        actions=queries.actions_of(session, who, [decision.id]).get(decision.id, []),
        committee=queries.subject(session, who, decision.in_committee_id),
        meeting=queries.subject(session, who, decision.meeting_id), now=clock.now(),
        chain=chain_cells(session, who, decision.subject),
        in_camera=links_in_camera(session, who, decision.id),
        links=[link for link in links_of(session, who, decision.id) if link.other.kind in _TIED],
        events=timeline(session, who, [decision.id]), stands=decision.state is not DecisionState.WITHDRAWN,
        register_url=url_for("decisions.index", committee=decision.in_committee_id),
        may_implement=is_chairs and policy.allows(who, "decisions:decision:implement", decision),
    )  # fmt: skip
