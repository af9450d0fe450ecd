"""The steps of an initiative's life, its milestones and its ties."""

from collections.abc import Callable
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from cxgov.core import clock
from cxgov.core.errors import NotFound
from cxgov.decisions.models import Decision
from cxgov.initiatives import forms, queries, service
from cxgov.initiatives.models import Initiative, Milestone
from cxgov.initiatives.views.blueprint import bp, load_initiative, milestone_of_url
from cxgov.initiatives.views.pages import decisions_in_force, shown, tieable
from cxgov.journal.models import SubjectOf
from cxgov.journal.queries import get
from cxgov.web.access import actor, requires
from cxgov.web.extensions import db
from cxgov.web.forms import Button, Form, done
from cxgov.web.pages import page, url_of
from cxgov.web.settings import today

SAID = {
    "propose": "It is proposed: the committee decides on it.", "return": "It is an idea again.",
    "approve": "It is approved.", "start": "It is running.", "deliver": "It is delivered. Measure what it brought.",
    "measure": "Its benefit is noted.", "close": "It is closed.", "stop": "It is stopped. It stays listed.",
}  # fmt: skip


def _here(initiative_id: int) -> str:
    return url_for("initiatives.show", initiative_id=initiative_id)


def _who() -> dict[str, Any]:
    return {"actor": actor(), "now": clock.now()}


def _act(initiative: Initiative, form: Form, run: Callable[[], Any], said: str, step: str = "") -> Response:
    """Run a verb and go back to the page; what was refused is shown there with its words."""
    initiative_id = initiative.id

    def ran() -> bool:
        run()
        return True

    if form.validate_on_submit() and form.run(ran):
        return done(_here(initiative_id), said)
    return shown(initiative_id, form, step)


@bp.post("/<int:initiative_id>/move/<step>")
@requires("initiatives:initiative:move", load_initiative)
def move(initiative: Initiative) -> Response:
    """Move an initiative one step along its stages."""
    step = str((request.view_args or {})["step"])
    if step not in SAID:
        raise NotFound
    form: Any = forms.MoveForm()
    form.decision.choices = decisions_in_force()
    for field in form:
        field.id = f"{step}-{field.short_name}"  # where the page shows it

    def moved() -> None:
        session = db.session()
        chosen = get(session, actor(), Decision, form.decision.data) if form.decision.data else None
        service.move(
            session, initiative, step, reason=form.reason.data or "", decision=chosen, benefit=form.benefit.data or "",
            **_who(),
        )  # fmt: skip

    return _act(initiative, form, moved, SAID[step], step)


@bp.post("/<int:initiative_id>/milestones")
@requires("initiatives:milestone:edit", load_initiative)
def add_milestone(initiative: Initiative) -> Response:
    """Add a milestone."""
    form: Any = forms.MilestoneForm()
    return _act(
        initiative, form,
        lambda: service.add_milestone(
            db.session(), initiative, form.title.data, form.due_on.data, weight=_weight(form), **_who()
        ),
        "The milestone is added.",
    )  # fmt: skip


def _weight(form: Any) -> int:
    return 1 if form.weight.data is None else int(form.weight.data)


@bp.route("/<int:initiative_id>/milestones/<int:milestone_id>/edit", methods=["GET", "POST"])
@requires("initiatives:milestone:edit", load_initiative)
def edit_milestone(initiative: Initiative) -> Response:
    """Change a milestone's words, day or weight."""
    one, title, initiative_id = milestone_of_url(initiative), initiative.title, initiative.id
    form: Any = forms.MilestoneForm(data={"title": one.title, "due_on": one.due_on, "weight": one.weight})
    here = url_of(initiative)
    if form.validate_on_submit():

        def changed() -> bool:
            service.edit_milestone(
                db.session(), one, title=form.title.data, due_on=form.due_on.data, weight=_weight(form), **_who()
            )
            return True

        if form.run(changed):
            return done(_here(initiative_id), "The milestone is changed.")
    return page(
        "form_page.html", form=form, heading="Change the milestone", submit="Save it", cancel=here,
        crumbs=[("Initiatives", url_for("initiatives.index")), (title, here), ("Milestone", "")],
    )  # fmt: skip


@bp.post("/<int:initiative_id>/milestones/<int:milestone_id>/done")
@requires("initiatives:milestone:edit", load_initiative)
def finish_milestone(initiative: Initiative) -> Response:
    """Note that a milestone is reached, today or on another day."""
    form: Any = forms.DoneForm()
    one: Milestone = milestone_of_url(initiative)
    return _act(
        initiative, form,
        lambda: service.finish_milestone(
            db.session(), one, done_on=form.done_on.data or today(), today=today(), **_who()
        ),
        "The milestone is reached.",
    )  # fmt: skip


@bp.post("/<int:initiative_id>/milestones/<int:milestone_id>/reopen")
@requires("initiatives:milestone:edit", load_initiative)
def reopen_milestone(initiative: Initiative) -> Response:
    """Note that a milestone is not reached after all."""
    one = milestone_of_url(initiative)
    return _act(
        initiative,
        Button(),
        lambda: service.reopen_milestone(db.session(), one, **_who()),
        "It is still to be reached.",
    )


@bp.post("/<int:initiative_id>/ties")
@requires("initiatives:initiative:tie", load_initiative)
def tie(initiative: Initiative) -> Response:
    """Tie it to a goal, a decision, a gap or an action item."""
    form: Any = forms.TieForm()
    form.thing.choices = tieable()
    return _act(
        initiative, form, lambda: service.tie(db.session(), initiative, _thing(form.thing.data), **_who()),
        "They are tied.",
    )  # fmt: skip


@bp.post("/<int:initiative_id>/ties/<int:thing_id>/remove")
@requires("initiatives:initiative:tie", load_initiative)
def untie(initiative: Initiative) -> Response:
    """Take a tie away."""
    thing_id = int((request.view_args or {})["thing_id"])
    return _act(
        initiative, Button(), lambda: service.untie(db.session(), initiative, _thing(thing_id), **_who()),
        "They are no longer tied.",
    )  # fmt: skip


def _thing(thing_id: int | None) -> SubjectOf:
    """Return what an initiative can be tied to, by its id, or raise NotFound."""
    return queries.tieable_by_id(db.session(), actor(), thing_id or 0)
