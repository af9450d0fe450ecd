"""What people owe: their open action items in few figures, with those that are due first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session, joinedload

from cxgov.actions.enums import ACTIVE
from cxgov.actions.models import ActionItem
from cxgov.core.actor import Actor
from cxgov.journal.models import Subject
from cxgov.journal.queries import visible
from cxgov.people.models import Person


@dataclass(frozen=True, slots=True)
class Owed:
    """Open items, how many of them are late, and the ones that are due first."""

    open: int
    late: int
    first: Sequence[ActionItem]


def by_person(session: Session, actor: Actor, person_id: int, today: date) -> Owed:
    """Return what one person owes, as far as the actor may know of it."""
    return _owed(session, actor, ActionItem.owner_id == person_id, today)


def by_department(session: Session, actor: Actor, department_id: int, today: date) -> Owed:
    """Return what the people of a department owe, as far as the actor may know of it."""
    people = select(Person.id).join(Subject, Subject.id == Person.id).where(Subject.department_id == department_id)
    return _owed(session, actor, ActionItem.owner_id.in_(people), today)


def _owed(session: Session, actor: Actor, whose: ColumnElement[bool], today: date, limit: int = 5) -> Owed:
    wanted = visible(actor, ActionItem).where(whose, ActionItem.state.in_(ACTIVE))
    late = func.sum(case((ActionItem.due_on < today, 1), else_=0))
    count, overdue = session.execute(wanted.with_only_columns(func.count(), late)).one()
    ordered = wanted.options(joinedload(ActionItem.owner)).order_by(
        ActionItem.due_on.is_(None), ActionItem.due_on, ActionItem.id
    )
    return Owed(count, int(overdue or 0), session.scalars(ordered.limit(limit)).all())
