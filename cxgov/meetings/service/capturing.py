"""What a saved block makes of its lines: ACTION, DECISION, IDEA and GAP lines have objects that follow them.

First `plan` pairs the lines of two versions and asks where an object would be withdrawn, then `follow` writes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.core.actor import Actor
from cxgov.core.enums import Level
from cxgov.core.errors import RuleBroken
from cxgov.journal import service as journal
from cxgov.journal.models import Subject
from cxgov.meetings.capture import CapturedLine as Line
from cxgov.meetings.capture import Change, Kind, compare, read_lines
from cxgov.meetings.enums import CapturedKind
from cxgov.meetings.models import AgendaItem, Block, CapturedLine, Meeting
from cxgov.meetings.service.in_camera import follow_lists
from cxgov.meetings.service.objects import Objects
from cxgov.meetings.service.owners import Room
from cxgov.meetings.service.steps import item_of


class WouldWithdraw(RuleBroken):
    """The question before a line with an object is taken out; `titles` are the objects that would be withdrawn."""

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__("Taking these lines out withdraws what they made.", field="text")
        self.titles = tuple(titles)


@dataclass(slots=True)
class Plan:
    """The lines of a block before and after, paired, with the rows of those that were caught before."""

    changes: list[Change]
    rows: dict[str, CapturedLine] = field(default_factory=dict)
    room: Room | None = None


def plan(session: Session, meeting: Meeting, block: Block | None, new: str, *, is_confirmed: bool) -> Plan:
    """Pair the lines; raises WouldWithdraw where an object would be withdrawn and nobody has said yes to that."""
    rows = _rows(session, block)
    old = block.text if block is not None and not block.is_removed else ""
    after = read_lines(new)
    room = Room(session, meeting) if any(line.kind is Kind.ACTION for line in after) else None
    if room is not None:
        after = read_lines(new, known=room.names)
    changes = compare([line for line in read_lines(old) if line.key in rows], after)
    gone = [rows[one.before.key].subject_id for one in changes if one.before is not None and one.after is None]
    titles = _titles(session, [subject_id for subject_id in gone if subject_id is not None])
    if titles and not is_confirmed:
        raise WouldWithdraw(titles)
    return Plan(changes, rows, room)


def follow(session: Session, meeting: Meeting, block: Block, planned: Plan, *, actor: Actor, now: datetime) -> None:
    """Make, change and withdraw the objects of a block that was just saved."""
    item = item_of(session, block)
    holder = item or meeting
    objects = Objects(session, meeting, block, planned.room, actor=actor, now=now)
    above: int | None = None
    for change in planned.changes:
        before = planned.rows.get(change.before.key) if change.before is not None else None
        if change.after is None:
            if before is not None:
                objects.withdraw(before)
                journal.change(
                    session, before, "meetings:line:drop", of=holder, actor=actor, now=now, is_withdrawn=True
                )
            continue
        row = before or _caught(session, holder, block, change.after, objects, above, actor=actor, now=now)
        if before is not None:
            _kept(session, holder, before, change, objects, actor=actor, now=now)
        above = row.subject_id if change.after.kind is Kind.DECISION else above
    if item is not None and item.level is Level.IN_CAMERA:
        follow_lists(session, meeting, [item], actor=actor, now=now)


def _caught(
    session: Session,
    holder: Meeting | AgendaItem,
    block: Block,
    line: Line,
    objects: Objects,
    above: int | None,
    *,
    actor: Actor,
    now: datetime,
) -> CapturedLine:
    row = CapturedLine(
        block_id=block.id, kind=CapturedKind(line.kind.value), key=line.key, text=line.text, line=line.line,
        subject_id=objects.make(line, above), is_withdrawn=False,
    )  # fmt: skip
    return journal.add(session, row, "meetings:line:catch", of=holder, actor=actor, now=now)


def _kept(
    session: Session,
    holder: Meeting | AgendaItem,
    row: CapturedLine,
    change: Change,
    objects: Objects,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    assert change.after is not None
    if change.is_edited and row.subject_id is not None:
        objects.edit(row, change.after)
    journal.change(
        session, row, "meetings:line:follow", of=holder, actor=actor, now=now, key=change.after.key,
        text=change.after.text, line=change.after.line,
    )  # fmt: skip


def _rows(session: Session, block: Block | None) -> dict[str, CapturedLine]:
    if block is None:
        return {}
    wanted = select(CapturedLine).where(CapturedLine.block_id == block.id, CapturedLine.is_withdrawn.is_(False))
    return {row.key: row for row in session.scalars(wanted)}


def _titles(session: Session, ids: Sequence[int]) -> list[str]:
    if not ids:
        return []
    return list(session.scalars(select(Subject.title).where(Subject.id.in_(ids)).order_by(Subject.id)))
