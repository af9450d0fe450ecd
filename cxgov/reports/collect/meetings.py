"""The section on attendance: who came to which meeting of the period, and whether it was quorate."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from cxgov.committees.models import Committee, Membership
from cxgov.committees.rules import QuorumRule, is_in_term, quorum_need
from cxgov.core.enums import Level
from cxgov.journal.models import Subject
from cxgov.meetings.enums import AttendanceStatus, MeetingState
from cxgov.meetings.models import AgendaItem, Attendance, Meeting
from cxgov.reports.collect.scope import Frame
from cxgov.reports.figures.base import Rate
from cxgov.reports.figures.meetings import AttendanceFigures, AttendanceRow, Mark, MeetingColumn
from cxgov.reports.words import MONTHS
from cxgov.web.words import in_camera_words

MAX_COLUMNS = 14
_HELD = (MeetingState.HELD, MeetingState.CLOSED)


def attendance_figures(session: Session, frame: Frame) -> AttendanceFigures:
    """Return the section; with more than fourteen meetings the newest are shown and the count says so."""
    committee = aliased(Subject)
    wanted = (
        select(Meeting, committee.title, Committee)
        .join(Subject, Subject.id == Meeting.id)
        .join(Committee, Committee.id == Meeting.of_committee_id)
        .join(committee, committee.id == Committee.id)
        .where(frame.scope.holds(), Meeting.state.in_(_HELD))
        .where(Meeting.held_on >= frame.first, Meeting.held_on <= frame.day)
        .order_by(Meeting.held_on, Meeting.id)
    )
    found = session.execute(wanted).unique().all()
    roll = _roll(session, [meeting.id for meeting, _, _ in found])
    terms = _terms(session, {meeting.of_committee_id for meeting, _, _ in found})
    columns = [_column(meeting, name, rules, roll.get(meeting.id, ()), terms) for meeting, name, rules in found]
    rows = _rows(frame, [meeting for meeting, _, _ in found], roll, terms)
    notes = []
    if len(columns) > MAX_COLUMNS:
        notes.append(f"The {MAX_COLUMNS} newest of {len(columns)} meetings are shown; the counts are of all of them.")
    if secret := _in_camera(session, [meeting.id for meeting, _, _ in found]):
        notes.append(f"{in_camera_words(secret)}.")
    return AttendanceFigures(
        finding=_finding(frame, columns),
        meetings=tuple(columns[-MAX_COLUMNS:]),
        rows=tuple(row.model_copy(update={"marks": row.marks[-MAX_COLUMNS:]}) for row in rows),
        note=" ".join(notes) or None,
    )


def _in_camera(session: Session, meeting_ids: Sequence[int]) -> int:
    """Return how many items of the meetings are in camera: no more than this is said of them."""
    found = 0
    for start in range(0, len(meeting_ids), 500):
        part = AgendaItem.meeting_id.in_(meeting_ids[start : start + 500])
        wanted = select(func.count()).select_from(AgendaItem).join(Subject, Subject.id == AgendaItem.id)
        secret = wanted.where(part, AgendaItem.is_removed.is_(False), Subject.level == Level.IN_CAMERA)
        found += session.scalar(secret) or 0
    return found


Roll = Sequence[tuple[Attendance, str, int | None]]


def _roll(session: Session, meeting_ids: Sequence[int]) -> dict[int, list[tuple[Attendance, str, int | None]]]:
    found: dict[int, list[tuple[Attendance, str, int | None]]] = defaultdict(list)
    for start in range(0, len(meeting_ids), 500):
        rows = session.execute(
            select(Attendance, Subject.title, Subject.department_id)
            .join(Subject, Subject.id == Attendance.person_id)
            .where(Attendance.meeting_id.in_(meeting_ids[start : start + 500]))
        )
        for attendance, name, department_id in rows:
            found[attendance.meeting_id].append((attendance, name, department_id))
    return found


def _terms(session: Session, committee_ids: set[int]) -> list[tuple[Membership, str, int | None]]:
    rows = session.execute(
        select(Membership, Subject.title, Subject.department_id)
        .join(Subject, Subject.id == Membership.person_id)
        .where(Membership.committee_id.in_(committee_ids))
    )
    return [(term, name, department_id) for term, name, department_id in rows]


def _column(
    meeting: Meeting, name: str, rules: Committee, roll: Roll, terms: Sequence[tuple[Membership, str, int | None]]
) -> MeetingColumn:
    here = {a.person_id for a, _, _ in roll if a.status is AttendanceStatus.PRESENT}
    seats = {
        term.person_id
        for term, _, _ in terms
        if term.committee_id == meeting.of_committee_id
        and term.is_voting
        and is_in_term(term.valid_from, term.valid_to, meeting.held_on)
    }
    if not roll:
        words = "nobody wrote who came"
        return MeetingColumn(held_on=meeting.held_on, committee=name, present=0, needed=None, quorate=None, words=words)
    if not seats:
        words = f"{len(here)} present"
        return MeetingColumn(
            held_on=meeting.held_on, committee=name, present=len(here), needed=None, quorate=None, words=words
        )
    voting = len(here & seats)
    needed = quorum_need(len(seats), QuorumRule(rules.quorum_kind, rules.quorum_value))
    words = f"{voting} of {len(seats)} votes present, {needed} needed"
    return MeetingColumn(
        held_on=meeting.held_on, committee=name, present=len(here), needed=needed, quorate=voting >= needed, words=words
    )


def _rows(
    frame: Frame,
    meetings: Sequence[Meeting],
    roll: dict[int, list[tuple[Attendance, str, int | None]]],
    terms: Sequence[tuple[Membership, str, int | None]],
) -> list[AttendanceRow]:
    people: dict[int, tuple[str, int | None]] = {}
    marks: dict[int, dict[int, Mark]] = defaultdict(dict)
    role: dict[int, str] = {}
    for meeting in meetings:
        for attendance, name, department_id in roll.get(meeting.id, ()):
            people[attendance.person_id] = (name, department_id)
            marks[attendance.person_id][meeting.id] = attendance.status.value
            role.setdefault(
                attendance.person_id, attendance.role_as_written or ("guest" if attendance.is_guest else "member")
            )
        for term, name, department_id in terms:
            if term.committee_id == meeting.of_committee_id and is_in_term(
                term.valid_from, term.valid_to, meeting.held_on
            ):
                people[term.person_id] = (name, department_id)
                role[term.person_id] = term.role.words
                if roll.get(meeting.id) and term.is_voting:
                    marks[term.person_id].setdefault(meeting.id, "absent")
    found = []
    for person_id, (name, department_id) in sorted(people.items(), key=lambda one: one[1][0].casefold()):
        mine = marks.get(person_id, {})
        if not mine:
            continue
        present = sum(mark == "present" for mark in mine.values())
        found.append(
            AttendanceRow(
                name=name,
                role=role.get(person_id, "member"),
                department=frame.departments.get(department_id or 0),
                present=Rate.of(present, len(mine)),
                marks=tuple(mine.get(meeting.id, "not_invited") for meeting in meetings),
            )
        )
    return found


def _finding(frame: Frame, columns: Sequence[MeetingColumn]) -> str:
    if not columns:
        return f"No meeting was held in {frame.span.words}."
    said = f"{len(columns)} meeting{'' if len(columns) == 1 else 's'} held"
    known = [column for column in columns if column.quorate is not None]
    inquorate = [column for column in known if not column.quorate]
    if known:
        said += f"; {'all were' if not inquorate else f'{len(known) - len(inquorate)} of {len(known)} were'} quorate"
    if inquorate:
        days = ", ".join(f"{column.held_on.day} {MONTHS[column.held_on.month - 1]}" for column in inquorate[:3])
        said += f", not on {days}"
    return said + "."
