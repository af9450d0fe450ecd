"""Verbs on key results."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.errors import NotNow, RuleBroken
from cxgov.core.typed_numbers import is_storable
from cxgov.goals.enums import KeyResultKind, KeyResultState, ObjectiveState
from cxgov.goals.models import Cycle, KeyResult, Objective
from cxgov.goals.queries import loaded, loaded_key_result
from cxgov.goals.rules import check_key_result
from cxgov.goals.service.objectives import check_draft, check_present
from cxgov.journal import service as journal
from cxgov.journal.enums import Relation
from cxgov.people.models import Person

LONGEST_UNIT = 40


@dataclass(frozen=True, slots=True)
class Measure:
    """How a key result is measured: from a baseline to a target in a unit, with a weight.

    Its days are the cycle's where none are given.
    """

    baseline: Decimal
    target: Decimal
    unit: str = ""
    weight: Decimal = Decimal(1)
    first_on: date | None = None
    last_on: date | None = None


def make_key_result(
    session: Session, objective: Objective, title: str, *, owner: Person, measure: Measure, actor: Actor, now: datetime
) -> KeyResult:
    """Add a numeric key result to a draft; to a published goal only who may publish adds one."""
    journal.begin_write(session)
    objective = loaded(session, objective.id)
    policy.check(actor, "goals:key_result:edit", objective)
    is_draft = objective.state is ObjectiveState.DRAFT
    if not is_draft:
        policy.check(actor, "goals:goal:publish", objective)
        _check_not_over(objective)
    columns = _checked(session, objective, title, owner, measure, now)
    last = session.scalar(select(func.max(KeyResult.position)).where(KeyResult.objective_id == objective.id))
    made = KeyResult(
        objective_id=objective.id, position=(last or 0) + 1, kind=KeyResultKind.NUMERIC, state=KeyResultState.ACTIVE,
        owner_id=owner.id, **columns,
    )  # fmt: skip
    journal.create(
        session, made, "goals:key_result:make", actor=actor, now=now, title=title, parent=objective,
        department_id=owner.department_id, is_draft=is_draft,
    )  # fmt: skip
    journal.link(session, made, Relation.EVIDENCE_FOR, objective, actor=actor, now=now)
    for person_id in (owner.id, objective.owner_id, objective.sponsor_id):
        journal.let_read(session, made, person_id, actor=actor, now=now)
    journal.let_read(session, objective, owner.id, actor=actor, now=now)
    return made


def edit_key_result(
    session: Session,
    key_result: KeyResult,
    *,
    title: str,
    owner: Person,
    measure: Measure,
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> None:
    """Change a key result while its goal is a draft."""
    journal.begin_write(session)
    key_result = loaded_key_result(session, key_result.id)
    objective = key_result.objective
    policy.check(actor, "goals:key_result:edit", objective)
    journal.check_version(key_result, version)
    check_draft(objective)
    columns = _checked(session, objective, title, owner, measure, now)
    journal.change(
        session, key_result, "goals:key_result:edit", actor=actor, now=now, title=title.strip(), owner_id=owner.id,
        department_id=owner.department_id, **columns,
    )  # fmt: skip
    for thing in (key_result, objective):
        journal.let_read(session, thing, owner.id, actor=actor, now=now)


def drop_key_result(
    session: Session, key_result: KeyResult, *, reason: str, today: date, actor: Actor, now: datetime
) -> None:
    """Take a key result out of the mean from today on; it stays listed. Of a published goal the chair does it."""
    journal.begin_write(session)
    key_result = loaded_key_result(session, key_result.id)
    objective = key_result.objective
    is_draft = objective.state is ObjectiveState.DRAFT
    policy.check(actor, "goals:key_result:edit" if is_draft else "goals:goal:publish", objective)
    _check_not_over(objective)
    if key_result.state is KeyResultState.DROPPED:
        raise NotNow("This key result is dropped already.")
    if not reason.strip():
        raise RuleBroken("Say why.", field="reason")
    journal.change(
        session, key_result, "goals:key_result:drop", actor=actor, now=now, reason=reason,
        state=KeyResultState.DROPPED, dropped_on=today,
    )  # fmt: skip


def _check_not_over(objective: Objective) -> None:
    if objective.state in (ObjectiveState.CLOSED, ObjectiveState.DROPPED):
        raise NotNow(f"This goal is {objective.state.value}.")


def _checked(
    session: Session, objective: Objective, title: str, owner: Person, measure: Measure, now: datetime
) -> dict[str, Any]:
    """Return the columns of a measure whose rules hold."""
    if not title.strip():
        raise RuleBroken("Say what is measured.", field="title")
    check_present(owner, now, "owner")
    if len(measure.unit) > LONGEST_UNIT:
        raise RuleBroken(f"A unit has {LONGEST_UNIT} characters at most.", field="unit")
    cycle = session.get_one(Cycle, objective.cycle_id)
    first_on, last_on = measure.first_on or cycle.first_on, measure.last_on or cycle.last_on
    check_key_result(
        KeyResultKind.NUMERIC, start_on=first_on, end_on=last_on, cycle_start=cycle.first_on, cycle_end=cycle.last_on,
        baseline=measure.baseline, target=measure.target, weight=measure.weight,
    )  # fmt: skip
    for field in ("baseline", "target", "weight"):
        check_storable(getattr(measure, field), field)
    return {
        "baseline": measure.baseline, "target": measure.target, "unit": measure.unit.strip(), "weight": measure.weight,
        "first_on": first_on, "last_on": last_on,
    }  # fmt: skip


def check_storable(value: Decimal, field: str) -> None:
    """Raise RuleBroken for a number that the database would not keep exactly."""
    if not is_storable(value):
        raise RuleBroken("That number has too many digits: 30 before and 15 after the point are kept.", field=field)
