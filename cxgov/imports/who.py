"""Who is who while minutes are imported: known people, those an attendance list makes, and whom an owner means."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.committees.models import Committee, Membership
from cxgov.committees.rules import is_in_term
from cxgov.core.actor import Actor
from cxgov.imports.minutes_text.values import Attendance, ParsedMinutes
from cxgov.imports.outcome import Outcome
from cxgov.journal import service as journal
from cxgov.people import service as people
from cxgov.people.models import Person
from cxgov.people.queries import aliases
from cxgov.people.resolving import Candidate, Resolution, fold, resolve_owner

_NO_ROLE = frozenset({"", "member", "members", "guest", "visitor", "voting", "observer"})


@dataclass(slots=True)
class Meeting:
    """What resolving needs of one meeting: who attended, who was a member that day, who held which role."""

    attendees: set[int] = field(default_factory=set)
    members: set[int] = field(default_factory=set)
    roles: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))


class People:
    """Everybody known, by handle and by folded name; makes those whom an attendance list or an @handle names."""

    def __init__(
        self, session: Session, committee: Committee, *, actor: Actor, now: datetime, outcome: Outcome
    ) -> None:
        committee_id = committee.id
        self._committee = committee
        self._session, self._actor, self._now, self._outcome = session, actor, now, outcome
        self._by_id: dict[int, Candidate] = {}
        self._by_handle: dict[str, int] = {}
        self._by_name: dict[str, list[int]] = defaultdict(list)
        self._aliases: Mapping[str, int | None] = aliases(session, committee_id)
        self._terms: Sequence[Membership] = session.scalars(
            select(Membership).where(Membership.committee_id == committee_id)
        ).all()
        self.seen: set[int] = set()
        for person in session.scalars(select(Person)).unique():
            self._know(person)
        for folded, person_id in self._aliases.items():
            if folded.startswith("@") and person_id is not None:
                self._add_spelling(person_id, folded[1:])

    def _know(self, person: Person) -> None:
        handles = (person.handle,) if person.handle else ()
        self._by_id[person.id] = Candidate(person.id, person.name, handles)
        if person.handle:
            self._by_handle[person.handle] = person.id
        folded = fold(person.name)
        if person.id not in self._by_name[folded]:
            self._by_name[folded].append(person.id)

    def _add_spelling(self, person_id: int, handle: str) -> None:
        """Know a person by a further handle."""
        known = self._by_id[person_id]
        self._by_id[person_id] = Candidate(person_id, known.name, (*known.handles, handle))
        self._by_handle[handle] = person_id

    def on(self, day: date) -> Meeting:
        """Return the committee on a day, before anybody attended."""
        found = Meeting()
        for term in self._terms:
            if is_in_term(term.valid_from, term.valid_to, day):
                found.members.add(term.person_id)
                found.roles[term.role.words].append(term.person_id)
        return found

    def attending(self, one: Attendance, meeting: Meeting) -> int | None:
        """Return the person of an attendance line, made where the name or handle is new; None for a bare first name."""
        handle = (one.handle or "").lower() or None
        found = self._by_handle.get(handle) if handle else None
        if found is None and one.name:
            found = self._named(one.name, handle, meeting)
        if found is None and (handle or len(fold(one.name).split()) > 1):
            found = self._make(one.name or f"@{handle}", handle)
        if found is not None:
            self.seen.add(found)
        return found

    def _named(self, name: str, handle: str | None, meeting: Meeting) -> int | None:
        folded = fold(name)
        same = self._by_name.get(folded, ())
        if len(same) == 1 and " " in folded:
            if handle:
                self._add_handle(same[0], handle)
            return same[0]
        if folded in self._aliases:
            return self._aliases[folded]
        near = Meeting(meeting.attendees | meeting.members, meeting.members, meeting.roles)
        resolution = self._resolve(name, near) if " " not in folded else None
        return resolution.person_id if resolution else None

    def _add_handle(self, person_id: int, handle: str) -> None:
        """Give a person the handle of the list; a second one is remembered as an alias of this committee."""
        person = self._session.get_one(Person, person_id)
        if person.handle is None:
            journal.change(
                self._session, person, "people:person:edit", actor=self._actor, now=self._now, handle=handle[:64]
            )
            self._know(person)
        else:
            people.settle_alias(
                self._session, f"@{handle}", person, committee=self._committee, actor=self._actor, now=self._now
            )
            self._add_spelling(person_id, handle)
        self._outcome.updated += 1

    def _make(self, name: str, handle: str | None) -> int:
        made = people.make_person(
            self._session, name[:200], actor=self._actor, now=self._now, handle=handle[:64] if handle else None
        )
        self._know(made)
        self._outcome.note(is_new=True)
        return made.id

    def owner(self, written: str, meeting: Meeting) -> Resolution:
        """Return whom an owner as written means on that day; an unknown @handle makes a person, a bare name never."""
        word = written.strip().strip("*_`()[] ")
        if word.startswith("@") and " " not in word and len(word) > 1:
            handle = word[1:].rstrip(".,;:").lower()
            if handle and handle not in self._by_handle and fold(written) not in self._aliases:
                self._make(f"@{handle}", handle)
        found = self._resolve(written, meeting)
        if found.person_id is not None:
            self.seen.add(found.person_id)
        return found

    def _resolve(self, written: str, meeting: Meeting) -> Resolution:
        near = meeting.attendees | meeting.members
        folded = fold(written.split("(", maxsplit=1)[0].strip(" :*_`"))
        ids = {*near, *self._by_name.get(folded, ())}
        ids |= {person for word in written.split() if (person := self._by_handle.get(_handle_in(word))) is not None}
        return resolve_owner(
            written,
            people=[self._by_id[one] for one in sorted(ids)],
            attendees=meeting.attendees,
            members=meeting.members,
            roles=meeting.roles,
            aliases=self._aliases,
        )

    def person(self, person_id: int) -> Person:
        """Return the person."""
        return self._session.get_one(Person, person_id)


def _handle_in(word: str) -> str:
    return word.strip("@()[]*_`.,;:").lower()


def note_roles(meeting: Meeting, minutes: ParsedMinutes, ids: Iterable[tuple[Attendance, int]]) -> None:
    """Note who held which role that day: what stands beside a name in the list, and who chaired or took the minutes."""
    for one, person_id in ids:
        meeting.attendees.add(person_id)
        said = [part.strip() for part in one.role.replace("/", ",").split(",")]
        words = {part for part in said if fold(part) not in _NO_ROLE}
        words |= {office.value for office in one.offices}
        for word in words:
            if person_id not in meeting.roles[word]:
                meeting.roles[word].append(person_id)
