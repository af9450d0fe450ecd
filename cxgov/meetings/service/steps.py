"""What every verb of a meeting does alike: lock and read anew, ask the policy, ask the life-cycle table."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cxgov.committees.models import Committee
from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.errors import NotFound, RuleBroken
from cxgov.core.lifecycle import check_move
from cxgov.journal import service as journal
from cxgov.journal import words
from cxgov.journal.models import Subject, SubjectOf
from cxgov.journal.queries import readable
from cxgov.meetings.enums import MeetingState
from cxgov.meetings.models import AgendaItem, Block, Meeting
from cxgov.meetings.permissions import parts_of
from cxgov.meetings.rules import MOVES

words.define(
    {
        "meetings:meeting:draft": "planned the meeting",
        "meetings:meeting:edit": "changed the plan",
        "meetings:meeting:move": "moved the meeting",
        "meetings:meeting:call": "called the meeting",
        "meetings:meeting:hold": "opened the meeting",
        "meetings:meeting:close": "closed the meeting and locked its minutes",
        "meetings:meeting:cancel": "cancelled the meeting",
        "meetings:item:add": "put an item on the agenda",
        "meetings:item:edit": "changed an item of the agenda",
        "meetings:item:move": "changed the order of the agenda",
        "meetings:item:show": "called the meeting with it",
        "meetings:item:remove": "took an item off the agenda",
        "meetings:item:recuse": "noted that somebody stays out of an item",
        "meetings:item:return": "noted that somebody takes part in an item again",
        "meetings:roll:open": "opened the roll",
        "meetings:roll:set": "noted who was there",
        "meetings:roll:guest": "noted a guest",
        "meetings:block:add": "minuted",
        "meetings:block:save": "changed a note of the minutes",
        "meetings:block:remove": "took a note out of the minutes",
        "meetings:block:revision": "kept what the note said",
        "meetings:line:catch": "caught a line of the minutes",
        "meetings:line:follow": "followed a changed line",
        "meetings:line:drop": "let go of a line that was taken out",
    }
)
words.hide_details(
    {
        "meetings:block:add", "meetings:block:save", "meetings:block:remove", "actions:item:edit",
        "decisions:decision:reword", "gaps:gap:edit", "gaps:idea:edit", "meetings:block:revision",
        "meetings:line:catch", "meetings:line:follow",
    }
)  # fmt: skip
words.keep_quiet(
    {
        "meetings:block:revision", "meetings:line:catch", "meetings:line:follow", "meetings:line:drop",
        "meetings:item:show",
    }
)  # fmt: skip


def under_lock(
    session: Session, meeting: Meeting, permission: str, *, actor: Actor, version: int | None = None
) -> Meeting:
    """Begin the write and read the meeting anew, holding its row, so that writers of one meeting come one by one."""
    journal.begin_write(session)
    wanted = select(Meeting).where(Meeting.id == meeting.id).with_for_update()
    session.scalars(wanted.execution_options(populate_existing=True)).one()
    policy.check(actor, permission, meeting)
    journal.check_version(meeting, version)
    return meeting


def check_step(meeting: Meeting, move: str, *, actor: Actor, given: Collection[str] = ()) -> MeetingState:
    """Return the state after a move, or raise MoveRefused; minutes that others wrote take no step."""
    if meeting.source_path is not None and not actor.is_system:
        raise RuleBroken("These minutes were written elsewhere: they are read here, not edited.")
    return check_move(MOVES, move, meeting.state, parts_of(actor, meeting.of_committee_id), given)


def check_open(meeting: Meeting, actor: Actor) -> None:
    """Raise unless the agenda may be changed: before the meeting by table, in session as part of minuting."""
    moves = {MeetingState.CALLED: "move", MeetingState.HELD: "minute"}
    check_step(meeting, moves.get(meeting.state, "change"), actor=actor)


def step(
    session: Session,
    meeting: Meeting,
    move: str,
    verb: str,
    *,
    actor: Actor,
    now: datetime,
    given: Collection[str] = (),
    reason: str | None = None,
    **values: Any,
) -> None:
    """Make one move of the table on a meeting that is locked already, with one entry."""
    state = check_step(meeting, move, actor=actor, given=given)
    journal.change(session, meeting, verb, actor=actor, now=now, reason=reason or None, state=state, **values)


def committee_of(session: Session, meeting: Meeting) -> Committee:
    """Return the committee that meets."""
    return session.scalars(select(Committee).where(Committee.id == meeting.of_committee_id)).one()


def item_of(session: Session, block: Block) -> AgendaItem | None:
    """Return the item that a note stands under."""
    return session.get_one(AgendaItem, block.agenda_item_id) if block.agenda_item_id is not None else None


def check_named(session: Session, actor: Actor, *things: SubjectOf | None) -> None:
    """Raise NotFound unless the actor may know of every object that the verb names."""
    ids = {thing.id for thing in things if thing is not None}
    if actor.is_system or not ids:
        return
    known = session.scalar(select(func.count(Subject.id)).where(Subject.id.in_(ids), readable(actor)))
    if known != len(ids):
        raise NotFound
