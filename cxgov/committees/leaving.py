"""What committees do when a person leaves: seats end with the last day, and whoever stays takes things over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cxgov.committees.enums import CommitteeRole
from cxgov.committees.models import Committee, Membership
from cxgov.core.actor import Actor
from cxgov.core.enums import Level
from cxgov.journal import service as journal
from cxgov.journal import words
from cxgov.journal.models import SubjectOf, SubjectReader
from cxgov.people.hooks import Handover
from cxgov.people.leaving import head_for, is_here
from cxgov.people.models import Person

words.define({"committees:sponsor:change": "gave the committee another sponsor"})
_ORDER = (CommitteeRole.SECRETARY, CommitteeRole.CHAIR, CommitteeRole.VICE_CHAIR)
_SAID = {
    CommitteeRole.SECRETARY: "keeps the minutes",
    CommitteeRole.CHAIR: "chairs the committee",
    CommitteeRole.VICE_CHAIR: "is vice-chair of the committee",
}


def runner_for(session: Session, committee_id: int | None, leaver: Person, last_day: date) -> tuple[Person, str] | None:
    """Return who runs a committee and stays: its secretary, else its chair, and why it is them."""
    if committee_id is None:
        return None
    seats = session.execute(
        select(Membership.role, Person)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.committee_id == committee_id, Membership.role.in_(_ORDER), Membership.valid_from <= last_day,
            or_(Membership.valid_to.is_(None), Membership.valid_to > last_day),
        )
        .order_by(Membership.id)
    ).all()  # fmt: skip
    running = sorted((seat for seat in seats if is_here(seat[1], leaver, last_day)), key=lambda s: _ORDER.index(s[0]))
    return (running[0][1], _SAID[running[0][0]]) if running else None


def heir_of(
    session: Session, thing: SubjectOf, leaver: Person, *, last_day: date, fallback: Person | None
) -> tuple[Person, str] | None:
    """Return who takes a thing of a leaver: the head of its department, else who runs its committee, else `fallback`.

    What is restricted stays in its committee where somebody runs that; nobody who is barred from a thing gets it.
    """
    room = thing.subject.department_id or leaver.department_id
    of_department = head_for(session, room, leaver, last_day)
    of_committee = runner_for(session, thing.subject.committee_id, leaver, last_day)
    is_restricted = thing.level >= Level.RESTRICTED
    order = (of_committee, of_department) if is_restricted else (of_department, of_committee)
    last = (fallback, "for nobody else is there") if fallback is not None else None
    return next((one for one in (*order, last) if one is not None and not _is_barred(session, thing, one[0])), last)


def _is_barred(session: Session, thing: SubjectOf, person: Person) -> bool:
    row = session.get(SubjectReader, (thing.id, person.id))
    return row is not None and row.is_barred and thing.level is Level.IN_CAMERA


class CommitteeShare:
    """Seats and sponsorships of a leaver."""

    def plan(self, session: Session, leaver: Person, *, last_day: date, fallback: Person | None) -> Sequence[Handover]:
        """Return the seats that end and the committees that get another sponsor."""
        names = {one.id: one for one in session.scalars(select(Committee))}
        seats = [
            Handover(f"Seat as {term.role.words}", names[term.committee_id], None, "ends")
            for term in _running(session, leaver, last_day)
        ]
        return seats + [
            Handover(
                "Executive sponsor", one, *_named(heir_of(session, one, leaver, last_day=last_day, fallback=fallback))
            )
            for one in _sponsored(session, leaver)
        ]

    def hand_over(
        self, session: Session, leaver: Person, *, last_day: date, fallback: Person | None, actor: Actor, now: datetime
    ) -> None:
        """End the seats with the last day, take back those that would begin later, and name other sponsors."""
        for term in _running(session, leaver, last_day):
            committee = session.get_one(Committee, term.committee_id)
            if term.valid_from > last_day:
                journal.remove(session, term, "committees:member:take_back", of=committee, actor=actor, now=now)
            else:
                journal.change(
                    session, term, "committees:member:end", of=committee, actor=actor, now=now, valid_to=last_day,
                    reason=f"{leaver.name} left.",
                )  # fmt: skip
        for committee in _sponsored(session, leaver):
            heir, why = _named(heir_of(session, committee, leaver, last_day=last_day, fallback=fallback))
            journal.change(
                session, committee, "committees:sponsor:change", actor=actor, now=now,
                sponsor_id=heir.id if heir else None, reason=because(leaver, heir, why),
            )  # fmt: skip


def because(leaver: Person, heir: Person | None, why: str) -> str:
    """Say in the journal why something has another owner."""
    return f"{leaver.name} left; {heir.name} {why}." if heir else f"{leaver.name} left."


def _named(found: tuple[Person, str] | None) -> tuple[Person | None, str]:
    return found if found is not None else (None, "nobody is there to take it")


def _running(session: Session, leaver: Person, last_day: date) -> Sequence[Membership]:
    after = or_(Membership.valid_to.is_(None), Membership.valid_to > last_day)
    return session.scalars(
        select(Membership).where(Membership.person_id == leaver.id, after).order_by(Membership.id)
    ).all()


def _sponsored(session: Session, leaver: Person) -> Sequence[Committee]:
    wanted = select(Committee).where(Committee.sponsor_id == leaver.id, Committee.is_active.is_(True))
    return session.scalars(wanted.order_by(Committee.id)).all()


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a leaver answers for: what it is in words, the column that names them, and the journal's verb."""

    what: str
    thing: SubjectOf
    column: str
    verb: str


class Share:
    """What a feature hands over, once it says in `parts` what a leaver answers for there."""

    def parts(self, session: Session, leaver: Person) -> Sequence[Part]:
        """Return what the leaver answers for."""
        raise NotImplementedError

    def plan(self, session: Session, leaver: Person, *, last_day: date, fallback: Person | None) -> Sequence[Handover]:
        """Return each with who gets it, and why it is them."""
        return [
            Handover(
                part.what, part.thing,
                *_named(heir_of(session, part.thing, leaver, last_day=last_day, fallback=fallback)),
            )
            for part in self.parts(session, leaver)
        ]  # fmt: skip

    def hand_over(
        self, session: Session, leaver: Person, *, last_day: date, fallback: Person | None, actor: Actor, now: datetime
    ) -> None:
        """Give each to its heir, who may then read it."""
        for part in self.parts(session, leaver):
            heir = heir_of(session, part.thing, leaver, last_day=last_day, fallback=fallback)
            if heir is None:
                continue
            values: dict[str, Any] = {part.column: heir[0].id}
            journal.change(
                session, part.thing, part.verb, actor=actor, now=now, reason=because(leaver, *heir), **values
            )
            journal.let_read(session, part.thing, heir[0].id, actor=actor, now=now)
