"""A file of minutes as a closed meeting: its text in blocks, who came, the file's hash."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from difflib import SequenceMatcher

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cxgov.committees.models import Committee
from cxgov.core.actor import Actor
from cxgov.core.zones import day_starts
from cxgov.imports.minutes_text.values import Attendance as Line
from cxgov.imports.minutes_text.values import Group, ParsedMinutes
from cxgov.imports.outcome import Outcome
from cxgov.journal import service as journal
from cxgov.meetings.enums import AttendanceStatus, MeetingState
from cxgov.meetings.models import Attendance, Block, BlockRevision, Meeting


def write_meeting(
    session: Session,
    committee: Committee,
    minutes: ParsedMinutes,
    there: Sequence[tuple[Line, int]],
    *,
    actor: Actor,
    now: datetime,
    outcome: Outcome,
) -> Meeting:
    """Return the meeting of a file: made, brought to the file's new text, or unchanged where the hash is the same."""
    wanted = select(Meeting).where(Meeting.of_committee_id == committee.id, Meeting.source_path == minutes.path)
    known = session.scalar(wanted)
    if known is None:
        known = _make(session, committee, minutes, actor=actor, now=now)
        outcome.note(is_new=True)
    elif known.source_hash == minutes.sha256:
        outcome.note(is_new=False)
    else:
        outcome.note(is_new=False, is_changed=True)
        _change(session, known, minutes, actor=actor, now=now)
    _write_roll(session, known, there, actor=actor, now=now, outcome=outcome)
    if known.state is not MeetingState.CLOSED:
        journal.change(
            session, known, "imports:meeting:change", actor=actor, now=now, state=MeetingState.CLOSED, closed_at=now
        )
    return known


def _title(minutes: ParsedMinutes) -> str:
    return minutes.title[:300] or minutes.path


def _make(session: Session, committee: Committee, minutes: ParsedMinutes, *, actor: Actor, now: datetime) -> Meeting:
    last = session.scalar(select(func.max(Meeting.number)).where(Meeting.of_committee_id == committee.id)) or 0
    number = journal.next_number(session, f"meetings:{committee.id}")
    while number <= last:
        number = journal.next_number(session, f"meetings:{committee.id}")
    meeting = Meeting(
        of_committee_id=committee.id, number=number, state=MeetingState.HELD, held_on=minutes.meeting_date,
        local_time=None, zone=committee.zone, starts_at=day_starts(minutes.meeting_date, committee.zone), place="",
        source_path=minutes.path, source_hash=minutes.sha256, has_action_section=minutes.has_action_section,
    )  # fmt: skip
    journal.create(
        session, meeting, "imports:meeting:make", actor=actor, now=now, title=_title(minutes), parent=committee,
        committee_id=committee.id, reason=f"{minutes.path}, sha256 {minutes.sha256[:16]}",
    )  # fmt: skip
    blocks = [
        Block(meeting_id=meeting.id, position=place, text=section.markdown, version=1, is_removed=False, changed_at=now)
        for place, section in enumerate(minutes.sections, 1)
    ]
    journal.add_all(session, blocks, "imports:blocks:add", of=meeting, actor=actor, now=now)
    _keep_revisions(session, meeting, blocks, actor=actor, now=now)
    return meeting


def _keep_revisions(
    session: Session, meeting: Meeting, blocks: Sequence[Block], *, actor: Actor, now: datetime
) -> None:
    rows = [
        BlockRevision(block_id=block.id, version=block.version, text=block.text, saved_by_id=actor.id, saved_at=now)
        for block in blocks
    ]
    journal.add_all(session, rows, "imports:blocks:add", of=meeting, actor=actor, now=now)


def _change(session: Session, meeting: Meeting, minutes: ParsedMinutes, *, actor: Actor, now: datetime) -> None:
    """Bring a meeting to the changed file: what each block said before stays among its revisions."""
    journal.change(
        session, meeting, "imports:meeting:change", actor=actor, now=now, state=MeetingState.HELD,
        source_hash=minutes.sha256, title=_title(minutes), has_action_section=minutes.has_action_section,
        held_on=minutes.meeting_date, starts_at=day_starts(minutes.meeting_date, meeting.zone),
    )  # fmt: skip
    _change_blocks(session, meeting, [section.markdown for section in minutes.sections], actor=actor, now=now)


