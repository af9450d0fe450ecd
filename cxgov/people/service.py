"""Verbs on departments, persons, their roles, and what else they are called."""

from datetime import date, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.characters import check_name
from cxgov.core.enums import Level, Role
from cxgov.core.errors import NotNow, RuleBroken
from cxgov.core.slugs import check_slug, slug_of
from cxgov.journal import service as journal
from cxgov.journal import words
from cxgov.journal.models import SubjectOf
from cxgov.people import (
    addresses,
    leaving,
    permissions,  # noqa: F401 - defines the policy rows that are checked here
)
from cxgov.people.enums import GrantSource
from cxgov.people.hooks import HOOKS
from cxgov.people.models import Alias, Department, Person, RoleGrant
from cxgov.people.resolving import fold

words.define(
    {
        "people:department:make": "set the department up",
        "people:department:edit": "changed the department",
        "people:person:make": "entered the person",
        "people:person:edit": "changed the person’s data",
        "people:person:leave": "noted that the person left",
        "people:role:grant": "gave a role",
        "people:role:end": "ended a role",
        "people:alias:settle": "settled a name as written in minutes",
    }
)


def make_department(
    session: Session,
    name: str,
    slug: str = "",
    *,
    actor: Actor,
    now: datetime,
    head: Person | None = None,
    above: Department | None = None,
    position: int = 0,
) -> Department:
    """Set a department up; its short name is made of its name where none is given, and is used once."""
    journal.begin_write(session)
    policy.check(actor, "people:department:edit")
    check_name(name)
    slug = slug or slug_of(name)
    check_slug(slug)
    if session.scalar(select(Department.id).where(Department.slug == slug)) is not None:
        raise RuleBroken(f"There is a department “{slug}” already.", field="slug")
    made = Department(
        slug=slug,
        head_id=head.id if head else None,
        above_id=above.id if above else None,
        position=position,
        is_active=True,
    )
    return journal.create(session, made, "people:department:make", actor=actor, now=now, title=name)


def edit_department(
    session: Session,
    department: Department,
    *,
    actor: Actor,
    now: datetime,
    name: str,
    head: Person | None,
    above: Department | None,
    version: int | None = None,
) -> bool:
    """Rename a department, give it a head, or move it, never below itself; False where nothing differs."""
    journal.begin_write(session)
    policy.check(actor, "people:department:edit", department)
    check_name(name)
    journal.check_version(department, version)
    step = above
    while step is not None:
        if step.id == department.id:
            raise RuleBroken("A department cannot stand below itself.", field="above")
        step = session.get(Department, step.above_id) if step.above_id else None
    head_id, above_id = head.id if head else None, above.id if above else None
    return journal.change(
        session,
        department,
        "people:department:edit",
        actor=actor,
        now=now,
        title=name,
        head_id=head_id,
        above_id=above_id,
    )


def make_person(
    session: Session,
    name: str,
    *,
    actor: Actor,
    now: datetime,
    handle: str | None = None,
    email: str | None = None,
    job: str | None = None,
    department: Department | None = None,
    may_sign_in: bool = False,
) -> Person:
    """Enter a person; handle and e-mail address belong to one person only."""
    journal.begin_write(session)
    policy.check(actor, "people:person:make")
    _check_name(name)
    if may_sign_in and not (actor.is_admin or actor.is_system):
        raise RuleBroken("Only an administrator lets somebody sign in.", field="may_sign_in")
    handle, email = _checked(session, None, handle, email, may_sign_in=may_sign_in)
    made = Person(handle=handle, email=email, job=job, folded_name=fold(name)[:500], may_sign_in=may_sign_in)
    return journal.create(
        session, made, "people:person:make", actor=actor, now=now, title=name,
        department_id=department.id if department else None,
    )  # fmt: skip


def edit_person(
    session: Session,
    person: Person,
    *,
    actor: Actor,
    now: datetime,
    name: str,
    handle: str | None,
    email: str | None,
    job: str | None,
    department: Department | None,
    may_sign_in: bool,
    version: int | None = None,
) -> bool:
    """Change a person's data; False where nothing differs. Only an administrator lets somebody sign in."""
    journal.begin_write(session)
    policy.check(actor, "people:person:edit", person)
    journal.check_version(person, version)
    _check_name(name)
    if may_sign_in != person.may_sign_in and not (actor.is_admin or actor.is_system):
        raise RuleBroken("Only an administrator lets somebody sign in, or stops it.", field="may_sign_in")
    addresses.check_address(person, email, actor)
    handle, email = _checked(session, person.id, handle, email, may_sign_in=may_sign_in)
    addresses.tell_both(session, person, email, name=name, now=now)
    if person.may_sign_in and not may_sign_in:
        _check_not_last(session, person)
        HOOKS.shut_out(session, person.id, actor=actor, now=now, why="may not sign in any more")
    return journal.change(
        session, person, "people:person:edit", actor=actor, now=now, title=name, folded_name=fold(name)[:500],
        handle=handle, email=email, job=job, may_sign_in=may_sign_in,
        department_id=department.id if department else None,
    )  # fmt: skip


def _check_name(name: str) -> None:
    check_name(name)
    if not fold(name):
        raise RuleBroken("A name has letters.", field="name")


