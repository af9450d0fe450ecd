"""The page where names as written are settled once."""

from typing import Any

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from cxgov.core import clock
from cxgov.imports import names, permissions  # noqa: F401 - the policy rows
from cxgov.imports.forms import NOBODY, SettleForm
from cxgov.imports.models import OpenName
from cxgov.people.models import Person
from cxgov.people.queries import department_names, people
from cxgov.web.access import actor, requires
from cxgov.web.extensions import db
from cxgov.web.forms import done
from cxgov.web.pages import page

bp = Blueprint("imports", __name__, url_prefix="/imports")


def load_name(name_id: int) -> OpenName:
    """Return the open name of the URL."""
    return names.name_of(db.session(), actor(), name_id)


def _form() -> SettleForm:
    session = db.session()
    form = SettleForm()
    persons: list[Any] = names.choices(people(session, actor()), department_names(session))
    form.person.choices = [("", "Choose…"), (NOBODY, "Nobody: these words name no person"), *persons]
    return form


@bp.get("/names")
@requires("imports:names:list")
def index() -> Response:
    """List the names to settle."""
    return page("imports/names.html", rows=names.open_names(db.session(), actor()), form=_form())


@bp.post("/names/<int:name_id>")
@requires("imports:names:list", load_name)
def settle(name: OpenName) -> Response:
    """Settle one name and apply it everywhere."""
    session, form = db.session(), _form()
    written = name.as_written
    if form.validate_on_submit():
        person = None if form.person.data == NOBODY else session.get_one(Person, int(form.person.data))
        count = form.run(lambda: names.settle(session, name, person, actor=actor(), now=clock.now()))
        if count is not None:
            who = person.name if person else "nobody"
            return done(url_for("imports.index"), f"“{written}” is {who}, in {count} place{'' if count == 1 else 's'}.")
    return page("imports/names.html", rows=names.open_names(session, actor()), form=form, at=name.id)
