"""Personal tokens for programs: shown once, stored as a hash, known by their beginning, never above their person."""

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from cxgov.accounts import permissions  # noqa: F401 - defines the policy rows that are checked here
from cxgov.accounts.enums import Scope
from cxgov.accounts.models import ApiToken
from cxgov.accounts.tokens import hashed
from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.errors import NotFound, RuleBroken
from cxgov.journal import service as journal
from cxgov.journal import words
from cxgov.people.models import Person

words.define({"account:token:make": "made a token for programs", "account:token:revoke": "revoked a token"})
PREFIX = "cxg_"
MAX_DAYS, MAX_TOKENS = 365, 20
USED_EVERY = timedelta(minutes=5)


def make(
    session: Session, name: str, *, scopes: Collection[Scope], days: int, actor: Actor, now: datetime
) -> tuple[ApiToken, str]:
    """Make a token of one's own and return it with its text, which nobody sees again."""
    journal.begin_write(session)
    policy.check(actor, "accounts:token:make")
    if actor.id is None:
        raise RuleBroken("A token belongs to a person.")
    if not name.strip():
        raise RuleBroken("Say which program it is for.", field="name")
    if not scopes:
        raise RuleBroken("Say what it may do.", field="scopes")
    if not 1 <= days <= MAX_DAYS:
        raise RuleBroken(f"A token lives for 1 to {MAX_DAYS} days.", field="days")
    if len(tokens_of(session, actor.id, now=now)) >= MAX_TOKENS:
        raise RuleBroken(f"You have {MAX_TOKENS} tokens. Revoke one that no program needs any more.")
    text = PREFIX + secrets.token_urlsafe(32)
    made = ApiToken(
        person_id=actor.id, name=name.strip()[:80], token_hash=hashed(text), hint=text[:8], made_at=now,
        scopes=" ".join(scope.value for scope in Scope if scope in scopes), expires_at=now + timedelta(days=days),
    )  # fmt: skip
    session.add(made)
    session.flush()
    _record(session, made, "account:token:make", actor=actor, now=now)
    return made, text


def revoke(session: Session, token: ApiToken, *, actor: Actor, now: datetime) -> None:
    """Take a token back, one's own or as an administrator; the next request with it is refused."""
    journal.begin_write(session)
    policy.check(actor, "accounts:token:revoke", token)
    _record(session, token, "account:token:revoke", actor=actor, now=now)
    session.execute(delete(ApiToken).where(ApiToken.id == token.id))


def tokens_of(session: Session, person_id: int, *, now: datetime) -> Sequence[ApiToken]:
    """Return the tokens of a person that work, the newest first."""
    wanted = select(ApiToken).where(ApiToken.person_id == person_id, ApiToken.expires_at > now)
    return session.scalars(wanted.order_by(ApiToken.id.desc())).all()


def token_for(session: Session, actor: Actor, token_id: int) -> ApiToken:
    """Return a token that somebody may revoke, or raise NotFound."""
    found = session.get(ApiToken, token_id)
    if found is None or not policy.allows(actor, "accounts:token:revoke", found):
        raise NotFound
    return found


def owner_of(session: Session, token: ApiToken) -> Person:
    """Return whose token it is."""
    return session.get_one(Person, token.person_id)


def note_used(session: Session, token_id: int, *, now: datetime) -> bool:
    """Note that a token is in use, at most every five minutes; False where that was noted not long ago."""
    stale = or_(ApiToken.used_at.is_(None), ApiToken.used_at <= now - USED_EVERY)
    done = session.execute(update(ApiToken).where(ApiToken.id == token_id, stale).values(used_at=now))
    return bool(done.rowcount)  # type: ignore[attr-defined]  # rowcount of a CursorResult


def _record(session: Session, token: ApiToken, verb: str, *, actor: Actor, now: datetime) -> None:
    note = {"name": token.name, "hint": token.hint, "scopes": token.scopes, "expires_at": token.expires_at.isoformat()}
    journal.record(session, token.person_id, verb, actor=actor, now=now, note=note)
