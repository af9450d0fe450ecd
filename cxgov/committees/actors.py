"""The actor with all roles: who somebody is today, read in one statement.

It stands here and not in `accounts`, because it needs the memberships; `app.py` fills the hook of `web` with it.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, String, bindparam, cast, literal, null, or_, select, union_all
from sqlalchemy.orm import Session

from cxgov.accounts.models import SignIn
from cxgov.accounts.tokens import hashed
from cxgov.committees.enums import CommitteeRole
from cxgov.committees.models import Membership
from cxgov.core.actor import Actor
from cxgov.core.enums import Role
from cxgov.journal.models import Subject
from cxgov.people.models import Department, Person, RoleGrant

_DAY = bindparam("day", type_=Membership.valid_from.type)
_LEADS = {CommitteeRole.CHAIR.value, CommitteeRole.VICE_CHAIR.value}


def _statement() -> Select[Any]:
    """Return persons with one row for each fact about them: in which committee, of which role, head of what."""
    below = (
        select(Department.head_id, Department.id).where(Department.head_id.is_not(None)).cte("below", recursive=True)
    )
    child = select(below.c.head_id, Department.id).join(below, Department.above_id == below.c.id)
    below = below.union(child)
    facts = union_all(
        select(
            Membership.person_id.label("person_id"), literal("in").label("kind"), Membership.committee_id.label("what"),
            cast(Membership.role, String(32)).label("role"), Membership.is_voting.label("votes"),
        ).where(Membership.valid_from <= _DAY, or_(Membership.valid_to.is_(None), Membership.valid_to >= _DAY)),
        select(RoleGrant.person_id, literal("is"), null(), cast(RoleGrant.role, String(32)), null()).where(
            RoleGrant.valid_from <= _DAY, or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= _DAY)
        ),
        select(below.c.head_id, literal("heads"), below.c.id, null(), null()),
    ).subquery("facts")  # fmt: skip
    return (
        select(Person.id, Subject.title, Subject.department_id, facts.c.kind, facts.c.what, facts.c.role, facts.c.votes)
        .join(Subject, Subject.id == Person.id)
        .outerjoin(facts, facts.c.person_id == Person.id)
    )


_BY_PERSON = _statement().where(Person.id == bindparam("person_id"))
_BY_TOKEN = (
    _statement()
    .add_columns(SignIn.seen_at)
    .join(SignIn, SignIn.person_id == Person.id)
    .where(
        SignIn.token_hash == bindparam("token_hash"),
        SignIn.expires_at > bindparam("now", type_=SignIn.expires_at.type),
        Person.may_sign_in.is_(True),
        or_(Person.left_on.is_(None), Person.left_on >= _DAY),
    )
)


def _actor(rows: Iterable[Any]) -> Actor | None:
    first, sets = None, {name: set[Any]() for name in ("roles", "heads", "chairs", "secretary", "votes", "member")}
    for row in rows:
        first = first or row
        if row.kind == "is":
            sets["roles"].add(Role(row.role))
        elif row.kind == "heads":
            sets["heads"].add(row.what)
        elif row.kind == "in":
            sets["member"].add(row.what)
            if row.role in _LEADS:
                sets["chairs"].add(row.what)
            if row.role == CommitteeRole.SECRETARY.value:
                sets["secretary"].add(row.what)
            if row.votes:
                sets["votes"].add(row.what)
    if first is None:
        return None
    return Actor(
        id=first.id,
        name=first.title,
        department_id=first.department_id,
        roles=frozenset(sets["roles"]),
        heads=frozenset(sets["heads"]),
        chairs=frozenset(sets["chairs"]),
        secretary_of=frozenset(sets["secretary"]),
        votes_in=frozenset(sets["votes"]),
        member_of=frozenset(sets["member"]),
    )


def signed_in(session: Session, token: str, *, now: datetime, today: date) -> tuple[Actor, datetime] | None:
    """Return who is signed in with this token, and when that was last noted; None as for `actor_of_token`."""
    rows = session.execute(_BY_TOKEN, {"token_hash": hashed(token), "now": now, "day": today}).all()
    who = _actor(rows)
    return (who, rows[0].seen_at) if who else None


def actor_of_token(session: Session, token: str, *, now: datetime, today: date) -> Actor | None:
    """Return who is signed in with this token, or None where the row is gone, expired, or its person has left."""
    found = signed_in(session, token, now=now, today=today)
    return found[0] if found else None


def actor_of_person(session: Session, person_id: int, *, today: date) -> Actor | None:
    """Return the actor that a person is on a day, whether or not signed in: for mails, tests and the demo."""
    return _actor(session.execute(_BY_PERSON, {"person_id": person_id, "day": today}))
