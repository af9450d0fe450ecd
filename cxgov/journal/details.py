"""What an entry says: its before and after, without secrets, draft wording, and the names of what is not readable."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.core.actor import Actor
from cxgov.core.db import Base
from cxgov.journal.entries import EntryRow
from cxgov.journal.enums import Kind
from cxgov.journal.models import Subject
from cxgov.journal.overwriting import ERASED, erased_among
from cxgov.journal.queries import visible_subjects
from cxgov.journal.words import is_hidden

KEPT_BACK = "not for you to read"
_SECRET = frozenset({"hash", "sealed", "code_hash", "key_hash", "nonce"})
_SIDES = ("before", "after", "note")


@dataclass(frozen=True, slots=True)
class Field:
    """One value that an entry set, in words; `before` is empty where nothing stood there."""

    name: str
    before: str
    after: str


@cache
def references() -> frozenset[str]:
    """Return the names of columns that hold the id of a subject, from the tables themselves."""
    tables = Base.metadata.tables
    subjects = {"subjects"} | {
        name
        for name, table in tables.items()
        if "id" in table.c and any(key.column.table.name == "subjects" for key in table.c.id.foreign_keys)
    }
    return frozenset(
        {"other", "person"}
        | {
            column.name
            for table in tables.values()
            for column in table.columns
            if column.name != "id" and any(key.column.table.name in subjects for key in column.foreign_keys)
        }
    )


def is_secret(name: str) -> bool:
    """Say whether a column holds what opens something, and is shown to nobody."""
    return name in _SECRET or "token" in name or "password" in name


def bodies(session: Session, actor: Actor, rows: Sequence[EntryRow]) -> list[dict[str, Any]]:
    """Return what each entry says, in the order of the rows, in three statements at most.

    Secrets are dropped, the wording of drafts is left to those who run the committee, and the id of a subject that is
    not readable is replaced.
    """
    erased = erased_among(session, [row.subject.id for row in rows if row.subject and row.kind is Kind.PERSON])
    found = [_opened(row, is_erased=bool(row.subject) and row.subject.id in erased) for row in rows]
    wanted = {value for body in found for name, value in _values(body) if name in references() and _is_id(value)}
    seen = _readable_ids(session, actor, wanted)
    return [_masked(body, seen) for body in found]


def _opened(row: EntryRow, *, is_erased: bool) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(row.body) if row.body else {}
    if is_erased and row.verb != ERASED:
        return {}
    if is_hidden(row.verb) and not row.is_about_own:
        body = {name: value for name, value in body.items() if name in ("part", "count", "sha256")}
    for side in _SIDES:
        if isinstance(body.get(side), dict):
            body[side] = {name: value for name, value in body[side].items() if not is_secret(name)}
    return {name: value for name, value in body.items() if not is_secret(name)}


def _is_id(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _values(body: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in body.items():
        if isinstance(value, dict):
            yield from value.items()
        else:
            yield name, value


def _readable_ids(session: Session, actor: Actor, wanted: set[int]) -> set[int]:
    if not wanted:
        return set()
    chosen = visible_subjects(actor).with_only_columns(Subject.id).where(Subject.id.in_(wanted))
    hidden = set(session.scalars(select(Subject.id).where(Subject.id.in_(wanted)))) - set(session.scalars(chosen))
    return wanted - hidden


def _masked(body: dict[str, Any], seen: set[int]) -> dict[str, Any]:
    def mask(name: str, value: Any) -> Any:
        if isinstance(value, dict):
            return {inner: mask(inner, held) for inner, held in value.items()}
        return KEPT_BACK if name in references() and _is_id(value) and value not in seen else value

    return {name: mask(name, value) for name, value in body.items()}


def fields_of(session: Session, actor: Actor, body: Mapping[str, Any]) -> list[Field]:
    """Return before and after by field, in the order of their names, with names in the place of ids."""
    before, after = body.get("before") or {}, body.get("after") or {}
    rest = {name: body[name] for name in ("other", "relation", "part", "count", "sha256") if name in body}
    rest |= body.get("note") or {}
    ids = {value for name, value in _values(body) if name in references() and _is_id(value)}
    wanted = visible_subjects(actor).with_only_columns(Subject.id, Subject.title).where(Subject.id.in_(ids))
    titles = {row.id: row.title for row in session.execute(wanted)} if ids else {}

    def said(name: str, value: Any) -> str:
        if value is None:
            return ""
        if name in references() and _is_id(value):
            return str(titles.get(value, value))
        return str(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    names = sorted(set(before) | set(after))
    return [
        *(Field(_words(name), said(name, before.get(name)), said(name, after.get(name))) for name in names),
        *(Field(_words(name), "", said(name, value)) for name, value in rest.items()),
    ]


def _words(name: str) -> str:
    return name.removesuffix("_id").replace("_", " ")