def _change_blocks(session: Session, meeting: Meeting, texts: Sequence[str], *, actor: Actor, now: datetime) -> None:
    wanted = select(Block).where(Block.meeting_id == meeting.id, Block.is_removed.is_(False)).order_by(Block.position)
    old, changed, fresh, position = list(session.scalars(wanted)), list[Block](), list[Block](), 0
    for block, text in _side_by_side(old, texts):
        position += text is not None
        if block is None:
            assert text is not None
            fresh.append(
                Block(
                    meeting_id=meeting.id, position=position, text=text, version=1, is_removed=False, changed_at=now
                )
            )  # fmt: skip
        elif text is None:
            journal.change(session, block, "imports:meeting:change", of=meeting, actor=actor, now=now, is_removed=True)
        elif block.text != text:
            journal.change(
                session, block, "imports:meeting:change", of=meeting, actor=actor, now=now, text=text,
                position=position, version=block.version + 1, changed_at=now,
            )  # fmt: skip
            changed.append(block)
        elif block.position != position:
            journal.change(
                session, block, "imports:meeting:change", of=meeting, actor=actor, now=now, position=position
            )
    journal.add_all(session, fresh, "imports:blocks:add", of=meeting, actor=actor, now=now)
    _keep_revisions(session, meeting, [*changed, *fresh], actor=actor, now=now)


def _side_by_side(old: Sequence[Block], texts: Sequence[str]) -> Iterator[tuple[Block | None, str | None]]:
    """Each block with what it says now: a block that stays keeps its own, whatever was put before it."""
    matcher = SequenceMatcher(None, [block.text for block in old], texts, autojunk=False)
    for _, before, before_end, after, after_end in matcher.get_opcodes():
        for place in range(max(before_end - before, after_end - after)):
            has_old, has_new = place < before_end - before, place < after_end - after
            yield old[before + place] if has_old else None, texts[after + place] if has_new else None


def _write_roll(
    session: Session,
    meeting: Meeting,
    there: Sequence[tuple[Line, int]],
    *,
    actor: Actor,
    now: datetime,
    outcome: Outcome,
) -> None:
    """Store who came, once a person; somebody listed twice was present where one of the lines says so."""
    known = {
        row.person_id: row for row in session.scalars(select(Attendance).where(Attendance.meeting_id == meeting.id))
    }
    rows: dict[int, Attendance] = {}
    for line, person_id in there:
        if line.group is Group.INVITED:
            continue
        status = AttendanceStatus.PRESENT if line.group.is_there else AttendanceStatus.EXCUSED
        if person_id in rows:
            if status is AttendanceStatus.PRESENT:
                rows[person_id].status = status
            continue
        rows[person_id] = Attendance(
            meeting_id=meeting.id, person_id=person_id, status=status, is_voting=bool(line.may_vote),
            is_guest=line.group in (Group.ALSO, Group.OBSERVER), role_as_written=line.role[:200] or None,
            line=line.line,
        )  # fmt: skip
    fresh = [row for person_id, row in rows.items() if person_id not in known]
    for person_id, row in rows.items():
        if person_id in known:
            changed = journal.change(
                session, known[person_id], "imports:roll:add", of=meeting, actor=actor, now=now, status=row.status,
                is_voting=row.is_voting, is_guest=row.is_guest, role_as_written=row.role_as_written, line=row.line,
            )  # fmt: skip
            outcome.note(is_new=False, is_changed=changed)
    for person_id, row in known.items():
        if person_id not in rows:
            journal.remove(session, row, "imports:roll:add", of=meeting, actor=actor, now=now)
            outcome.note(is_new=False, is_changed=True)
    journal.add_all(session, fresh, "imports:roll:add", of=meeting, actor=actor, now=now)
    outcome.created += len(fresh)
