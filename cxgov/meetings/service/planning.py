"""How a meeting comes to be and where it goes: planned, changed, called, opened, closed, cancelled."""

from datetime import date, datetime, time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cxgov.actions import service as actions
from cxgov.actions.enums import ActionState
from cxgov.actions.models import ActionItem
from cxgov.committees.models import Committee
from cxgov.committees.queries import members_on
from cxgov.core import clock, policy
from cxgov.core.actor import Actor
from cxgov.core.enums import Level
from cxgov.core.lifecycle import NEW, check_move, facts
from cxgov.decisions import service as decisions
from cxgov.gaps import service as gaps
from cxgov.journal import service as journal
from cxgov.meetings import rules
from cxgov.meetings.enums import AttendanceStatus
from cxgov.meetings.models import AgendaItem, Attendance, Block, Meeting
from cxgov.meetings.permissions import parts_of
from cxgov.meetings.service.steps import check_step, step, under_lock


def draft(
    session: Session,
    committee: Committee,
    *,
    held_on: date,
    actor: Actor,
    now: datetime,
    local_time: time | None = None,
    minutes_long: int | None = None,
    place: str = "",
    level: Level = Level.INTERNAL,
) -> Meeting:
    """Plan a meeting on a day, at a local time where the committee is; those who run it and the CX office see it."""
    journal.begin_write(session)
    policy.check(actor, "meetings:meeting:create", committee)
    state = check_move(rules.MOVES, "create", NEW, parts_of(actor, committee.id), facts(active=committee.is_active))
    rules.check_schedule(committee.zone, minutes_long=minutes_long)
    last = session.scalar(select(func.max(Meeting.number)).where(Meeting.of_committee_id == committee.id)) or 0
    number = journal.next_number(session, f"meetings:{committee.id}")
    while number <= last:
        number = journal.next_number(session, f"meetings:{committee.id}")
    meeting = Meeting(
        of_committee_id=committee.id, number=number, state=state, held_on=held_on, local_time=local_time,
        zone=committee.zone, starts_at=rules.starts_at(held_on, local_time, committee.zone), minutes_long=minutes_long,
        place=place.strip()[:200],
    )  # fmt: skip
    return journal.create(
        session, meeting, "meetings:meeting:draft", actor=actor, now=now, parent=committee, committee_id=committee.id,
        title=f"Meeting {number} of {committee.title}", level=level, is_draft=True,
    )  # fmt: skip


def edit(
    session: Session,
    meeting: Meeting,
    *,
    held_on: date,
    local_time: time | None,
    minutes_long: int | None,
    place: str,
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> None:
    """Change day, time, length or place; a meeting that is called already is moved."""
    under_lock(session, meeting, "meetings:meeting:edit", actor=actor, version=version)
    rules.check_schedule(meeting.zone, minutes_long=minutes_long)
    is_called = meeting.state is rules.CALLED
    step(
        session, meeting, "move" if is_called else "change",
        "meetings:meeting:move" if is_called else "meetings:meeting:edit", actor=actor, now=now, held_on=held_on,
        local_time=local_time, starts_at=rules.starts_at(held_on, local_time, meeting.zone), minutes_long=minutes_long,
        place=place.strip()[:200],
    )  # fmt: skip


def call(
    session: Session, meeting: Meeting, *, actor: Actor, now: datetime, reason: str = "", version: int | None = None
) -> None:
    """Call a planned meeting: everybody who may know of the committee sees it with its agenda.

    Shorter notice than a week needs a reason.
    """
    under_lock(session, meeting, "meetings:meeting:call", actor=actor, version=version)
    called_on, reason = clock.local_day(now, meeting.zone), reason.strip()
    given = facts(notice=rules.is_notice_met(called_on, meeting.held_on) or reason)
    step(
        session, meeting, "call", "meetings:meeting:call", actor=actor, now=now, given=given, reason=reason,
        is_draft=False,
    )  # fmt: skip
    for item in _agenda(session, meeting):
        journal.change(session, item, "meetings:item:show", actor=actor, now=now, is_draft=False)


def hold(session: Session, meeting: Meeting, *, actor: Actor, now: datetime, version: int | None = None) -> None:
    """Open the meeting: the roll holds the members of that day, absent until somebody says otherwise."""
    under_lock(session, meeting, "meetings:meeting:hold", actor=actor, version=version)
    step(session, meeting, "hold", "meetings:meeting:hold", actor=actor, now=now)
    known = set(session.scalars(select(Attendance.person_id).where(Attendance.meeting_id == meeting.id)))
    fresh = [
        Attendance(
            meeting_id=meeting.id, person_id=seat.person_id, status=AttendanceStatus.ABSENT, is_voting=seat.is_voting,
            is_guest=False,
        )
        for seat in members_on(session, meeting.of_committee_id, meeting.held_on)
        if seat.person_id not in known
    ]  # fmt: skip
    journal.add_all(session, fresh, "meetings:roll:open", of=meeting, actor=actor, now=now)


def close(session: Session, meeting: Meeting, *, actor: Actor, now: datetime, version: int | None = None) -> None:
    """Close the meeting: its minutes are locked, its decisions final, its proposed actions with owner and date owed."""
    under_lock(session, meeting, "meetings:meeting:close", actor=actor, version=version)
    proposed = _proposed(session, meeting)
    roll = session.scalars(select(Attendance.status).where(Attendance.meeting_id == meeting.id)).all()
    noted = select(func.count(Block.id)).where(Block.meeting_id == meeting.id, Block.is_removed.is_(False))
    blocks = session.scalar(noted) or 0
    check_step(meeting, "close", actor=actor, given=facts(settled=True))
    rules.check_close(roll, [_at_close(item) for item in proposed], blocks=blocks)
    step(
        session, meeting, "close", "meetings:meeting:close", actor=actor, now=now, given=facts(settled=True),
        closed_at=now,
    )  # fmt: skip
    for item in proposed:
        if item.owner_id is not None and (item.due_on or item.due_next_meeting):
            actions.open_item(session, item, actor=actor, now=now)
        else:
            journal.change(session, item, "actions:item:edit", actor=actor, now=now, is_draft=False)
    decisions.finalise(session, meeting.id, actor=actor, now=now)
    gaps.publish(session, meeting.id, actor=actor, now=now)


def cancel(
    session: Session, meeting: Meeting, *, reason: str, actor: Actor, now: datetime, version: int | None = None
) -> None:
    """Cancel a meeting that was planned or called, and say why."""
    under_lock(session, meeting, "meetings:meeting:cancel", actor=actor, version=version)
    reason = reason.strip()
    step(
        session, meeting, "cancel", "meetings:meeting:cancel", actor=actor, now=now, given=facts(reason=reason),
        reason=reason, cancel_reason=reason,
    )  # fmt: skip


def _agenda(session: Session, meeting: Meeting) -> list[AgendaItem]:
    wanted = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id, AgendaItem.is_removed.is_(False))
    return list(session.scalars(wanted.order_by(AgendaItem.position)))


def _proposed(session: Session, meeting: Meeting) -> list[ActionItem]:
    wanted = select(ActionItem).where(ActionItem.source_id == meeting.id, ActionItem.state == ActionState.PROPOSED)
    return list(session.scalars(wanted.order_by(ActionItem.id)))


def _at_close(item: ActionItem) -> rules.ActionAtClose:
    return rules.ActionAtClose(item.title, item.owner_id is not None, is_proposed=True)
