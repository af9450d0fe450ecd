"""Cycles, and the list of objectives with their figures."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from cxgov.core.actor import Actor
from cxgov.goals.enums import ObjectiveState
from cxgov.goals.models import Cycle, Objective, ObjectiveDepartment
from cxgov.goals.queries.figures import ObjectiveFigures, figures_of
from cxgov.goals.queries.loading import with_all
from cxgov.journal.models import Subject
from cxgov.journal.queries import visible

PER_PAGE = 40


def cycles(session: Session, actor: Actor) -> Sequence[Cycle]:
    """Return the cycles, the newest first."""
    return session.scalars(visible(actor, Cycle).order_by(Cycle.first_on.desc(), Cycle.id.desc())).all()


def cycle_on(found: Sequence[Cycle], today: date) -> Cycle | None:
    """Return the cycle that runs today, else the newest, of cycles that are the newest first."""
    running = (cycle for cycle in found if cycle.first_on <= today <= cycle.last_on)
    return next(running, found[0] if found else None)


def objective_rows(
    session: Session,
    actor: Actor,
    as_of: date,
    known_at: datetime | None = None,
    *,
    cycle_id: int | None = None,
    department_id: int | None = None,
    committee_id: int | None = None,
    states: Sequence[ObjectiveState] = tuple(ObjectiveState),
    page: int = 1,
    per_page: int = PER_PAGE,
    zone: str = "UTC",
) -> list[ObjectiveFigures]:
    """Return the objectives that the actor may know of with all their figures; published ones first, then by age.

    As many statements for forty as for one. Only those whose department takes part, where one is chosen.
    """
    wanted = _chosen(visible(actor, Objective), cycle_id, department_id, committee_id, states)
    order = (Objective.state != ObjectiveState.PUBLISHED, Objective.state == ObjectiveState.DROPPED, Objective.id)
    statement = with_all(wanted.order_by(*order).limit(per_page).offset((max(page, 1) - 1) * per_page))
    found = session.scalars(statement).unique().all()
    figures = figures_of(session, actor, found, as_of, known_at, zone=zone)
    return [figures[one.id] for one in found]


def count_objectives(
    session: Session,
    actor: Actor,
    *,
    cycle_id: int | None = None,
    department_id: int | None = None,
    committee_id: int | None = None,
) -> int:
    """Return how many objectives the list has over all its pages."""
    states = tuple(ObjectiveState)
    wanted = _chosen(visible(actor, Objective), cycle_id, department_id, committee_id, states)
    return session.scalar(select(func.count()).select_from(wanted.with_only_columns(Objective.id).subquery())) or 0


def published_objectives(
    session: Session, actor: Actor, *, first: date, last: date, committee_id: int | None = None
) -> Sequence[Objective]:
    """Return the published and closed objectives whose cycle touches the days, for reports and committee pages."""
    wanted = visible(actor, Objective).join(Cycle, Cycle.id == Objective.cycle_id)
    wanted = wanted.where(Objective.state.in_((ObjectiveState.PUBLISHED, ObjectiveState.CLOSED)))
    wanted = wanted.where(Cycle.first_on <= last, Cycle.last_on >= first)
    if committee_id is not None:
        wanted = wanted.where(Subject.committee_id == committee_id)
    return session.scalars(with_all(wanted.order_by(Objective.id))).unique().all()


def _chosen(
    wanted: Select[Objective],
    cycle_id: int | None,
    department_id: int | None,
    committee_id: int | None,
    states: Sequence[ObjectiveState],
) -> Select[Objective]:
    wanted = wanted.where(Objective.state.in_(states))
    if cycle_id is not None:
        wanted = wanted.where(Objective.cycle_id == cycle_id)
    if committee_id is not None:
        wanted = wanted.where(Subject.committee_id == committee_id)
    if department_id is not None:
        takes_part = select(ObjectiveDepartment.objective_id).where(ObjectiveDepartment.department_id == department_id)
        wanted = wanted.where(or_(Objective.id.in_(takes_part), Subject.department_id == department_id))
    return wanted
