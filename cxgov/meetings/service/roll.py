"""The roll: who was there, guests too, and whether the room is quorate at this moment."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.core.actor import Actor
from cxgov.core.errors import RuleBroken
from cxgov.journal import service as journal
from cxgov.meetings.enums import AttendanceStatus
from cxgov.meetings.models import Attendance, Meeting
from cxgov.meetings.service.in_camera import follow_lists
from cxgov.meetings.service.steps import check_named, check_step, under_lock
from cxgov.people.models import Person


def set_roll(
    session: Session,
    meeting: Meeting,
    statuses: Mapping[int, AttendanceStatus],
    *,
    actor: Actor,
    now: datetime,
) -> int:
    """Note for persons on the roll, by id, whether they are there; return how many lines changed.

    The lists of items in camera follow.
    """
    under_lock(session, meeting, "meetings:roll:edit", actor=actor)
    check_step(meeting, "minute", actor=actor)
    known = {
        row.person_id: row for row in session.scalars(select(Attendance).where(Attendance.meeting_id == meeting.id))
    }
    if any(person_id not in known for person_id in statuses):
        raise RuleBroken("That person is not on the roll: add them as a guest.", field="roll")
    changed = sum(
        journal.change(session, known[person_id], "meetings:roll:set", of=meeting, actor=actor, now=now, status=status)
        for person_id, status in statuses.items()
    )
    if changed:
        follow_lists(session, meeting, actor=actor, now=now)
    return changed


def set_status(
    session: Session, meeting: Meeting, person: Person, status: AttendanceStatus, *, actor: Actor, now: datetime
) -> None:
    """Note whether one person is there."""
    set_roll(session, meeting, {person.id: status}, actor=actor, now=now)


def add_guest(
    session: Session,
    meeting: Meeting,
    person: Person,
    *,
    actor: Actor,
    now: datetime,
    status: AttendanceStatus = AttendanceStatus.PRESENT,
) -> Attendance:
    """Note somebody who is no member: present, without a vote. Twice is once."""
    under_lock(session, meeting, "meetings:roll:edit", actor=actor)
    check_step(meeting, "minute", actor=actor)
    check_named(session, actor, person)
    wanted = select(Attendance).where(Attendance.meeting_id == meeting.id, Attendance.person_id == person.id)
    known = session.scalar(wanted)
    if known is not None:
        journal.change(session, known, "meetings:roll:set", of=meeting, actor=actor, now=now, status=status)
        return known
    row = Attendance(meeting_id=meeting.id, person_id=person.id, status=status, is_voting=False, is_guest=True)
    return journal.add(session, row, "meetings:roll:guest", of=meeting, actor=actor, now=now)
