"""Who is named to read one subject, named no more, or barred; the callers have begun the write and asked the policy."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.core.actor import Actor
from cxgov.journal import service as journal
from cxgov.journal import words
from cxgov.journal.models import Subject, SubjectReader
from cxgov.journal.service import Of

words.define(
    {
        "subject:reader:remove": "took back that somebody may read it",
        "subject:reader:bar": "barred somebody from reading it",
        "subject:reader:unbar": "let somebody read it again",
    }
)
words.keep_quiet({"subject:reader:bar", "subject:reader:unbar"})

BATCH = 500
"""Databases take so many ids in one statement, and more."""


def rows_of(session: Session, subject_ids: Sequence[int]) -> Mapping[int, list[SubjectReader]]:
    """Return who is named or barred, by subject; in one statement."""
    found: dict[int, list[SubjectReader]] = {subject_id: [] for subject_id in subject_ids}
    for row in session.scalars(select(SubjectReader).where(SubjectReader.subject_id.in_(subject_ids))):
        found[row.subject_id].append(row)
    return found


def name(
    session: Session,
    thing: Of,
    person_id: int,
    *,
    actor: Actor,
    now: datetime,
    until: datetime | None = None,
) -> None:
    """Name a reader, until an instant or for good; who is named already reads from now on until then instead."""
    row = session.get(SubjectReader, (thing.id, person_id))
    if row is not None and (row.is_barred or row.until == until):
        return
    if row is not None:
        journal.remove(session, row, "subject:reader:remove", of=thing, actor=actor, now=now)
    fresh = SubjectReader(subject_id=thing.id, person_id=person_id, until=until, is_barred=False)
    journal.add(session, fresh, "subject:reader:add", of=thing, actor=actor, now=now)


def unname(session: Session, thing: Of, person_id: int, *, actor: Actor, now: datetime) -> None:
    """Take a named reader off the list; whoever is barred stays barred."""
    row = session.get(SubjectReader, (thing.id, person_id))
    if row is not None and not row.is_barred:
        journal.remove(session, row, "subject:reader:remove", of=thing, actor=actor, now=now)


def bar(session: Session, thing: Of, person_id: int, *, actor: Actor, now: datetime) -> None:
    """Bar a person from what only named readers read, at once and for as long as nobody takes it back."""
    row = session.get(SubjectReader, (thing.id, person_id))
    if row is not None and row.is_barred:
        return
    if row is not None:
        journal.remove(session, row, "subject:reader:remove", of=thing, actor=actor, now=now)
    fresh = SubjectReader(subject_id=thing.id, person_id=person_id, until=None, is_barred=True)
    journal.add(session, fresh, "subject:reader:bar", of=thing, actor=actor, now=now)


def unbar(session: Session, thing: Of, person_id: int, *, actor: Actor, now: datetime) -> None:
    """Take the bar back; whether the person is named again is for the caller to say."""
    row = session.get(SubjectReader, (thing.id, person_id))
    if row is not None and row.is_barred:
        journal.remove(session, row, "subject:reader:unbar", of=thing, actor=actor, now=now)


def with_below(session: Session, top: Subject) -> Sequence[Subject]:
    """Return a subject and everything below it: what passes its level on."""
    found, edge = [top], [top.id]
    while edge:
        below: list[Subject] = []
        for start in range(0, len(edge), BATCH):
            part = Subject.parent_id.in_(edge[start : start + BATCH])
            below += session.scalars(select(Subject).where(part).order_by(Subject.id)).all()
        found += below
        edge = [one.id for one in below]
    return found
