"""The minutes of one meeting as a document: roll, text, decisions and action items, under the names of now."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.actions.models import ActionItem
from cxgov.committees.models import Committee
from cxgov.committees.queries import members_on
from cxgov.committees.rules import QuorumRule, quorum_need
from cxgov.core.actor import Actor
from cxgov.core.enums import Level
from cxgov.decisions.models import Decision
from cxgov.journal.queries import visible
from cxgov.meetings.capture import apart
from cxgov.meetings.enums import AttendanceStatus, MeetingState
from cxgov.meetings.models import Attendance, Block, CapturedLine, Meeting
from cxgov.meetings.queries import Agenda, agenda_of, blocks_of, known, under_known
from cxgov.people.queries import department_names
from cxgov.reports.collect.report import level_words
from cxgov.reports.collect.work import names_of
from cxgov.reports.figures.base import Level as LevelWord
from cxgov.reports.figures.base import Masthead
from cxgov.reports.figures.meetings import (
    MinutedAction,
    MinutedDecision,
    MinutedItem,
    MinutesFigures,
    MinutesVersion,
    Seat,
)
from cxgov.reports.words import MONTHS, Words
from cxgov.web.words import in_camera_words

SPELT = Words(0)
UNCOUNTED = "Nobody noted who came, so whether the meeting was quorate is not known."


def minutes_figures(
    session: Session, actor: Actor, meeting: Meeting, *, now: datetime, organisation: str
) -> MinutesFigures:
    """Return the minutes of a meeting as far as the actor may know of what is in them."""
    committee = session.get_one(Committee, meeting.of_committee_id)
    as_of = meeting.closed_at if meeting.state is MeetingState.CLOSED and meeting.closed_at else now
    agenda = agenda_of(session, actor, meeting)
    captured = _captured(session, actor, meeting)
    decided, agreed = _decisions(session, actor, captured), _actions(session, actor, captured, meeting)
    decisions = {one.id: _minuted(one) for one in decided}
    actions = minuted(session, agreed)
    seats, quorum_note = roll(session, meeting, committee)
    items = _items(session, actor, meeting, agenda, captured, decisions)
    level = max([meeting.level, agenda.highest, *(one.level for one in decided), *(one.level for one in agreed)])
    return MinutesFigures(
        masthead=masthead_of(
            meeting, committee, f"Minutes, {SPELT.day(meeting.held_on)}", organisation, as_of, now, level
        ),
        ordinal=f"meeting {meeting.number}",
        when=when_words(meeting),
        state=_state(meeting),
        lead=_lead(len(decisions), len(actions), quorum_note),
        seats=seats,
        quorum_note=quorum_note,
        items=items,
        actions=actions,
        versions=_versions(meeting),
        in_camera=in_camera_words(agenda.in_camera) or None,
        imported_from=f"{meeting.source_path}, SHA-256 {meeting.source_hash}" if meeting.source_path else None,
    )


def masthead_of(
    meeting: Meeting,
    committee: Committee,
    title: str,
    organisation: str,
    as_of: datetime,
    now: datetime,
    highest: Level,
) -> Masthead:
    """Return what stands around a document of a meeting: its level is the highest of what is in it for its reader."""
    level: LevelWord = f"L{int(highest)}"  # type: ignore[assignment]  # L0 to L3
    local = as_of.astimezone(ZoneInfo(meeting.zone))
    return Masthead(
        organisation=organisation, scope=committee.title, title=title, as_of=as_of,
        as_of_words=f"{SPELT.day(local.date())}, {local:%H:%M} {local.tzname()}", level=level,
        level_words=f"{level} {level_words(highest)}", author="Secretary", issued_at=now,
    )  # fmt: skip


def when_words(meeting: Meeting) -> str:
    """Return day, time and zone of a meeting: Tuesday 24 November 2026, 10:00, Europe/Berlin."""
    day = f"{meeting.held_on:%A} {SPELT.day(meeting.held_on)}"
    return f"{day}, {meeting.local_time:%H:%M}, {meeting.zone}" if meeting.local_time else day


def _state(meeting: Meeting) -> str:
    if meeting.source_path:
        return "imported as written by others, closed"
    if meeting.state is MeetingState.CLOSED:
        closed = meeting.closed_at.astimezone(ZoneInfo(meeting.zone)).date() if meeting.closed_at else None
        return f"closed on {SPELT.day(closed)}, locked" if closed else "closed, locked"
    return "draft, not closed yet"


def _versions(meeting: Meeting) -> tuple[MinutesVersion, ...]:
    """Return what became of the text: minutes are approved and signed by hand for now."""
    if meeting.closed_at is None or meeting.source_path:
        return ()
    on = meeting.closed_at.astimezone(ZoneInfo(meeting.zone)).date()
    return (MinutesVersion(version="1", on=on, words="Closed; from then on the text is not changed any more."),)


def _lead(decisions: int, actions: int, quorum_note: str | None) -> str:
    said = [
        f"{SPELT.count(decisions, 'decision')} {'was' if decisions == 1 else 'were'} taken" if decisions else "",
        f"{SPELT.count(actions, 'action item')} {'was' if actions == 1 else 'were'} agreed" if actions else "",
    ]
    words = " and ".join(part for part in said if part) or "No decision was taken and no action item agreed"
    return f"{words}. {quorum_note}" if quorum_note else f"{words}."


def roll(session: Session, meeting: Meeting, committee: Committee) -> tuple[tuple[Seat, ...], str | None]:
    """Return the roll: those who hold a seat, then guests; and what it says about the quorum."""
    came = {
        one.person_id: one for one in session.scalars(select(Attendance).where(Attendance.meeting_id == meeting.id))
    }
    terms = members_on(session, committee.id, meeting.held_on)
    people = names_of(session, set(came))
    rooms = department_names(session)
    seats, seated = [], set()
    for term in terms:
        seated.add(term.person_id)
        at = came.get(term.person_id)
        role = f"{term.role.words}, {'votes' if term.is_voting else 'no vote'}"
        seat = rooms.get(term.person.department_id or 0, term.role.words.capitalize())
        seats.append(Seat(seat=seat, name=term.person.name, role=role, note=_note(at, bool(came))))
    for person_id, at in sorted(came.items(), key=lambda one: people.get(one[0], ("", None))[0].casefold()):
        if person_id not in seated:
            name, room = people[person_id]
            role = at.role_as_written or ("guest" if at.is_guest else "attended")
            seats.append(Seat(seat=rooms.get(room or 0, "Guest"), name=name, role=role, note=_note(at, True)))
    if not came:
        return tuple(seats), UNCOUNTED
    base = {term.person_id for term in terms if term.is_voting}
    if not base:
        return tuple(seats), None
    present = sum(came[one].status is AttendanceStatus.PRESENT for one in base if one in came)
    needed = quorum_need(len(base), QuorumRule(committee.quorum_kind, committee.quorum_value))
    verdict = "the meeting was quorate" if present >= needed else "the meeting was not quorate"
    votes = f"{present} of {SPELT.count(len(base), 'voting seat')} present, {needed} needed: {verdict}."
    return tuple(seats), votes


def _note(at: Attendance | None, is_known: bool) -> str | None:
    if at is None:
        return "absent" if is_known else None
    return at.status.words


def _captured(session: Session, actor: Actor, meeting: Meeting) -> list[CapturedLine]:
    wanted = select(CapturedLine).join(Block, Block.id == CapturedLine.block_id)
    kept = Block.meeting_id == meeting.id, Block.is_removed.is_(False), CapturedLine.is_withdrawn.is_(False)
    wanted = wanted.where(under_known(actor))
    return list(session.scalars(wanted.where(*kept).order_by(Block.position, CapturedLine.line)))


def _decisions(session: Session, actor: Actor, captured: Sequence[CapturedLine]) -> Sequence[Decision]:
    ids = [line.subject_id for line in captured if line.subject_id]
    return session.scalars(visible(actor, Decision).where(Decision.id.in_(ids), known(actor))).all()


def _minuted(one: Decision) -> MinutedDecision:
    return MinutedDecision(
        number=one.label, text=one.text, result="in force", words="By general consent.",
        without_quorum=one.without_quorum,
    )  # fmt: skip


def _actions(
    session: Session, actor: Actor, captured: Sequence[CapturedLine], meeting: Meeting
) -> Sequence[ActionItem]:
    ids = {line.subject_id for line in captured if line.subject_id}
    of_it = ActionItem.id.in_(ids) | (ActionItem.source_id == meeting.id)
    return session.scalars(visible(actor, ActionItem).where(of_it, known(actor)).order_by(ActionItem.number)).all()


def minuted(session: Session, items: Sequence[ActionItem]) -> tuple[MinutedAction, ...]:
    """Return action items as a document lists them, with their owners' names."""
    owners = names_of(session, {one.owner_id for one in items if one.owner_id})
    sources = {one.source_id for one in items if one.source_id}
    labels = {one.id: one.label for one in session.scalars(select(Decision).where(Decision.id.in_(sources)))}
    for meeting_id, day in session.execute(select(Meeting.id, Meeting.held_on).where(Meeting.id.in_(sources))):
        labels[meeting_id] = f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"
    return tuple(
        MinutedAction(
            number=one.label, title=one.title, owner=owners[one.owner_id][0] if one.owner_id else None,
            owner_as_written=one.owner_as_written, due_on=one.due_on,
            due_words="next meeting" if one.due_next_meeting and one.due_on is None else None,
            source=labels.get(one.source_id or 0),
        )
        for one in items
    )  # fmt: skip


