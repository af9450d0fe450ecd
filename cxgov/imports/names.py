"""Names to settle: kept while minutes are imported, listed on a page, settled once and applied everywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, select, true
from sqlalchemy.orm import Session

from cxgov.actions import service as actions
from cxgov.actions.enums import ActionState
from cxgov.actions.models import ActionItem, Contributor
from cxgov.actions.rules import CARRIED
from cxgov.committees.models import Committee
from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.errors import NotFound
from cxgov.imports.enums import NameKind
from cxgov.imports.items import give_owner
from cxgov.imports.models import OpenName
from cxgov.journal import service as journal
from cxgov.journal.enums import Kind
from cxgov.journal.models import Subject
from cxgov.journal.queries import MAX_ID, readable
from cxgov.meetings.enums import AttendanceStatus
from cxgov.meetings.models import Attendance, Meeting
from cxgov.people import service as people
from cxgov.people.models import Person
from cxgov.people.resolving import fold

PER_PAGE = 50
MOST_PLACES, MOST_LIKELY = 3, 3


@dataclass(slots=True)
class NameRow:
    """A name as written in one committee, how often it owns and attended, where it stands, and who it may well be."""

    id: int
    committee_id: int
    committee: str
    folded: str
    as_written: str
    owner_of: int
    attended: int
    places: list[str] = field(default_factory=list)
    likely: list[tuple[int, str]] = field(default_factory=list)

    @property
    def more_places(self) -> int:
        """Return how many places are not named one by one."""
        return self.owner_of + self.attended - len(self.places)


@dataclass(frozen=True, slots=True)
class NamePage:
    """One page of the names to settle, and how many there are in all."""

    rows: Sequence[NameRow]
    total: int


def _waiting(actor: Actor) -> ColumnElement[bool]:
    """Places that wait, of meetings that the actor may know of, in committees whose names the actor may settle.

    A name that owns an action item waits for those alone who may know of the item.
    """
    known = select(Subject.id).where(Subject.kind == Kind.ACTION, readable(actor)).correlate(None)
    of_known = OpenName.action_id.is_(None) | OpenName.action_id.in_(known)
    own = true() if actor.is_system or actor.is_cx else OpenName.committee_id.in_(actor.runs)
    return and_(OpenName.settled_at.is_(None), readable(actor), own, of_known)


def open_names(session: Session, actor: Actor, *, page: int = 1) -> NamePage:
    """Return a page of the names that the actor may settle, those that own most first."""
    owns = func.sum(case((OpenName.kind == NameKind.OWNER, 1), else_=0))
    grouped = (
        select(
            func.min(OpenName.id), OpenName.committee_id, OpenName.folded, func.min(OpenName.as_written),
            owns, func.count() - owns,
        )
        .join(Subject, Subject.id == OpenName.meeting_id)
        .where(_waiting(actor))
        .group_by(OpenName.committee_id, OpenName.folded)
    )  # fmt: skip
    total = session.scalar(select(func.count()).select_from(grouped.subquery())) or 0
    ordered = grouped.order_by(owns.desc(), func.count().desc(), OpenName.folded, OpenName.committee_id)
    found = session.execute(ordered.limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()
    titles = session.execute(select(Subject.id, Subject.title).where(Subject.id.in_({row[1] for row in found})))
    named = dict(titles.all())
    rows = [NameRow(row[0], row[1], named[row[1]], *row[2:]) for row in found]
    _add_places(session, actor, rows)
    return NamePage(rows, total)


def _add_places(session: Session, actor: Actor, rows: Sequence[NameRow]) -> None:
    """Name the newest places of each name, so that somebody can look them up."""
    newest = func.row_number().over(
        partition_by=(OpenName.committee_id, OpenName.folded), order_by=(Meeting.held_on.desc(), OpenName.id)
    )
    places = (
        select(
            OpenName.committee_id, OpenName.folded, Meeting.source_path, Meeting.held_on, OpenName.line,
            newest.label("place"),
        )
        .join(Subject, Subject.id == OpenName.meeting_id)
        .join(Meeting, Meeting.id == OpenName.meeting_id)
        .where(_waiting(actor), OpenName.folded.in_({row.folded for row in rows}))
        .subquery()
    )  # fmt: skip
    by_key = {(row.committee_id, row.folded): row for row in rows}
    wanted = select(places).where(places.c.place <= MOST_PLACES).order_by(places.c.place)
    for one in session.execute(wanted):
        if (row := by_key.get((one.committee_id, one.folded))) is not None:
            row.places.append(f"{one.source_path or one.held_on}, line {one.line}")


@dataclass(frozen=True, slots=True)
class _Spelled:
    """A person to choose, by the folded words of the name, and by what people make of it."""

    choice: tuple[int, str]
    first: str
    last: str
    short: frozenset[str]

    def may_be(self, said: Sequence[str]) -> bool:
        """Whether the person may be meant: by first or last name, initials, or a handle made of both."""
        if len(said) > 1:
            return self.first.startswith(said[0]) and self.last.startswith(said[-1])
        return said[0] in self.short or (len(said[0]) > 2 and self.first.startswith(said[0]))


def _spelled(choice: tuple[int, str]) -> _Spelled:
    name = fold(choice[1].rpartition(", ")[0] or choice[1]).split() or [""]
    first, last = name[0], name[-1]
    initials = "".join(part[0] for word in name for part in word.split("-") if part)
    made = {first, last, "".join(name), initials, first[:1] + last[:1], first[:1] + last, first + last[:1]}
    return _Spelled(choice, first, last, frozenset(made))


def name_likely(rows: Sequence[NameRow], choices: Sequence[tuple[int, str]]) -> None:
    """Propose, of the persons to choose from, those who may well be meant; a person decides, nothing is guessed."""
    spelled = [_spelled(choice) for choice in choices]
    for row in rows:
        said = fold(row.as_written.split("(", maxsplit=1)[0].lstrip("@")).split()
        row.likely = [one.choice for one in spelled if said and one.may_be(said)][:MOST_LIKELY]


def name_of(session: Session, actor: Actor, name_id: int) -> OpenName:
    """Return one place of a name that waits and that the actor may settle, or raise NotFound."""
    wanted = select(OpenName).join(Subject, Subject.id == OpenName.meeting_id)
    found = session.scalar(wanted.where(OpenName.id == name_id, _waiting(actor))) if 0 < name_id < MAX_ID else None
    if found is None:
        raise NotFound
    return found


def settle(session: Session, name: OpenName, person: Person | None, *, actor: Actor, now: datetime) -> int:
    """Settle what a name means in its committee, remember it, and apply it to every place; return how many those were.

    `person` is None where the name means nobody; its items then keep waiting for an owner, and nobody is asked again.
    The items are opened by the import, as they would have been had the name been known.
    """
    journal.begin_write(session)
    committee = session.get_one(Committee, name.committee_id)
    policy.check(actor, "imports:names:settle", committee)
    waiting = select(OpenName).where(
        OpenName.committee_id == name.committee_id, OpenName.folded == name.folded, OpenName.settled_at.is_(None)
    )
    places = session.scalars(waiting.order_by(OpenName.id).with_for_update()).all()  # a second settler waits here
    if not places:
        raise NotFound
    people.settle_alias(session, name.as_written, person, committee=committee, actor=actor, now=now)
    for place in places:
        if person is not None:
            _apply(session, place, person, actor=actor, now=now)
        place.settled_at = now
    session.flush()
    return len(places)


def _apply(session: Session, place: OpenName, person: Person, *, actor: Actor, now: datetime) -> None:
    if place.kind is NameKind.ATTENDEE:
        _note_attendance(session, place, person, actor=actor, now=now)
        return
    item = session.get(ActionItem, place.action_id) if place.action_id else None
    if item is None or item.owner_id == person.id:
        return
    said: Mapping[str, str] = {"as_written": place.as_written}
    helping = select(Person).join(Contributor, Contributor.person_id == Person.id)
    helpers = list(session.scalars(helping.where(Contributor.action_id == item.id)).unique())
    writer = actor if actor.is_system else Actor.system("names")
    if place.is_first and item.owner_id is None and item.state is ActionState.PROPOSED:
        journal.change(session, item, "imports:name:apply", actor=actor, now=now, note=dict(said))
        give_owner(session, item, person, helpers, actor=writer, now=now)
    elif place.is_first and item.owner_id is None:
        journal.change(
            session, item, "imports:name:apply", actor=actor, now=now, note=dict(said), owner_id=person.id,
            department_id=person.department_id,
        )  # fmt: skip
    elif item.state in CARRIED and person.left_on is None and all(one.id != person.id for one in helpers):
        journal.change(session, item, "imports:name:apply", actor=actor, now=now, note=dict(said))
        actions.add_contributor(session, item, person, actor=writer, now=now)


def _note_attendance(session: Session, place: OpenName, person: Person, *, actor: Actor, now: datetime) -> None:
    meeting = session.get_one(Meeting, place.meeting_id)
    there = select(Attendance.id).where(Attendance.meeting_id == meeting.id, Attendance.person_id == person.id)
    if session.scalar(there) is None:
        row = Attendance(
            meeting_id=meeting.id, person_id=person.id, status=AttendanceStatus.PRESENT, is_voting=False,
            is_guest=False, line=place.line,
        )  # fmt: skip
        journal.add(session, row, "imports:name:apply", of=meeting, actor=actor, now=now)