def _checked(
    session: Session, person_id: int | None, handle: str | None, email: str | None, *, may_sign_in: bool
) -> tuple[str | None, str | None]:
    handle = (handle or "").strip().lstrip("@").lower() or None
    email = (email or "").strip().lower() or None
    for name, column, value in (("handle", Person.handle, handle), ("email", Person.email, email)):
        taken = session.scalar(select(Person.id).where(column == value)) if value else None
        if taken is not None and taken != person_id:
            raise RuleBroken(f"Somebody else has “{value}” already.", field=name)
    if may_sign_in and email is None:
        raise RuleBroken("Who signs in needs an e-mail address.", field="email")
    return handle, email


def leave(
    session: Session, person: Person, *, actor: Actor, now: datetime, last_day: date, today: date | None = None
) -> None:
    """Note that a person leaves; from the day after they cannot sign in, and hand over. The last administrator stays.

    `today` is the day in the organisation, by UTC where none is given. A day before it takes effect at once, a later
    one by the job of that night.
    """
    journal.begin_write(session)
    policy.check(actor, "people:person:leave", person)
    _check_not_last(session, person)
    journal.change(session, person, "people:person:leave", actor=actor, now=now, left_on=last_day, handed_over_at=None)
    if last_day < (today or now.date()):
        leaving.hand_over(session, person, actor=actor, now=now)


def _check_not_last(session: Session, person: Person) -> None:
    """Raise RuleBroken where nobody else would administer: those who left or may not come in count for nothing.

    The grants are locked, so that two administrators cannot end each other at once.
    """
    held = (
        select(RoleGrant.person_id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(
            RoleGrant.role == Role.ADMINISTRATOR, RoleGrant.valid_to.is_(None), Person.left_on.is_(None),
            Person.may_sign_in.is_(True),
        )
        .order_by(RoleGrant.id)
        .with_for_update(of=RoleGrant)
    )  # fmt: skip
    holders = set(session.scalars(held))
    if person.id in holders and holders == {person.id}:
        raise NotNow("This is the last administrator. Make another one first.", rule="last_administrator")


def grant_role(
    session: Session,
    person: Person,
    role: Role,
    *,
    actor: Actor,
    now: datetime,
    from_day: date,
    to_day: date | None = None,
    source: GrantSource = GrantSource.HAND,
) -> None:
    """Give a role in the whole organisation; nobody gives one to themselves. Their sign-ins begin anew with it."""
    journal.begin_write(session)
    policy.check(actor, "people:role:grant", person)
    held = select(RoleGrant.id).where(
        RoleGrant.person_id == person.id, RoleGrant.role == role, RoleGrant.valid_to.is_(None)
    )
    if session.scalar(held) is not None:
        raise RuleBroken(f"{person.name} is {role.words} already.", field="role")
    made = RoleGrant(person_id=person.id, role=role, valid_from=from_day, valid_to=to_day, source=source)
    journal.add(session, made, "people:role:grant", of=person, actor=actor, now=now)
    HOOKS.rights_changed(session, person.id, actor=actor, now=now, why=f"was made {role.words}")


def end_role(
    session: Session,
    person: Person,
    role: Role,
    *,
    actor: Actor,
    now: datetime,
    today: date,
    source: GrantSource | None = None,
) -> None:
    """End a role as of yesterday, of one source or of any, and with it their sign-ins; the last administrator stays.

    One that would have begun today or later is taken away whole, so that it is over with the next request.
    """
    journal.begin_write(session)
    policy.check(actor, "people:role:grant", person)
    running = select(RoleGrant).where(
        RoleGrant.person_id == person.id, RoleGrant.role == role,
        or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= today),
    )  # fmt: skip
    if role is Role.ADMINISTRATOR:
        _check_not_last(session, person)
    for grant in session.scalars(running).all():
        if source not in (None, grant.source):
            continue
        if grant.valid_from >= today:
            journal.remove(session, grant, "people:role:end", of=person, actor=actor, now=now)
        else:
            last = today - timedelta(days=1)
            journal.change(session, grant, "people:role:end", of=person, actor=actor, now=now, valid_to=last)
        HOOKS.rights_changed(session, person.id, actor=actor, now=now, why=f"is no {role.words} any more")


def settle_alias(
    session: Session, written: str, person: Person | None, *, committee: SubjectOf | None, actor: Actor, now: datetime
) -> Alias:
    """Remember what a name as written means: a person, or nobody; in one committee, or everywhere."""
    journal.begin_write(session)
    policy.check(actor, "people:alias:settle", committee)
    folded, place = fold(written)[:200], committee.id if committee is not None else None
    known = session.scalar(
        select(Alias).where(
            Alias.folded == folded, Alias.committee_id.is_(place) if place is None else Alias.committee_id == place
        )
    )
    is_secret = committee is not None and committee.level >= Level.RESTRICTED
    holder = committee if person is None or is_secret else person  # words of restricted minutes stay with them
    if holder is None:
        raise RuleBroken("Say whom the name means, or in which committee it means nobody.")
    who = person.id if person else None
    if known is not None:
        journal.change(
            session, known, "people:alias:settle", of=holder, actor=actor, now=now, person_id=who, settled_at=now
        )
        return known
    made = Alias(committee_id=place, folded=folded, as_written=written[:200], person_id=who, settled_at=now)
    return journal.add(session, made, "people:alias:settle", of=holder, actor=actor, now=now)
