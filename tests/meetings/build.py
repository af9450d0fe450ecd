"""Meetings of the tests, made through the verbs and committed."""

from datetime import date, time
from typing import Any

from sqlalchemy.orm import Session

from cxgov.core.actor import Actor
from cxgov.meetings import service
from cxgov.meetings.enums import AttendanceStatus, MeetingState
from cxgov.meetings.models import AgendaItem, Block, Meeting
from tests.support.cast import NOW, TODAY, Cast

PRESENT = AttendanceStatus.PRESENT


def ben(session: Session, cast: Cast) -> Actor:
    """The secretary."""
    return cast.actor(cast.ben, session)


def make_meeting(
    session: Session,
    cast: Cast,
    state: MeetingState = MeetingState.HELD,
    *,
    held_on: date = TODAY,
    committee: Any = None,
    came: tuple[str, ...] = ("ada", "cleo"),
) -> Meeting:
    """A meeting of the council in a state, made by the secretary; Ada and Cleo are there, so it is quorate."""
    who = ben(session, cast) if committee is None else Actor.system("tests")
    meeting = service.draft(
        session, committee or cast.council, held_on=held_on, local_time=time(10, 0), minutes_long=90, place="Room Elm",
        actor=who, now=NOW,
    )  # fmt: skip
    service.add_item(session, meeting, "One team for the first bill", actor=who, now=NOW)
    session.commit()
    if state is MeetingState.DRAFT:
        return meeting
    if state is MeetingState.CANCELLED:
        service.cancel(session, meeting, reason="Too few can come.", actor=who, now=NOW)
    else:
        service.call(session, meeting, reason="It is urgent.", actor=who, now=NOW)
    session.commit()
    if state in (MeetingState.HELD, MeetingState.CLOSED):
        service.hold(session, meeting, actor=who, now=NOW)
        session.commit()
        for name in came if committee is None else ():
            service.set_status(session, meeting, getattr(cast, name), PRESENT, actor=who, now=NOW)
        session.commit()
    if state is MeetingState.CLOSED:
        service.add_block(session, meeting, "We spoke.", actor=who, now=NOW)
        service.close(session, meeting, actor=who, now=NOW)
        session.commit()
    return meeting


def item_of(session: Session, meeting: Meeting) -> AgendaItem:
    """The first item of its agenda."""
    from sqlalchemy import select

    wanted = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id).order_by(AgendaItem.position)
    return session.scalars(wanted).first()  # type: ignore[return-value]  # there is one


def minute(session: Session, cast: Cast, meeting: Meeting, text: str, **more: Any) -> Block:
    """A note that the secretary types."""
    block = service.add_block(session, meeting, text, actor=ben(session, cast), now=NOW, **more)
    session.commit()
    return block


def save(session: Session, cast: Cast, meeting: Meeting, block: Block, text: str, **more: Any) -> bool:
    """A note that the secretary changes, on top of what it says now."""
    done = service.save_block(
        session, meeting, block, text, version=more.pop("version", block.version), actor=ben(session, cast), now=NOW,
        **more,
    )  # fmt: skip
    session.commit()
    return done
