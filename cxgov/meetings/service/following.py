"""The next meeting, made from the last one: standing items and open actions are carried, its day by cadence."""

from collections.abc import Sequence
from datetime import date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.actions import service as actions
from cxgov.actions.models import ActionItem
from cxgov.actions.rules import CARRIED
from cxgov.core import clock
from cxgov.core.actor import Actor
from cxgov.journal.models import Subject
from cxgov.journal.queries import visible
from cxgov.meetings import rules
from cxgov.meetings.models import AgendaItem, Block, Meeting
from cxgov.meetings.service.agenda import add_item, add_standing
from cxgov.meetings.service.in_camera import carry_bars, follow_lists
from cxgov.meetings.service.planning import draft
from cxgov.meetings.service.steps import committee_of, under_lock


def make_next(
    session: Session,
    last: Meeting,
    *,
    actor: Actor,
    now: datetime,
    held_on: date | None = None,
    local_time: time | None = None,
    minutes_long: int | None = None,
    place: str | None = None,
) -> Meeting:
    """Plan the next meeting from the last one; where it is planned already, that one is returned, and nothing twice.

    Without a day it is the next by the charter's cadence; time, length and place are those of the last one.
    """
    under_lock(session, last, "meetings:meeting:next", actor=actor)
    committee = committee_of(session, last)
    planned = _planned(session, last, held_on)
    if planned is not None:
        return planned
    today = clock.local_day(now, committee.zone)
    made = draft(
        session, committee, held_on=held_on or rules.next_meeting_on(committee.cadence, last.held_on, today=today),
        local_time=local_time or last.local_time, minutes_long=minutes_long or last.minutes_long,
        place=last.place if place is None else place, actor=actor, now=now,
    )  # fmt: skip
    carried = _items(session, last)
    for item in carried:
        fresh = add_item(
            session, made, item.title, kind=item.kind, minutes_planned=item.minutes_planned,
            is_standing=item.is_standing, brought_by=item.brought_by, background=item.background,
            level=item.subject.own_level, actor=actor, now=now,
        )  # fmt: skip
        if carry_bars(session, item, fresh, actor=actor, now=now):
            follow_lists(session, made, [fresh], actor=actor, now=now)
    if not carried:
        add_standing(session, made, actor=actor, now=now)
    carry_actions(session, made, actor=actor, now=now)
    return made


def carry_actions(session: Session, meeting: Meeting, *, actor: Actor, now: datetime) -> int:
    """Put every action that the committee still owes on the meeting's list; twice is once. Returns how many."""
    wanted = visible(actor, ActionItem).where(
        Subject.committee_id == meeting.of_committee_id, ActionItem.state.in_(CARRIED)
    )
    owed = session.scalars(wanted.order_by(ActionItem.id)).all()
    for item in owed:
        actions.carry(session, item, meeting, actor=actor, now=now)
    return len(owed)


def _planned(session: Session, last: Meeting, held_on: date | None) -> Meeting | None:
    """Return the meeting that was made from the last one already."""
    wanted = select(Meeting).where(
        Meeting.of_committee_id == last.of_committee_id, Meeting.state.in_((rules.DRAFT, rules.CALLED)),
        Meeting.id != last.id,
    )  # fmt: skip
    wanted = wanted.where(Meeting.held_on == held_on) if held_on else wanted.where(Meeting.held_on > last.held_on)
    return session.scalar(wanted.order_by(Meeting.held_on, Meeting.id).limit(1))


def _items(session: Session, last: Meeting) -> Sequence[AgendaItem]:
    """Return the items that the next agenda takes over: standing ones, and those that were not handled."""
    wanted = select(AgendaItem).where(AgendaItem.meeting_id == last.id, AgendaItem.is_removed.is_(False))
    handled = set(
        session.scalars(
            select(Block.agenda_item_id).where(Block.meeting_id == last.id, Block.is_removed.is_(False)).distinct()
        )
    )
    is_ahead = last.state in (rules.DRAFT, rules.CALLED)
    return [
        item
        for item in session.scalars(wanted.order_by(AgendaItem.position))
        if rules.is_item_carried(is_standing=item.is_standing, was_handled=is_ahead or item.id in handled)
    ]
