"""Verbs on cycles and objectives."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.committees.models import Committee
from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.enums import Level
from cxgov.core.errors import NotFound, NotNow, RuleBroken
from cxgov.core.lifecycle import NEW, check_move, facts
from cxgov.goals import permissions
from cxgov.goals.enums import Ambition, Cadence, KeyResultState, ObjectiveState
from cxgov.goals.models import Cycle, KeyResult, Objective, ObjectiveDepartment
from cxgov.goals.queries import loaded
from cxgov.goals.rules import OBJECTIVE_MOVES, check_publication
from cxgov.journal import service as journal
from cxgov.journal.enums import Relation
from cxgov.journal.models import Subject, SubjectOf, SubjectReader
from cxgov.journal.queries import visible_subjects
from cxgov.people.models import Department, Person

Shares = Sequence[tuple[Department, str]]
"""Departments, each with its part in words."""


def make_cycle(
    session: Session,
    title: str,
    *,
    first_on: date,
    last_on: date,
    actor: Actor,
    now: datetime,
    cadence: Cadence = Cadence.MONTHLY,
) -> Cycle:
    """Set up a stretch of days in which goals are pursued, both days included."""
    journal.begin_write(session)
    policy.check(actor, "goals:cycle:make")
    if not title.strip():
        raise RuleBroken("Give the cycle a name, such as “Second half of 2026”.", field="title")
    if last_on < first_on:
        raise RuleBroken("The last day lies before the first.", field="last_on")
    if (last_on - first_on).days > 1100:
        raise RuleBroken("A cycle lasts three years at most.", field="last_on")
    made = Cycle(first_on=first_on, last_on=last_on, cadence=cadence)
    return journal.create(session, made, "goals:cycle:make", actor=actor, now=now, title=title)


def make_objective(
    session: Session,
    title: str,
    *,
    cycle: Cycle,
    owner: Person,
    departments: Shares,
    actor: Actor,
    now: datetime,
    sponsor: Person | None = None,
    outcome: str = "",
    ambition: Ambition = Ambition.COMMITTED,
    committee: Committee | None = None,
    one_department_reason: str | None = None,
    level: Level = Level.INTERNAL,
) -> Objective:
    """Write a goal as a draft: two departments or more with their parts, or one and the reason why only one."""
    journal.begin_write(session)
    holds = max(level, committee.level) if committee else level
    rooms = [department.id for department, _ in departments]
    draft = permissions.Draft(committee.id if committee else None, holds, owner.id, rooms)
    policy.check(actor, "goals:goal:make", draft)
    state = check_move(OBJECTIVE_MOVES, "create", NEW, permissions.parts_of(actor, draft))
    _check_words(title, owner, sponsor, departments, one_department_reason, now)
    made = Objective(
        cycle_id=cycle.id, state=state, ambition=ambition, outcome=outcome, owner_id=owner.id,
        sponsor_id=sponsor.id if sponsor else None, one_department_reason=one_department_reason or None,
    )  # fmt: skip
    journal.create(
        session, made, "goals:goal:make", actor=actor, now=now, title=title, parent=committee, level=level,
        department_id=owner.department_id, is_draft=True,
    )  # fmt: skip
    _set_departments(session, made, departments, actor=actor, now=now)
    for person in (owner, sponsor):
        journal.let_read(session, made, person.id if person else None, actor=actor, now=now)
    return made


def edit_objective(
    session: Session,
    objective: Objective,
    *,
    title: str,
    owner: Person,
    departments: Shares,
    actor: Actor,
    now: datetime,
    sponsor: Person | None = None,
    outcome: str = "",
    ambition: Ambition = Ambition.COMMITTED,
    one_department_reason: str | None = None,
    version: int | None = None,
) -> None:
    """Change a goal while it is a draft; what was published is a committee's act and stays."""
    journal.begin_write(session)
    objective = loaded(session, objective.id)
    policy.check(actor, "goals:goal:edit", objective)
    journal.check_version(objective, version)
    check_draft(objective)
    _check_words(title, owner, sponsor, departments, one_department_reason, now)
    before = {objective.owner_id, objective.sponsor_id}
    journal.change(
        session, objective, "goals:goal:edit", actor=actor, now=now, title=title.strip(), outcome=outcome,
        ambition=ambition, owner_id=owner.id, sponsor_id=sponsor.id if sponsor else None,
        department_id=owner.department_id, one_department_reason=one_department_reason or None,
    )  # fmt: skip
    _set_departments(session, objective, departments, actor=actor, now=now)
    parts = _key_results(session, objective)
    things: list[SubjectOf] = [objective, *parts]
    for person in (owner, sponsor):
        for thing in things:
            journal.let_read(session, thing, person.id if person else None, actor=actor, now=now)
    _stop_reading(session, objective, parts, before, actor=actor, now=now)


