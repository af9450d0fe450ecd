"""A committee across the rooms: what it decided and what came of it, what it owes, who came, and what comes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import Session, joinedload

from cxgov.actions.enums import ACTIVE, ActionState
from cxgov.actions.models import ActionItem
from cxgov.committees.models import Committee, Membership
from cxgov.core.actor import Actor
from cxgov.core.enums import Level
from cxgov.decisions.enums import DecisionState
from cxgov.decisions.models import Decision
from cxgov.decisions.rules import FollowThrough, follow_through
from cxgov.journal.enums import Kind, Relation
from cxgov.journal.models import Link, Subject
from cxgov.journal.queries import readable, visible
from cxgov.meetings.enums import AttendanceStatus, MeetingState
from cxgov.meetings.models import Attendance, Meeting

PAST = (MeetingState.HELD, MeetingState.CLOSED)
AHEAD = (MeetingState.DRAFT, MeetingState.CALLED)
LAST_MEETINGS = 5
QUIET_WEEKS = 4
"""After so many weeks without anything done a decision is said to have led to nothing."""


@dataclass(frozen=True, slots=True)
class Ages:
    """Open actions of a committee by what their date says today."""

    late: int
    this_week: int
    later: int
    no_date: int
    oldest_days: int

    @property
    def open(self) -> int:
        return self.late + self.this_week + self.later + self.no_date


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a decision: the kind of its mark, in words, and whether it was carried out."""

    kind: str
    words: str
    is_carried_out: bool


def _of(actor: Actor, committee_id: int) -> Select[Meeting]:
    return visible(actor, Meeting).where(Meeting.of_committee_id == committee_id)


def last_meetings(session: Session, actor: Actor, committee_id: int) -> Sequence[Meeting]:
    """Return the last meetings that took place, the newest first."""
    wanted = _of(actor, committee_id).where(Meeting.state.in_(PAST)).order_by(Meeting.held_on.desc(), Meeting.id.desc())
    return session.scalars(wanted.limit(LAST_MEETINGS)).all()


def next_meeting(session: Session, actor: Actor, committee_id: int, today: date) -> Meeting | None:
    """Return the meeting that comes next; one that was due and never held is told first."""
    wanted = _of(actor, committee_id).where(Meeting.state.in_(AHEAD), Meeting.held_on >= today - timedelta(days=30))
    return session.scalar(wanted.order_by(Meeting.held_on).limit(1))


def counts(session: Session, actor: Actor, committee_id: int) -> tuple[Mapping[Kind, int], bool]:
    """Return how many subjects of each kind belong to the committee and may be known, and if any is restricted."""
    wanted = select(Subject.kind, func.count(), func.max(Subject.level)).where(
        readable(actor), Subject.committee_id == committee_id
    )
    rows = session.execute(wanted.group_by(Subject.kind)).all()
    return {kind: count for kind, count, _ in rows}, any(level >= Level.RESTRICTED for _, _, level in rows)


def attendance(session: Session, meetings: Sequence[Meeting], members: Sequence[Membership]) -> Mapping[int, list[str]]:
    """Return for each member what the roll of each meeting says, oldest first; "none" where it says nothing."""
    ids = [meeting.id for meeting in reversed(meetings)]
    wanted = select(Attendance.person_id, Attendance.meeting_id, Attendance.status).where(
        Attendance.meeting_id.in_(ids)
    )
    came = {(person, meeting): status.value for person, meeting, status in session.execute(wanted)}
    return {term.person_id: [came.get((term.person_id, meeting), "none") for meeting in ids] for term in members}


def seats_filled(
    rows: Mapping[int, list[str]], members: Sequence[Membership], meetings: Sequence[Meeting]
) -> tuple[int, int]:
    """Return how many voting seats were filled in the meetings, of how many that their holders had by then."""
    filled = of = 0
    for term in members:
        for meeting, status in zip(reversed(meetings), rows[term.person_id], strict=True):
            if term.is_voting and term.valid_from <= meeting.held_on:
                of += 1
                filled += status == AttendanceStatus.PRESENT
    return filled, of


def latest_decisions(session: Session, actor: Actor, committee_id: int, limit: int = 5) -> Sequence[Decision]:
    """Return the decisions taken last, without those whose line was withdrawn."""
    wanted = visible(actor, Decision).where(
        Decision.in_committee_id == committee_id, Decision.state != DecisionState.WITHDRAWN
    )
    return session.scalars(wanted.order_by(Decision.decided_on.desc(), Decision.id.desc()).limit(limit)).all()


def decided(session: Session, actor: Actor, committee_id: int) -> Mapping[DecisionState, int]:
    """Return how many decisions stand in each state."""
    wanted = visible(actor, Decision).where(Decision.in_committee_id == committee_id)
    rows = session.execute(wanted.with_only_columns(Decision.state, func.count()).group_by(Decision.state))
    return dict(rows.all())


