"""The one way in for writes: every verb begins with `begin_write` and changes things through `create`, `add`, `change`
and `remove`, which write the row and collect its journal entry together.
"""

import contextlib
import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import inspect, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from cxgov.core.actor import Actor
from cxgov.core.db import WRITES, Base
from cxgov.core.enums import Level
from cxgov.core.errors import Conflict
from cxgov.journal.canonical import canonical
from cxgov.journal.enums import Kind, Relation
from cxgov.journal.models import Counter, Link, Subject, SubjectOf, SubjectReader

T = TypeVar("T", bound=Base)
S = TypeVar("S", bound=SubjectOf)
_OF_SUBJECT = frozenset({"title", "parent_id", "department_id", "committee_id", "own_level", "level", "is_draft"})
Of = Subject | SubjectOf
LevelHook = Callable[[Session, SubjectOf, Actor, datetime], None]
_WHEN_LEVEL_CHANGES: list[LevelHook] = []
SOMEBODY_ELSE = "Somebody else changed this while you were looking at it. Nothing of theirs was lost; look again."


def begin_write(session: Session) -> None:
    """Start the write transaction, once: the first line of every verb.

    Ends the read snapshot, so that loaded objects are read again under the lock; what was changed before is a bug.
    """
    if session.info.get("cx_writing"):
        return
    if session.new or session.deleted or any(session.is_modified(thing) for thing in session.dirty):
        raise RuntimeError("changed before the first verb")
    session.rollback()
    session.connection(execution_options={WRITES: True})
    session.info["cx_writing"] = True


def record(
    session: Session,
    subject_id: int | None,
    verb: str,
    *,
    actor: Actor,
    now: datetime,
    on_behalf_of: int | None = None,
    **body: Any,
) -> None:
    """Collect one entry; it is numbered, chained and written as the last statement of the transaction."""
    if not session.info.get("cx_writing"):
        raise RuntimeError("recorded before begin_write")
    row = {
        "at": now, "actor_id": actor.id, "on_behalf_of_id": on_behalf_of, "via": actor.via,
        "subject_id": subject_id, "verb": verb, "body": canonical({k: v for k, v in body.items() if v is not None}),
    }  # fmt: skip
    session.info.setdefault("cx_entries", []).append(row)


def cover(session: Session, *things: object) -> None:
    """Say that an entry tells of these changes, so that the flush lets them pass."""
    session.info.setdefault("cx_covered", set()).update(id(thing) for thing in things)
    session.info.setdefault("cx_kept", []).extend(things)  # an id is only good while its object lives


def _values(thing: Base) -> dict[str, Any]:
    mapper = inspect(thing).mapper
    return {c.key: getattr(thing, c.key) for c in mapper.column_attrs if getattr(thing, c.key) is not None}


def create(
    session: Session,
    thing: S,
    verb: str,
    *,
    actor: Actor,
    now: datetime,
    title: str,
    parent: SubjectOf | None = None,
    department_id: int | None = None,
    committee_id: int | None = None,
    level: Level = Level.INTERNAL,
    is_draft: bool = False,
    reason: str | None = None,
) -> S:
    """Make a first-class object with its subject, and journal it; a parent passes on its level and its committee."""
    inherited = parent.subject if parent is not None else None
    subject = Subject(
        kind=thing.KIND,
        title=title.strip()[:500],
        parent_id=inherited.id if inherited else None,
        department_id=department_id,
        committee_id=committee_id or (inherited.committee_id if inherited else None),
        own_level=level,
        level=max(level, inherited.level) if inherited else level,
        is_draft=is_draft,
        created_by_id=actor.id,
        created_at=now,
        changed_at=now,
    )
    cover(session, subject, thing)
    session.add(subject)
    session.flush()
    thing.subject = subject
    thing.id = subject.id
    session.add(thing)
    session.flush()
    if thing.KIND is Kind.COMMITTEE:
        subject.committee_id = subject.id  # a committee is its own, so that its members read it whatever its level
        session.flush()
    assert isinstance(thing, Base)
    after = {"title": subject.title, "level": subject.level, **_values(thing)}
    record(session, subject.id, verb, actor=actor, now=now, after=after, reason=reason)
    return thing


def add(session: Session, part: T, verb: str, *, of: Of, actor: Actor, now: datetime, **body: Any) -> T:
    """Make a part that is no subject of its own, such as a term or a reading, and journal it on its subject."""
    cover(session, part)
    session.add(part)
    session.flush()
    record(session, of.id, verb, actor=actor, now=now, part=part.__tablename__, after=_values(part), **body)
    return part


def add_all(
    session: Session, parts: Sequence[Base], verb: str, *, of: SubjectOf, actor: Actor, now: datetime, **body: Any
) -> None:
    """Make a batch of raw rows of one kind, such as the blocks of imported minutes: one entry with count and hash."""
    if not parts:
        return
    cover(session, *parts)
    session.add_all(parts)
    session.flush()
    rows = canonical({"rows": [_values(part) for part in parts]})
    sha256 = hashlib.sha256(rows.encode()).hexdigest()
    table = parts[0].__tablename__
    record(session, of.id, verb, actor=actor, now=now, part=table, count=len(parts), sha256=sha256, **body)


def remove(session: Session, part: Base, verb: str, *, of: Of, actor: Actor, now: datetime, **body: Any) -> None:
    """Delete a part, and keep what it was in the journal. Subjects are never deleted."""
    before = _values(part)
    cover(session, part)
    session.delete(part)
    session.flush()
    record(session, of.id, verb, actor=actor, now=now, part=part.__tablename__, before=before, **body)


