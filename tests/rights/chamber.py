"""A meeting of the council with one item in camera, made through the verbs; whatever is secret says SECRET."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.core.enums import Level
from cxgov.journal.models import Subject
from cxgov.meetings import service
from cxgov.meetings.enums import MeetingState
from cxgov.meetings.models import AgendaItem, Meeting
from tests.meetings.build import ben, make_meeting, minute
from tests.support.cast import NOW, Cast

LINES = """\
SECRET-TEXT of the item
DECISION: SECRET-DECISION holds
ACTION: @eve SECRET-ACTION by 2026-12-01
GAP: SECRET-GAP (between Billing and Support)
IDEA: SECRET-IDEA"""


@dataclass
class Chamber:
    """The meeting, its item in camera, and the ids of what came out of that by kind."""

    meeting: Meeting
    item: AgendaItem
    made: dict[str, int]

    def urls(self) -> dict[str, str]:
        """The addresses of what came out of it."""
        rooms = {"decision": "/decisions/", "action": "/actions/", "gap": "/gaps/", "idea": "/gaps/ideas/"}
        return {kind: f"{rooms[kind]}{thing}" for kind, thing in self.made.items()}


def make_chamber(
    session: Session, cast: Cast, *, came: tuple[str, ...] = ("ada", "cleo", "olga"), is_closed: bool = False
) -> Chamber:
    """Ada (chair), Cleo (member) and Olga (observer) are there, Dan (member) is not; Eve, outside, owes the action."""
    meeting = make_meeting(session, cast, MeetingState.HELD, came=came)
    who = ben(session, cast)
    item = service.add_item(
        session, meeting, "SECRET-TITLE", level=Level.IN_CAMERA, background="SECRET-BACKGROUND", minutes_planned=25,
        brought_by="SECRET-BRINGER", actor=who, now=NOW,
    )  # fmt: skip
    session.commit()
    minute(session, cast, meeting, "What everybody may read.")
    minute(session, cast, meeting, LINES, item=item)
    if is_closed:
        service.close(session, meeting, actor=who, now=NOW)
        session.commit()
    rows = session.execute(select(Subject.kind, Subject.id).where(Subject.parent_id == item.id))
    return Chamber(meeting, item, {kind.value: thing for kind, thing in rows})


def levels_of(session: Session, item: Any) -> set[int]:
    """The levels of an item and of all that came out of it."""
    wanted = select(Subject.level).where((Subject.id == item.id) | (Subject.parent_id == item.id))
    return {int(level) for level in session.scalars(wanted)}
