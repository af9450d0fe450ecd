"""Whom and which days a report is about, and what that means for a query."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import Session

from cxgov.committees.models import Committee
from cxgov.core.actor import Actor
from cxgov.core.enums import Level
from cxgov.core.spans import DateSpan
from cxgov.journal.enums import Kind
from cxgov.journal.models import Subject
from cxgov.journal.queries import get, readable, visible
from cxgov.people.models import Department
from cxgov.people.queries import department_names, departments
from cxgov.reports.enums import ScopeKind


@dataclass(frozen=True, slots=True)
class Scope:
    """A committee, a department with those below it, or the whole organisation, at one level of confidentiality."""

    kind: ScopeKind
    title: str
    level: Level
    subject_id: int | None = None
    department_ids: frozenset[int] = frozenset()

    @property
    def key(self) -> str:
        """Return the key under which its reports are counted."""
        return "all" if self.subject_id is None else f"{self.kind.value}:{self.subject_id}"

    @property
    def committee_id(self) -> int | None:
        """Return the committee, where it is one."""
        return self.subject_id if self.kind is ScopeKind.COMMITTEE else None

    def holds(self) -> ColumnElement[bool]:
        """Return the condition on `subjects` rows: no drafts, those written at this level or below, in its bounds.

        That of an organisation or a department is written at level 1: nothing of level 2 is in it, not even counted.
        Nothing in camera is in any.
        """
        known = and_(Subject.level <= min(self.level, Level.RESTRICTED), Subject.is_draft.is_(False))
        return known if self.committee_id is None else and_(Subject.committee_id == self.committee_id, known)

    def whose(self, *owner_departments: Any) -> ColumnElement[bool]:
        """Return the condition that one of these departments is the scope's; true where it is not about departments."""
        if self.kind is not ScopeKind.DEPARTMENT:
            return true()
        return or_(*(column.in_(self.department_ids) for column in owner_departments))


@dataclass(frozen=True, slots=True)
class Frame:
    """A scope and a period, as known at an instant; `day` is the last local day that counts."""

    scope: Scope
    span: DateSpan
    as_of: datetime
    now: datetime
    zone: str
    organisation: str
    departments: dict[int, str]
    positions: dict[int, int]

    @property
    def first(self) -> date:
        """Return the first day of the period."""
        return self.span.first

    @property
    def day(self) -> date:
        """Return the last day of the period, or the day of issue where that comes before it."""
        return min(self.span.last, self.as_of.astimezone(ZoneInfo(self.zone)).date())

    def local(self, moment: datetime | None) -> date | None:
        """Return the local day of an instant."""
        return moment.astimezone(ZoneInfo(self.zone)).date() if moment else None


def scope_of_all() -> Scope:
    """Return the scope of the whole organisation, at level 1."""
    return Scope(ScopeKind.ALL, "All committees", Level.INTERNAL)


def scope_of(session: Session, actor: Actor, kind: ScopeKind, subject_id: int | None) -> Scope:
    """Return a scope that the actor may know of, or raise NotFound."""
    if kind is ScopeKind.ALL or subject_id is None:
        return scope_of_all()
    if kind is ScopeKind.COMMITTEE:
        committee = get(session, actor, Committee, subject_id)
        return Scope(kind, committee.title, max(committee.level, Level.INTERNAL), committee.id)
    department = get(session, actor, Department, subject_id)
    return Scope(kind, department.title, Level.INTERNAL, department.id, _with_below(session, department.id))


def _with_below(session: Session, department_id: int) -> frozenset[int]:
    above = {row.id: row.above_id for row in session.execute(select(Department.id, Department.above_id))}
    found, edge = {department_id}, {department_id}
    while edge:
        edge = {child for child, parent in above.items() if parent in edge} - found
        found |= edge
    return frozenset(found)


def frame_of(
    session: Session, scope: Scope, span: DateSpan, *, as_of: datetime, now: datetime, zone: str, organisation: str
) -> Frame:
    """Return the frame of a report with the departments in the order of the charter."""
    positions = {row.id: row.position for row in session.execute(select(Department.id, Department.position))}
    names = dict(department_names(session))
    return Frame(scope, span, as_of, now, zone, organisation, names, positions)


def active_committees(session: Session, actor: Actor) -> list[int]:
    """Return the ids of the committees that get a report of their own."""
    wanted = (
        select(Committee.id)
        .join(Subject, Subject.id == Committee.id)
        .where(Committee.is_active.is_(True), Subject.kind == Kind.COMMITTEE, readable(actor))
    )
    return list(session.scalars(wanted.order_by(Committee.id)))


def scope_choices(session: Session, actor: Actor) -> list[tuple[str, str]]:
    """Return the scopes that the actor may have a report made of, as (key, words): all, committees, departments."""
    rooms = visible(actor, Committee).where(Committee.is_active.is_(True)).order_by(Subject.title)
    committees = [room for room in session.scalars(rooms) if actor.is_cx or room.id in actor.runs]
    found = [("all", "All committees")] if actor.is_cx else []
    found += [(f"committee:{room.id}", room.title) for room in committees]
    if actor.is_cx:
        found += [(f"department:{room.id}", f"Department {room.title}") for room in departments(session, actor)]
    return found
