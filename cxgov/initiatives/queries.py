"""What is read of initiatives: the list, one of them, and the share of design."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from cxgov.actions.models import ActionItem
from cxgov.core.actor import Actor
from cxgov.core.errors import NotFound
from cxgov.decisions.models import Decision
from cxgov.gaps.models import Gap
from cxgov.goals.enums import ObjectiveState, Status
from cxgov.goals.models import Objective
from cxgov.goals.queries import figures_of
from cxgov.goals.rules import Figure, Step, Summary
from cxgov.initiatives import rules
from cxgov.initiatives.enums import InitiativeKind, InitiativeStage
from cxgov.initiatives.models import Initiative, InitiativeDepartment, Milestone
from cxgov.initiatives.rules import MilestoneState
from cxgov.journal.enums import Kind, Relation
from cxgov.journal.models import Link, Subject, SubjectOf
from cxgov.journal.queries import MAX_ID, get, visible

PER_PAGE = 40
_TIEABLE: dict[Kind, type[SubjectOf]] = {
    Kind.OBJECTIVE: Objective,
    Kind.DECISION: Decision,
    Kind.GAP: Gap,
    Kind.ACTION: ActionItem,
}


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A milestone on a day: where it stands, and by how many days it was or is late."""

    milestone: Milestone
    state: MilestoneState
    days_late: int


@dataclass(frozen=True, slots=True)
class InitiativeRow:
    """An initiative on a day: progress of its milestones (G5), its status (G13), and the next milestone."""

    initiative: Initiative
    progress: Figure
    status: Summary
    milestones: tuple[MilestoneRow, ...]

    @property
    def next(self) -> MilestoneRow | None:
        """Return the first milestone that is not reached."""
        return next((row for row in self.milestones if row.milestone.done_on is None), None)

    @property
    def late(self) -> int:
        """Return how many milestones are late."""
        return sum(row.state is MilestoneState.LATE for row in self.milestones)


@dataclass(frozen=True, slots=True)
class DesignShare:
    """How much of the work prevents trouble: by days of work where they are stated, and by count."""

    by_effort: Figure
    design: int
    all: int


_ALL = (
    joinedload(Initiative.lead),
    joinedload(Initiative.sponsor),
    selectinload(Initiative.departments).joinedload(InitiativeDepartment.department),
    selectinload(Initiative.milestones),
)


def loaded(session: Session, initiative_id: int) -> Initiative:
    """Return an initiative again, fresh, with departments and milestones: what a verb asks after `begin_write`."""
    wanted = select(Initiative).options(*_ALL).where(Initiative.id == initiative_id)
    return session.scalars(wanted.execution_options(populate_existing=True)).one()


def one_initiative(session: Session, actor: Actor, initiative_id: int) -> Initiative:
    """Return an initiative that the actor may know of, with all that its page shows; else NotFound."""
    found = None
    if 0 < initiative_id < MAX_ID:
        found = session.scalar(visible(actor, Initiative).options(*_ALL).where(Initiative.id == initiative_id))
    if found is None:
        raise NotFound
    return found


def milestone_of(initiative: Initiative, milestone_id: int) -> Milestone:
    """Return a milestone of an initiative, or raise NotFound."""
    found = next((one for one in initiative.milestones if one.id == milestone_id), None)
    if found is None:
        raise NotFound
    return found


def tieable_by_id(session: Session, actor: Actor, thing_id: int) -> SubjectOf:
    """Return the goal, decision, gap or action item of an id that the actor may know of, or raise NotFound."""
    subject = session.get(Subject, thing_id) if 0 < thing_id < MAX_ID else None
    model = None if subject is None else _TIEABLE.get(subject.kind)
    if model is None:
        raise NotFound
    return get(session, actor, model, thing_id)


