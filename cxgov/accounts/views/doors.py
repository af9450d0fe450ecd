"""What the pages of the door share: where somebody is, and how a browser takes a new sign-in over."""

from dataclasses import dataclass

from flask import g, redirect, request, session, url_for
from flask_login import login_user
from werkzeug.wrappers import Response

from cxgov.accounts import service
from cxgov.accounts.devices import device_words
from cxgov.accounts.keys import Keys
from cxgov.accounts.rules import HALF_WAY
from cxgov.core import clock
from cxgov.core.actor import Actor
from cxgov.people.models import Person
from cxgov.web.access import SignedIn, maybe_actor
from cxgov.web.extensions import db
from cxgov.web.paths import own_path
from cxgov.web.settings import settings


@dataclass(frozen=True, slots=True)
class HalfWay:
    """Somebody who has given a first factor and still owes a second one; `token` is that of their sign-in."""

    token: str
    who: Actor
    has_authenticator: bool

    @property
    def page(self) -> str:
        """Return the endpoint of the page that asks for it."""
        return "accounts.code" if self.has_authenticator else "accounts.enrol"


def half_way() -> HalfWay | None:
    """Return who is half signed in, or None for somebody who is in, who is nobody, or who took too long."""
    if maybe_actor() is not None:
        return None
    standing, token = g.get("cx_standing"), session.get("_user_id")
    if standing is not None and standing.proved_at <= clock.now() - HALF_WAY:
        return None
    return HalfWay(token, standing.actor, standing.has_authenticator) if standing and token else None


def keys() -> Keys:
    """Return the instance's keys."""
    found = settings().secrets
    return Keys(found.secret_key, found.secret_key_fallbacks)


def ip() -> str:
    """Return the network address that asks; a header is believed only where a trusted proxy is configured."""
    return request.remote_addr or ""


def device() -> str:
    """Return browser and system in words."""
    return device_words(request.user_agent.string)


def where() -> str:
    """Return where somebody wants to go once they are in: a page of ours, else the home page."""
    return own_path(request.args.get("next"))


def may_use(person: Person) -> bool:
    """Say whether passwords and mailed links count for somebody: not where the sign-on is the only door for them."""
    return not settings().sign_on.only or settings().sign_on.is_local(person.email)


def enter(token: str, person: Person) -> Response:
    """Commit a new sign-in and give it to this browser, with nothing in it of what was there before."""
    who = Actor(id=person.id, name=person.name)
    if (before := session.get("_user_id")) is not None:
        service.forget(db.session(), before)
    db.session.commit()
    take_over(token, who)
    return redirect(where(), 303)


def take_over(token: str, who: Actor) -> None:
    """Give a sign-in to this browser: a new session, so that no form from before is believed."""
    session.clear()
    login_user(SignedIn(token, who))


def go_on(waiting: HalfWay) -> Response:
    """Lead somebody who is half signed in to what they still owe."""
    return redirect(url_for(waiting.page, next=None if where() == "/" else where()))
