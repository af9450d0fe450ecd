"""Verbs of signing in and out."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from cxgov.accounts import permissions  # noqa: F401 - defines the policy rows that are checked here
from cxgov.accounts.enums import Proof
from cxgov.accounts.models import SignIn, SignInLink
from cxgov.accounts.queries import open_link
from cxgov.accounts.tokens import hashed, new_token
from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.errors import RuleBroken
from cxgov.journal import service as journal
from cxgov.journal import words
from cxgov.people.models import Person

words.define(
    {
        "account:link:make": "made a sign-in link",
        "account:session:start": "signed in",
        "account:session:end": "signed out",
    }
)
SEEN_EVERY = timedelta(minutes=5)
LINKS_KEPT = timedelta(days=30)
USED = "This link was used, has expired, or was never made. Ask for a new one."


def make_link(session: Session, person: Person, *, actor: Actor, now: datetime, hours: int) -> str:
    """Return the token of a new one-time link for a person who may sign in; links made before stop working."""
    journal.begin_write(session)
    policy.check(actor, "accounts:link:make")
    if not may_enter(person, now):
        raise RuleBroken(f"{person.name} may not sign in. Let them sign in first.")
    session.execute(delete(SignInLink).where(SignInLink.person_id == person.id, SignInLink.used_at.is_(None)))
    token = new_token()
    session.add(
        SignInLink(person_id=person.id, token_hash=hashed(token), made_at=now, expires_at=now + timedelta(hours=hours))
    )
    journal.record(session, person.id, "account:link:make", actor=actor, now=now)
    return token


def sign_in(session: Session, link_token: str, *, now: datetime, hours: int) -> str:
    """Use a link up and return the token of a new sign-in; of two at once, one gets in."""
    journal.begin_write(session)
    link = open_link(session, link_token, now)
    if link is None:
        raise RuleBroken(USED)
    used = session.execute(
        update(SignInLink).where(SignInLink.id == link.id, SignInLink.used_at.is_(None)).values(used_at=now)
    )
    person = session.scalar(select(Person).where(Person.id == link.person_id))
    if used.rowcount != 1 or person is None or not may_enter(person, now):  # type: ignore[attr-defined]  # rowcount of a CursorResult
        raise RuleBroken(USED)
    token = new_token()
    session.add(
        SignIn(
            person_id=person.id,
            token_hash=hashed(token),
            proof=Proof.LINK,
            proved_at=now,
            made_at=now,
            seen_at=now,
            expires_at=now + timedelta(hours=hours),
        )
    )
    as_person = Actor(id=person.id, name=person.name)
    journal.record(session, person.id, "account:session:start", actor=as_person, now=now)
    return token


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
    """Remove sign-ins that have expired, and links that nobody can use any more; return how many rows went."""
    journal.begin_write(session)
    gone = session.execute(delete(SignIn).where(SignIn.expires_at <= now))
    old = session.execute(delete(SignInLink).where(SignInLink.expires_at <= now - LINKS_KEPT))
    return int(gone.rowcount) + int(old.rowcount)  # type: ignore[attr-defined]  # rowcount of a CursorResult


def sign_out(session: Session, token: str, *, actor: Actor, now: datetime) -> None:
    """End the sign-in: its row is gone, and a copied cookie with it."""
    journal.begin_write(session)
    session.execute(delete(SignIn).where(SignIn.token_hash == hashed(token)))
    journal.record(session, actor.id, "account:session:end", actor=actor, now=now)
