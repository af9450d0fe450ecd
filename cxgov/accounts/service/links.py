"""One-time links: shown by an administrator, or mailed as an invitation, to sign in, or to choose a new password.

The token of a mailed link is derived from the row's nonce and the instance's key; rows and the outbox hold no token.
"""

import secrets
from datetime import datetime, timedelta

import structlog
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from cxgov.accounts import permissions  # noqa: F401 - defines the policy rows that are checked here
from cxgov.accounts.enums import LinkPurpose, Proof
from cxgov.accounts.keys import Keys
from cxgov.accounts.models import SignInLink
from cxgov.accounts.queries import open_link
from cxgov.accounts.service.entering import begin, may_enter
from cxgov.accounts.tokens import hashed, hint_of, new_token
from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.errors import RuleBroken
from cxgov.journal import service as journal
from cxgov.journal import words
from cxgov.people.models import Person

words.define(
    {
        "account:link:make": "made a sign-in link",
        "account:link:invite": "invited the person by mail",
        "account:link:ask": "asked for a link by mail",
    }
)
log = structlog.get_logger()
ASKED_FOR = timedelta(minutes=30)
USED = "This link was used, has expired, or was never made. Ask for a new one."


def make_link(session: Session, person: Person, *, actor: Actor, now: datetime, hours: int) -> str:
    """Return the token of a new one-time link, to be shown once; links shown before stop working."""
    journal.begin_write(session)
    policy.check(actor, "accounts:link:make")
    _check_may_enter(person, now)
    token = new_token()
    _new(session, person, token, now=now, lives=timedelta(hours=hours))
    journal.record(session, person.id, "account:link:make", actor=actor, now=now)
    return token


def _check_may_enter(person: Person, now: datetime) -> None:
    if not may_enter(person, now):
        raise RuleBroken(f"{person.name} may not sign in. Let them sign in first.")


def _new(
    session: Session,
    person: Person,
    token: str,
    *,
    now: datetime,
    lives: timedelta,
    purpose: LinkPurpose = LinkPurpose.SIGN_IN,
    nonce: str | None = None,
) -> SignInLink:
    """Make the row of a link; only the newest of its kind works, and a mailed one never voids one that was shown."""
    same = SignInLink.nonce.is_(None) if nonce is None else SignInLink.nonce.is_not(None)
    session.execute(
        delete(SignInLink).where(
            SignInLink.person_id == person.id, SignInLink.purpose == purpose, SignInLink.used_at.is_(None), same
        )
    )
    made = SignInLink(
        person_id=person.id, purpose=purpose, nonce=nonce, address=person.email if nonce else None,
        token_hash=hashed(token), made_at=now, expires_at=now + lives,
    )  # fmt: skip
    session.add(made)
    session.flush()
    log.info("link.made", person=person.id, purpose=purpose.value, link=hint_of(token))
    return made


def new_mailed(
    session: Session, person: Person, purpose: LinkPurpose, *, keys: Keys, now: datetime, lives: timedelta
) -> SignInLink:
    """Make the row of a link that a mail will carry; nobody holds its token until the mail is written."""
    nonce = secrets.token_urlsafe(32)
    return _new(session, person, keys.link_token(nonce), now=now, lives=lives, purpose=purpose, nonce=nonce)


def use_up(session: Session, token: str, *purposes: LinkPurpose, now: datetime) -> Person:
    """Use a link up and return whose it is; of two at once, one wins."""
    journal.begin_write(session)
    link = open_link(session, token, now)
    if link is None or link.purpose not in purposes:
        raise RuleBroken(USED)
    used = session.execute(
        update(SignInLink)
        .where(SignInLink.id == link.id, SignInLink.used_at.is_(None))
        .values(used_at=now)
        .returning(SignInLink.id)
    ).scalar()
    person = session.scalar(select(Person).where(Person.id == link.person_id))
    if used is None or person is None or not may_enter(person, now):
        raise RuleBroken(USED)
    log.info("link.used", person=person.id, purpose=link.purpose.value, link=hint_of(token))
    return person


def sign_in(session: Session, link_token: str, *, now: datetime, hours: int, device: str = "", ip: str = "") -> str:
    """Use a link up and return the token of a new sign-in; a link is a first factor and never a second."""
    person = use_up(session, link_token, LinkPurpose.SIGN_IN, now=now)
    return begin(session, person, proof=Proof.LINK, now=now, hours=hours, device=device, ip=ip)


def void_links(session: Session, person_id: int) -> None:
    """Void every link of a person that was not used."""
    journal.begin_write(session)
    session.execute(delete(SignInLink).where(SignInLink.person_id == person_id, SignInLink.used_at.is_(None)))
