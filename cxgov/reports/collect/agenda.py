"""The agenda of one meeting as a document: the points with their times, who sits there, what is still open."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time

from sqlalchemy.orm import Session

from cxgov.actions.enums import ACTIVE
from cxgov.actions.models import ActionItem
from cxgov.committees.models import Committee
from cxgov.committees.queries import members_on
from cxgov.committees.rules import QuorumRule, quorum_need
from cxgov.core.actor import Actor
from cxgov.journal.models import Subject
from cxgov.journal.queries import visible
from cxgov.meetings.enums import AgendaKind, MeetingState
from cxgov.meetings.models import Meeting
from cxgov.meetings.queries import Agenda, agenda_of, known
from cxgov.people.queries import department_names
from cxgov.reports.collect.minutes import SPELT, masthead_of, minuted, when_words
from cxgov.reports.figures.meetings import AgendaFigures, AgendaLine, MinutedAction, Seat
from cxgov.web.words import in_camera_words

_ASKED = {
    AgendaKind.INFORMATION: None,
    AgendaKind.DISCUSSION: "your view",
    AgendaKind.DECISION: "a decision",
    AgendaKind.CONSENT: "consent",
}
_COUNTED = (
    (AgendaKind.DECISION, "decision"),
    (AgendaKind.CONSENT, "consent item"),
    (AgendaKind.DISCUSSION, "discussion"),
    (AgendaKind.INFORMATION, "report"),
)


def agenda_figures(
    session: Session, actor: Actor, meeting: Meeting, *, now: datetime, organisation: str
) -> AgendaFigures:
    """Return the agenda of a meeting as far as the actor may know of its points, as it is now."""
    committee = session.get_one(Committee, meeting.of_committee_id)
    agenda = agenda_of(session, actor, meeting)
    lines = _lines(meeting, agenda)
    total = None if agenda.in_camera else sum(line.minutes or 0 for line in lines) or None
    owed = _owed(session, actor, meeting)
    level = max([meeting.level, agenda.highest, *(one.level for one in owed)])
    seats, quorum_words = _seats(session, meeting, committee)
    return AgendaFigures(
        masthead=masthead_of(
            meeting, committee, f"Agenda, {SPELT.day(meeting.held_on)}", organisation, now, now, level
        ),
        ordinal=f"meeting {meeting.number}",
        when=when_words(meeting),
        place=meeting.place or None,
        revision="Agenda as it is now" if meeting.state is not MeetingState.DRAFT else "Draft of the agenda",
        lead=_lead(lines, agenda.in_camera),
        in_camera=in_camera_words(agenda.in_camera) or None,
        items=lines,
        ends=_after(meeting.local_time, total) if total else None,
        total_minutes=total,
        total_words=_total_words(lines),
        open_actions=_open_actions(session, meeting, owed),
        quorum_words=quorum_words,
        seats=seats,
    )


def _lines(meeting: Meeting, agenda: Agenda) -> tuple[AgendaLine, ...]:
    """Return the points with their clock times, as long as every one before has a length.

    Where one is in camera there are no clock times: they would tell where it stands and how long it takes.
    """
    passed: int | None = None if agenda.in_camera else 0
    found = []
    for number, point in enumerate(agenda.items, 1):
        found.append(
            AgendaLine(
                number=number, starts=None if passed is None else _after(meeting.local_time, passed),
                minutes=point.minutes_planned, title=point.title, kind=point.kind.value,
                brought_by=point.brought_by or None, asked=_ASKED[point.kind], notes=point.background,
            )
        )  # fmt: skip
        passed = None if passed is None or point.minutes_planned is None else passed + point.minutes_planned
    return tuple(found)


def _after(start: time | None, minutes: int) -> str | None:
    if start is None:
        return None
    return f"{(start.hour + (start.minute + minutes) // 60) % 24:02d}:{(start.minute + minutes) % 60:02d}"


def _lead(lines: tuple[AgendaLine, ...], in_camera: int) -> str:
    asked = [line for line in lines if line.kind == "decision"]
    if not lines:
        if in_camera:
            return f"{in_camera_words(in_camera)}."
        return "No point is on the agenda yet."
    if not asked:
        return f"{SPELT.count(len(lines), 'point')}; no decision is asked of you."
    named = "; ".join(f"“{line.title}”" for line in asked[:3])
    return f"{SPELT.count(len(asked), 'decision is', 'decisions are')} asked of you: {named}."


def _total_words(lines: tuple[AgendaLine, ...]) -> str | None:
    kinds = Counter(line.kind for line in lines)
    return ", ".join(SPELT.count(kinds[kind.value], word) for kind, word in _COUNTED if kinds[kind.value]) or None


def _seats(session: Session, meeting: Meeting, committee: Committee) -> tuple[tuple[Seat, ...], str | None]:
    rooms, terms = department_names(session), members_on(session, committee.id, meeting.held_on)
    seats = tuple(
        Seat(seat=rooms.get(term.person.department_id or 0, "–"), name=term.person.name, role=term.role.words)
        for term in terms
    )
    votes = len({term.person_id for term in terms if term.is_voting})
    if not votes:
        return seats, None
    needed = quorum_need(votes, QuorumRule(committee.quorum_kind, committee.quorum_value))
    return seats, f"Quorum: {needed} of {SPELT.count(votes, 'vote')}"


def _owed(session: Session, actor: Actor, meeting: Meeting) -> Sequence[ActionItem]:
    """Return what the committee is still owed, as far as the actor may know of it."""
    wanted = visible(actor, ActionItem).where(
        Subject.committee_id == meeting.of_committee_id, ActionItem.state.in_(ACTIVE), known(actor),
    )  # fmt: skip
    return session.scalars(wanted.order_by(ActionItem.due_on.is_(None), ActionItem.due_on, ActionItem.number)).all()


def _open_actions(session: Session, meeting: Meeting, owed: Sequence[ActionItem]) -> tuple[MinutedAction, ...]:
    """Return what is owed as the document lists it, the late ones first."""
    late = {
        one.label: (meeting.held_on - one.due_on).days for one in owed if one.due_on and one.due_on < meeting.held_on
    }
    return tuple(row.model_copy(update={"days_late": late.get(row.number or "", 0)}) for row in minuted(session, owed))