def change(
    session: Session,
    thing: Base | SubjectOf,
    verb: str,
    *,
    actor: Actor,
    now: datetime,
    of: SubjectOf | None = None,
    reason: str | None = None,
    on_behalf_of: int | None = None,
    note: dict[str, Any] | None = None,
    **values: Any,
) -> bool:
    """Set `values` and journal before and after in one entry; False, and nothing written, where nothing differs.

    `title`, `level` and the like go to the subject, whose version grows by one, so that a second writer who read the
    same version gets Conflict. `of` names the subject of a part.
    """
    holder = of if of is not None else thing
    assert isinstance(holder, SubjectOf)
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for name, new in values.items():
        target = holder.subject if name in _OF_SUBJECT and of is None else thing
        old = getattr(target, name)
        if old != new:
            before[name], after[name] = old, new
            setattr(target, name, new)
    if not after and reason is None and note is None:
        return False
    holder.subject.changed_at = now
    cover(session, thing, holder.subject)
    try:
        session.flush()
    except StaleDataError as stale:
        raise Conflict(SOMEBODY_ELSE) from stale
    record(
        session, holder.id, verb, actor=actor, now=now, on_behalf_of=on_behalf_of, before=before or None,
        after=after or None, reason=reason, note=note,
        part=None if of is None else getattr(thing, "__tablename__", None),
    )  # fmt: skip
    return True


def check_version(thing: SubjectOf, version: int | None) -> None:
    """Raise Conflict where the form was made from an older version; None means that no form was involved."""
    if version is not None and thing.version != version:
        raise Conflict(SOMEBODY_ELSE)


def link(
    session: Session, source: SubjectOf, relation: Relation, target: SubjectOf, *, actor: Actor, now: datetime
) -> None:
    """Link two subjects, once; the second time nothing happens. Journalled on both ends."""
    known = select(Link.id).where(Link.from_id == source.id, Link.relation == relation, Link.to_id == target.id)
    if session.scalar(known) is not None or source.id == target.id:
        return
    made = Link(from_id=source.id, relation=relation, to_id=target.id, made_at=now)
    cover(session, made)
    session.add(made)
    session.flush()
    for here, there in ((source, target), (target, source)):
        record(session, here.id, "link:link:make", actor=actor, now=now, relation=relation, other=there.id)


def unlink(
    session: Session, source: SubjectOf, relation: Relation, target: SubjectOf, *, actor: Actor, now: datetime
) -> None:
    """Take a link away; the journal keeps that it was there."""
    wanted = select(Link).where(Link.from_id == source.id, Link.relation == relation, Link.to_id == target.id)
    for made in session.scalars(wanted):
        cover(session, made)
        session.delete(made)
        session.flush()
        for here, there in ((source, target), (target, source)):
            record(session, here.id, "link:link:break", actor=actor, now=now, relation=relation, other=there.id)


def let_read(session: Session, thing: SubjectOf, person_id: int | None, *, actor: Actor, now: datetime) -> None:
    """Name a reader of a restricted subject or of a draft, so that an owner can read what they owe."""
    if person_id is None or (thing.level < Level.RESTRICTED and not thing.subject.is_draft):
        return
    named = select(SubjectReader.person_id).where(
        SubjectReader.subject_id == thing.id, SubjectReader.person_id == person_id
    )
    if session.scalar(named) is not None:
        return
    reader = SubjectReader(subject_id=thing.id, person_id=person_id)
    add(session, reader, "subject:reader:add", of=thing, actor=actor, now=now)


def set_level(session: Session, thing: SubjectOf, level: Level, *, actor: Actor, now: datetime) -> None:
    """Set a subject's own level and compute anew what holds for it and for everything below it."""
    parent = session.get(Subject, thing.subject.parent_id) if thing.subject.parent_id else None
    holds = max(level, parent.level) if parent else level
    change(session, thing, "subject:level:set", actor=actor, now=now, own_level=level, level=holds)
    below = [thing.subject]
    while below:
        above = below.pop()
        for child in session.scalars(select(Subject).where(Subject.parent_id == above.id)):
            new = max(child.own_level, above.level)
            if new != child.level:
                old, child.level, child.changed_at = child.level, new, now
                cover(session, child)
                record(
                    session, child.id, "subject:level:inherit", actor=actor, now=now, before={"level": old},
                    after={"level": new},
                )  # fmt: skip
                below.append(child)
    session.flush()
    for follow in _WHEN_LEVEL_CHANGES:
        follow(session, thing, actor, now)


def when_level_changes(follow: LevelHook) -> None:
    """Call this whenever a level was set anew, in the same transaction: lists of readers follow."""
    _WHEN_LEVEL_CHANGES.append(follow)


def next_number(session: Session, scope: str) -> int:
    """Return the next number of a scope, starting with 1; gap-free, for the transaction that fails gives it back."""
    dialect = session.connection().dialect.name
    make = sqlite_insert if dialect == "sqlite" else pg_insert
    statement = (
        make(Counter)
        .values(scope=scope, last=1)
        .on_conflict_do_update(index_elements=["scope"], set_={"last": Counter.last + 1})
        .returning(Counter.last)
    )
    return int(session.execute(statement).scalar_one())


@contextlib.contextmanager
def savepoint(session: Session) -> Iterator[None]:
    """The only way to a savepoint: where it is rolled back, the entries collected inside it are forgotten."""
    mark = len(session.info.get("cx_entries", []))
    try:
        with session.begin_nested():
            yield
    except BaseException:
        del session.info.get("cx_entries", [])[mark:]
        raise
