"""People and departments: lists and forms. The page of each looks across and is in `overview`."""

from datetime import date
from itertools import groupby
from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from cxgov.core import clock, policy
from cxgov.core.enums import Role
from cxgov.core.errors import NotFound
from cxgov.journal.enums import Kind
from cxgov.journal.queries import get
from cxgov.people import forms, leaving, queries, service
from cxgov.people.models import Department, Person
from cxgov.people.queries import Found
from cxgov.people.resolving import fold
from cxgov.web.access import actor, requires
from cxgov.web.extensions import db
from cxgov.web.forms import done
from cxgov.web.pages import page, page_of, url_of
from cxgov.web.paging import chosen_id, page_number, pager
from cxgov.web.settings import today
from cxgov.web.words import left_words

bp = Blueprint("people", __name__)
page_of(Kind.PERSON, "overview.person", "person_id")
page_of(Kind.DEPARTMENT, "overview.department", "department_id")
LONGEST_SEARCH, PER_PAGE = 80, 100


def load_person(person_id: int, **more: Any) -> Person:
    """Return the person of the URL."""
    return get(db.session(), actor(), Person, person_id)


def load_department(department_id: int) -> Department:
    """Return the department of the URL."""
    return get(db.session(), actor(), Department, department_id)


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [("People", url_for("people.index")), *more]


def _searched() -> str:
    """Return what the name must hold, without what no name holds."""
    return fold("".join(sign for sign in request.args.get("q", "")[:LONGEST_SEARCH] if sign.isprintable()))


@bp.get("/people")
@requires("people:person:list")
def index() -> Response:
    """List people by department, with a filter by name."""
    rooms = {one.id: one for one in queries.all_departments(db.session(), actor())}
    chosen, number = rooms.get(chosen_id(request.args, "department") or 0), page_number(request.args)
    looked_for = Found(today(), _searched(), chosen.id if chosen else None, request.args.get("left") == "1")
    found = queries.found_people(db.session(), actor(), looked_for, page=number, per_page=PER_PAGE)
    total = queries.count_people(db.session(), actor(), looked_for)
    return page(
        "people/index.html", count=total, has_left=looked_for.left, chosen=chosen,
        groups=[(rooms.get(room or 0), list(who)) for room, who in groupby(found, lambda who: who.department_id)],
        choices=[(one.id, one.title) for one in rooms.values()],
        left={who.id: left_words(who.left_on, today()) for who in found},
        q=request.args.get("q", "")[:LONGEST_SEARCH], may_make=policy.allows(actor(), "people:person:make"),
        pager=pager(len(found), total, page=number, per_page=PER_PAGE),
    )  # fmt: skip


@bp.route("/people/new", methods=["GET", "POST"])
@requires("people:person:make")
def new() -> Response:
    """Enter a person."""
    form, rooms = _person_form(), {one.id: one for one in queries.departments(db.session(), actor())}
    form.department.choices = forms.department_choices(rooms.values())
    if form.validate_on_submit():
        made = form.run(
            lambda: service.make_person(
                db.session(), form.name.data, handle=form.handle.data, email=form.email.data, job=form.job.data,
                department=rooms.get(form.department.data or 0), may_sign_in=_may_sign_in(form, before=False),
                actor=actor(), now=clock.now(),
            )
        )  # fmt: skip
        if made:
            return done(url_of(made), f"{made.name} is entered.")
    return page(
        "form_page.html", form=form, heading="Enter a person", submit="Enter", cancel=url_for("people.index"),
        crumbs=_crumbs(("New", "")),
    )  # fmt: skip


@bp.route("/people/<int:person_id>/edit", methods=["GET", "POST"])
@requires("people:person:edit", load_person)
def edit(person: Person) -> Response:
    """Change a person's data."""
    form, rooms = _person_form(person), {one.id: one for one in queries.departments(db.session(), actor())}
    form.department.choices = forms.department_choices(rooms.values())
    here, name = url_of(person), person.name
    if form.validate_on_submit():
        changed = form.run(
            lambda: service.edit_person(
                db.session(), person, name=form.name.data, handle=form.handle.data, email=form.email.data,
                job=form.job.data, department=rooms.get(form.department.data or 0), version=form.version.data,
                may_sign_in=_may_sign_in(form, before=person.may_sign_in), actor=actor(), now=clock.now(),
            )
        )  # fmt: skip
        if changed is not None:
            return done(here, "The change is saved." if changed else None)
    return page(
        "form_page.html", form=form, heading=f"Change {name}", submit="Save", cancel=here,
        crumbs=_crumbs((name, here), ("Change", "")),
    )  # fmt: skip


def _person_form(person: Person | None = None) -> forms.PersonForm:
    kind = forms.AdminPersonForm if actor().is_admin else forms.PersonForm
    if person is None:
        return kind()
    return kind(
        data={
            "name": person.name, "job": person.job, "department": person.department_id, "email": person.email,
            "handle": person.handle, "may_sign_in": person.may_sign_in, "version": person.version,
        }
    )  # fmt: skip


def _may_sign_in(form: forms.PersonForm, *, before: bool) -> bool:
    return bool(form.may_sign_in.data) if isinstance(form, forms.AdminPersonForm) else before


