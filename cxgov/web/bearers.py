"""Programs come in with a personal token in the header `Authorization: Bearer`; then no cookie and no form counts."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import current_app, g, request

from cxgov.core.actor import Actor


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whose token came in, what it may do, which row it is and when that was last used."""

    actor: Actor
    scopes: frozenset[str]
    token_id: int
    used_at: datetime | None


def is_bearer() -> bool:
    """Say whether the request brings a token in its header, good or bad."""
    return _header()[0].lower() == "bearer"


def bearer() -> Bearer | None:
    """Return what the token in the header stands for, read once in a request; None where it is worth nothing."""
    if "cx_bearer" not in g:
        g.cx_bearer = current_app.extensions["cx_load_bearer"](_header()[1].strip())
    return cast("Bearer | None", g.cx_bearer)


def _header() -> tuple[str, str]:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return scheme, token


def needs_no_form_token() -> bool:
    """Say whether CSRF is no matter: a token in the header, which no foreign page can send, on a view for tokens."""
    view = current_app.view_functions.get(request.endpoint or "")
    return is_bearer() and getattr(view, "token_scope", "") == "write"
