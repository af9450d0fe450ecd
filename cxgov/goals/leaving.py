"""Goals of a leaver get another owner or sponsor, and key results another owner; readings and check-ins stay."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cxgov.committees.leaving import because, heir_of
from cxgov.core.actor import Actor
from cxgov.goals.enums import KeyResultState, ObjectiveState
from cxgov.goals.models import KeyResult, Objective
from cxgov.journal import service as journal
from cxgov.journal import words
from cxgov.people.hooks import Handover
from cxgov.people.models import Person

words.define(
    {
        "goals:objective:hand_over": "gave the goal to another person",
        "goals:key_result:hand_over": "gave the key result to another person",
    }
)
_OPEN = (ObjectiveState.DRAFT, ObjectiveState.PUBLISHED)


class GoalShare:
    """Objectives that a leaver owns or sponsors, and key results."""

    def plan(self, session: Session, leaver: Person, *, last_day: date, fallback: Person | None) -> Sequence[Handover]:
        """Return the goals and key results with who gets each."""
        return [
            Handover(what, thing, *(heir_of(session, thing, leaver, last_day=last_day, fallback=fallback) or _NOBODY))
            for what, thing, _ in _parts(session, leaver)
        ]

    def hand_over(
        self, session: Session, leaver: Person, *, last_day: date, fallback: Person | None, actor: Actor, now: datetime
    ) -> None:
        """Give each to its heir."""
        for _, thing, column in list(_parts(session, leaver)):
            heir = heir_of(session, thing, leaver, last_day=last_day, fallback=fallback)
            if heir is None:
                continue
            is_goal = isinstance(thing, Objective)
            verb = "goals:objective:hand_over" if is_goal else "goals:key_result:hand_over"
            values: dict[str, Any] = {column: heir[0].id}
            journal.change(session, thing, verb, actor=actor, now=now, reason=because(leaver, *heir), **values)
            journal.let_read(session, thing, heir[0].id, actor=actor, now=now)


_NOBODY: tuple[Person | None, str] = (None, "nobody is there to take it")


def _parts(session: Session, leaver: Person) -> Iterator[tuple[str, Objective | KeyResult, str]]:
    goals = select(Objective).where(
        or_(Objective.owner_id == leaver.id, Objective.sponsor_id == leaver.id), Objective.state.in_(_OPEN)
    )
    for goal in session.scalars(goals.order_by(Objective.id)).all():
        if goal.owner_id == leaver.id:
            yield "Goal", goal, "owner_id"
        if goal.sponsor_id == leaver.id:
            yield "Sponsor of a goal", goal, "sponsor_id"
    results = (
        select(KeyResult)
        .join(Objective, Objective.id == KeyResult.objective_id)
        .where(KeyResult.owner_id == leaver.id, KeyResult.state == KeyResultState.ACTIVE, Objective.state.in_(_OPEN))
    )
    for result in session.scalars(results.order_by(KeyResult.id)).all():
        yield "Key result", result, "owner_id"