def initiative_rows(
    session: Session,
    actor: Actor,
    as_of: date,
    *,
    stage: InitiativeStage | None = None,
    kind: InitiativeKind | None = None,
    department_id: int | None = None,
    committee_id: int | None = None,
    page: int = 1,
    per_page: int = PER_PAGE,
) -> list[InitiativeRow]:
    """Return the initiatives that the actor may know of: under way first, over last; constant in statements."""
    wanted = _chosen(visible(actor, Initiative), stage, kind, department_id, committee_id)
    over = Initiative.stage.in_(rules.ENDED)
    order = (over, Initiative.stage != InitiativeStage.RUNNING, Initiative.number)
    statement = wanted.options(*_ALL).order_by(*order).limit(per_page).offset((max(page, 1) - 1) * per_page)
    return rows_of(session, actor, session.scalars(statement).unique().all(), as_of)


def count_initiatives(
    session: Session,
    actor: Actor,
    *,
    stage: InitiativeStage | None = None,
    kind: InitiativeKind | None = None,
    department_id: int | None = None,
    committee_id: int | None = None,
) -> int:
    """Return how many initiatives the list has over all its pages."""
    wanted = _chosen(visible(actor, Initiative), stage, kind, department_id, committee_id)
    return session.scalar(select(func.count()).select_from(wanted.with_only_columns(Initiative.id).subquery())) or 0


def rows_of(session: Session, actor: Actor, found: Sequence[Initiative], as_of: date) -> list[InitiativeRow]:
    """Return loaded initiatives with their figures on a day; a goal that they serve and is worse makes them worse."""
    linked = _goal_statuses(session, actor, [one.id for one in found], as_of)
    return [_row(one, linked.get(one.id, []), as_of) for one in found]


def design_share(session: Session, actor: Actor) -> DesignShare:
    """Return the share of design among the initiatives that the actor may know of and that were not stopped."""
    wanted = visible(actor, Initiative).where(Initiative.stage != InitiativeStage.STOPPED)
    columns = wanted.with_only_columns(Initiative.kind, Initiative.effort_days)
    efforts = [(kind, days) for kind, days in session.execute(columns)]
    design = sum(kind is InitiativeKind.DESIGN for kind, _ in efforts)
    return DesignShare(rules.design_share(efforts), design, len(efforts))


def steps_of(initiative: Initiative) -> list[Step]:
    """Return the milestones as the rules see them."""
    return [Step(one.title, Decimal(one.weight), one.due_on, one.done_on) for one in initiative.milestones]


def _row(initiative: Initiative, linked: Sequence[Status], as_of: date) -> InitiativeRow:
    steps = steps_of(initiative)
    milestones = tuple(
        MilestoneRow(
            one,
            rules.milestone_state(one.due_on, one.done_on, as_of),
            rules.milestone_days_late(one.due_on, one.done_on, as_of),
        )
        for one in initiative.milestones
    )
    status = rules.initiative_status(initiative.stage, steps, as_of, linked)
    return InitiativeRow(initiative, rules.initiative_progress(steps, as_of), status, milestones)


def _goal_statuses(session: Session, actor: Actor, ids: Sequence[int], as_of: date) -> Mapping[int, list[Status]]:
    """Return the statuses of the published goals that initiatives serve and the actor may know of."""
    wanted = (
        visible(actor, Objective)
        .join(Link, Link.to_id == Objective.id)
        .where(Link.from_id.in_(ids), Link.relation == Relation.SERVES, Objective.state == ObjectiveState.PUBLISHED)
    )
    pairs = session.execute(wanted.add_columns(Link.from_id)).unique().all()
    if not pairs:
        return {}
    figures = figures_of(session, actor, list({goal.id: goal for goal, _ in pairs}.values()), as_of)
    found: dict[int, list[Status]] = defaultdict(list)
    for goal, initiative_id in pairs:
        found[initiative_id].append(figures[goal.id].status)
    return found


def _chosen(
    wanted: Select[Initiative],
    stage: InitiativeStage | None,
    kind: InitiativeKind | None,
    department_id: int | None,
    committee_id: int | None,
) -> Select[Initiative]:
    if stage is not None:
        wanted = wanted.where(Initiative.stage == stage)
    if kind is not None:
        wanted = wanted.where(Initiative.kind == kind)
    if committee_id is not None:
        wanted = wanted.where(Subject.committee_id == committee_id)
    if department_id is not None:
        takes_part = select(InitiativeDepartment.initiative_id)
        wanted = wanted.where(Initiative.id.in_(takes_part.where(InitiativeDepartment.department_id == department_id)))
    return wanted
