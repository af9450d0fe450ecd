"""Goals of a leaver get another owner or sponsor, and key results another owner; readings and check-ins stay."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cxgov.committees.leaving import Part, Share
from cxgov.goals.enums import KeyResultState, ObjectiveState
from cxgov.goals.models import KeyResult, Objective
from cxgov.journal import words
from cxgov.people.models import Person

_GOAL, _RESULT = "goals:objective:hand_over", "goals:key_result:hand_over"
words.define({_GOAL: "gave the goal to another person", _RESULT: "gave the key result to another person"})
_OPEN = (ObjectiveState.DRAFT, ObjectiveState.PUBLISHED)


class GoalShare(Share):
    """Objectives that a leaver owns or sponsors, and key results."""

    def parts(self, session: Session, leaver: Person) -> Sequence[Part]:
        """Return what is open of them."""
        goals = select(Objective).where(
            or_(Objective.owner_id == leaver.id, Objective.sponsor_id == leaver.id), Objective.state.in_(_OPEN)
        )
        results = (
            select(KeyResult)
            .join(Objective, Objective.id == KeyResult.objective_id)
            .where(
                KeyResult.owner_id == leaver.id, KeyResult.state == KeyResultState.ACTIVE, Objective.state.in_(_OPEN)
            )
        )
        found: list[Part] = []
        for goal in session.scalars(goals.order_by(Objective.id)).all():
            if goal.owner_id == leaver.id:
                found.append(Part("Goal", goal, "owner_id", _GOAL))
            if goal.sponsor_id == leaver.id:
                found.append(Part("Sponsor of a goal", goal, "sponsor_id", _GOAL))
        rest = session.scalars(results.order_by(KeyResult.id)).all()
        return found + [Part("Key result", result, "owner_id", _RESULT) for result in rest]
