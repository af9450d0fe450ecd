"""The second step at the door: a code, or adding the authenticator that a role needs."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from cxgov.accounts import service
from cxgov.accounts.forms import CodeForm, EnrolForm
from cxgov.accounts.service import second
from cxgov.accounts.views import doors
from cxgov.accounts.views.blueprint import bp
from cxgov.accounts.views.doors import HalfWay
from cxgov.accounts.views.qr import picture_of, uri_of
from cxgov.core import clock
from cxgov.core.errors import RuleBroken
from cxgov.people.models import Person
from cxgov.web.access import public
from cxgov.web.extensions import db
from cxgov.web.headers import no_store
from cxgov.web.pages import page
from cxgov.web.settings import settings


@bp.route("/sign-in/code", methods=["GET", "POST"])
@public
def code() -> Response:
    """Ask for a code of the authenticator, or a recovery code."""
    no_store()
    waiting, form = doors.half_way(), CodeForm()
    if waiting is None or not waiting.has_authenticator:
        return redirect(url_for("accounts.sign_in"), 303)
    if form.validate_on_submit() and (token := form.run(lambda: _give_code(waiting, form.code.data or ""))):
        where = doors.where()
        doors.take_over(token, waiting.who)
        return redirect(where, 303)
    return page("accounts/code.html", form=form, name=waiting.who.name)


def _give_code(waiting: HalfWay, typed: str) -> str:
    """Check the code and return the token of the whole sign-in; the count of tries is committed first."""
    store, now, keys = db.session(), clock.now(), doors.keys()
    tries = second.claim_code_try(store, waiting.who.id or 0, keys=keys, now=now, ip=doors.ip())
    person = store.get_one(Person, waiting.who.id)
    if len(second.plain(typed)) > second.DIGITS:
        second.use_recovery(
            store, person, typed, keys=keys, now=now, base_url=settings().server.public_url, tries=tries
        )
    else:
        second.use_code(store, person, typed, keys=keys, now=now, tries=tries)
    token = service.complete(store, waiting.token, now=now)
    store.commit()
    return token


@bp.route("/sign-in/authenticator", methods=["GET", "POST"])
@public
def enrol() -> Response:
    """Add the authenticator that this person's role needs, before anything else opens."""
    no_store()
    waiting, form = doors.half_way(), EnrolForm()
    if waiting is None or waiting.has_authenticator:
        return redirect(url_for("accounts.sign_in"), 303)
    if form.validate_on_submit() and (made := form.run(lambda: _enrol(waiting, form))):
        token, codes = made
        where = doors.where()
        doors.take_over(token, waiting.who)
        return page("accounts/codes.html", codes=codes, where=where, is_first=True)
    person_id = waiting.who.id or 0
    secret = second.offered(doors.keys(), person_id, form.sealed.data or "")
    if secret is None:
        secret, form.sealed.data = second.offer(doors.keys(), person_id)
    uri = uri_of(secret, person_id)
    return page(
        "accounts/enrol.html", form=form, secret=secret, uri=uri, picture=picture_of(uri), name=waiting.who.name
    )


def _enrol(waiting: HalfWay, form: EnrolForm) -> tuple[str, list[str]]:
    store, now, keys = db.session(), clock.now(), doors.keys()
    tries = second.claim_code_try(store, waiting.who.id or 0, keys=keys, now=now, ip=doors.ip())
    person = store.get_one(Person, waiting.who.id)
    if second.is_enrolled(store, person.id):
        raise RuleBroken("There is an authenticator already. Sign in with it.")
    codes = second.add(
        store, person, form.sealed.data or "", form.code.data or "", actor=waiting.who, keys=keys, now=now,
        base_url=settings().server.public_url, tries=tries,
    )  # fmt: skip
    token = service.complete(store, waiting.token, now=now)
    store.commit()
    return token, codes
