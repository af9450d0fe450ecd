"""Entering and changing an initiative."""

from typing import Any

from flask import url_for
from werkzeug.wrappers import Response

from cxgov.committees.models import Committee
from cxgov.committees.queries import committees
from cxgov.core import clock
from cxgov.core.enums import Level
from cxgov.goals.forms import PART, parts_in, with_parts
from cxgov.goals.models import Objective
from cxgov.initiatives import forms, service
from cxgov.initiatives.enums import InitiativeKind, Part
from cxgov.initiatives.models import Initiative
from cxgov.initiatives.views.blueprint import bp, load_initiative
from cxgov.journal.enums import Kind
from cxgov.journal.models import Subject
from cxgov.journal.queries import get, visible_subjects
from cxgov.people.choices import department_choices, departments_by_ids, people_choices, person_by_id
from cxgov.web.access import actor, requires
from cxgov.web.extensions import db
from cxgov.web.forms import done
from cxgov.web.pages import page, url_of
from cxgov.web.settings import today


def _goals() -> dict[Any, str]:
    wanted = visible_subjects(actor()).where(Subject.kind == Kind.OBJECTIVE).order_by(Subject.id.desc()).limit(300)
    rows = db.session().execute(wanted.with_only_columns(Subject.id, Subject.title))
    return {"": "None yet", **{row.id: row.title for row in rows}}


def _committees() -> dict[Any, str]:
    who = actor()
    sits_in = who.runs | who.votes_in
    return {"": "None: it belongs to no committee"} | {
        one.id: one.title
        for one in committees(db.session(), who)
        if one.is_active and (who.is_cx or one.id in sits_in or (who.heads and one.level <= Level.INTERNAL))
    }


def _values(form: Any) -> dict[str, Any]:
    session, who, parts = db.session(), actor(), parts_in(form)
    return {
        "kind": InitiativeKind(form.kind.data), "lead": person_by_id(session, who, form.lead.data),
        "sponsor": person_by_id(session, who, form.sponsor.data), "purpose": form.purpose.data or "",
        "effort_days": form.effort_days.data,
        "departments": [(room, Part(parts[room.id])) for room in departments_by_ids(session, who, parts)],
    }  # fmt: skip


def _list_people(form: Any, keep: tuple[int | None, ...] = ()) -> None:
    form.lead.choices = form.sponsor.choices = people_choices(db.session(), actor(), present_on=today(), keep=keep)


@bp.route("/new", methods=["GET", "POST"])
@requires("initiatives:initiative:new")
def new() -> Response:
    """Enter an initiative as an idea."""
    rooms = department_choices(db.session(), actor())
    form: Any = with_parts(forms.NewInitiativeForm, rooms, forms.part_list)()
    form.committee.choices, form.goal.choices = _committees(), _goals()
    _list_people(form)
    if form.validate_on_submit():
        made = form.run(lambda: _make(form))
        if made:
            return done(url_of(made), "The initiative is an idea. Add its milestones, then propose it.")
    return page(
        "initiatives/form.html", form=form, heading="New initiative", submit="Enter it", sharers=rooms,
        cancel=url_for("initiatives.index"),
        lead="Work across departments. It begins as an idea; a decision approves it.",
        crumbs=[("Initiatives", url_for("initiatives.index")), ("New initiative", "")],
    )  # fmt: skip


def _make(form: Any) -> Initiative:
    session, who, now = db.session(), actor(), clock.now()
    committee = get(session, who, Committee, form.committee.data) if form.committee.data else None
    made = service.make(session, form.title.data, committee=committee, actor=who, now=now, **_values(form))
    if form.goal.data:
        service.tie(session, made, get(session, who, Objective, form.goal.data), actor=who, now=now)
    return made


@bp.route("/<int:initiative_id>/edit", methods=["GET", "POST"])
@requires("initiatives:initiative:edit", load_initiative)
def edit(initiative: Initiative) -> Response:
    """Change an initiative that is not over."""
    initiative_id, title, here = initiative.id, initiative.title, url_of(initiative)
    rooms = department_choices(db.session(), actor(), keep=[one.department_id for one in initiative.departments])
    held = {f"{PART}{part.department_id}": part.part.value for part in initiative.departments}
    form: Any = with_parts(forms.InitiativeForm, rooms, forms.part_list)(
        data={
            "title": title, "purpose": initiative.purpose, "kind": initiative.kind.value, "lead": initiative.lead_id,
            "sponsor": initiative.sponsor_id, "effort_days": initiative.effort_days, "version": initiative.version,
            **held,
        }
    )  # fmt: skip
    _list_people(form, (initiative.lead_id, initiative.sponsor_id))
    if form.validate_on_submit():

        def changed() -> bool:
            service.edit(
                db.session(), initiative, title=form.title.data, actor=actor(), now=clock.now(),
                version=form.version.data, **_values(form),
            )  # fmt: skip
            return True

        if form.run(changed):
            return done(url_for("initiatives.show", initiative_id=initiative_id), "The initiative is changed.")
    return page(
        "initiatives/form.html", form=form, heading=f"Change {title}", submit="Save it", cancel=here, sharers=rooms,
        crumbs=[("Initiatives", url_for("initiatives.index")), (title, here), ("Change", "")],
    )  # fmt: skip
