"""What is read to know who knocks."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cxgov.accounts.models import Authenticator, Password, RecoveryCode, SignInLink
from cxgov.accounts.tokens import hashed
from cxgov.people.models import Person


def open_link(session: Session, token: str, now: datetime) -> SignInLink | None:
    """Return the link of a token where it can still be used; a mailed one dies with the address it went to."""
    return session.scalar(
        select(SignInLink)
        .join(Person, Person.id == SignInLink.person_id)
        .where(
            SignInLink.token_hash == hashed(token),
            SignInLink.used_at.is_(None),
            SignInLink.expires_at > now,
            or_(SignInLink.address.is_(None), SignInLink.address == Person.email),
            Person.may_sign_in.is_(True),
            or_(Person.left_on.is_(None), Person.left_on >= now.date()),
        )
    )


@dataclass(frozen=True, slots=True)
class Known:
    """What a typed address leads to: somebody who may come in, and the hash of their password, if they have one."""

    person_id: int
    hash: str | None


def known_by(session: Session, email: str, now: datetime) -> Known | None:
    """Return who may come in under an address; None alike for an unknown one and for somebody who may not."""
    row = session.execute(
        select(Person.id, Password.hash)
        .outerjoin(Password, Password.person_id == Person.id)
        .where(
            Person.email == email.strip().lower(),
            Person.may_sign_in.is_(True),
            or_(Person.left_on.is_(None), Person.left_on >= now.date()),
        )
    ).first()
    return Known(row.id, row.hash) if row else None


def hash_of(session: Session, person_id: int) -> str | None:
    """Return the hash of a person's password."""
    return session.scalar(select(Password.hash).where(Password.person_id == person_id))


def password_set_at(session: Session, person_id: int) -> datetime | None:
    """Return since when a person has the present password; None where there is none."""
    return session.scalar(select(Password.set_at).where(Password.person_id == person_id))


def authenticator_of(session: Session, person_id: int) -> Authenticator | None:
    """Return the authenticator that counts for a person."""
    return session.scalar(
        select(Authenticator).where(Authenticator.person_id == person_id, Authenticator.confirmed_at.is_not(None))
    )


def codes_left(session: Session, person_id: int) -> int:
    """Return how many recovery codes a person still has."""
    left = select(RecoveryCode.id).where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return len(session.scalars(left).all())
