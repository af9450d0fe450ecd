"""Whoever does something sensitive proves again who they are, and finds the form as they left it."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any

from flask import current_app, flash, g, redirect, request, session, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response

from cxgov.core import clock
from cxgov.web.headers import no_store
from cxgov.web.paths import own_path
from cxgov.web.settings import settings

AGAIN = "Nothing has been done yet. Press the button once more."
_KEPT_BYTES, _KEPT_FIELDS = 1500, 30
_NEVER_KEPT = ("csrf_token", "nonce", "here")
_SECRET_WORDS = ("password", "code", "secret", "token", "key")


def is_fresh() -> bool:
    """Say whether who asks has proved who they are not long ago; a token in the header never has."""
    proved_at = g.get("cx_proved_at")
    minutes = settings().sign_in.prove_again_minutes
    return proved_at is not None and proved_at > clock.now() - timedelta(minutes=minutes)


def ask_again() -> Response:
    """Lead to the page that asks again; of a form that was sent, nothing is done and what it held is kept."""
    no_store()
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("accounts.again", next=request.full_path.rstrip("?")), 302)
    if "cx_proved_at" not in g:
        raise Unauthorized
    where = form_page()
    _keep(where, request.form.items(multi=True))
    session["cx_pressed"] = True
    return redirect(url_for("accounts.again", next=where), 303)


def say_again() -> None:
    """Say, once somebody has proved it, that the button they pressed has done nothing yet."""
    if session.pop("cx_pressed", False):
        flash(AGAIN)


def form_page() -> str:
    """Return the page that the form stood on: its own address where that has a page, else what the form says."""
    adapter = current_app.create_url_adapter(request)
    if adapter is not None and adapter.test(request.path, "GET"):
        return request.full_path.rstrip("?")
    return own_path(request.form.get("here"))


def here() -> str:
    """Return the page that is shown, for the forms on it; a page that answers a form knows it from that form."""
    if request.method == "GET":
        return request.full_path.rstrip("?")[:1000]
    return own_path(request.form.get("here"))


def _keep(where: str, fields: Iterable[tuple[str, str]]) -> None:
    kept = [
        (name, value)
        for name, value in fields
        if name not in _NEVER_KEPT and not any(word in name.lower() for word in _SECRET_WORDS)
    ]
    fits = len(kept) <= _KEPT_FIELDS and sum(len(n.encode()) + len(v.encode()) for n, v in kept) <= _KEPT_BYTES
    if kept and fits:
        session["cx_kept"] = [where, kept]


def kept_fields(asked: Collection[str]) -> MultiDict[str, str] | None:
    """Return, once, what was typed into the form of this page before its writer was asked to sign in again.

    `asked` are the fields of a form: what was typed belongs to the one that asks for all of it.
    """
    found: Any = session.get("cx_kept")
    if not found or request.method != "GET" or found[0] != request.full_path.rstrip("?"):
        return None
    if any(name not in asked for name, _ in found[1]):
        return None
    del session["cx_kept"]
    return MultiDict((name, value) for name, value in found[1])
