"""Change rows of a person who is erased: the journal says which fields were replaced, never what they held."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.core.actor import Actor
from cxgov.core.db import Base
from cxgov.journal import words
from cxgov.journal.models import Entry, SubjectOf
from cxgov.journal.service import cover, record

ERASED = "people:person:erase"
words.define({"people:alias:erase": "put a pseudonym in the place of a name as written"})
words.keep_quiet({"people:alias:erase"})


def overwrite(
    session: Session, thing: Base, verb: str, *, of: SubjectOf, actor: Actor, now: datetime, reason: str | None = None,
    **values: Any,
) -> None:  # fmt: skip
    """Set values and record their names only; the caller has begun the write and asked the policy."""
    for name, value in values.items():
        setattr(of.subject if name == "title" else thing, name, value)
    of.subject.changed_at = now
    cover(session, thing, of, of.subject)
    session.flush()
    record(session, of.id, verb, actor=actor, now=now, reason=reason, note={"replaced": sorted(values)})


def erased_among(session: Session, subject_ids: Sequence[int]) -> frozenset[int]:
    """Return which of these persons were erased: what older entries say of them is told no more."""
    wanted = select(Entry.subject_id).where(Entry.verb == ERASED, Entry.subject_id.in_(subject_ids))
    return frozenset(one for one in session.scalars(wanted) if one is not None) if subject_ids else frozenset()
