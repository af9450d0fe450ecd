"""Which entries of the journal somebody reads, and how much of each: built on `readable`, never beside it.

The auditor and the administrator read that each entry was made: when, by whom, what, on which kind of thing. What it
was about and what it said is told only where its subject is readable. Everybody else reads entries of what is theirs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, case, false, literal, or_, select, true
from sqlalchemy.orm import Session, aliased

from cxgov.core.actor import Actor
from cxgov.core.enums import Level
from cxgov.core.errors import NotFound
from cxgov.journal.enums import Kind
from cxgov.journal.models import Entry, Subject
from cxgov.journal.queries import MAX_ID, readable, visible_subjects
from cxgov.journal.words import words_of

PAGE = 50
_BATCH = 500
_WHO, _BEHALF, _COMMITTEE = aliased(Subject), aliased(Subject), aliased(Subject)


@dataclass(frozen=True, slots=True)
class Filters:
    """Which entries are wanted; an empty field does not narrow. `who` is looked for in names, literally."""

    who: str = ""
    feature: str = ""
    verb: str = ""
    kind: Kind | None = None
    subject_id: int | None = None
    committee_id: int | None = None
    from_day: date | None = None
    to_day: date | None = None


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry as somebody may read it; `subject` and `body` are empty where only its making is told."""

    seq: int
    at: datetime
    who: str
    on_behalf_of: str
    via: str
    verb: str
    kind: Kind | None
    subject: Any
    committee: str
    instead: str
    body: str
    is_about_own: bool
    mac: str

    @property
    def words(self) -> str:
        """Return what was done, to be read after the name."""
        return words_of(self.verb)


def in_journal(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on entries, joined with their subject where they have one, under which they are listed."""
    if actor.is_system or actor.is_auditor or actor.is_admin:
        return true()
    own = and_(Entry.actor_id == actor.id, Entry.subject_id.is_not(None))
    if actor.is_cx:
        return or_(own, readable(actor))
    run = Subject.committee_id.in_(actor.runs) if actor.runs else false()
    return or_(own, and_(run, readable(actor)))


def _told(actor: Actor) -> ColumnElement[bool]:
    """Return whether what an entry was about is told; an entry of no subject has nothing to keep back."""
    return case((Entry.subject_id.is_(None), literal(value=True)), else_=readable(actor))


def _rows(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Entry.seq, Entry.at, Entry.via, Entry.verb, Entry.body, Entry.mac, Entry.subject_id, Subject.kind,
            Subject.title, Subject.level, Subject.committee_id, _WHO.title.label("who"),
            _BEHALF.title.label("behalf"), _COMMITTEE.title.label("committee"), _told(actor).label("is_told"),
        )
        .select_from(Entry)
        .outerjoin(Subject, Subject.id == Entry.subject_id)
        .outerjoin(_WHO, _WHO.id == Entry.actor_id)
        .outerjoin(_BEHALF, _BEHALF.id == Entry.on_behalf_of_id)
        .outerjoin(_COMMITTEE, _COMMITTEE.id == Subject.committee_id)
        .where(in_journal(actor))
    )  # fmt: skip


def _narrowed(wanted: Select[*tuple[Any, ...]], actor: Actor, filters: Filters, zone: str) -> Select[*tuple[Any, ...]]:
    """Narrow by the filters. By subject and committee only what is readable: else the filter would tell it."""
    if filters.who:
        people = visible_subjects(actor).with_only_columns(Subject.id).where(Subject.kind == Kind.PERSON)
        named = people.where(Subject.title.icontains(filters.who, autoescape=True))
        wanted = wanted.where(Entry.actor_id.in_(named))
    if filters.feature:
        wanted = wanted.where(Entry.verb.startswith(f"{filters.feature}:", autoescape=True))
    if filters.verb:
        wanted = wanted.where(Entry.verb == filters.verb)
    if filters.kind is not None:
        wanted = wanted.where(Subject.kind == filters.kind)
    if filters.subject_id is not None:
        wanted = wanted.where(Entry.subject_id == filters.subject_id, readable(actor))
    if filters.committee_id is not None:
        wanted = wanted.where(Subject.committee_id == filters.committee_id, readable(actor))
    if filters.from_day is not None:
        wanted = wanted.where(Entry.at >= _begin(filters.from_day, zone))
    if filters.to_day is not None:
        wanted = wanted.where(Entry.at < _begin(filters.to_day + timedelta(days=1), zone))
    return wanted


def _begin(day: date, zone: str) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(zone))


def listed(
    session: Session, actor: Actor, filters: Filters, *, before: int | None = None, zone: str, size: int = PAGE
) -> tuple[Sequence[EntryRow], bool]:
    """Return the newest entries older than `before`, and whether there are older ones still."""
    wanted = _narrowed(_rows(actor), actor, filters, zone).order_by(Entry.seq.desc()).limit(size + 1)
    if before is not None:
        wanted = wanted.where(Entry.seq < before)
    rows = session.execute(wanted).all()
    return [_row(actor, row) for row in rows[:size]], len(rows) > size


def every(session: Session, actor: Actor, filters: Filters, *, zone: str) -> Iterator[Sequence[EntryRow]]:
    """Yield all entries of a filter in batches, in the order of the screen."""
    before: int | None = None
    while True:
        rows, has_more = listed(session, actor, filters, before=before, zone=zone, size=_BATCH)
        if rows:
            yield rows
        if not has_more:
            return
        before = rows[-1].seq


def entry(session: Session, actor: Actor, seq: int) -> EntryRow:
    """Return one entry, or raise NotFound alike for one that was never made and for one of what is not theirs."""
    row = session.execute(_rows(actor).where(Entry.seq == seq)).one_or_none() if 0 < seq < MAX_ID else None
    if row is None:
        raise NotFound
    return _row(actor, row)


def _row(actor: Actor, row: Any) -> EntryRow:
    is_told = bool(row.is_told)
    hidden = "1 entry in camera" if row.level == Level.IN_CAMERA and actor.is_auditor else "not for you to read"
    return EntryRow(
        seq=row.seq, at=row.at, who=row.who or f"cxgov ({row.via})", on_behalf_of=row.behalf or "", via=row.via,
        verb=row.verb, kind=row.kind,
        subject=SimpleNamespace(id=row.subject_id, kind=row.kind, title=row.title, level=row.level)
        if is_told and row.subject_id is not None
        else None,
        committee=(row.committee or "") if is_told else "", instead="" if is_told else hidden,
        body=row.body if is_told else "", is_about_own=actor.is_system or row.committee_id in actor.runs, mac=row.mac,
    )  # fmt: skip


def committees(session: Session, actor: Actor) -> list[tuple[int, str]]:
    """Return the committees that the list can be narrowed to."""
    wanted = visible_subjects(actor).with_only_columns(Subject.id, Subject.title)
    found = session.execute(wanted.where(Subject.kind == Kind.COMMITTEE).order_by(Subject.title, Subject.id))
    return [(row.id, row.title) for row in found]
