"""What is read of committees and memberships."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from cxgov.committees.enums import QuorumKind
from cxgov.committees.models import Committee, Membership
from cxgov.core.actor import Actor
from cxgov.core.errors import NotFound
from cxgov.journal.models import Subject
from cxgov.journal.queries import MAX_ID, visible
from cxgov.people.models import Person


def committees(session: Session, actor: Actor) -> Sequence[Committee]:
    """Return the committees that the actor may know of, active ones first, by name."""
    wanted = visible(actor, Committee).order_by(Committee.is_active.desc(), Subject.title)
    return session.scalars(wanted.options(joinedload(Committee.sponsor))).all()


def committee_by_slug(session: Session, actor: Actor, slug: str) -> Committee:
    """Return the committee of a slug, or raise NotFound."""
    found = session.scalar(visible(actor, Committee).where(Committee.slug == slug))
    if found is None:
        raise NotFound
    return found


def members_on(session: Session, committee_id: int, day: date) -> Sequence[Membership]:
    """Return the memberships whose term covers the day, each with its person; the roles in their usual order."""
    in_term = Membership.valid_from <= day, or_(Membership.valid_to.is_(None), Membership.valid_to >= day)
    wanted = select(Membership).where(Membership.committee_id == committee_id, *in_term)
    found = session.scalars(wanted.options(joinedload(Membership.person))).all()
    order = ["chair", "vice_chair", "secretary", "member", "adviser", "observer"]
    return sorted(found, key=lambda term: (order.index(term.role.value), term.person.name))


def terms(session: Session, committee_id: int) -> Sequence[Membership]:
    """Return every term that a committee ever had, the newest first, each with its person."""
    wanted = select(Membership).where(Membership.committee_id == committee_id).options(joinedload(Membership.person))
    return session.scalars(wanted.order_by(Membership.valid_from.desc(), Membership.id)).all()


def voting_people_on(session: Session, committee_id: int, day: date) -> Sequence[Person]:
    """Return the persons who hold a voting seat on that day: the base of the quorum."""
    return [term.person for term in members_on(session, committee_id, day) if term.is_voting]


def term(session: Session, committee_id: int, term_id: int) -> Membership:
    """Return a term of this committee with its person, or raise NotFound."""
    wanted = select(Membership).where(Membership.committee_id == committee_id, Membership.id == term_id)
    found = session.scalar(wanted.options(joinedload(Membership.person))) if 0 < term_id < MAX_ID else None
    if found is None:
        raise NotFound
    return found


def seats_of(session: Session, actor: Actor, person_id: int) -> Sequence[tuple[Committee, Membership]]:
    """Return the terms of a person in the committees that the actor may know of, the newest first."""
    wanted = visible(actor, Committee).join(Membership, Membership.committee_id == Committee.id)
    rows = session.execute(
        wanted.add_columns(Membership)
        .where(Membership.person_id == person_id)
        .order_by(Membership.valid_from.desc(), Membership.id)
    )
    return [(committee, seat) for committee, seat in rows]


def members_of_all(session: Session, committee_ids: Sequence[int], day: date) -> Mapping[int, list[Membership]]:
    """Return who sits in each of several committees on a day, by committee, in one statement."""
    in_term = Membership.valid_from <= day, or_(Membership.valid_to.is_(None), Membership.valid_to >= day)
    wanted = select(Membership).where(Membership.committee_id.in_(committee_ids), *in_term).order_by(Membership.id)
    found: dict[int, list[Membership]] = {}
    for seat in session.scalars(wanted.options(joinedload(Membership.person))):
        found.setdefault(seat.committee_id, []).append(seat)
    return found


def quorum_words(committee: Committee) -> str:
    """Return the quorum rule as a sentence without its full stop."""
    if committee.quorum_kind is QuorumKind.PERCENT:
        return f"at least {committee.quorum_value} % of the voting seats must be there"
    if committee.quorum_kind is QuorumKind.FIXED:
        return f"at least {committee.quorum_value} people with a vote must be there"
    return "more than half of the voting seats must be there"
