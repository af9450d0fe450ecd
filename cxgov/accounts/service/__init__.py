"""Verbs of signing in and out, under one name."""

from cxgov.accounts import api_tokens, identities, sign_ins  # noqa: F401 - define verbs and policy rows
from cxgov.accounts.service.entering import (
    LINKS_KEPT,
    SEEN_EVERY,
    begin,
    complete,
    forget,
    may_enter,
    note_seen,
    person_of,
    sign_out,
    sweep,
)
from cxgov.accounts.service.links import USED, make_link, sign_in

__all__ = [
    "LINKS_KEPT", "SEEN_EVERY", "USED", "begin", "complete", "forget", "make_link", "may_enter", "note_seen",
    "person_of", "sign_in", "sign_out", "sweep",
]  # fmt: skip
