"""Ending sign-ins: one, all others, all of them. The row goes, and every copy of its cookie with it."""

from collections.abc import Sequence
from datetime import datetime

import structlog
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from cxgov.accounts import permissions  # noqa: F401 - defines the policy rows that are checked here
from cxgov.accounts.models import ApiToken, SignIn, SignInLink
from cxgov.accounts.tokens import hashed, new_token
from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.errors import NotFound, RuleBroken
from cxgov.journal import service as journal
from cxgov.journal import words
from cxgov.people.models import Person

words.define({"account:session:end_all": "ended sign-ins", "account:person:shut_out": "closed every way in"})
log = structlog.get_logger()


def prove_again(session: Session, token: str, *, now: datetime, second: bool = False) -> str:
    """Note that a person has proved again who they are, under a new token: a copy of the old one opens nothing more."""
    journal.begin_write(session)
    row = session.scalar(select(SignIn).where(SignIn.token_hash == hashed(token), SignIn.expires_at > now))
    if row is None:
        raise RuleBroken("This sign-in is over. Begin again.")
    fresh = new_token()
    row.token_hash, row.proved_at = hashed(fresh), now
    if second:
        row.second_at = now
    session.flush()
    log.info("session.proved_again", person=row.person_id, second=second)
    return fresh


def sign_ins_of(session: Session, person_id: int, *, now: datetime) -> Sequence[SignIn]:
    """Return where a person is signed in, the one seen last first."""
    wanted = select(SignIn).where(SignIn.person_id == person_id, SignIn.expires_at > now)
    return session.scalars(wanted.order_by(SignIn.seen_at.desc(), SignIn.id.desc())).all()


def count_sign_ins(session: Session, person_id: int, *, now: datetime) -> int:
    """Return in how many browsers a person is signed in."""
    wanted = select(func.count(SignIn.id)).where(SignIn.person_id == person_id, SignIn.expires_at > now)
    return session.scalar(wanted) or 0


def own_sign_in(session: Session, actor: Actor, sign_in_id: int) -> SignIn:
    """Return a sign-in of one's own, or raise NotFound."""
    found = session.get(SignIn, sign_in_id)
    if found is None or found.person_id != actor.id:
        raise NotFound
    return found


def end_one(session: Session, sign_in: SignIn, *, actor: Actor, now: datetime) -> None:
    """End one of one's own sign-ins."""
    journal.begin_write(session)
    if sign_in.person_id != actor.id:
        raise NotFound
    _gone(session, sign_in.person_id, [sign_in.id], "by hand", actor=actor, now=now)


def end_theirs(session: Session, person: Person, *, actor: Actor, now: datetime) -> int:
    """End every sign-in of somebody, as an administrator; return how many there were."""
    journal.begin_write(session)
    policy.check(actor, "accounts:session:end_theirs", person)
    return end_all(session, person.id, actor=actor, now=now, why="by an administrator")


def end_all(
    session: Session, person_id: int, *, actor: Actor, now: datetime, except_token: str | None = None, why: str
) -> int:
    """End the sign-ins of a person, but for the one of `except_token`; return how many ended.

    Called where what a person may do, or how they prove who they are, has changed: rights are never carried over.
    """
    journal.begin_write(session)
    wanted = select(SignIn.id).where(SignIn.person_id == person_id)
    if except_token is not None:
        wanted = wanted.where(SignIn.token_hash != hashed(except_token))
    return _gone(session, person_id, session.scalars(wanted).all(), why, actor=actor, now=now)


def shut_out(session: Session, person_id: int, *, actor: Actor, now: datetime, why: str) -> None:
    """End sign-ins, links and tokens of somebody who may not come in any more."""
    journal.begin_write(session)
    ended = end_all(session, person_id, actor=actor, now=now, why=why)
    links = session.execute(delete(SignInLink).where(SignInLink.person_id == person_id, SignInLink.used_at.is_(None)))
    tokens = session.execute(delete(ApiToken).where(ApiToken.person_id == person_id))
    others = int(links.rowcount) + int(tokens.rowcount)  # type: ignore[attr-defined]  # rowcount of a CursorResult
    if others:
        journal.record(session, person_id, "account:person:shut_out", actor=actor, now=now, reason=why)
    log.info("account.shut_out", person=person_id, sign_ins=ended, others=others, why=why)


def _gone(session: Session, person_id: int, ids: Sequence[int], why: str, *, actor: Actor, now: datetime) -> int:
    if ids:
        session.execute(delete(SignIn).where(SignIn.id.in_(ids)))
        journal.record(
            session, person_id, "account:session:end_all", actor=actor, now=now, reason=why, note={"count": len(ids)}
        )
        log.info("session.revoked", person=person_id, count=len(ids), why=why, actor=actor.id)
    return len(ids)
