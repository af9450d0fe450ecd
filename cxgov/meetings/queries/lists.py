"""What is read of meetings: lists, one meeting with its agenda, roll and minutes, and the quorum of the room."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from cxgov.actions.enums import ActionState
from cxgov.actions.models import ActionItem, Appearance
from cxgov.committees.models import Committee
from cxgov.committees.queries import members_on
from cxgov.committees.rules import Quorum, QuorumRule, Room, quorum
from cxgov.core.actor import Actor
from cxgov.core.errors import NotFound
from cxgov.journal.models import Subject
from cxgov.journal.queries import MAX_ID, visible, visible_subjects
from cxgov.meetings.enums import AttendanceStatus, MeetingState
from cxgov.meetings.models import Attendance, Block, BlockRevision, CapturedLine, Meeting

PAGE = 50
AHEAD = (MeetingState.DRAFT, MeetingState.CALLED, MeetingState.HELD)
PAST = (MeetingState.CLOSED, MeetingState.CANCELLED)


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """One page of the past meetings, and how many there are."""

    rows: Sequence[Meeting]
    total: int


def _of(actor: Actor, committee_id: int | None) -> Select[Meeting]:
    wanted = visible(actor, Meeting)
    return wanted if committee_id is None else wanted.where(Meeting.of_committee_id == committee_id)


def upcoming(session: Session, actor: Actor, *, committee_id: int | None = None) -> Sequence[Meeting]:
    """Return the meetings that are planned, called or in session, the next one first."""
    wanted = _of(actor, committee_id).where(Meeting.state.in_(AHEAD))
    return session.scalars(wanted.order_by(Meeting.held_on, Meeting.starts_at, Meeting.id).limit(PAGE)).all()


def meeting_list(session: Session, actor: Actor, *, committee_id: int | None = None, page: int = 1) -> MeetingPage:
    """Return a page of the meetings that are over, the newest first, in two statements."""
    wanted = _of(actor, committee_id).where(Meeting.state.in_(PAST))
    total = session.scalar(wanted.with_only_columns(func.count())) or 0
    ordered = wanted.order_by(Meeting.held_on.desc(), Meeting.id.desc()).limit(PAGE).offset((page - 1) * PAGE)
    return MeetingPage(session.scalars(ordered).all(), total)


def latest(session: Session, actor: Actor, committee_id: int) -> Meeting | None:
    """Return the last meeting of a committee that took place, or that is planned where none did."""
    wanted = _of(actor, committee_id).where(Meeting.state != MeetingState.CANCELLED)
    return session.scalar(wanted.order_by(Meeting.held_on.desc(), Meeting.id.desc()).limit(1))


def get_meeting(session: Session, actor: Actor, meeting_id: int) -> Meeting:
    """Return a meeting, or raise NotFound alike for unknown and hidden."""
    wanted = visible(actor, Meeting).where(Meeting.id == meeting_id)
    found = session.scalar(wanted) if 0 < meeting_id < MAX_ID else None
    if found is None:
        raise NotFound
    return found


def lines_of(session: Session, block_ids: Sequence[int]) -> Mapping[int, list[CapturedLine]]:
    """Return the lines caught in blocks, by block and in their order."""
    wanted = select(CapturedLine).where(CapturedLine.block_id.in_(block_ids), CapturedLine.is_withdrawn.is_(False))
    found: dict[int, list[CapturedLine]] = {}
    for row in session.scalars(wanted.order_by(CapturedLine.line, CapturedLine.id)):
        found.setdefault(row.block_id, []).append(row)
    return found


def roll_of(session: Session, meeting: Meeting) -> Sequence[Attendance]:
    """Return the roll by name, members before guests, each with the person."""
    wanted = select(Attendance).where(Attendance.meeting_id == meeting.id).options(joinedload(Attendance.person))
    return sorted(session.scalars(wanted), key=lambda row: (row.is_guest, row.person.name))


def carried_to(session: Session, actor: Actor, meeting: Meeting) -> Sequence[ActionItem]:
    """Return the open actions on a meeting's list that were made before it, each with its owner."""
    wanted = (
        visible(actor, ActionItem)
        .join(Appearance, Appearance.action_id == ActionItem.id)
        .where(Appearance.meeting_id == meeting.id, Appearance.is_carry.is_(True))
        .options(joinedload(ActionItem.owner))
    )
    return session.scalars(wanted.order_by(ActionItem.due_on.asc().nulls_last(), ActionItem.id)).all()


def proposed_in(session: Session, actor: Actor, meeting: Meeting) -> Sequence[ActionItem]:
    """Return the actions of a meeting that are only proposed yet."""
    wanted = visible(actor, ActionItem).where(
        ActionItem.source_id == meeting.id, ActionItem.state == ActionState.PROPOSED
    )
    return session.scalars(wanted.order_by(ActionItem.id)).all()


def last_revision(session: Session, block: Block) -> tuple[BlockRevision, str] | None:
    """Return the newest revision of a block with the name of who saved it."""
    wanted = (
        select(BlockRevision, Subject.title)
        .outerjoin(Subject, Subject.id == BlockRevision.saved_by_id)
        .where(BlockRevision.block_id == block.id)
        .order_by(BlockRevision.version.desc())
    )
    row = session.execute(wanted.limit(1)).first()
    return (row[0], row[1] or "The system") if row else None


def revision(session: Session, block: Block, version: int) -> str | None:
    """Return what a block said at a version, or None."""
    wanted = select(BlockRevision.text).where(BlockRevision.block_id == block.id, BlockRevision.version == version)
    return session.scalar(wanted)


def names_of(session: Session, actor: Actor, ids: set[int]) -> Mapping[int, str]:
    """Return the titles of subjects by id, of those that the actor may know of."""
    wanted = visible_subjects(actor).with_only_columns(Subject.id, Subject.title).where(Subject.id.in_(ids))
    return {row.id: row.title for row in session.execute(wanted)}


def quorum_now(session: Session, meeting: Meeting, committee: Committee) -> Quorum:
    """Return whether the room is quorate at this moment: seats of that day, and who of them the roll says is there."""
    seats = {seat.person_id for seat in members_on(session, committee.id, meeting.held_on) if seat.is_voting}
    there = select(Attendance.person_id).where(
        Attendance.meeting_id == meeting.id, Attendance.status == AttendanceStatus.PRESENT
    )
    present = seats & set(session.scalars(there))
    return quorum(Room(len(seats), len(present)), QuorumRule(committee.quorum_kind, committee.quorum_value))