def _items(
    session: Session,
    actor: Actor,
    meeting: Meeting,
    agenda: Agenda,
    captured: Sequence[CapturedLine],
    decisions: Mapping[int, MinutedDecision],
) -> tuple[MinutedItem, ...]:
    """Return the text by points of the agenda that the actor may know of, then what belongs to none."""
    blocks = blocks_of(session, actor, meeting)
    taken: dict[int, list[MinutedDecision]] = defaultdict(list)
    for line in captured:
        if line.subject_id is not None and line.subject_id in decisions:
            taken[line.block_id].append(decisions[line.subject_id])
    texts: dict[int | None, list[Block]] = defaultdict(list)
    for block in blocks:
        texts[block.agenda_item_id].append(block)
    found = [
        _item(str(number), point.title, texts.get(point.id, []), taken) for number, point in enumerate(agenda.items, 1)
    ]
    if texts.get(None):
        title = "As written" if meeting.source_path else "Minutes" if not found else "Beside the agenda"
        found.append(_item("", title, texts[None], taken))
    return tuple(found)


def _item(number: str, title: str, blocks: Sequence[Block], taken: Mapping[int, list[MinutedDecision]]) -> MinutedItem:
    decided = tuple(decision for block in blocks for decision in taken.get(block.id, ()))
    return MinutedItem(
        number=number, title=title, text="\n\n".join(apart(block.text) for block in blocks), decisions=decided
    )
