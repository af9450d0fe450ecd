"""Objectives and key results with what pages and rights read of them."""

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from cxgov.core.actor import Actor
from cxgov.core.errors import NotFound
from cxgov.goals.models import KeyResult, Objective, ObjectiveDepartment
from cxgov.journal.queries import MAX_ID, visible

_OBJECTIVE = (
    joinedload(Objective.cycle),
    joinedload(Objective.owner),
    joinedload(Objective.sponsor),
    selectinload(Objective.departments).joinedload(ObjectiveDepartment.department),
)


def with_all(statement: Select[Objective]) -> Select[Objective]:
    """Add cycle, owner, sponsor and departments to a query of objectives: one statement more."""
    return statement.options(*_OBJECTIVE)


def loaded(session: Session, objective_id: int) -> Objective:
    """Return an objective again, fresh, with its departments: what a verb asks after `begin_write`."""
    wanted = with_all(select(Objective)).where(Objective.id == objective_id)
    return session.scalars(wanted.execution_options(populate_existing=True)).one()


def loaded_key_result(session: Session, key_result_id: int) -> KeyResult:
    """Return a key result again, fresh, with its objective and that one's departments."""
    wanted = _key_result().where(KeyResult.id == key_result_id)
    return session.scalars(wanted.execution_options(populate_existing=True)).one()


def one_objective(session: Session, actor: Actor, objective_id: int) -> Objective:
    """Return an objective that the actor may know of, with all that its page shows; else NotFound."""
    if not 0 < objective_id < MAX_ID:
        raise NotFound
    found = session.scalar(with_all(visible(actor, Objective)).where(Objective.id == objective_id))
    if found is None:
        raise NotFound
    return found


def one_key_result(session: Session, actor: Actor, key_result_id: int) -> KeyResult:
    """Return a key result that the actor may know of, with its objective and owner; else NotFound."""
    if not 0 < key_result_id < MAX_ID:
        raise NotFound
    wanted = visible(actor, KeyResult).options(*_key_result_options()).where(KeyResult.id == key_result_id)
    found = session.scalar(wanted)
    if found is None:
        raise NotFound
    return found


def _key_result() -> Select[KeyResult]:
    return select(KeyResult).options(*_key_result_options())


def _key_result_options() -> tuple[Any, ...]:
    whole = joinedload(KeyResult.objective)
    return joinedload(KeyResult.owner), whole.options(*_OBJECTIVE)
