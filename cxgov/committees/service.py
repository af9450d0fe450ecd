"""Verbs on committees: founding, the charter, how confidential one is, and who has a seat for how long."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.committees import permissions  # noqa: F401 - defines the policy rows that are checked here
from cxgov.committees.enums import CommitteeRole
from cxgov.committees.models import Committee, Membership
from cxgov.committees.rules import QuorumRule, Term, check_membership, check_quorum_rule, is_in_term
from cxgov.core import clock, policy
from cxgov.core.actor import Actor
from cxgov.core.characters import check_name
from cxgov.core.enums import Level
from cxgov.core.errors import NotFound, RuleBroken
from cxgov.core.slugs import check_slug, slug_of
from cxgov.core.zones import zone_named
from cxgov.journal import service as journal
from cxgov.journal import words
from cxgov.people.models import Person

words.define(
    {
        "committees:committee:make": "founded the committee",
        "committees:charter:edit": "changed the charter",
        "committees:member:add": "gave a seat",
        "committees:member:end": "ended a term",
        "committees:member:take_back": "took a seat back before it began",
    }
)

TermsHook = Callable[[Session, Committee, Actor, datetime], None]
_WHEN_TERMS_CHANGE: list[TermsHook] = []


@dataclass(frozen=True, slots=True)
class Charter:
    """What a committee is for, what it may decide, how often it meets, and who must be there to decide."""

    purpose: str = ""
    authority: str = ""
    vision: str = ""
    cadence: str = ""
    zone: str = "UTC"
    sponsor: Person | None = None
    quorum: QuorumRule = field(default_factory=QuorumRule)


def make_committee(
    session: Session,
    name: str,
    slug: str = "",
    *,
    actor: Actor,
    now: datetime,
    charter: Charter,
    level: Level = Level.INTERNAL,
    chair: Person | None = None,
    secretary: Person | None = None,
) -> Committee:
    """Found a committee, perhaps with its first chair and secretary, who are never the founder.

    Its short name is made of its name where none is given, and is used once.
    """
    journal.begin_write(session)
    policy.check(actor, "committees:committee:make")
    check_name(name)
    slug = slug or slug_of(name)
    check_slug(slug)
    if session.scalar(select(Committee.id).where(Committee.slug == slug)) is not None:
        raise RuleBroken(f"There is a committee “{slug}” already. Give this one another short name.", field="slug")
    if level > Level.INTERNAL and not (actor.is_cx or actor.is_system):
        raise RuleBroken("You could not read it yourself. The CX office founds restricted committees.", field="level")
    if level is Level.IN_CAMERA:
        raise RuleBroken("Single items are in camera, never a whole committee.", field="level")
    first = ((chair, CommitteeRole.CHAIR), (secretary, CommitteeRole.SECRETARY))
    for person, _ in first:
        if person is not None:
            policy.check(actor, "committees:member:seat", person)
    made = Committee(slug=slug, **_checked(charter, now))
    journal.create(session, made, "committees:committee:make", actor=actor, now=now, title=name, level=level)
    first_day = clock.local_day(now, charter.zone)
    for person, role in first:
        if person is not None:
            term = Term(person.id, role, role is CommitteeRole.CHAIR, first_day)
            _seat(session, made, person, term, actor=actor, now=now)
    return made


def edit_charter(
    session: Session,
    committee: Committee,
    name: str,
    *,
    charter: Charter,
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> bool:
    """Change name and charter; False where nothing differs. An older version is a conflict."""
    journal.begin_write(session)
    policy.check(actor, "committees:charter:edit", committee)
    check_name(name)
    journal.check_version(committee, version)
    values = _checked(charter, now)
    return journal.change(session, committee, "committees:charter:edit", actor=actor, now=now, title=name, **values)


def raise_level(session: Session, committee: Committee, level: Level, *, actor: Actor, now: datetime) -> None:
    """Make a committee more confidential, and with it everything of its own; lowering asks for a second person."""
    journal.begin_write(session)
    policy.check(actor, "committees:level:raise", committee)
    if level <= committee.level:
        raise RuleBroken("A level can be raised here. Lowering it takes a second person.", field="level")
    if level is Level.IN_CAMERA:
        raise RuleBroken("Single items are in camera, never a whole committee.", field="level")
    journal.set_level(session, committee, level, actor=actor, now=now)


def add_member(
    session: Session,
    committee: Committee,
    person: Person,
    role: CommitteeRole,
    *,
    votes: bool,
    actor: Actor,
    now: datetime,
    valid_from: date,
    valid_to: date | None = None,
) -> Membership:
    """Give somebody else a seat, with or without a vote, for a term that overlaps none of theirs."""
    journal.begin_write(session)
    policy.check(actor, "committees:member:manage", committee)
    policy.check(actor, "committees:member:seat", person)
    if person.left_on is not None and person.left_on < valid_from:
        raise RuleBroken(f"{person.name} has left by then.", field="person")
    return _seat(session, committee, person, Term(person.id, role, votes, valid_from, valid_to), actor=actor, now=now)


def end_term(
    session: Session, committee: Committee, term: Membership, *, last_day: date, actor: Actor, now: datetime
) -> None:
    """Say on which day a term ends; nobody makes their own longer."""
    journal.begin_write(session)
    policy.check(actor, "committees:member:manage", committee)
    _check_own(committee, term)
    if term.valid_to is not None and last_day > term.valid_to:
        policy.check(actor, "committees:member:seat", session.get_one(Person, term.person_id))
    wanted = Term(term.person_id, term.role, term.is_voting, term.valid_from, last_day)
    check_membership(wanted, _others(session, committee, but=term))
    journal.change(session, term, "committees:member:end", of=committee, actor=actor, now=now, valid_to=last_day)
    _tell(session, committee, actor=actor, now=now)


def take_back(
    session: Session, committee: Committee, term: Membership, *, today: date, actor: Actor, now: datetime
) -> None:
    """Take a seat away that begins today or later, as if it had never been given; the journal keeps it."""
    journal.begin_write(session)
    policy.check(actor, "committees:member:manage", committee)
    _check_own(committee, term)
    if term.valid_from < today:
        raise RuleBroken("This term has begun. Say on which day it ends instead.")
    journal.remove(session, term, "committees:member:take_back", of=committee, actor=actor, now=now)
    _tell(session, committee, actor=actor, now=now)


def change_chair(
    session: Session, committee: Committee, person: Person, *, from_day: date, stays: bool, actor: Actor, now: datetime
) -> Membership:
    """Give the chair to somebody else from a day on; their own seat and the old chair's end the day before.

    `stays` keeps the old chair as a voting member without a break.
    """
    journal.begin_write(session)
    policy.check(actor, "committees:member:manage", committee)
    policy.check(actor, "committees:member:seat", person)
    if person.left_on is not None and person.left_on < from_day:
        raise RuleBroken(f"{person.name} has left by then.", field="person")
    running = [t for t in _terms(session, committee) if is_in_term(t.valid_from, t.valid_to, from_day)]
    old = [term for term in running if term.role is CommitteeRole.CHAIR]
    if any(term.person_id == person.id for term in old):
        raise RuleBroken(f"{person.name} has the chair already.", field="person")
    for term in running:
        if term in old or term.person_id == person.id:
            _end_before(session, committee, term, from_day, actor=actor, now=now)
    made = _seat(session, committee, person, Term(person.id, CommitteeRole.CHAIR, True, from_day), actor=actor, now=now)
    for holder_id in [term.person_id for term in old] if stays else []:
        as_member = Term(holder_id, CommitteeRole.MEMBER, True, from_day)
        _seat(session, committee, session.get_one(Person, holder_id), as_member, actor=actor, now=now)
    return made


def _checked(charter: Charter, now: datetime) -> dict[str, Any]:
    """Return the columns of a charter whose rules hold."""
    zone_named(charter.zone)
    check_quorum_rule(charter.quorum)
    sponsor = charter.sponsor
    if sponsor is not None and sponsor.left_on is not None and sponsor.left_on < now.date():
        raise RuleBroken(f"{sponsor.name} has left. Name another executive sponsor.", field="sponsor")
    return {
        "purpose": charter.purpose, "authority": charter.authority, "vision": charter.vision,
        "cadence": charter.cadence, "zone": charter.zone, "sponsor_id": sponsor.id if sponsor else None,
        "quorum_kind": charter.quorum.kind, "quorum_value": charter.quorum.value,
    }  # fmt: skip


def _seat(
    session: Session, committee: Committee, person: Person, term: Term, *, actor: Actor, now: datetime
) -> Membership:
    check_membership(term, _others(session, committee))
    made = Membership(
        committee_id=committee.id, person_id=person.id, role=term.role, is_voting=term.is_voting,
        valid_from=term.valid_from, valid_to=term.valid_to,
    )  # fmt: skip
    journal.add(session, made, "committees:member:add", of=committee, actor=actor, now=now)
    _tell(session, committee, actor=actor, now=now)
    return made


def _end_before(
    session: Session, committee: Committee, term: Membership, day: date, *, actor: Actor, now: datetime
) -> None:
    if term.valid_from >= day:
        raise RuleBroken("A seat that this would end has only just begun. Choose a later day.", field="from_day")
    last = day - timedelta(days=1)
    journal.change(session, term, "committees:member:end", of=committee, actor=actor, now=now, valid_to=last)
    _tell(session, committee, actor=actor, now=now)


def _terms(session: Session, committee: Committee) -> Sequence[Membership]:
    return session.scalars(select(Membership).where(Membership.committee_id == committee.id)).all()


def _others(session: Session, committee: Committee, but: Membership | None = None) -> list[Term]:
    return [
        Term(term.person_id, term.role, term.is_voting, term.valid_from, term.valid_to)
        for term in _terms(session, committee)
        if but is None or term.id != but.id
    ]


def _check_own(committee: Committee, term: Membership) -> None:
    if term.committee_id != committee.id:
        raise NotFound


def when_terms_change(follow: TermsHook) -> None:
    """Call this whenever a seat of a committee is given, ended or taken back, in the same transaction."""
    _WHEN_TERMS_CHANGE.append(follow)


def _tell(session: Session, committee: Committee, *, actor: Actor, now: datetime) -> None:
    for follow in _WHEN_TERMS_CHANGE:
        follow(session, committee, actor, now)
