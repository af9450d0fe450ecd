"""What is read of departments and persons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from cxgov.core.actor import Actor
from cxgov.core.errors import NotFound
from cxgov.journal.models import Subject
from cxgov.journal.queries import visible
from cxgov.people.models import Alias, Department, Person, RoleGrant


def departments(session: Session, actor: Actor) -> Sequence[Department]:
    """Return the active departments in the order of the charter, each with its head."""
    wanted = visible(actor, Department).where(Department.is_active.is_(True)).options(joinedload(Department.head))
    return session.scalars(wanted.order_by(Department.position, Subject.title)).all()


def department_by_slug(session: Session, actor: Actor, slug: str) -> Department:
    """Return the department of a slug, or raise NotFound."""
    found = session.scalar(visible(actor, Department).where(Department.slug == slug))
    if found is None:
        raise NotFound
    return found


def people(
    session: Session, actor: Actor, *, department_id: int | None = None, present_on: date | None = None
) -> Sequence[Person]:
    """Return persons by name; `present_on` leaves out those who left before that day."""
    wanted = visible(actor, Person).order_by(Subject.title, Person.id)
    if department_id is not None:
        wanted = wanted.where(Subject.department_id == department_id)
    if present_on is not None:
        wanted = wanted.where(or_(Person.left_on.is_(None), Person.left_on >= present_on))
    return session.scalars(wanted).all()


@dataclass(frozen=True, slots=True)
class Found:
    """Which people are looked for: `text` is held by the folded name, literally; those who are here, or who left."""

    today: date
    text: str = ""
    department_id: int | None = None
    left: bool = False


def found_people(
    session: Session, actor: Actor, looked_for: Found, *, page: int = 1, per_page: int = 100
) -> Sequence[Person]:
    """Return one page of the persons looked for, by department and name; those without a department stand last."""
    order = (Department.position.is_(None), Department.position, Department.id, Subject.title, Person.id)
    wanted = _looked_for(actor, looked_for).outerjoin(Department, Department.id == Subject.department_id)
    return session.scalars(wanted.order_by(*order).limit(per_page).offset((page - 1) * per_page)).all()


def count_people(session: Session, actor: Actor, looked_for: Found) -> int:
    """Return how many persons are looked for."""
    return session.scalar(_looked_for(actor, looked_for).with_only_columns(func.count())) or 0


def _looked_for(actor: Actor, looked_for: Found) -> Select[Person]:
    has_left = Person.left_on.is_not(None) & (Person.left_on < looked_for.today)
    wanted = visible(actor, Person).where(has_left if looked_for.left else ~has_left)
    if looked_for.text:
        wanted = wanted.where(Person.folded_name.contains(looked_for.text, autoescape=True))
    if looked_for.department_id is not None:
        wanted = wanted.where(Subject.department_id == looked_for.department_id)
    return wanted


def all_departments(session: Session, actor: Actor) -> Sequence[Department]:
    """Return every department with its head, those that are closed last."""
    wanted = visible(actor, Department).options(joinedload(Department.head))
    return session.scalars(wanted.order_by(Department.is_active.desc(), Department.position, Subject.title)).all()


def head_counts(session: Session, actor: Actor, today: date) -> Mapping[int, int]:
    """Return how many people each department has today."""
    here = or_(Person.left_on.is_(None), Person.left_on >= today)
    wanted = visible(actor, Person).where(here, Subject.department_id.is_not(None))
    counted = wanted.with_only_columns(Subject.department_id, func.count()).group_by(Subject.department_id)
    return {department: count for department, count in session.execute(counted) if department is not None}


def tree(departments: Sequence[Department]) -> list[tuple[int, Department]]:
    """Return departments with their depth, each below the one above it; a ring, which cannot be, is cut."""
    below: dict[int | None, list[Department]] = {}
    known = {one.id for one in departments}
    for one in departments:
        below.setdefault(one.above_id if one.above_id in known else None, []).append(one)
    rows: list[tuple[int, Department]] = []
    waiting = [(0, one) for one in reversed(below.get(None, []))]
    while waiting:
        depth, one = waiting.pop()
        rows.append((depth, one))
        waiting += [(depth + 1, child) for child in reversed(below.pop(one.id, []))]
    return rows


def running_roles(session: Session, person_id: int, today: date) -> Sequence[RoleGrant]:
    """Return the roles that a person has today in the whole organisation."""
    running = or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= today)
    wanted = select(RoleGrant).where(RoleGrant.person_id == person_id, RoleGrant.valid_from <= today, running)
    return session.scalars(wanted.order_by(RoleGrant.role)).all()


def headed(session: Session, actor: Actor, person_id: int) -> Sequence[Department]:
    """Return the departments that a person heads."""
    return session.scalars(visible(actor, Department).where(Department.head_id == person_id)).all()


def department_names(session: Session) -> Mapping[int, str]:
    """Return the names of all departments by id, for lists that show a person's."""
    rows = session.execute(select(Department.id, Subject.title).join(Subject, Subject.id == Department.id))
    return {row.id: row.title for row in rows}


def roles_of(session: Session, person_id: int) -> Sequence[RoleGrant]:
    """Return the roles that a person has or had in the whole organisation, the newest first."""
    wanted = select(RoleGrant).where(RoleGrant.person_id == person_id)
    return session.scalars(wanted.order_by(RoleGrant.valid_from.desc())).all()


def aliases(session: Session, committee_id: int | None) -> Mapping[str, int | None]:
    """Return what was settled of names as written: folded words to a person's id, or to None where they name nobody.

    Those of the committee win over those that hold everywhere.
    """
    wanted = select(Alias).where(or_(Alias.committee_id == committee_id, Alias.committee_id.is_(None)))
    found = session.scalars(wanted).all()
    return {alias.folded: alias.person_id for alias in sorted(found, key=lambda alias: alias.committee_id is not None)}
