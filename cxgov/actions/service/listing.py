"""On which meetings' lists an item stands: a carry is a row, so that old minutes keep the state of their day."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.actions.models import ActionItem, Appearance
from cxgov.actions.rules import MOVES
from cxgov.actions.service.steps import check_named, under_lock
from cxgov.core.actor import Actor
from cxgov.core.enums import Level
from cxgov.core.lifecycle import Who, check_move
from cxgov.journal import service as journal
from cxgov.journal.models import SubjectOf


def carry(
    session: Session,
    item: ActionItem,
    meeting: SubjectOf,
    *,
    actor: Actor,
    now: datetime,
    line: int | None = None,
    as_written: str | None = None,
) -> Appearance:
    """Put what is still owed on a meeting's list, with the state and date of that day; twice is once.

    The meeting it was made in counts no carry, nor does one that is more confidential than the item: who reads the item
    reads the figure. What no meeting mentioned is mentioned again.
    """
    parts = under_lock(session, item, "actions:item:carry", actor=actor)
    check_named(session, actor, meeting)
    known = _listed(session, item, meeting)
    if known is not None:
        return known
    check_move(MOVES, "carry", item.state, parts | {Who.TIMER})
    is_carry = item.source_id != meeting.id
    is_counted = is_carry and meeting.level <= max(item.level, Level.INTERNAL)
    carries = item.carries + 1 if is_counted else item.carries
    if item.carries != carries or item.not_mentioned_since is not None:
        journal.change(
            session, item, "actions:item:carry", actor=actor, now=now, carries=carries, not_mentioned_since=None
        )
    return put_on_list(
        session, item, meeting, is_carry=is_carry, actor=actor, now=now, line=line, as_written=as_written
    )


def mention(
    session: Session,
    item: ActionItem,
    meeting: SubjectOf,
    *,
    actor: Actor,
    now: datetime,
    line: int | None = None,
    as_written: str | None = None,
) -> Appearance:
    """Note that minutes list an item that is not owed any more: it stands there, and counts no carry."""
    under_lock(session, item, "actions:item:carry", actor=actor)
    check_named(session, actor, meeting)
    known = _listed(session, item, meeting)
    return known or put_on_list(
        session, item, meeting, is_carry=False, actor=actor, now=now, line=line, as_written=as_written
    )


def note_not_mentioned(session: Session, item: ActionItem, since: date | None, *, actor: Actor, now: datetime) -> bool:
    """Note the day of the first meeting that listed actions and this one no longer; None where it is listed again."""
    under_lock(session, item, "actions:item:carry", actor=actor)
    return journal.change(session, item, "actions:item:unmentioned", actor=actor, now=now, not_mentioned_since=since)


def put_on_list(
    session: Session,
    item: ActionItem,
    meeting: SubjectOf,
    *,
    is_carry: bool,
    actor: Actor,
    now: datetime,
    line: int | None,
    as_written: str | None,
) -> Appearance:
    """Write the row: the item on the meeting's list as it is now."""
    made = Appearance(
        action_id=item.id, meeting_id=meeting.id, state=item.state, due_on=item.due_on, is_carry=is_carry, line=line,
        as_written=as_written,
    )  # fmt: skip
    return journal.add(session, made, "actions:item:listed", of=item, actor=actor, now=now)


def _listed(session: Session, item: ActionItem, meeting: SubjectOf) -> Appearance | None:
    wanted = select(Appearance).where(Appearance.action_id == item.id, Appearance.meeting_id == meeting.id)
    return session.scalar(wanted)
