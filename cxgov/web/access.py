"""Who may use a view: `@requires` loads the thing of the URL, asks the policy, and hands the thing to the view.

The application does not start with a view that has neither `@requires` nor `@public`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

import structlog
from flask import Flask, current_app, g, redirect, request, url_for
from flask_login import UserMixin, current_user
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, Unauthorized
from werkzeug.wrappers import Response

from cxgov.core.actor import Actor
from cxgov.core.enums import Level
from cxgov.core.policy import allows, check, is_known
from cxgov.web import proving
from cxgov.web.bearers import Bearer, bearer, is_bearer
from cxgov.web.extensions import login
from cxgov.web.headers import no_store

View = Callable[..., Any]
LoadActor = Callable[[str], Actor | None]
LoadBearer = Callable[[str], Bearer | None]
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


def use_actors_of(app: Flask, load: LoadActor, load_bearer: LoadBearer) -> None:
    """Fill the hooks that turn the token of a cookie, or of a header, into an actor; None where it is worth nothing."""
    app.extensions["cx_load_actor"] = load
    app.extensions["cx_load_bearer"] = load_bearer


@login.user_loader
def _signed_in(token: str) -> SignedIn | None:
    who = current_app.extensions["cx_load_actor"](token)
    return SignedIn(token, who) if who else None


def maybe_actor() -> Actor | None:
    """Return who is signed in, or None; beside a token in the header the cookie counts for nothing."""
    if is_bearer():
        found = bearer()
        return found.actor if found else None
    return current_user.actor if current_user.is_authenticated else None


def actor() -> Actor:
    """Return who is signed in; inside `@requires` there always is one."""
    who = maybe_actor()
    if who is None:
        raise Unauthorized
    return who


def requires(
    permission: str,
    load: Callable[..., Any] | None = None,
    *,
    fresh: bool = False,
    token_scope: str = "",
) -> Callable[[View], View]:
    """Guard a view with one permission. `load(**url)` returns the thing or raises NotFound, and the view gets it.

    `fresh` asks whoever proved who they are too long ago to do so again, before anything is done or shown.
    `token_scope` lets personal tokens of that scope in; no other view answers to one.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(**url: Any) -> Any:
            who = _who(token_scope)
            if who is None:
                return _ask_to_sign_in()
            thing = load(**url) if load else None
            check(who, permission, thing)
            g.cx_subject = getattr(thing, "subject", None)
            if fresh and is_bearer():
                raise Forbidden("This asks for a person, not for a program.")
            if fresh and not proving.is_fresh():
                return proving.ask_again()
            if fresh or getattr(thing, "level", Level.OPEN) >= Level.RESTRICTED:
                no_store()
            return view(thing) if load else view(**url)

        guarded.permission = permission  # type: ignore[attr-defined]  # read by check_routes
        guarded.fresh, guarded.token_scope = fresh, token_scope  # type: ignore[attr-defined]  # read by tests and csrf
        return guarded

    return mark


def _who(token_scope: str) -> Actor | None:
    """Return who asks; raise where a token in the header is unknown, or is not meant for this view."""
    if not is_bearer():
        return maybe_actor()
    found = bearer()
    if found is None:
        raise Unauthorized(www_authenticate=WWWAuthenticate("bearer", {"error": "invalid_token"}))
    if not token_scope or token_scope not in found.scopes:
        raise Forbidden("This token is not for this address.")
    return found.actor


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
