"""The agenda: items are put on it, changed, moved and taken off, until minutes stand under them."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cxgov.core.actor import Actor
from cxgov.core.enums import Level
from cxgov.core.errors import RuleBroken
from cxgov.journal import service as journal
from cxgov.meetings.enums import AgendaKind
from cxgov.meetings.models import AgendaItem, Block, Meeting
from cxgov.meetings.queries import agenda_of
from cxgov.meetings.rules import LONGEST_MINUTES
from cxgov.meetings.service.in_camera import follow_lists
from cxgov.meetings.service.steps import check_named, check_open, under_lock

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
    level: Level = Level.OPEN,
) -> AgendaItem:
    """Put an item at the end of the agenda; in session too, for what the room adds.

    It is as confidential as its meeting, or more; in camera it is read by those on its list alone.
    """
    under_lock(session, meeting, "meetings:agenda:edit", actor=actor)
    check_open(meeting, actor)
    check_item(title, minutes_planned)
    last = session.scalar(select(func.max(AgendaItem.position)).where(AgendaItem.meeting_id == meeting.id)) or 0
    item = AgendaItem(
        meeting_id=meeting.id, position=last + 1, kind=kind, minutes_planned=minutes_planned, is_standing=is_standing,
        brought_by=brought_by.strip()[:120], background=background.strip(), is_removed=False,
    )  # fmt: skip
    journal.create(
        session, item, "meetings:item:add", actor=actor, now=now, title=title, parent=meeting,
        level=max(level, meeting.level), is_draft=meeting.subject.is_draft,
    )  # fmt: skip
    if item.level is Level.IN_CAMERA:
        follow_lists(session, meeting, [item], actor=actor, now=now)
    return item


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
    """Change places with the item above, or below, of those that one may know of; at the end nothing happens."""
    _locked(session, meeting, item, actor)
    listed = agenda_of(session, actor, meeting).items
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


def _locked(session: Session, meeting: Meeting, item: AgendaItem, actor: Actor) -> None:
    under_lock(session, meeting, "meetings:agenda:edit", actor=actor)
    check_open(meeting, actor)
    check_named(session, actor, item)
    if item.meeting_id != meeting.id or item.is_removed:
        raise RuleBroken("This item is not on the agenda any more.")