@bp.route("/people/<int:person_id>/leave", methods=["GET", "POST"])
@requires("people:person:leave", load_person)
def leave(person: Person) -> Response:
    """Note that somebody leaves."""
    form, here, name = forms.LeaveForm(last_day=person.left_on or today()), url_of(person), person.name
    if form.validate_on_submit():

        def left() -> date:
            service.leave(
                db.session(), person, actor=actor(), now=clock.now(), last_day=form.last_day.data, today=today()
            )
            return form.last_day.data  # type: ignore[no-any-return]  # a Day holds a date

        if last_day := form.run(left):
            when = "and handed over" if last_day < today() else "and handed over when that day is over"
            return done(here, f"It is noted, {when}.")
    last_day = form.last_day.data or today()
    found = leaving.plan(db.session(), person, last_day=last_day, actor=actor())
    return page(
        "people/leave.html", form=form, person=person, here=here, last_day=last_day, parts=found,
        crumbs=_crumbs((name, here), ("Leaves", "")),
    )  # fmt: skip


@bp.route("/people/<int:person_id>/roles", methods=["GET", "POST"])
@requires("people:role:grant", load_person, fresh=True)
def roles(person: Person) -> Response:
    """Give a role in the whole organisation; the page lists those there were."""
    form, here, name = forms.RoleForm(from_day=today()), url_of(person), person.name
    if form.validate_on_submit():

        def granted() -> Role:
            role = Role(form.role.data)
            service.grant_role(
                db.session(), person, role, actor=actor(), now=clock.now(), from_day=form.from_day.data,
                to_day=form.to_day.data,
            )  # fmt: skip
            return role

        if role := form.run(granted):
            return done(url_for("people.roles", person_id=person.id), f"{name} has the role “{role.words}” now.")
    return page(
        "people/roles.html", form=form, person=person, grants=queries.roles_of(db.session(), person.id),
        crumbs=_crumbs((name, here), ("Roles", "")),
    )  # fmt: skip


@bp.post("/people/<int:person_id>/roles/<role>/end")
@requires("people:role:grant", load_person, fresh=True)
def end_role(person: Person) -> Response:
    """End a role."""
    wanted = (request.view_args or {})["role"]
    if wanted not in list(Role):
        raise NotFound
    service.end_role(db.session(), person, Role(wanted), actor=actor(), now=clock.now(), today=today())
    return done(url_for("people.roles", person_id=person.id), "The role is ended.")


@bp.get("/departments")
@requires("people:department:read")
def departments() -> Response:
    """List departments as a tree, each with its head."""
    found = queries.all_departments(db.session(), actor())
    return page(
        "people/departments.html", rows=queries.tree(found), names={o.id: o.title for o in found},
        counts=queries.head_counts(db.session(), actor(), today()),
        may_edit=policy.allows(actor(), "people:department:edit"), crumbs=_crumbs(("Departments", "")),
    )  # fmt: skip


@bp.route("/departments/new", methods=["GET", "POST"])
@requires("people:department:edit")
def new_department() -> Response:
    """Set a department up."""
    form = forms.NewDepartmentForm()
    known, rooms = _choices(form)
    if form.validate_on_submit():
        made = form.run(
            lambda: service.make_department(
                db.session(), form.name.data, head=known.get(form.head.data or 0), actor=actor(), now=clock.now(),
                above=rooms.get(form.above.data or 0), position=form.position.data or 0,
            )
        )  # fmt: skip
        if made:
            return done(url_of(made), f"{made.title} is set up.")
    return page(
        "form_page.html", form=form, heading="Set up a department", submit="Set it up",
        cancel=url_for("people.departments"),
        crumbs=_crumbs(("Departments", url_for("people.departments")), ("New", "")),
    )  # fmt: skip


@bp.route("/departments/<int:department_id>/edit", methods=["GET", "POST"])
@requires("people:department:edit", load_department)
def edit_department(department: Department) -> Response:
    """Rename a department, change its head, move it."""
    form = forms.DepartmentForm(
        data={"name": department.title, "head": department.head_id, "above": department.above_id,
              "version": department.version}
    )  # fmt: skip
    known, rooms = _choices(form)
    here, name = url_of(department), department.title
    if form.validate_on_submit():
        changed = form.run(
            lambda: service.edit_department(
                db.session(), department, name=form.name.data, head=known.get(form.head.data or 0),
                above=rooms.get(form.above.data or 0), version=form.version.data, actor=actor(), now=clock.now(),
            )
        )  # fmt: skip
        if changed is not None:
            return done(here, "The change is saved." if changed else None)
    return page(
        "form_page.html", form=form, heading=f"Change {name}", submit="Save", cancel=here,
        crumbs=_crumbs(("Departments", url_for("people.departments")), (name, here), ("Change", "")),
    )  # fmt: skip


def _choices(form: forms.DepartmentForm) -> tuple[dict[int, Person], dict[int, Department]]:
    known = {one.id: one for one in queries.people(db.session(), actor(), present_on=today())}
    rooms = {one.id: one for one in queries.departments(db.session(), actor())}
    names = {one.id: one.title for one in rooms.values()}
    form.head.choices = forms.person_choices(known.values(), names, "Nobody yet")
    form.above.choices = forms.department_choices(rooms.values(), "No other department")
    return known, rooms
