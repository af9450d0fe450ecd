"""The first administrator, without whom nobody could let anybody in."""

from datetime import date, datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from cxgov.core.actor import Actor
from cxgov.core.enums import Role
from cxgov.core.errors import RuleBroken
from cxgov.journal import service as journal
from cxgov.people import service
from cxgov.people.models import Person, RoleGrant

_LOCK = 0x63786661


def has_admin(session: Session) -> bool:
    """Say whether there ever was an administrator."""
    return session.scalar(select(RoleGrant.id).where(RoleGrant.role == Role.ADMINISTRATOR).limit(1)) is not None


def make_first_admin(session: Session, name: str, email: str, *, actor: Actor, now: datetime, today: date) -> Person:
    """Enter the first administrator; of two at once one is made, and the other one is told."""
    journal.begin_write(session)
    if session.connection().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    if has_admin(session):
        raise RuleBroken("There is an administrator already. Use: cxgov sign-in-link ADDRESS")
    made = service.make_person(session, name, actor=actor, now=now, email=email, may_sign_in=True)
    service.grant_role(session, made, Role.ADMINISTRATOR, actor=actor, now=now, from_day=today)
    return made