def actions_of_decisions(
    session: Session, actor: Actor, decision_ids: Sequence[int]
) -> Mapping[int, list[ActionState]]:
    """Return the states of the actions that follow from each decision and may be known."""
    wanted = _follow(actor).where(Link.to_id.in_(decision_ids)).with_only_columns(Link.to_id, ActionItem.state)
    found: dict[int, list[ActionState]] = {}
    for decision_id, state in session.execute(wanted):
        found.setdefault(decision_id, []).append(state)
    return found


def carried_out(session: Session, actor: Actor, committee_id: int) -> int:
    """Return how many decisions in force were carried out: implemented, or all their actions that count verified."""
    counted = ActionItem.state.not_in((ActionState.CANCELLED, ActionState.MERGED))
    by_decision = (
        _follow(actor)
        .where(counted)
        .with_only_columns(Link.to_id.label("decision_id"))
        .group_by(Link.to_id)
        .having(func.min(case((ActionItem.state == ActionState.VERIFIED, 1), else_=0)) == 1)
        .subquery()
    )
    own = visible(actor, Decision).where(
        Decision.in_committee_id == committee_id,
        or_(
            Decision.state == DecisionState.IMPLEMENTED,
            (Decision.state == DecisionState.IN_FORCE) & Decision.id.in_(select(by_decision.c.decision_id)),
        ),
    )
    return session.scalar(own.with_only_columns(func.count())) or 0


def _follow(actor: Actor) -> Select[ActionItem]:
    follows = (Link.from_id == ActionItem.id) & (Link.relation == Relation.FOLLOWS_FROM)
    return visible(actor, ActionItem).join(Link, follows)


def outcome(decision: Decision, states: Sequence[ActionState], today: date) -> Outcome:
    """Say what came of a decision, by its state and those of its actions."""
    if decision.state is DecisionState.IMPLEMENTED:
        return Outcome("verified", "Carried out", True)
    if decision.state is not DecisionState.IN_FORCE:
        return Outcome("superseded", decision.state.words.capitalize(), False)
    owed = [state for state in states if state not in (ActionState.CANCELLED, ActionState.MERGED)]
    done = sum(state in (ActionState.DONE, ActionState.VERIFIED) for state in owed)
    said = f"{done} of {len(owed)} {'action' if len(owed) == 1 else 'actions'} done"
    match follow_through(states):
        case FollowThrough.NO_ACTIONS:
            return Outcome("open", "No action follows", False)
        case FollowThrough.DONE:
            return Outcome("verified", said, True)
        case FollowThrough.CLAIMED:
            return Outcome("claimed", f"{said}, to verify", False)
        case _:
            weeks = (today - decision.decided_on).days // 7
            quiet = not done and weeks >= QUIET_WEEKS
            return Outcome("missed" if quiet else "in_progress" if done else "open",
                           f"Nothing done in {weeks} weeks" if quiet else said, False)  # fmt: skip


def ages(session: Session, actor: Actor, committee_id: int, today: date) -> Ages:
    """Return the open actions of a committee by what their date says; those without a date stand apart."""
    wanted = visible(actor, ActionItem).where(Subject.committee_id == committee_id, ActionItem.state.in_(ACTIVE))
    rows = session.execute(wanted.with_only_columns(ActionItem.due_on, func.count()).group_by(ActionItem.due_on)).all()
    dated = [((due - today).days, count) for due, count in rows if due is not None]
    return Ages(
        late=sum(count for days, count in dated if days < 0),
        this_week=sum(count for days, count in dated if 0 <= days <= 7),
        later=sum(count for days, count in dated if days > 7),
        no_date=sum(count for due, count in rows if due is None),
        oldest_days=max((-days for days, _ in dated if days < 0), default=0),
    )


def latest_first(
    session: Session, actor: Actor, committee_id: int, today: date, limit: int = 3
) -> Sequence[ActionItem]:
    """Return the actions that are late the longest, each with its owner."""
    wanted = visible(actor, ActionItem).where(
        Subject.committee_id == committee_id, ActionItem.state.in_(ACTIVE), ActionItem.due_on < today
    )
    ordered = wanted.options(joinedload(ActionItem.owner)).order_by(ActionItem.due_on, ActionItem.id)
    return session.scalars(ordered.limit(limit)).all()


def done_since(session: Session, actor: Actor, committee: Committee, meeting: Meeting, today: date) -> tuple[int, int]:
    """Return how many actions were done since a meeting, of those that were done or fell due since."""
    own = visible(actor, ActionItem).where(Subject.committee_id == committee.id).with_only_columns(func.count())
    done = own.where(
        ActionItem.state.in_((ActionState.DONE, ActionState.VERIFIED)), ActionItem.claimed_at >= meeting.starts_at
    )
    missed = own.where(ActionItem.state.in_(ACTIVE), ActionItem.due_on > meeting.held_on, ActionItem.due_on <= today)
    closed = session.scalar(done) or 0
    return closed, closed + (session.scalar(missed) or 0)
