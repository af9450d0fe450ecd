"""Proving once more who one is, while signed in."""

from datetime import datetime

from sqlalchemy.orm import Session

from cxgov.accounts import permissions  # noqa: F401 - defines the policy rows that are checked here
from cxgov.accounts.enums import Proof
from cxgov.accounts.keys import Keys
from cxgov.accounts.service import passwords, second
from cxgov.core.errors import RuleBroken
from cxgov.people.models import Person


def claim_proof(
    session: Session,
    person: Person,
    *,
    password: str | None = None,
    code: str | None = None,
    keys: Keys,
    now: datetime,
    ip: str,
) -> Proof:
    """Check what is given of password and code, each throttled as at the door; raise RuleBroken or TooMany.

    It commits the count of tries, and what a right code uses up.
    """
    if not password and not code:
        raise RuleBroken("Give your password.", field="password")
    if password:
        passwords.claim_own_password(session, person, password, keys=keys, now=now, ip=ip)
    if code:
        tries = second.claim_code_try(session, person.id, keys=keys, now=now, ip=ip)
        second.use_code(session, person, code, keys=keys, now=now, tries=tries)
        session.commit()
    return Proof.PASSWORD
