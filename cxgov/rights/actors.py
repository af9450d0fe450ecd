"""The actor with all roles: who somebody is today, read in one statement; `app.py` fills the hook of `web` with it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Select, String, bindparam, cast, func, literal, null, or_, select, union_all
from sqlalchemy.orm import Session

from cxgov.accounts.enums import Proof
from cxgov.accounts.models import Authenticator, SignIn
from cxgov.accounts.tokens import hashed
from cxgov.committees.enums import CommitteeRole
from cxgov.committees.models import Membership
from cxgov.core.actor import Actor
from cxgov.core.enums import Role
from cxgov.journal import installation
from cxgov.journal.models import Subject, SubjectReader
from cxgov.people.models import Department, Person, RoleGrant
from cxgov.rights.models import GlassOpening

_DAY = bindparam("day", type_=Membership.valid_from.type)
_NOW = bindparam("now", type_=SignIn.expires_at.type)
_LEADS = {CommitteeRole.CHAIR.value, CommitteeRole.VICE_CHAIR.value}


def _statement(*more: Select[*tuple[Any, ...]]) -> Select[Any]:
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
        *more,
    ).subquery("facts")  # fmt: skip
    return (
        select(Person.id, Subject.title, Subject.department_id, facts.c.kind, facts.c.what, facts.c.role, facts.c.votes)
        .join(Subject, Subject.id == Person.id)
        .outerjoin(facts, facts.c.person_id == Person.id)
    )


_BY_PERSONS = _statement().where(Person.id.in_(bindparam("person_ids", expanding=True))).order_by(Person.id)
_BY_PERSON = _statement().where(Person.id == bindparam("person_id"))
_GLASS: Select[*tuple[Any, ...]] = select(
    GlassOpening.person_id, literal("glass"), GlassOpening.committee_id, null(), null()
).where(GlassOpening.opened_at <= _NOW, GlassOpening.until > _NOW)
_LIMITED = (
    select(func.count())
    .select_from(SubjectReader)
    .where(SubjectReader.person_id == Person.id, SubjectReader.until > _NOW)
    .correlate(Person)
)
_BY_TOKEN = (
    _statement(_GLASS)
    .add_columns(
        SignIn.proof,
        SignIn.seen_at,
        SignIn.proved_at,
        SignIn.second_at,
        Authenticator.confirmed_at,
        installation.HELD.scalar_subquery().label("held_since"),
        _LIMITED.scalar_subquery().label("limited_readings"),
    )
    .join(SignIn, SignIn.person_id == Person.id)
    .outerjoin(Authenticator, Authenticator.person_id == Person.id)
    .where(
        SignIn.token_hash == bindparam("token_hash"),
        SignIn.expires_at > _NOW,
        Person.may_sign_in.is_(True),
        or_(Person.left_on.is_(None), Person.left_on >= _DAY),
    )
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Who came in with a token, and how well they have proved it.

    `has_authenticator` says whether they have a second factor at all, `second_at` when this sign-in gave one,
    `held_since` since when the whole installation is held after a restore, `limited_readings` how many subjects the
    person may read for a limited time: no page is answered from its tag once one of them has ended.
    """

    actor: Actor
    proof: Proof
    seen_at: datetime
    proved_at: datetime
    second_at: datetime | None
    has_authenticator: bool
    held_since: datetime | None
    limited_readings: int

    def is_whole(self, second_factor_for: Collection[Role], *, trusts_sign_on: bool = True) -> bool:
        """Say whether this sign-in opens anything: a second factor that is there, or that a role needs, was given.

        The organisation's own sign-on answers for its second factor itself where that is trusted.
        """
        needs = self.has_authenticator or not self.actor.roles.isdisjoint(second_factor_for)
        return self.second_at is not None or not needs or (trusts_sign_on and self.proof is Proof.SIGN_ON)


def _actor(rows: Iterable[Any]) -> Actor | None:
    first, sets = (
        None,
        {name: set[Any]() for name in ("roles", "heads", "chairs", "secretary", "votes", "member", "glass")},
    )
    for row in rows:
        first = first or row
        if row.kind == "is":
            sets["roles"].add(Role(row.role))
        elif row.kind == "heads":
            sets["heads"].add(row.what)
        elif row.kind == "glass":
            sets["glass"].add(row.what)
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
        opened=frozenset(sets["glass"]),
    )


def standing_of(session: Session, token: str, *, now: datetime, today: date) -> Standing | None:
    """Return who came in with this token; None where its row is gone or expired, or its person may not enter."""
    rows = session.execute(_BY_TOKEN, {"token_hash": hashed(token), "now": now, "day": today}).all()
    who = _actor(rows)
    if who is None:
        return None
    row = rows[0]
    return Standing(
        who, row.proof, row.seen_at, row.proved_at, row.second_at, row.confirmed_at is not None, row.held_since,
        row.limited_readings,
    )  # fmt: skip


def actor_of_person(session: Session, person_id: int, *, today: date) -> Actor | None:
    """Return the actor that a person is on a day, whether or not signed in: for mails, tests and the demo.

    A broken glass counts only for who is signed in.
    """
    return _actor(session.execute(_BY_PERSON, {"person_id": person_id, "day": today}))


def actors_of(session: Session, person_ids: Collection[int], *, today: date) -> dict[int, Actor]:
    """Return the actors that several persons are on a day, in one statement; as with one, without broken glass."""
    rows = session.execute(_BY_PERSONS, {"person_ids": sorted(person_ids), "day": today}).all()
    found = {person_id: _actor(mine) for person_id, mine in groupby(rows, lambda row: int(row.id))}
    return {person_id: who for person_id, who in found.items() if who is not None}
