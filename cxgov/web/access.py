"""Who may use a view: `@requires` loads the thing of the URL, asks the policy, and hands the thing to the view.

The application does not start with a view that has neither `@requires` nor `@public`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

import structlog
from flask import Flask, current_app, redirect, request, url_for
from flask_login import UserMixin, current_user
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response

from cxgov.core.actor import Actor
from cxgov.core.enums import Level
from cxgov.core.errors import NotAllowed
from cxgov.core.policy import allows, is_known
from cxgov.web.extensions import login
from cxgov.web.headers import no_store

View = Callable[..., Any]
LoadActor = Callable[[str], Actor | None]
log = structlog.get_logger()


class SignedIn(UserMixin):
    """What Flask-Login carries: the token of a sign-in row, and the actor it stands for."""

    def __init__(self, token: str, who: Actor) -> None:
        self.token = token
        self.actor = who

    def get_id(self) -> str:
        return self.token


@dataclass(frozen=True, slots=True)
class RouteWithoutPolicy(Exception):
    """A route names no permission, so the application must not start."""

    endpoints: tuple[str, ...]

    def __str__(self) -> str:
        return f"CXG-E101 route has no policy: {', '.join(self.endpoints)}"


def use_actors_of(app: Flask, load: LoadActor) -> None:
    """Fill the hook that turns the token in the cookie into an actor; None where its row is gone or has expired."""
    app.extensions["cx_load_actor"] = load


@login.user_loader
def _signed_in(token: str) -> SignedIn | None:
    who = current_app.extensions["cx_load_actor"](token)
    return SignedIn(token, who) if who else None


def maybe_actor() -> Actor | None:
    """Return who is signed in, or None."""
    return current_user.actor if current_user.is_authenticated else None


def actor() -> Actor:
    """Return who is signed in; inside `@requires` there always is one."""
    who = maybe_actor()
    if who is None:
        raise Unauthorized
    return who


def requires(permission: str, load: Callable[..., Any] | None = None) -> Callable[[View], View]:
    """Guard a view with one permission. `load(**url)` returns the thing or raises NotFound, and the view gets it."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(**url: Any) -> Any:
            who = maybe_actor()
            if who is None:
                return _ask_to_sign_in()
            thing = load(**url) if load else None
            if not allows(who, permission, thing):
                raise NotAllowed(permission)
            if getattr(thing, "level", Level.OPEN) >= Level.RESTRICTED:
                no_store()
            return view(thing) if load else view(**url)

        guarded.permission = permission  # type: ignore[attr-defined]  # read by check_routes
        return guarded

    return mark


def may_enter(view: View, who: Actor) -> bool:
    """Say whether somebody may use a view that shows no single thing."""
    permission = getattr(view, "permission", None)
    return permission is None or allows(who, permission)


def public(view: View) -> View:
    """Mark a view that anybody may use without signing in."""
    view.permission = None  # type: ignore[attr-defined]  # read by check_routes
    return view


def _ask_to_sign_in() -> Response:
    wants_page = request.method in ("GET", "HEAD") and not request.is_json
    if not wants_page:
        raise Unauthorized
    return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))


def own_path(wanted: str | None) -> str:
    """Return `wanted` where it is a path of this application, else the home page; never another origin."""
    if not wanted or len(wanted) > 1000 or not wanted.startswith("/") or wanted[1:2] in ("/", "\\"):
        return "/"
    if any(ord(letter) < 33 or letter in "\\\x7f" for letter in wanted) or "%5c" in wanted.lower() or "%09" in wanted:
        return "/"
    parts = urlsplit(wanted)
    return "/" if parts.scheme or parts.netloc else wanted


def check_routes(app: Flask) -> None:
    """Raise RouteWithoutPolicy unless each route names a permission that a feature has defined, or is public."""
    silent = []
    for rule in app.url_map.iter_rules():
        if rule.build_only:
            continue
        view = app.view_functions[rule.endpoint]
        permission = getattr(view, "permission", "")
        if permission == "" or (permission is not None and not is_known(permission)):
            silent.append(rule.endpoint)
    if silent:
        raise RouteWithoutPolicy(tuple(sorted(silent)))
