"""The pages of signing in and out."""

from typing import Any

import structlog
from flask import g, redirect, request, session, url_for
from flask_login import current_user, login_user, logout_user
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from cxgov.accounts import queries, service
from cxgov.accounts.forms import SignInForm
from cxgov.accounts.views.blueprint import bp
from cxgov.core import clock
from cxgov.core.actor import Actor
from cxgov.journal.queries import get
from cxgov.people.models import Person
from cxgov.web.access import SignedIn, actor, public, requires
from cxgov.web.extensions import db
from cxgov.web.forms import Button
from cxgov.web.headers import no_store
from cxgov.web.pages import page
from cxgov.web.paths import own_path
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


@bp.get("/sign-in")
@public
def sign_in() -> Response:
    """Say how the door is opened."""
    no_store()
    return page("accounts/sign_in.html", next=own_path(request.args.get("next")), person=None, form=None)


@bp.route("/sign-in/<token>", methods=["GET", "POST"])
@public
def use_link(token: str) -> Response:
    """Show whose link it is, and use it up when the button is pressed; a GET changes nothing."""
    no_store()
    form, now = SignInForm(), clock.now()
    link = queries.open_link(db.session(), token, now)
    person = db.session.get(Person, link.person_id) if link else None
    if person is not None and form.validate_on_submit():
        hours = settings().sign_in.session_hours
        started = form.run(lambda: service.sign_in(db.session(), token, now=now, hours=hours))
        if started:
            db.session.commit()
            session.clear()
            login_user(SignedIn(started, Actor(id=person.id, name=person.name)))
            return redirect(own_path(request.args.get("next")), 303)
    status = 200 if person else 404
    return page("accounts/sign_in.html", status=status, next="/", person=person, form=form, is_used=person is None)


@bp.post("/people/<int:person_id>/sign-in-link")
@requires("accounts:link:make", load_person)
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
