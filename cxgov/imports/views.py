"""The page where names as written are settled once."""

from flask import Blueprint, abort, request, url_for
from werkzeug.wrappers import Response

from cxgov.core import clock
from cxgov.core.errors import NotFound
from cxgov.core.policy import allows
from cxgov.imports import names, permissions  # noqa: F401 - the policy rows
from cxgov.imports.forms import SettleForm
from cxgov.imports.models import OpenName
from cxgov.people.choices import people_choices, person_by_id
from cxgov.web.access import actor, requires
from cxgov.web.extensions import db
from cxgov.web.forms import already_done, done
from cxgov.web.pages import page

bp = Blueprint("imports", __name__, url_prefix="/imports")


def load_name(name_id: int) -> OpenName:
    """Return the open name of the URL; a second press of the same button leads to what the first one did."""
    try:
        return names.name_of(db.session(), actor(), name_id)
    except NotFound:
        if (first := already_done()) is not None:
            abort(first)
        raise


def _form() -> SettleForm:
    form = SettleForm()
    form.person.choices = people_choices(db.session(), actor())
    return form


def _show(form: SettleForm, at: int | None = None) -> Response:
    number = request.args.get("page", 1, type=int)
    found = names.open_names(db.session(), actor(), page=min(max(1, number), 10_000))
    names.name_likely(found.rows, form.person.choices)
    return page(
        "imports/names.html", found=found, form=form, at=at, number=number, last=-(-found.total // names.PER_PAGE),
        may_make=allows(actor(), "people:person:make"),
    )  # fmt: skip


@bp.get("/names")
@requires("imports:names:list")
def index() -> Response:
    """List the names to settle."""
    return _show(_form())


@bp.post("/names/<int:name_id>")
@requires("imports:names:settle", load_name)
def settle(name: OpenName) -> Response:
    """Settle one name and apply it everywhere."""
    session, form, written = db.session(), _form(), name.as_written
    if form.validate_on_submit():
        person = None if form.nobody.data else person_by_id(session, actor(), form.person.data)
        if person is None and not form.nobody.data:
            form.person.errors = [f"Choose whom “{written}” means, or press “Nobody”."]
            return _show(form, name.id)
        count = form.run(lambda: names.settle(session, name, person, actor=actor(), now=clock.now()))
        if count is not None:
            said = f"“{written}” is {person.name if person else 'nobody'}, in {count} place{'' if count == 1 else 's'}."
            return done(url_for("imports.index"), said)
    return _show(form, name.id)
