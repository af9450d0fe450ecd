"""Whose personal token came in with a program, and what its person may do now; a broken glass opens nothing to it."""

from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cxgov.accounts.models import ApiToken
from cxgov.accounts.tokens import hashed
from cxgov.people.models import Person
from cxgov.rights.actors import actor_of_person
from cxgov.web.bearers import Bearer


def bearer_of(session: Session, token: str, *, now: datetime, today: date) -> Bearer | None:
    """Return what a token stands for; None where it is unknown, revoked or expired, or its person may not enter."""
    row = session.execute(
        select(ApiToken.id, ApiToken.person_id, ApiToken.scopes, ApiToken.used_at)
        .join(Person, Person.id == ApiToken.person_id)
        .where(
            ApiToken.token_hash == hashed(token),
            ApiToken.expires_at > now,
            Person.may_sign_in.is_(True),
            or_(Person.left_on.is_(None), Person.left_on >= today),
        )
    ).first()
    who = actor_of_person(session, row.person_id, today=today) if row else None
    return Bearer(who, frozenset(row.scopes.split()), row.id, row.used_at) if row and who else None
