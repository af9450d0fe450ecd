"""Entering and changing an initiative."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.committees.models import Committee
from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.enums import Level
from cxgov.core.errors import RuleBroken
from cxgov.core.lifecycle import NEW, check_move
from cxgov.initiatives import permissions
from cxgov.initiatives.enums import InitiativeKind, Part
from cxgov.initiatives.models import Initiative, InitiativeDepartment
from cxgov.initiatives.queries import loaded
from cxgov.initiatives.rules import MOVES
from cxgov.journal import service as journal
from cxgov.people.models import Department, Person

Shares = Sequence[tuple[Department, Part]]
"""Departments, each with its part."""
MOST_DAYS = 1_000_000


def make(
    session: Session,
    title: str,
    *,
    kind: InitiativeKind,
    lead: Person,
    departments: Shares,
    actor: Actor,
    now: datetime,
    sponsor: Person | None = None,
    purpose: str = "",
    effort_days: int | None = None,
    committee: Committee | None = None,
    level: Level = Level.INTERNAL,
) -> Initiative:
    """Enter an initiative as an idea; departments, sponsor and milestones are asked for when it is proposed."""
    journal.begin_write(session)
    holds = max(level, committee.level) if committee else level
    rooms = [department.id for department, _ in departments]
    draft = permissions.Draft(
        committee.id if committee else None, holds, lead.id, sponsor.id if sponsor else None, rooms
    )
    policy.check(actor, "initiatives:initiative:make", draft)
    stage = check_move(MOVES, "create", NEW, permissions.parts_of(actor, draft))
    _check_words(title, lead, sponsor, departments, effort_days, now)
    made = Initiative(
        number=journal.next_number(session, "initiatives"), kind=kind, stage=stage, purpose=purpose, lead_id=lead.id,
        sponsor_id=sponsor.id if sponsor else None, effort_days=effort_days,
    )  # fmt: skip
    journal.create(
        session, made, "initiatives:initiative:make", actor=actor, now=now, title=title, parent=committee, level=level,
        department_id=lead.department_id,
    )  # fmt: skip
    _set_departments(session, made, departments, actor=actor, now=now)
    _let_read(session, made, lead, sponsor, actor=actor, now=now)
    return made


def edit(
    session: Session,
    initiative: Initiative,
    *,
    title: str,
    kind: InitiativeKind,
    lead: Person,
    departments: Shares,
    actor: Actor,
    now: datetime,
    sponsor: Person | None = None,
    purpose: str = "",
    effort_days: int | None = None,
    version: int | None = None,
) -> None:
    """Change an initiative that is not over."""
    journal.begin_write(session)
    initiative = loaded(session, initiative.id)
    policy.check(actor, "initiatives:initiative:edit", initiative)
    journal.check_version(initiative, version)
    check_move(MOVES, "change", initiative.stage, permissions.parts_of(actor, initiative))
    _check_words(title, lead, sponsor, departments, effort_days, now)
    journal.change(
        session, initiative, "initiatives:initiative:edit", actor=actor, now=now, title=title.strip(), kind=kind,
        lead_id=lead.id, sponsor_id=sponsor.id if sponsor else None, purpose=purpose, effort_days=effort_days,
        department_id=lead.department_id,
    )  # fmt: skip
    _set_departments(session, initiative, departments, actor=actor, now=now)
    _let_read(session, initiative, lead, sponsor, actor=actor, now=now)


def _check_words(
    title: str, lead: Person, sponsor: Person | None, departments: Shares, effort_days: int | None, now: datetime
) -> None:
    if not title.strip():
        raise RuleBroken("Give the initiative a name.", field="title")
    for person, field in ((lead, "lead"), (sponsor, "sponsor")):
        if person is not None and person.left_on is not None and person.left_on < now.date():
            raise RuleBroken(f"{person.name} has left. Name somebody else.", field=field)
    if len({department.id for department, _ in departments}) < len(departments):
        raise RuleBroken("A department stands there twice.", field="departments")
    if effort_days is not None and not 0 <= effort_days <= MOST_DAYS:
        raise RuleBroken("An effort is a number of days of work, 0 or more.", field="effort_days")


def _set_departments(
    session: Session, initiative: Initiative, departments: Shares, *, actor: Actor, now: datetime
) -> None:
    wanted = {department.id: part for department, part in departments}
    rows = select(InitiativeDepartment).where(InitiativeDepartment.initiative_id == initiative.id)
    held = {row.department_id: row for row in session.scalars(rows)}
    told: dict[str, Any] = {"of": initiative, "actor": actor, "now": now}
    for department_id, row in held.items():
        if department_id not in wanted:
            journal.remove(session, row, "initiatives:department:remove", **told)
        else:
            journal.change(session, row, "initiatives:department:edit", part=wanted[department_id], **told)
    for department_id, part in wanted.items():
        if department_id not in held:
            made = InitiativeDepartment(initiative_id=initiative.id, department_id=department_id, part=part)
            journal.add(session, made, "initiatives:department:add", **told)


def _let_read(
    session: Session, initiative: Initiative, lead: Person, sponsor: Person | None, *, actor: Actor, now: datetime
) -> None:
    for person in (lead, sponsor):
        journal.let_read(session, initiative, person.id if person else None, actor=actor, now=now)
