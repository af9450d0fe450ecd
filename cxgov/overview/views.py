"""The pages that look across: committees, a committee, a person, a department. My work is in `my_work.py`."""

import json

from flask import Blueprint, make_response
from werkzeug.wrappers import Response

from cxgov.committees.models import Committee
from cxgov.committees.views import load_committee
from cxgov.core import clock
from cxgov.overview import (
    committee_page,
    committees_page,
    erasing,
    first_steps,
    own_data,
    permissions,  # noqa: F401 - defines the policy row that is checked here
)
from cxgov.overview import department as department_page
from cxgov.overview import my_work as my_work_page
from cxgov.overview import person as person_page
from cxgov.overview.committee_page import Asked
from cxgov.overview.forms import EraseForm
from cxgov.people.models import Department, Person
from cxgov.people.views import load_department, load_person
from cxgov.web.access import actor, requires
from cxgov.web.extensions import db
from cxgov.web.forms import done
from cxgov.web.headers import no_store
from cxgov.web.pages import page, url_of
from cxgov.web.settings import settings, today

bp = Blueprint("overview", __name__)


def asked() -> Asked:
    """Return who asks, and when."""
    return Asked(db.session(), actor(), clock.now(), today(), settings().organisation.zone)


@bp.get("/")
@requires("overview:work:read")
def my_work() -> Response:
    """Show what waits for whoever is signed in."""
    no_store()
    steps = first_steps.at_home(db.session(), actor())
    return page("overview/my_work.html", steps=steps, **my_work_page.context(asked()))


@bp.get("/committees")
@requires("committees:committee:list")
def committees() -> Response:
    """List the committees with what matters of each."""
    shown = committees_page.context(asked())
    if shown["is_restricted"] or shown["closed"]:
        no_store()
    return page("committees/index.html", **shown)


@bp.get("/committees/<int:committee_id>")
@requires("committees:committee:read", load_committee)
def committee(thing: Committee) -> Response:
    """Show a committee across the rooms."""
    shown = committee_page.context(asked(), thing)
    if shown["is_restricted"]:
        no_store()
    return page("committees/show.html", **shown)


@bp.get("/people/<int:person_id>")
@requires("people:person:read", load_person)
def person(thing: Person) -> Response:
    """Show a person across the rooms."""
    no_store()
    return page("people/person.html", **person_page.context(asked(), thing))


@bp.get("/me/data")
@requires("people:data:read", fresh=True)
def my_data() -> Response:
    """Hand out all that is kept about whoever asks, as a file; there is no address that somebody else could open."""
    no_store()
    found = json.dumps(own_data.own_data(db.session(), actor()), ensure_ascii=False, indent=1)
    answer = make_response(found)
    answer.mimetype = "application/json"
    answer.headers["Content-Disposition"] = f'attachment; filename="my-data-{today():%Y-%m-%d}.json"'
    return answer


@bp.route("/people/<int:person_id>/erase", methods=["GET", "POST"])
@requires("people:person:erase", load_person, fresh=True)
def erase(thing: Person) -> Response:
    """Put a pseudonym in the place of somebody who has left."""
    no_store()
    form, here, name = EraseForm(), url_of(thing), thing.name
    if form.validate_on_submit():

        def erased() -> bool:
            erasing.erase(db.session(), thing, actor=actor(), now=clock.now(), today=today(), reason=form.reason.data)
            return True

        if form.run(erased):
            return done(here, "The person is called by a pseudonym now, everywhere.")
    return page(
        "form_page.html", form=form, heading=f"Erase {name}", submit="Erase for good", cancel=here,
        crumbs=[(name, here), ("Erase", "")],
    )  # fmt: skip


@bp.get("/departments/<int:department_id>")
@requires("people:department:read", load_department)
def department(thing: Department) -> Response:
    """Show a department across the rooms."""
    no_store()
    return page("people/department.html", **department_page.context(asked(), thing))
