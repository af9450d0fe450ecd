"""The check-ins that somebody owes, for My work."""

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import or_
from sqlalchemy.orm import Session, joinedload

from cxgov.core.actor import Actor
from cxgov.goals.enums import KeyResultState, ObjectiveState
from cxgov.goals.models import CheckIn, KeyResult, Objective
from cxgov.goals.queries.readings import check_ins_by_key_result
from cxgov.goals.rules import Obligation, obligations
from cxgov.journal.queries import visible

AHEAD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class CheckInDue:
    """A key result of mine that waits for a reading: since or until when, and the last reading, if there is one."""

    key_result: KeyResult
    due_on: date
    last: CheckIn | None

    @property
    def unit(self) -> str:
        """Return the unit of the reading."""
        return self.key_result.unit


def check_ins_due(session: Session, actor: Actor, today: date, *, zone: str = "UTC") -> list[CheckInDue]:
    """Return the key results that the actor owns and whose check-in is due within a week, today, or since a while.

    The earliest due day first; the day is that of the first check-in of the silence that lasts. Two statements.
    """
    mine = (
        visible(actor, KeyResult)
        .join(Objective, Objective.id == KeyResult.objective_id)
        .where(KeyResult.owner_id == actor.id, KeyResult.first_on <= today)
        .where(KeyResult.state == KeyResultState.ACTIVE, Objective.state == ObjectiveState.PUBLISHED)
        .where(or_(KeyResult.dropped_on.is_(None), KeyResult.dropped_on > today))
        .options(joinedload(KeyResult.objective).joinedload(Objective.cycle))
    )
    owed = session.scalars(mine).unique().all()
    readings = check_ins_by_key_result(session, [one.id for one in owed])
    found: list[CheckInDue] = []
    for one in owed:
        held = readings.get(one.id, [])
        days = [reading.recorded_at.astimezone(ZoneInfo(zone)).date() for reading in held]
        due_on = _silent_since(obligations(one.objective.cycle.cadence, one.first_on, one.last_on, days, today))
        if due_on is not None and due_on <= today + AHEAD:
            found.append(CheckInDue(one, due_on, held[-1] if held else None))
    return sorted(found, key=lambda due: (due.due_on, due.key_result.id))


def _silent_since(found: list[Obligation]) -> date | None:
    """Return the day of the first of the last check-ins in a row that have not come, or None where the last one has."""
    since = None
    for one in reversed(found):
        if one.checked_in_on is not None:
            break
        since = one.due_on
    return since
