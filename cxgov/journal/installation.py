"""Which installation this is, and whether it is held: restored from a backup and not yet released."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.core.actor import Actor
from cxgov.core.errors import RuleBroken
from cxgov.journal import service as journal
from cxgov.journal import words
from cxgov.journal.models import Installation

words.define(
    {
        "installation:backup:restore": "restored the installation from a backup",
        "installation:hold:release": "released the installation after a restore",
    }
)
HELD = select(Installation.held_since).where(Installation.id == 1)
"""The instant since which it is held; joined to the statement that loads who is signed in."""


def held_since(session: Session) -> datetime | None:
    """Return since when it is held; None where it is not."""
    return session.scalar(HELD)


def check_released(session: Session) -> None:
    """Refuse what would act on the world while it is held."""
    if held_since(session) is not None:
        raise RuleBroken("This was restored from a backup and is held: no job runs. End that with: cxgov release")


def uid(session: Session) -> str:
    """Return what tells this installation from every other."""
    return session.scalars(select(Installation.uid).where(Installation.id == 1)).one()


def hold(session: Session, *, actor: Actor, now: datetime, restored_from: str, taken_at: datetime) -> None:
    """Hold it: no job runs and no mail goes out until it is released."""
    journal.begin_write(session)
    row = session.get_one(Installation, 1)
    row.held_since, row.restored_from = now, restored_from[:200]
    body: dict[str, Any] = {"from": restored_from, "taken_at": taken_at}
    journal.record(session, None, "installation:backup:restore", actor=actor, now=now, **body)
    session.flush()


def release(session: Session, *, actor: Actor, now: datetime) -> str | None:
    """End the hold, and return what it was restored from; None where it was not held."""
    journal.begin_write(session)
    row = session.get_one(Installation, 1, with_for_update=True)
    if row.held_since is None:
        return None
    since, row.held_since = row.held_since, None
    journal.record(session, None, "installation:hold:release", actor=actor, now=now, since=since)
    session.flush()
    return row.restored_from or ""
