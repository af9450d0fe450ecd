"""Which account at the organisation's sign-on is whose."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cxgov.accounts import permissions  # noqa: F401 - defines the policy rows that are checked here
from cxgov.accounts.models import Identity
from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.errors import NotFound
from cxgov.journal import service as journal
from cxgov.journal import words

words.define(
    {
        "account:identity:link": "came in by the sign-on for the first time",
        "account:identity:remove": "forgot an account at the sign-on",
    }
)


def identities_of(session: Session, person_id: int) -> Sequence[Identity]:
    """Return the accounts of a person at sign-ons, the oldest first."""
    return session.scalars(select(Identity).where(Identity.person_id == person_id).order_by(Identity.id)).all()


def identity(session: Session, actor: Actor, identity_id: int) -> Identity:
    """Return one account for whoever may remove it, or raise NotFound."""
    found = session.get(Identity, identity_id)
    if found is None or not policy.allows(actor, "accounts:identity:remove", found):
        raise NotFound
    return found


def link(session: Session, person_id: int, issuer: str, sub: str, *, actor: Actor, now: datetime) -> None:
    """Remember whose account it is."""
    journal.begin_write(session)
    session.add(Identity(person_id=person_id, issuer=issuer, sub=sub, made_at=now))
    session.flush()
    journal.record(session, person_id, "account:identity:link", actor=actor, now=now, note={"issuer": issuer})


def remove(session: Session, found: Identity, *, actor: Actor, now: datetime) -> None:
    """Forget whose account it is; the next one with the person's address becomes theirs."""
    journal.begin_write(session)
    policy.check(actor, "accounts:identity:remove", found)
    note = {"issuer": found.issuer}
    journal.record(session, found.person_id, "account:identity:remove", actor=actor, now=now, note=note)
    session.execute(delete(Identity).where(Identity.id == found.id))
