"""The pages of signing in and out."""

from flask import Blueprint, redirect, request, session, url_for
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response

from cxgov.accounts import queries, service
from cxgov.accounts.forms import SignInForm
from cxgov.core import clock
from cxgov.core.actor import Actor
from cxgov.people.models import Person
from cxgov.web.access import SignedIn, actor, own_path, public, requires
from cxgov.web.extensions import db
from cxgov.web.forms import Button
from cxgov.web.headers import no_store
from cxgov.web.pages import page
from cxgov.web.settings import settings

bp = Blueprint("accounts", __name__)


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
