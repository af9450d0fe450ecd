"""Whom the words of a line mean, in the room of one meeting: exactly one person, or nobody."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cxgov.committees.queries import members_on
from cxgov.journal.models import Subject
from cxgov.meetings.models import Attendance, Meeting
from cxgov.people.models import Department, Person
from cxgov.people.queries import aliases
from cxgov.people.resolving import Candidate, fold, resolve_owner


class Room:
    """Who is near on a meeting's day: members and attendees, the roles they hold, and who heads which department."""

    def __init__(self, session: Session, meeting: Meeting) -> None:
        self._session, self._day = session, meeting.held_on
        seats = members_on(session, meeting.of_committee_id, meeting.held_on)
        self._members = {seat.person_id for seat in seats}
        there = select(Attendance.person_id).where(Attendance.meeting_id == meeting.id)
        self._attendees = set(session.scalars(there))
        self._roles: dict[str, list[int]] = {}
        for seat in seats:
            self._roles.setdefault(seat.role.words, []).append(seat.person_id)
        self._departments = _heads(session)
        self._aliases: Mapping[str, int | None] = aliases(session, meeting.of_committee_id)
        self._near = self._people(Person.id.in_(self._members | self._attendees))

    @property
    def names(self) -> list[str]:
        """Return the names by which a line may begin with its owner: of those near, and of the departments."""
        return [person.name for person in self._near] + list(self._departments)

    def owners(self, written: Sequence[str]) -> list[Person | None]:
        """Return whom each owner as written means, None where that cannot be said, or where the person has left."""
        handles = [word.strip("@()[]*_`.,;:").lower() for one in written for word in one.split() if "@" in word]
        folded = [fold(one.split("(", maxsplit=1)[0].strip(" :*_`")) for one in written]
        known = {person.id: person for person in self._near}
        named = or_(Person.handle.in_(handles), Person.folded_name.in_(folded))
        known |= {person.id: person for person in self._people(named)}
        people = [Candidate(one.id, one.name, (one.handle,) if one.handle else ()) for one in known.values()]
        roles = {**{name: [head] for name, head in self._departments.items() if head}, **self._roles}
        found = [
            resolve_owner(
                one, people=people, attendees=self._attendees, members=self._members, roles=roles, aliases=self._aliases
            ).person_id
            for one in written
        ]
        missing = {one for one in found if one is not None and one not in known}
        if missing:
            known |= {person.id: person for person in self._people(Person.id.in_(missing))}
        return [_still_here(known.get(one) if one is not None else None, self._day) for one in found]

    def _people(self, condition: object) -> Iterable[Person]:
        return list(self._session.scalars(select(Person).where(condition)))  # type: ignore[arg-type]  # a condition


def _heads(session: Session) -> dict[str, int | None]:
    rows = session.execute(
        select(Subject.title, Department.head_id)
        .join(Subject, Subject.id == Department.id)
        .where(Department.is_active.is_(True))
    )
    return {row.title: row.head_id for row in rows}


def _still_here(person: Person | None, day: date) -> Person | None:
    return person if person is not None and (person.left_on is None or person.left_on >= day) else None
