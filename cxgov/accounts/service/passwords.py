"""Passwords: proving who one is by one, choosing and changing it."""

from collections.abc import Collection
from datetime import datetime

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.accounts import hashing, permissions, queries, sign_ins  # noqa: F401 - permissions: defines the policy rows
from cxgov.accounts.enums import LinkPurpose, Proof
from cxgov.accounts.keys import Keys
from cxgov.accounts.models import Password
from cxgov.accounts.rules import check_length, check_password, normalised
from cxgov.accounts.service import letters, throttle
from cxgov.accounts.service.entering import begin, person_of
from cxgov.accounts.service.links import use_up, void_links
from cxgov.accounts.tried_first import common_passwords
from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.errors import RuleBroken
from cxgov.journal import service as journal
from cxgov.journal import words
from cxgov.people.models import Person

words.define({"account:password:set": "chose a password"})
log = structlog.get_logger()
WRONG = "The e-mail address or the password is not right."
WRONG_PASSWORD = "This password is not right."  # noqa: S105 - a sentence
OURS = ("cxgov",)


def claim_by_password(
    session: Session, email: str, password: str, *, keys: Keys, now: datetime, ip: str
) -> tuple[Person, list[int]]:
    """Return who has this address and this password, with the rows of the try, or raise; the try is committed first.

    Unknown, inactive and without a password are told and worked on alike: one look, one hash.
    """
    check_length(password)
    typed = normalised(password)
    tries = throttle.claim_try(session, throttle.for_password(keys, email, ip), now=now)
    known = queries.known_by(session, email, now)
    session.rollback()
    is_right = hashing.is_right(known.hash if known else None, typed)
    person = session.scalar(select(Person).where(Person.id == known.person_id)) if known and is_right else None
    if person is None:
        log.info("sign_in.refused", person=known.person_id if known else None, ip=ip)
        raise RuleBroken(WRONG)
    return person, tries


def sign_in_by_password(
    session: Session,
    person: Person,
    password: str,
    tries: Collection[int],
    *,
    keys: Keys,
    now: datetime,
    hours: int,
    device: str,
    ip: str,
) -> str:
    """Begin a sign-in for who has just proved a password; a hash made with other figures is made anew."""
    email, before = person.email or "", queries.hash_of(session, person.id)
    again = hashing.hash_password(normalised(password)) if before and hashing.needs_rehash(before) else None
    journal.begin_write(session)
    found = person_of(session, person.id, now)
    if found is None or queries.hash_of(session, person.id) != before:
        raise RuleBroken(WRONG)
    if again is not None:
        session.get_one(Password, found.id).hash = again
    throttle.was_right(session, list(tries), throttle.for_password(keys, email, ip))
    return begin(session, found, proof=Proof.PASSWORD, now=now, hours=hours, device=device, ip=ip)


def has_password(session: Session, person_id: int) -> bool:
    """Say whether a person has a password."""
    return queries.hash_of(session, person_id) is not None


def claim_own_password(
    session: Session, person: Person, password: str, *, keys: Keys, now: datetime, ip: str, field: str = "password"
) -> None:
    """Raise unless this is the password of somebody who is signed in already; tries count as they do at the door."""
    check_length(password)
    typed, email, person_id = normalised(password), person.email or "", person.id
    counts = throttle.for_password(keys, email, ip)
    tries = throttle.claim_try(session, counts, now=now)
    stored = queries.hash_of(session, person_id)
    session.rollback()
    if not hashing.is_right(stored, typed):
        log.info("proof.refused", person=person_id, ip=ip)
        raise RuleBroken(WRONG_PASSWORD, field=field)
    throttle.was_right(session, tries, counts)
    session.commit()


def checked(session: Session, person: Person, password: str, organisation: str) -> str:
    """Return a new password in its normal form, or say why it is refused."""
    names = (person.name, person.email or "", person.handle or "", organisation, *OURS)
    return check_password(password, names=names, common=common_passwords())


def choose(
    session: Session, link_token: str, new_hash: str, *, now: datetime, hours: int, device: str, ip: str, base_url: str
) -> str:
    """Use an invitation or a reset up, store the password, end all else that was open, and begin a sign-in.

    The link is a first factor only. The hash is made before, outside the transaction.
    """
    person = use_up(session, link_token, LinkPurpose.INVITATION, LinkPurpose.RESET, now=now)
    _store(session, person, new_hash, actor=Actor(id=person.id, name=person.name), now=now, base_url=base_url)
    return begin(session, person, proof=Proof.LINK, now=now, hours=hours, device=device, ip=ip)


def change(
    session: Session, person: Person, new_hash: str, *, actor: Actor, now: datetime, keep: str, base_url: str
) -> None:
    """Change one's own password; every other sign-in ends, and every unused link."""
    journal.begin_write(session)
    policy.check(actor, "accounts:password:change", person)
    _store(session, person, new_hash, actor=actor, now=now, base_url=base_url, keep=keep)


def _store(
    session: Session,
    person: Person,
    new_hash: str,
    *,
    actor: Actor,
    now: datetime,
    base_url: str,
    keep: str | None = None,
) -> None:
    row = session.get(Password, person.id)
    if row is None:
        session.add(Password(person_id=person.id, hash=new_hash, set_at=now))
    else:
        row.hash, row.set_at = new_hash, now
    session.flush()
    void_links(session, person.id)
    sign_ins.end_all(session, person.id, actor=actor, now=now, except_token=keep, why="the password changed")
    journal.record(session, person.id, "account:password:set", actor=actor, now=now)
    letters.tell(session, person, letters.PASSWORD_SET, now=now, base_url=base_url)
