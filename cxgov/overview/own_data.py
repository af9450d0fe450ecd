"""What is kept about one person, for that person alone: every table that names them, read from the tables themselves.

A new table with a column that leads to a person is in the file without anybody thinking of it. Secrets are left out,
and so are other people, and what the person may not read themselves.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import Column, Table, or_, select
from sqlalchemy.orm import Session

from cxgov.core.actor import Actor
from cxgov.core.db import Base
from cxgov.journal import details
from cxgov.journal.models import Entry, Subject
from cxgov.journal.queries import visible_subjects
from cxgov.journal.words import words_of

_APART = frozenset({"entries", "subjects", "people"})


def own_data(session: Session, actor: Actor) -> dict[str, Any]:
    """Return all that is kept about who asks, by table, as values that JSON knows."""
    assert actor.id is not None
    person = _rows(session, Base.metadata.tables["people"], "id", actor.id)
    subject = _rows(session, Base.metadata.tables["subjects"], "id", actor.id)
    found: dict[str, Any] = {"person": {**subject[0], **person[0]}}
    for table in Base.metadata.sorted_tables:
        columns = [] if table.name in _APART else list(_leading_to(table, "people"))
        rows = [row for column in columns for row in _kept(session, actor, table, column)]
        if rows:
            found[table.name] = rows
    return found | {"journal": list(_acts(session, actor))}


def _leading_to(table: Table, target: str) -> Iterator[Column[Any]]:
    for column in table.columns:
        if any(key.column.table.name == target for key in column.foreign_keys):
            yield column


def _rows(session: Session, table: Table, column: str, person_id: int) -> list[dict[str, Any]]:
    found = session.execute(select(table).where(table.c[column] == person_id))
    return [{name: _plain(value) for name, value in row._mapping.items()} for row in found]


def _kept(session: Session, actor: Actor, table: Table, column: Column[Any]) -> Iterator[dict[str, Any]]:
    """Yield the rows that name who asks, of what they may read; without secrets and without other people."""
    people = {one.name for one in _leading_to(table, "people")}
    about = {name for name in details.references() & set(table.c.keys()) if name not in people}
    if "id" in table.c and any(key.column.table.name == "subjects" for key in table.c.id.foreign_keys):
        about.add("id")
    rows = _rows(session, table, column.name, actor.id or 0)
    seen = _readable(session, actor, {row[name] for row in rows for name in about if row[name] is not None})
    for row in rows:
        if all(row[name] is None or row[name] in seen for name in about):
            yield {
                name: value
                for name, value in row.items()
                if not details.is_secret(name) and (name not in people or value == actor.id)
            } | {"titles": {name: seen[row[name]] for name in sorted(about) if row[name] is not None}}


def _readable(session: Session, actor: Actor, ids: set[int]) -> Mapping[int, str]:
    if not ids:
        return {}
    wanted = visible_subjects(actor).with_only_columns(Subject.id, Subject.title).where(Subject.id.in_(ids))
    return {row.id: row.title for row in session.execute(wanted)}


def _acts(session: Session, actor: Actor) -> Iterator[dict[str, Any]]:
    """Yield what the person did, with the titles that they may read now."""
    wanted = select(Entry.seq, Entry.at, Entry.via, Entry.verb, Entry.subject_id)
    mine = or_(Entry.actor_id == actor.id, Entry.on_behalf_of_id == actor.id, Entry.subject_id == actor.id)
    rows = session.execute(wanted.where(mine).order_by(Entry.seq)).all()
    titles = _readable(session, actor, {row.subject_id for row in rows if row.subject_id is not None})
    for row in rows:
        about = titles.get(row.subject_id, "not for you to read") if row.subject_id is not None else None
        yield {
            "entry": row.seq, "at": _plain(row.at), "by_way_of": row.via, "verb": row.verb,
            "what": words_of(row.verb), "about": about,
        }  # fmt: skip


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
