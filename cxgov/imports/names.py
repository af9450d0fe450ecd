"""Names to settle: kept while minutes are imported, listed on a page, settled once and applied everywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from cxgov.actions import service as actions
from cxgov.actions.enums import ActionState
from cxgov.actions.models import ActionItem, Contributor
from cxgov.committees.models import Committee
from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.errors import NotFound
from cxgov.imports.enums import NameKind
from cxgov.imports.items import give_owner
from cxgov.imports.models import OpenName
from cxgov.journal import service as journal
from cxgov.journal.models import Subject
from cxgov.journal.queries import readable
from cxgov.meetings.enums import AttendanceStatus
from cxgov.meetings.models import Attendance, Meeting
from cxgov.people import service as people
from cxgov.people.models import Person

MOST_PLACES = 5


@dataclass(slots=True)
class NameRow:
    """A name as written in one committee, with how often and where it stands."""

    committee_id: int
    committee: str
    folded: str
    as_written: str
    owner_of: int = 0
    attended: int = 0
    places: list[str] = field(default_factory=list)
    id: int = 0


def open_names(session: Session, actor: Actor) -> list[NameRow]:
    """Return the names to settle of the committees that the actor may know of, those that own most first."""
    committee = aliased(Subject)
    rows = session.execute(
        select(OpenName, committee.title, Meeting.source_path, Meeting.held_on)
        .join(Subject, Subject.id == OpenName.meeting_id)
        .join(committee, committee.id == OpenName.committee_id)
        .join(Meeting, Meeting.id == OpenName.meeting_id)
        .where(OpenName.settled_at.is_(None), readable(actor))
        .order_by(Meeting.held_on.desc(), OpenName.line)
    )
    found: dict[tuple[int, str], NameRow] = {}
    for one, title, path, day in rows:
        key = (one.committee_id, one.folded)
        row = found.setdefault(key, NameRow(one.committee_id, title, one.folded, one.as_written, id=one.id))
        row.owner_of += one.kind is NameKind.OWNER
        row.attended += one.kind is NameKind.ATTENDEE
        if len(row.places) < MOST_PLACES:
            row.places.append(f"{path or day}, line {one.line}")
    return sorted(found.values(), key=lambda row: (-row.owner_of, -row.attended, row.as_written.casefold()))


def name_of(session: Session, actor: Actor, name_id: int) -> OpenName:
    """Return one place of a name that the actor may know of, or raise NotFound."""
    found = session.scalar(
        select(OpenName)
        .join(Subject, Subject.id == OpenName.meeting_id)
        .where(OpenName.id == name_id, OpenName.settled_at.is_(None), readable(actor))
    )
    if found is None:
        raise NotFound
    return found


def settle(session: Session, name: OpenName, person: Person | None, *, actor: Actor, now: datetime) -> int:
    """Settle what a name means in its committee, remember it, and apply it to every place; return how many those were.

    `person` is None where the name means nobody; its items then keep waiting for an owner, and nobody is asked again.
    """
    journal.begin_write(session)
    committee = session.get_one(Committee, name.committee_id)
    policy.check(actor, "imports:names:settle", committee)
    people.settle_alias(session, name.as_written, person, committee=committee, actor=actor, now=now)
    places = session.scalars(
        select(OpenName).where(
            OpenName.committee_id == name.committee_id, OpenName.folded == name.folded, OpenName.settled_at.is_(None)
        )
    ).all()
    for place in places:
        if person is not None:
            _apply(session, place, person, actor=actor, now=now)
        place.settled_at = now
    session.flush()
    return len(places)


def _apply(session: Session, place: OpenName, person: Person, *, actor: Actor, now: datetime) -> None:
    if place.kind is NameKind.ATTENDEE:
        meeting = session.get_one(Meeting, place.meeting_id)
        there = select(Attendance.id).where(Attendance.meeting_id == meeting.id, Attendance.person_id == person.id)
        if session.scalar(there) is None:
            row = Attendance(
                meeting_id=meeting.id, person_id=person.id, status=AttendanceStatus.PRESENT, is_voting=False,
                is_guest=False, line=place.line,
            )  # fmt: skip
            journal.add(session, row, "imports:name:apply", of=meeting, actor=actor, now=now)
        return
    item = session.get(ActionItem, place.action_id) if place.action_id else None
    if item is None or item.owner_id == person.id:
        return
    if place.is_first and item.state is ActionState.PROPOSED and item.owner_id is None:
        give_owner(session, item, person, _helpers(session, item), actor=actor, now=now)
    elif item.owner_id is not None or not place.is_first:
        if not _helps(session, item, person):
            actions.add_contributor(session, item, person, actor=actor, now=now)


def _helpers(session: Session, item: ActionItem) -> list[Person]:
    wanted = select(Person).join(Contributor, Contributor.person_id == Person.id)
    return list(session.scalars(wanted.where(Contributor.action_id == item.id)).unique())


def _helps(session: Session, item: ActionItem, person: Person) -> bool:
    return any(one.id == person.id for one in _helpers(session, item))


def choices(rows: Sequence[Person], departments: Mapping[int, str]) -> list[tuple[str, str]]:
    """Return persons as choices of a select: value and words, with the department where it is known."""
    return [
        (str(one.id), f"{one.name}, {place}" if (place := departments.get(one.department_id or 0)) else one.name)
        for one in rows
    ]
