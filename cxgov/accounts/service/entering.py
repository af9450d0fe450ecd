"""Beginning and ending a sign-in: the row behind the cookie."""

from datetime import datetime, timedelta

import structlog
from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from cxgov.accounts import permissions  # noqa: F401 - defines the policy rows that are checked here
from cxgov.accounts.enums import Proof
from cxgov.accounts.models import Attempt, SignIn, SignInLink
from cxgov.accounts.rules import LONGEST_WINDOW
from cxgov.accounts.tokens import hashed, new_token
from cxgov.core.actor import Actor
from cxgov.core.errors import RuleBroken
from cxgov.journal import service as journal
from cxgov.journal import words
from cxgov.people.models import Person

words.define({"account:session:start": "signed in", "account:session:end": "signed out"})
log = structlog.get_logger()
SEEN_EVERY = timedelta(minutes=5)
LINKS_KEPT = timedelta(days=30)
OVER = "This sign-in is over. Begin again."


def begin(
    session: Session,
    person: Person,
    *,
    proof: Proof,
    now: datetime,
    hours: int,
    device: str = "",
    ip: str = "",
    second: bool = False,
) -> str:
    """Make the row of a new sign-in and return its token; `second` says that a second factor was given as well.

    Where one is needed and was not given, the sign-in opens nothing but the page that asks for it.
    """
    journal.begin_write(session)
    token = new_token()
    session.add(
        SignIn(
            person_id=person.id, token_hash=hashed(token), proof=proof, proved_at=now,
            second_at=now if second else None, device=device[:120], ip=ip[:45], made_at=now, seen_at=now,
            expires_at=now + timedelta(hours=hours),
        )
    )  # fmt: skip
    note = {"proof": proof.value, "second": second}
    actor = Actor(id=person.id, name=person.name)
    journal.record(session, person.id, "account:session:start", actor=actor, now=now, note=note)
    return token


def complete(session: Session, token: str, *, now: datetime) -> str:
    """Note that a second factor was given, under a new token: what was copied of the half sign-in opens nothing."""
    journal.begin_write(session)
    fresh = new_token()
    whole = update(SignIn).where(SignIn.token_hash == hashed(token), SignIn.expires_at > now)
    row = session.execute(whole.values(token_hash=hashed(fresh), second_at=now).returning(SignIn.person_id)).scalar()
    if row is None:
        raise RuleBroken(OVER)
    return fresh


def forget(session: Session, token: str) -> None:
    """Drop the sign-in that a browser held before it began another one."""
    journal.begin_write(session)
    session.execute(delete(SignIn).where(SignIn.token_hash == hashed(token)))


def may_enter(person: Person, now: datetime) -> bool:
    """Say whether somebody lets this person in: they may sign in, and their last day is not over."""
    return person.may_sign_in and (person.left_on is None or person.left_on >= now.date())


def note_seen(session: Session, token: str, *, now: datetime) -> bool:
    """Note that a sign-in is in use, at most every five minutes; False where that was noted not long ago.

    On SQLite it gives up at once while somebody writes: a page never waits for this.
    """
    is_sqlite = session.connection().dialect.name == "sqlite"
    if is_sqlite:
        session.execute(text("PRAGMA busy_timeout=20"))
    seen = update(SignIn).where(SignIn.token_hash == hashed(token), SignIn.seen_at <= now - SEEN_EVERY)
    try:
        return bool(session.execute(seen.values(seen_at=now)).rowcount)  # type: ignore[attr-defined]  # rowcount of a CursorResult
    finally:
        if is_sqlite:
            session.execute(text("PRAGMA busy_timeout=10000"))


def sweep(session: Session, *, now: datetime) -> int:
    """Remove sign-ins that have expired, old links, and tries that count no more; return how many rows went."""
    journal.begin_write(session)
    old = (
        delete(SignIn).where(SignIn.expires_at <= now),
        delete(SignInLink).where(SignInLink.expires_at <= now - LINKS_KEPT),
        delete(Attempt).where(Attempt.at <= now - LONGEST_WINDOW),
    )
    return sum(session.execute(gone).rowcount for gone in old)  # type: ignore[attr-defined]  # rowcount of a CursorResult


def sign_out(session: Session, token: str, *, actor: Actor, now: datetime) -> None:
    """End the sign-in: its row is gone, and a copied cookie with it."""
    journal.begin_write(session)
    session.execute(delete(SignIn).where(SignIn.token_hash == hashed(token)))
    journal.record(session, actor.id, "account:session:end", actor=actor, now=now)
    log.info("session.revoked", person=actor.id, count=1, why="signed out", actor=actor.id)


def person_of(session: Session, person_id: int, now: datetime) -> Person | None:
    """Return a person who may come in, or None."""
    found = session.scalar(select(Person).where(Person.id == person_id))
    return found if found is not None and may_enter(found, now) else None
