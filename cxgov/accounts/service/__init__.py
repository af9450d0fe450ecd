"""Verbs of signing in and out, under one name."""

from cxgov.accounts import api_tokens, identities, sign_ins  # noqa: F401 - define verbs and policy rows
from cxgov.accounts.service import letters, passwords, second, throttle
from cxgov.accounts.service.again import claim_proof
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
from cxgov.accounts.service.letters import claim_mailed_link, invite
from cxgov.accounts.service.links import USED, make_link, sign_in
from cxgov.accounts.service.passwords import has_password

__all__ = [
    "LINKS_KEPT",
    "SEEN_EVERY",
    "USED",
    "begin",
    "claim_mailed_link",
    "claim_proof",
    "complete",
    "forget",
    "has_password",
    "invite",
    "letters",
    "make_link",
    "may_enter",
    "note_seen",
    "passwords",
    "person_of",
    "second",
    "sign_in",
    "sign_out",
    "sweep",
    "throttle",
]  # fmt: skip
