"""The agenda: items are put on it, changed, moved and taken off, until minutes stand under them."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cxgov.core.actor import Actor
from cxgov.core.errors import RuleBroken
from cxgov.journal import service as journal
from cxgov.meetings.enums import AgendaKind, MeetingState
from cxgov.meetings.models import AgendaItem, Block, Meeting
from cxgov.meetings.rules import LONGEST_MINUTES
from cxgov.meetings.service.steps import check_step, under_lock

STANDING = (
    ("Customer moment: one quote, or one stage of the journey", AgendaKind.INFORMATION, 5),
    ("Open and late actions", AgendaKind.DISCUSSION, 15),
)
"""What stands on the first agenda of a committee; the next ones take it over."""


def add_item(
    session: Session,
    meeting: Meeting,
    title: str,
    *,
    actor: Actor,
    now: datetime,
    kind: AgendaKind = AgendaKind.DISCUSSION,
    minutes_planned: int | None = None,
    is_standing: bool = False,
    brought_by: str = "",
    background: str = "",
) -> AgendaItem:
    """Put an item at the end of the agenda; in session too, for what the room adds."""
    under_lock(session, meeting, "meetings:agenda:edit", actor=actor)
    _check_open(meeting, actor)
    check_item(title, minutes_planned)
    last = session.scalar(select(func.max(AgendaItem.position)).where(AgendaItem.meeting_id == meeting.id)) or 0
    item = AgendaItem(
        meeting_id=meeting.id, position=last + 1, kind=kind, minutes_planned=minutes_planned, is_standing=is_standing,
        brought_by=brought_by.strip()[:120], background=background.strip(), is_removed=False,
    )  # fmt: skip
    return journal.create(
        session, item, "meetings:item:add", actor=actor, now=now, title=title, parent=meeting,
        is_draft=meeting.subject.is_draft,
    )  # fmt: skip


def add_standing(session: Session, meeting: Meeting, *, actor: Actor, now: datetime) -> None:
    """Put the usual standing items on a committee's first agenda."""
    for title, kind, minutes in STANDING:
        add_item(session, meeting, title, kind=kind, minutes_planned=minutes, is_standing=True, actor=actor, now=now)


def edit_item(
    session: Session,
    meeting: Meeting,
    item: AgendaItem,
    *,
    title: str,
    kind: AgendaKind,
    minutes_planned: int | None,
    is_standing: bool,
    brought_by: str,
    background: str,
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> bool:
    """Change an item; False where nothing differs."""
    _locked(session, meeting, item, actor)
    journal.check_version(item, version)
    check_item(title, minutes_planned)
    return journal.change(
        session, item, "meetings:item:edit", actor=actor, now=now, title=title.strip()[:500], kind=kind,
        minutes_planned=minutes_planned, is_standing=is_standing, brought_by=brought_by.strip()[:120],
        background=background.strip(),
    )  # fmt: skip


def move_item(
    session: Session, meeting: Meeting, item: AgendaItem, *, is_up: bool, actor: Actor, now: datetime
) -> None:
    """Change places with the item above, or below; at the end of the list nothing happens."""
    _locked(session, meeting, item, actor)
    wanted = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id, AgendaItem.is_removed.is_(False))
    listed = list(session.scalars(wanted.order_by(AgendaItem.position, AgendaItem.id)))
    place = next(index for index, one in enumerate(listed) if one.id == item.id)
    other = place - 1 if is_up else place + 1
    if 0 <= other < len(listed):
        here, there = listed[place].position, listed[other].position
        journal.change(session, listed[place], "meetings:item:move", actor=actor, now=now, position=there)
        journal.change(session, listed[other], "meetings:item:move", actor=actor, now=now, position=here)


def remove_item(session: Session, meeting: Meeting, item: AgendaItem, *, actor: Actor, now: datetime) -> None:
    """Take an item off the agenda, unless minutes stand under it."""
    _locked(session, meeting, item, actor)
    noted = select(func.count(Block.id)).where(Block.agenda_item_id == item.id, Block.is_removed.is_(False))
    if session.scalar(noted):
        raise RuleBroken("Minutes stand under this item: it stays on the agenda.")
    journal.change(session, item, "meetings:item:remove", actor=actor, now=now, is_removed=True, is_draft=True)


def check_item(title: str, minutes_planned: int | None) -> None:
    """Raise RuleBroken where an item says nothing, or lasts less than a minute or more than a day."""
    if not title.strip():
        raise RuleBroken("Say what is asked of the room.", field="title")
    if minutes_planned is not None and not 1 <= minutes_planned <= LONGEST_MINUTES:
        raise RuleBroken("An item lasts from one minute to a day.", field="minutes_planned")


def _check_open(meeting: Meeting, actor: Actor) -> None:
    """Raise unless the agenda may be changed: before the meeting by table, in session as part of minuting."""
    moves = {MeetingState.CALLED: "move", MeetingState.HELD: "minute"}
    check_step(meeting, moves.get(meeting.state, "change"), actor=actor)


def _locked(session: Session, meeting: Meeting, item: AgendaItem, actor: Actor) -> None:
    under_lock(session, meeting, "meetings:agenda:edit", actor=actor)
    _check_open(meeting, actor)
    if item.meeting_id != meeting.id or item.is_removed:
        raise RuleBroken("This item is not on the agenda any more.")
