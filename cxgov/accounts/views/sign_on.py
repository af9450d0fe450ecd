"""To the organisation's sign-on and back: every way it can fail ends as one sentence on the sign-in page."""

from flask import flash, redirect, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from cxgov.accounts import service, sign_ins, sign_on
from cxgov.accounts.enums import Proof
from cxgov.accounts.sign_on import NOT_TRUSTED, SignOnRefused
from cxgov.accounts.views import doors
from cxgov.accounts.views.blueprint import bp
from cxgov.core import clock
from cxgov.core.actor import Actor
from cxgov.core.errors import NotFound
from cxgov.people.models import Person
from cxgov.web import proving
from cxgov.web.access import maybe_actor, public
from cxgov.web.extensions import db
from cxgov.web.headers import no_store
from cxgov.web.paths import own_path
from cxgov.web.settings import settings, today

_AGAIN_SLACK_SECONDS = 120


@bp.get("/sign-on")
@public
def start_sign_on() -> Response:
    """Lead to the provider."""
    from cxgov.accounts import sign_on_client

    no_store()
    if not settings().sign_on.is_on:
        raise NotFound
    again = request.args.get("again") == "1" and maybe_actor() is not None
    try:
        answer = sign_on_client.go(_back_url(), again=again)
    except SignOnRefused as no:
        return _refused(no)
    session["cx_sign_on"] = [own_path(request.args.get("next")), again, int(clock.now().timestamp())]
    return answer


@bp.get("/sign-on/back")
@public
def end_sign_on() -> Response:
    """Take whoever comes back from the provider in."""
    from cxgov.accounts import sign_on_client

    no_store()
    if not settings().sign_on.is_on:
        raise NotFound
    where, again, begun = session.pop("cx_sign_on", None) or ["/", False, 0]
    try:
        claims = sign_on_client.claims()
        person = sign_on.person_of(db.session(), claims, sign_on=settings().sign_on, now=clock.now(), today=today())
        if again:
            return _proved(person, claims.get("auth_time"), begun, where)
        return _signed_in(person, where)
    except SignOnRefused as no:
        db.session.rollback()
        return _refused(no)


def _back_url() -> str:
    return f"{settings().server.public_url}{url_for('accounts.end_sign_on')}"


def _signed_in(person: Person, where: str) -> Response:
    """Begin a sign-in in a new session; what was in the browser before counts for nothing."""
    store, now = db.session(), clock.now()
    who = Actor(id=person.id, name=person.name)
    if (before := session.get("_user_id")) is not None:
        service.forget(store, before)
    token = service.begin(
        store, person, proof=Proof.SIGN_ON, now=now, hours=settings().sign_in.session_hours,
        device=doors.device(), ip=doors.ip(),
    )  # fmt: skip
    store.commit()
    doors.take_over(token, who)
    return redirect(where, 303)


def _proved(person: Person, proved_at: object, begun: int, where: str) -> Response:
    """Note that the same person proved it again; a provider that says it asked long ago is not believed."""
    who = maybe_actor()
    asked_long_ago = isinstance(proved_at, (int, float)) and proved_at < begun - _AGAIN_SLACK_SECONDS
    if who is None or who.id != person.id or asked_long_ago:
        raise SignOnRefused(NOT_TRUSTED)
    fresh = sign_ins.prove_again(db.session(), current_user.get_id(), now=clock.now())
    db.session.commit()
    session["_user_id"] = fresh
    proving.say_again()
    return redirect(where, 303)


def _refused(no: SignOnRefused) -> Response:
    flash(str(no), "bad")
    return redirect(url_for("accounts.again" if maybe_actor() else "accounts.sign_in"), 303)
