"""Proving again who one is, before something sensitive: by password, by a code, by the sign-on, or by a mailed link."""

from dataclasses import dataclass

from flask import flash, redirect, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cxgov.accounts import sign_ins
from cxgov.accounts.enums import LinkPurpose
from cxgov.accounts.own_forms import AgainForm
from cxgov.accounts.service import letters, passwords, second
from cxgov.accounts.service.again import claim_proof
from cxgov.accounts.views import doors
from cxgov.accounts.views.blueprint import bp
from cxgov.core import clock
from cxgov.people.models import Person
from cxgov.web.access import actor, requires
from cxgov.web.extensions import db
from cxgov.web.forms import Button
from cxgov.web.headers import no_store
from cxgov.web.pages import page
from cxgov.web.paths import own_path
from cxgov.web.proving import say_again
from cxgov.web.settings import settings


@dataclass(frozen=True, slots=True)
class Ways:
    """How somebody can prove it: a password, a code of the authenticator, the sign-on; else a link by mail."""

    password: bool
    code: bool
    sign_on: bool
    mail: bool


def _me() -> Person:
    return db.session.get_one(Person, actor().id)


def _ways(person: Person) -> Ways:
    sign_on, is_open = settings().sign_on, doors.may_use(person)
    has_password = is_open and passwords.has_password(db.session(), person.id)
    has_code = second.is_enrolled(db.session(), person.id)
    return Ways(
        has_password, has_code, sign_on.is_on, is_open and not (has_password or has_code) and bool(person.email)
    )


@bp.get("/sign-in/again")
@requires("accounts:session:prove")
def again() -> Response:
    """Ask who is signed in to prove it."""
    no_store()
    return _page(AgainForm())


@bp.post("/sign-in/again")
@requires("accounts:session:prove")
def prove_again() -> Response:
    """Check what was given, and lead back to where it was asked for."""
    no_store()
    form, person = AgainForm(), _me()
    ways, where = _ways(person), _next()
    if form.validate_on_submit() and form.run(lambda: _prove(form, person, ways)):
        say_again()
        return redirect(where, 303)
    return _page(form)


def _prove(form: AgainForm, person: Person, ways: Ways) -> bool:
    """Check a password or a code, with tries counted as at the door, and begin the sign-in anew."""
    code = (form.code.data or "") if ways.code else ""
    password = (form.password.data or "") if ways.password and not code else ""
    store, now = db.session(), clock.now()
    claim_proof(store, person, password=password, code=code, keys=doors.keys(), now=now, ip=doors.ip())
    fresh = sign_ins.prove_again(store, current_user.get_id(), now=now, second=bool(code))
    store.commit()
    session["_user_id"] = fresh
    return True


@bp.post("/sign-in/again/mail")
@requires("accounts:session:prove")
def mail_again() -> Response:
    """Mail a link that signs in anew to somebody who has neither a password nor an authenticator."""
    no_store()
    person = _me()
    if Button().validate_on_submit() and _ways(person).mail:
        letters.claim_mailed_link(
            db.session(), person.email or "", LinkPurpose.SIGN_IN, keys=doors.keys(), now=clock.now(),
            ip=doors.ip(), base_url=settings().server.public_url,
            organisation=settings().organisation.name,
        )  # fmt: skip
        flash("A link is on its way to you. Open it in this browser; then do this once more.")
    return redirect(url_for("accounts.again", next=_next()), 303)


def _next() -> str:
    return own_path(request.values.get("next"))


def _page(form: AgainForm) -> Response:
    person = _me()
    return page("accounts/again.html", form=form, ways=_ways(person), next=_next(), label=settings().sign_on.label)
