"""A person who leaves hands over: to whom is a rule, and it is done the day after their last one."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cxgov.core.actor import Actor
from cxgov.core.enums import Role
from cxgov.journal import service as journal
from cxgov.journal import words
from cxgov.journal.queries import readable
from cxgov.people.hooks import HOOKS, Handover
from cxgov.people.models import Department, Person, RoleGrant

words.define(
    {
        "people:person:hand_over": "handed over what the person owed",
        "people:department:vacate": "noted that the head left",
    }
)


def is_here(person: Person | None, leaver: Person, last_day: date) -> bool:
    """Say whether somebody can take what a leaver owed: another one, who is still there the day after."""
    stays = person is not None and (person.left_on is None or person.left_on > last_day)
    return person is not None and stays and person.id != leaver.id


def head_for(session: Session, department_id: int | None, leaver: Person, last_day: date) -> tuple[Person, str] | None:
    """Return the head of a department, or of the nearest one above it that has one who stays, and why it is them."""
    seen: set[int] = set()
    while department_id is not None and department_id not in seen:
        seen.add(department_id)
        room = session.get_one(Department, department_id)
        head = session.get(Person, room.head_id) if room.head_id is not None else None
        if head is not None and is_here(head, leaver, last_day):
            return head, f"heads {room.title}"
        department_id = room.above_id
    return None


def fallback_for(session: Session, leaver: Person, last_day: date, actor: Actor) -> Person | None:
    """Return who takes what no department and no committee has anybody for, so that all of it has an owner.

    Who notes the leaving, else the CX office, else an administrator.
    """
    noted = session.get(Person, actor.id) if actor.id is not None else None
    if is_here(noted, leaver, last_day):
        return noted
    held = (
        select(Person, RoleGrant.role)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(
            RoleGrant.role.in_((Role.CX_OFFICE, Role.ADMINISTRATOR)),
            RoleGrant.valid_from <= last_day,
            or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to > last_day),
        )
        .order_by((RoleGrant.role == Role.CX_OFFICE).desc(), RoleGrant.id)
    )
    return next((person for person, _ in session.execute(held) if is_here(person, leaver, last_day)), None)


def plan(session: Session, leaver: Person, *, last_day: date, actor: Actor) -> list[Handover]:
    """Return what will be handed over to whom, as far as `actor` may read it."""
    fallback = fallback_for(session, leaver, last_day, actor)
    found = [
        one for share in HOOKS.person_left for one in share.plan(session, leaver, last_day=last_day, fallback=fallback)
    ]
    known = _readable(session, actor, [one.thing.id for one in found])
    return [one for one in found if one.thing.id in known] + list(_vacant(session, leaver))


def _readable(session: Session, actor: Actor, ids: Sequence[int]) -> set[int]:
    from cxgov.journal.models import Subject

    return set(session.scalars(select(Subject.id).where(Subject.id.in_(ids), readable(actor)))) if ids else set()


def _vacant(session: Session, leaver: Person) -> Iterator[Handover]:
    for room in session.scalars(select(Department).where(Department.head_id == leaver.id)):
        yield Handover("Head of a department", room, None, "has no head then: name one")


def hand_over(session: Session, leaver: Person, *, actor: Actor, now: datetime) -> None:
    """Close every way in for a person whose last day is over, and give what they owed to others; once."""
    journal.begin_write(session)
    if leaver.left_on is None or leaver.handed_over_at is not None:
        return
    fallback = fallback_for(session, leaver, leaver.left_on, actor)
    for share in HOOKS.person_left:
        share.hand_over(session, leaver, last_day=leaver.left_on, fallback=fallback, actor=actor, now=now)
    for vacant in _vacant(session, leaver):
        journal.change(session, vacant.thing, "people:department:vacate", actor=actor, now=now, head_id=None)
    HOOKS.shut_out(session, leaver.id, actor=actor, now=now, why="left")
    journal.change(session, leaver, "people:person:hand_over", actor=actor, now=now, handed_over_at=now)


def due(session: Session, *, today: date) -> Sequence[int]:
    """Return the ids of those whose last day is over and who have not handed over yet."""
    over = select(Person.id).where(Person.left_on < today, Person.handed_over_at.is_(None))
    return session.scalars(over.order_by(Person.left_on, Person.id).limit(100)).all()
