"""What is read of decisions: the register, and how far each was carried out."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from cxgov.actions.enums import ActionState
from cxgov.actions.models import ActionItem
from cxgov.core.actor import Actor
from cxgov.decisions.enums import DecisionState
from cxgov.decisions.models import Decision
from cxgov.decisions.rules import FollowThrough, follow_through
from cxgov.journal.models import Link, Subject
from cxgov.journal.queries import readable, visible, visible_subjects

PER_PAGE = 50
QUIET_WEEKS = 8
_OVER = {ActionState.DONE, ActionState.VERIFIED}
_ENDED = {ActionState.CANCELLED, ActionState.MERGED}


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision with what came of it, in a mark and in words."""

    decision: Decision
    committee: str
    actions: int
    done: int
    kind: str
    words: str


def decisions(
    session: Session, actor: Actor, *, committee_id: int | None = None, page: int = 1
) -> tuple[Sequence[Decision], int]:
    """Return a page of the register, the newest first, without withdrawn lines, and how many there are."""
    wanted = visible(actor, Decision).where(Decision.state != DecisionState.WITHDRAWN)
    if committee_id is not None:
        wanted = wanted.where(Decision.in_committee_id == committee_id)
    total = session.scalar(wanted.with_only_columns(func.count())) or 0
    wanted = wanted.order_by(Decision.decided_on.desc(), Decision.number.desc(), Decision.id.desc())
    return session.scalars(wanted.limit(PER_PAGE).offset((page - 1) * PER_PAGE)).unique().all(), total


def subject(session: Session, actor: Actor, subject_id: int | None) -> Subject | None:
    """Return a subject that a page names, or None where the actor must not know of it."""
    return session.scalar(visible_subjects(actor).where(Subject.id == subject_id)) if subject_id else None


def actions_of(session: Session, actor: Actor, ids: Sequence[int]) -> Mapping[int, list[ActionItem]]:
    """Return the action items that follow from each decision, of those that the actor may know of."""
    rows = session.execute(
        select(Link.to_id, ActionItem)
        .join(ActionItem, ActionItem.id == Link.from_id)
        .join(Subject, Subject.id == ActionItem.id)
        .where(Link.to_id.in_(ids), readable(actor))
        .options(joinedload(ActionItem.owner))
        .order_by(ActionItem.number)
    ).unique()
    found: dict[int, list[ActionItem]] = defaultdict(list)
    for decision_id, item in rows:
        if item not in found[decision_id]:
            found[decision_id].append(item)
    return found


def rows_of(session: Session, actor: Actor, found: Sequence[Decision], *, today: date) -> list[DecisionRow]:
    """Return decisions with what came of them."""
    actions = actions_of(session, actor, [one.id for one in found])
    places = {one.in_committee_id for one in found}
    known = visible_subjects(actor).with_only_columns(Subject.id, Subject.title).where(Subject.id.in_(places))
    names = dict(session.execute(known).all())
    return [_row(one, names.get(one.in_committee_id, ""), actions.get(one.id, []), today) for one in found]


def _row(decision: Decision, committee: str, actions: Sequence[ActionItem], today: date) -> DecisionRow:
    owed = [item for item in actions if item.state not in _ENDED]
    done = sum(item.state in _OVER for item in owed)
    kind, words = _came(decision, actions, len(owed), done, today)
    return DecisionRow(decision, committee, len(owed), done, kind, words)


def _came(decision: Decision, actions: Sequence[ActionItem], owed: int, done: int, today: date) -> tuple[str, str]:
    """Return what came of a decision: the mark of a status, and words."""
    state = follow_through([item.state for item in actions])
    quiet = (today - decision.decided_on).days // 7
    if decision.state is not DecisionState.IN_FORCE:
        return (
            "verified" if decision.state is DecisionState.IMPLEMENTED else "closed"
        ), decision.state.words.capitalize()
    if state is FollowThrough.NO_ACTIONS:
        return "no_data", "No action follows from it"
    if state is FollowThrough.DONE:
        return "verified", "Carried out"
    if not done and quiet >= QUIET_WEEKS:
        return "red", f"Nothing done in {quiet} weeks"
    return "in_progress", f"{done} of {owed} actions done"
