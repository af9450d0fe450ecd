"""The list of meetings, and the forms of when and where."""

from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from cxgov.committees.models import Committee
from cxgov.committees.queries import committees
from cxgov.core import clock, policy
from cxgov.core.enums import Level
from cxgov.journal.queries import get
from cxgov.meetings import forms, queries, rules, service
from cxgov.meetings.models import Meeting
from cxgov.meetings.views.blueprint import bp, crumbs, load_meeting, name_of, settled
from cxgov.web.access import actor, requires
from cxgov.web.extensions import db
from cxgov.web.forms import done
from cxgov.web.headers import no_store
from cxgov.web.pages import page, url_of
from cxgov.web.paging import chosen_id, page_number, pager
from cxgov.web.settings import today


@bp.get("")
@requires("meetings:meeting:list")
def index() -> Response:
    """List the meetings that come and those that are over, of all committees or of one."""
    session, who = db.session(), actor()
    chosen, number = chosen_id(request.args, "committee"), page_number(request.args)
    committee = get(session, who, Committee, chosen) if chosen else None
    found, ahead = queries.meeting_list(session, who, committee_id=chosen, page=number), []
    ahead = list(queries.upcoming(session, who, committee_id=chosen)) if number == 1 else []
    if any(one.level >= Level.RESTRICTED for one in (*found.rows, *ahead)):
        no_store()
    return page(
        "meetings/index.html", ahead=ahead, rows=found.rows, total=found.total, committee=committee, name_of=name_of,
        committees=[(one.id, one.title) for one in committees(session, who)], chosen=chosen or "",
        names=queries.names_of(session, who, {one.of_committee_id for one in (*found.rows, *ahead)}),
        pager=pager(len(found.rows), found.total, page=number, per_page=queries.PAGE),
        new_url=url_for("meetings.new", committee=chosen) if policy.allows(who, "meetings:meeting:new") else "",
    )  # fmt: skip


@bp.route("/new", methods=["GET", "POST"])
@requires("meetings:meeting:new")
def new() -> Response:
    """Plan a meeting of a committee that one runs; what the last one left is taken over."""
    runs = {one.id: one for one in committees(db.session(), actor()) if one.id in actor().runs and one.is_active}
    chosen = chosen_id(request.args, "committee")
    first = runs.get(chosen or 0) or next(iter(runs.values()), None)
    form = forms.NewForm(data=_proposal(first))
    form.committee.choices = {one.id: one.title for one in runs.values()}
    if form.validate_on_submit():
        made = form.run(lambda: _make(runs[form.committee.data], form))
        if made:
            return done(url_of(made), "It is planned. Only those who run the committee see it until it is called.")
    return page(
        "form_page.html", form=form, heading="Plan a meeting", submit="Plan it", cancel=url_for("meetings.index"),
        lead="The agenda comes next. Nobody is told before you call the meeting.",
        crumbs=[("Meetings", url_for("meetings.index")), ("Plan a meeting", "")],
    )  # fmt: skip


def _proposal(committee: Committee | None) -> dict[str, Any]:
    """Return what the form proposes: the next day by cadence, time and place of the last meeting."""
    if committee is None:
        return {}
    last = queries.latest(db.session(), actor(), committee.id)
    if last is None:
        return {"committee": committee.id}
    day = rules.next_meeting_on(committee.cadence, last.held_on, today=today())
    return {
        "committee": committee.id, "held_on": day, "local_time": last.local_time, "minutes_long": last.minutes_long,
        "place": last.place,
    }  # fmt: skip


def _make(committee: Committee, form: forms.NewForm) -> Meeting:
    session, who, now = db.session(), actor(), clock.now()
    when: dict[str, Any] = {
        "held_on": form.held_on.data, "local_time": form.local_time.data, "minutes_long": form.minutes_long.data,
        "place": form.place.data or "", "actor": who, "now": now,
    }  # fmt: skip
    last = queries.latest(session, who, committee.id) if form.take_over.data else None
    if last is not None and last.held_on != form.held_on.data:
        return service.make_next(session, last, **when)
    made = service.draft(session, committee, **when)
    if form.take_over.data:
        service.add_standing(session, made, actor=who, now=now)
        service.carry_actions(session, made, actor=who, now=now)
    return made


@bp.route("/<int:meeting_id>/edit", methods=["GET", "POST"])
@requires("meetings:meeting:edit", load_meeting)
def edit(meeting: Meeting) -> Response:
    """Change when and where; a meeting that is called is moved."""
    form = forms.PlanForm(
        data={
            "version": meeting.version, "held_on": meeting.held_on, "local_time": meeting.local_time,
            "minutes_long": meeting.minutes_long, "place": meeting.place,
        }
    )  # fmt: skip
    if form.validate_on_submit():

        def changed() -> bool:
            service.edit(
                db.session(), meeting, held_on=form.held_on.data, local_time=form.local_time.data,
                minutes_long=form.minutes_long.data, place=form.place.data or "", actor=actor(), now=clock.now(),
                version=form.version.data,
            )  # fmt: skip
            return True

        if form.run(lambda: settled(changed)):
            return done(url_of(meeting), "When and where are changed.")
    return page(
        "form_page.html", form=form, heading=f"When and where: {name_of(meeting)}", submit="Save",
        cancel=url_of(meeting), crumbs=crumbs(meeting, ("When and where", "")),
    )  # fmt: skip
