"""On which meetings' lists the imported items of a committee stand, in the order of the days and not of the import."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.actions import service as actions
from cxgov.actions.enums import ActionState
from cxgov.actions.models import ActionItem, Appearance
from cxgov.actions.rules import CARRIED
from cxgov.committees.models import Committee
from cxgov.core.actor import Actor
from cxgov.journal import service as journal
from cxgov.journal.enums import Relation
from cxgov.meetings.models import Meeting

Row = tuple[Appearance, Meeting]


def appearance(session: Session, item: ActionItem, meeting: Meeting) -> Appearance:
    """Return the row of an item on a meeting's list."""
    wanted = select(Appearance).where(Appearance.action_id == item.id, Appearance.meeting_id == meeting.id)
    return session.scalars(wanted).one()


def put_in_order(
    session: Session, committee: Committee, items: Mapping[int, ActionItem], *, actor: Actor, now: datetime
) -> None:
    """Make the first day that lists an item its source, and each later one a carry, whatever was imported first."""
    for item_id, rows in _rows(session, committee).items():
        item = items.get(item_id)
        if item is None:
            continue
        rows.sort(key=lambda row: (row[1].held_on, row[0].id))
        _put_one_in_order(session, item, rows, actor=actor, now=now)


def _put_one_in_order(session: Session, item: ActionItem, rows: Sequence[Row], *, actor: Actor, now: datetime) -> None:
    for place, (row, meeting) in enumerate(rows):
        was_owed = item.claimed_at is None or meeting.starts_at <= item.claimed_at
        state = row.state
        if was_owed and item.claimed_at is not None and state not in CARRIED:
            state = ActionState.OPEN if item.owner_id is not None else ActionState.PROPOSED
        is_carry = place > 0 and state in CARRIED
        if (row.state, row.is_carry) != (state, is_carry):
            journal.change(
                session, row, "imports:item:date", of=item, actor=actor, now=now, state=state, is_carry=is_carry
            )
    first, source = rows[0][1], item.source_id
    journal.change(
        session, item, "imports:item:date", actor=actor, now=now, made_on=first.held_on, source_id=first.id,
        carries=sum(row.is_carry for row, _ in rows),
    )  # fmt: skip
    if source is not None and source != first.id and (old := session.get(Meeting, source)) is not None:
        journal.unlink(session, item, Relation.MINUTED_IN, old, actor=actor, now=now)
        journal.link(session, item, Relation.MINUTED_IN, first, actor=actor, now=now)


def note_silence(
    session: Session, committee: Committee, items: Mapping[int, ActionItem], *, actor: Actor, now: datetime
) -> None:
    """Note of every item that is still owed since when the committee's minutes no longer list it."""
    days: Sequence[date] = session.scalars(
        select(Meeting.held_on)
        .where(Meeting.of_committee_id == committee.id, Meeting.source_path.is_not(None))
        .where(Meeting.has_action_section.is_(True))
        .order_by(Meeting.held_on)
    ).all()
    for item_id, rows in _rows(session, committee).items():
        item = items.get(item_id)
        if item is None:
            continue
        later = bisect_right(days, max(meeting.held_on for _, meeting in rows))
        since = days[later] if later < len(days) and item.state in CARRIED else None
        if since != item.not_mentioned_since:
            actions.note_not_mentioned(session, item, since, actor=actor, now=now)


def _rows(session: Session, committee: Committee) -> dict[int, list[Row]]:
    """Every row of the committee's meetings, by item."""
    found: dict[int, list[Row]] = defaultdict(list)
    wanted = (
        select(Appearance, Meeting)
        .join(Meeting, Meeting.id == Appearance.meeting_id)
        .where(Meeting.of_committee_id == committee.id)
    )
    for row, meeting in session.execute(wanted):
        found[row.action_id].append((row, meeting))
    return found
