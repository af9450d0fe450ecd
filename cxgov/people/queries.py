"""What is read of departments and persons."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import or_, select
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
