"""The door: in by a password or a link, and out."""

from typing import Any

import structlog
from flask import g, redirect, request, session, url_for
from flask_login import current_user, logout_user
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from cxgov.accounts import queries, service
from cxgov.accounts.enums import LinkPurpose
from cxgov.accounts.forms import PasswordForm, SignInForm
from cxgov.accounts.service import passwords
from cxgov.accounts.views import doors
from cxgov.accounts.views.blueprint import bp
from cxgov.core import clock
from cxgov.core.errors import RuleBroken
from cxgov.journal.queries import get
from cxgov.people.models import Person
from cxgov.web.access import actor, public, requires
from cxgov.web.extensions import db
from cxgov.web.forms import Button
from cxgov.web.headers import no_store
from cxgov.web.pages import page
from cxgov.web.settings import settings

log = structlog.get_logger()


def load_person(person_id: int) -> Person:
    """Return the person of the URL."""
    return get(db.session(), actor(), Person, person_id)


@bp.after_app_request
def note_seen(answer: Any) -> Any:
    """Note now and then that a sign-in is in use, apart from what the request did; a busy store is not waited for."""
    token, seen_at = g.get("cx_seen", (None, None))
    now = clock.now()
    if token is not None and seen_at <= now - service.SEEN_EVERY:
        try:
            with Session(db.engine, join_transaction_mode="create_savepoint") as own:
                service.note_seen(own, token, now=now)
                own.commit()
        except DBAPIError:
            log.info("session.seen_not_noted")
    return answer


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Response:
    """Take an e-mail address and a password, and say which other doors there are."""
    no_store()
    waiting = doors.half_way()
    if waiting and request.method == "GET" and "anew" not in request.args:
        return doors.go_on(waiting)
    form = PasswordForm()
    if form.validate_on_submit() and (found := form.run(lambda: _by_password(form))):
        return doors.enter(*found)
    sign_on = settings().sign_on
    return page(
        "accounts/sign_in.html", form=form, next=doors.where(), only=sign_on.only,
        sign_on=sign_on.label if sign_on.is_on else "",
    )  # fmt: skip


def _by_password(form: PasswordForm) -> tuple[str, Person]:
    store, now, ip, keys = db.session(), clock.now(), doors.ip(), doors.keys()
    email, password = form.email.data or "", form.password.data or ""
    person, tries = passwords.claim_by_password(store, email, password, keys=keys, now=now, ip=ip)
    if not doors.may_use(person):
        raise RuleBroken(passwords.WRONG)
    token = passwords.sign_in_by_password(
        store, person, password, tries, keys=keys, now=now, hours=settings().sign_in.session_hours,
        device=doors.device(), ip=ip,
    )  # fmt: skip
    return token, person


@bp.route("/sign-in/<token>", methods=["GET", "POST"])
@public
def use_link(token: str) -> Response:
    """Show whose link it is, and use it up when the button is pressed; a GET changes nothing."""
    no_store()
    form, now = SignInForm(), clock.now()
    link = queries.open_link(db.session(), token, now)
    person = db.session.get(Person, link.person_id) if link and link.purpose is LinkPurpose.SIGN_IN else None
    if link and person and link.address and not doors.may_use(person):
        person = None
    if person is None:
        return refused_link()
    if form.validate_on_submit():
        hours = settings().sign_in.session_hours
        started = form.run(
            lambda: service.sign_in(
                db.session(), token, now=now, hours=hours, device=doors.device(), ip=doors.ip()
            )
        )  # fmt: skip
        if started:
            return doors.enter(started, person)
    return page("accounts/link_door.html", person=person, form=form)


def refused_link() -> Response:
    """Say that a link opens nothing; who tries many from one place is asked to wait."""
    counts = service.throttle.for_link(doors.keys(), doors.ip())
    service.throttle.claim_try(db.session(), counts, now=clock.now())
    return page("accounts/no_door.html", status=404)


@bp.post("/people/<int:person_id>/sign-in-link")
@requires("accounts:link:make", load_person, fresh=True)
def make_link(person: Person) -> Response:
    """Make a one-time link and show it, this once."""
    no_store()
    token = service.make_link(db.session(), person, actor=actor(), now=clock.now(), hours=settings().sign_in.link_hours)
    db.session.commit()
    return page(
        "accounts/link.html", person=person, hours=settings().sign_in.link_hours,
        link=f"{settings().server.public_url}{url_for('accounts.use_link', token=token)}",
    )  # fmt: skip


@bp.post("/sign-out")
@requires("accounts:session:end")
def sign_out() -> Response:
    """End this sign-in."""
    no_store()
    if Button().validate_on_submit():
        service.sign_out(db.session(), current_user.get_id(), actor=actor(), now=clock.now())
        db.session.commit()
        logout_user()
        session.clear()
    return redirect(url_for("accounts.sign_in"), 303)