def publish(session: Session, objective: Objective, *, actor: Actor, now: datetime) -> None:
    """Make a goal the committee's: it has a sponsor, its departments, and at least one key result that counts."""
    journal.begin_write(session)
    objective = loaded(session, objective.id)
    policy.check(actor, "goals:goal:publish", objective)
    parts = _key_results(session, objective)
    active = [part for part in parts if part.state is KeyResultState.ACTIVE]
    roles = permissions.parts_of(actor, objective)
    state = check_move(OBJECTIVE_MOVES, "publish", objective.state, roles, facts(complete=True))
    check_publication(
        has_sponsor=objective.sponsor_id is not None, has_owner=True, departments=len(objective.departments),
        key_results=len(active), one_department_reason=objective.one_department_reason,
    )  # fmt: skip
    if not any(part.weight > 0 for part in active):
        raise RuleBroken("All key results weigh 0: give at least one of them a weight.")
    journal.change(session, objective, "goals:goal:publish", actor=actor, now=now, state=state, is_draft=False)
    for part in active:
        journal.change(session, part, "goals:key_result:publish", actor=actor, now=now, is_draft=False)


def drop(session: Session, objective: Objective, *, reason: str, today: date, actor: Actor, now: datetime) -> None:
    """End a goal before its time, and say why; it leaves every mean from today on and stays listed."""
    journal.begin_write(session)
    objective = loaded(session, objective.id)
    policy.check(actor, "goals:goal:drop", objective)
    roles = permissions.parts_of(actor, objective)
    state = check_move(OBJECTIVE_MOVES, "drop", objective.state, roles, facts(reason=reason))
    journal.change(
        session, objective, "goals:goal:drop", actor=actor, now=now, reason=reason, state=state, dropped_on=today,
        dropped_reason=reason.strip(),
    )  # fmt: skip


def address(session: Session, objective: Objective, gap: SubjectOf, *, actor: Actor, now: datetime) -> None:
    """Say which gap in the customer's journey a goal addresses."""
    journal.begin_write(session)
    policy.check(actor, "goals:goal:edit", loaded(session, objective.id))
    if session.scalar(visible_subjects(actor).where(Subject.id == gap.id)) is None:
        raise NotFound
    journal.link(session, objective, Relation.ADDRESSES, gap, actor=actor, now=now)


def check_draft(objective: Objective) -> None:
    """Raise NotNow unless the goal is still a draft: what is published is a committee's act (rule G20)."""
    if objective.state is not ObjectiveState.DRAFT:
        raise NotNow(
            f"This goal is {objective.state.value}: its targets are the committee’s and stay as they are (rule G20).",
            rule="G20",
        )


def check_present(person: Person | None, now: datetime, field: str) -> None:
    """Raise RuleBroken where the person has left."""
    if person is not None and person.left_on is not None and person.left_on < now.date():
        raise RuleBroken(f"{person.name} has left. Name somebody else.", field=field)


def _check_words(
    title: str, owner: Person, sponsor: Person | None, departments: Shares, reason: str | None, now: datetime
) -> None:
    if not title.strip():
        raise RuleBroken("Say in a few words what changes for the customer.", field="title")
    check_present(owner, now, "owner")
    check_present(sponsor, now, "sponsor")
    if len({department.id for department, _ in departments}) < len(departments):
        raise RuleBroken("A department stands there twice.", field="departments")
    check_publication(
        has_sponsor=True, has_owner=True, departments=len(departments), key_results=1, one_department_reason=reason
    )
    if any(len(part) > 300 for _, part in departments):
        raise RuleBroken("Say a department’s part in 300 characters at most.", field="departments")


def _set_departments(
    session: Session, objective: Objective, departments: Shares, *, actor: Actor, now: datetime
) -> None:
    wanted: dict[int, str] = {department.id: part.strip() for department, part in departments}
    rows = select(ObjectiveDepartment).where(ObjectiveDepartment.objective_id == objective.id)
    held = {row.department_id: row for row in session.scalars(rows)}
    told: dict[str, Any] = {"of": objective, "actor": actor, "now": now}
    for department_id, row in held.items():
        if department_id not in wanted:
            journal.remove(session, row, "goals:department:remove", **told)
        else:
            journal.change(session, row, "goals:department:edit", part=wanted[department_id], **told)
    for department_id, part in wanted.items():
        if department_id not in held:
            made = ObjectiveDepartment(objective_id=objective.id, department_id=department_id, part=part)
            journal.add(session, made, "goals:department:add", **told)


def _key_results(session: Session, objective: Objective) -> Sequence[KeyResult]:
    wanted = select(KeyResult).where(KeyResult.objective_id == objective.id).order_by(KeyResult.position)
    return session.scalars(wanted).all()


def _stop_reading(
    session: Session,
    objective: Objective,
    parts: Sequence[KeyResult],
    before: set[int | None],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Take the named right to read from those who owned or sponsored it and do so no more."""
    still = {objective.owner_id, objective.sponsor_id, *(part.owner_id for part in parts)}
    things: list[SubjectOf] = [objective, *parts]
    for thing in things:
        named = select(SubjectReader).where(
            SubjectReader.subject_id == thing.id, SubjectReader.person_id.in_(before - still - {None})
        )
        for row in session.scalars(named):
            journal.remove(session, row, "subject:reader:remove", of=thing, actor=actor, now=now)
