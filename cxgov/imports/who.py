"""Who is who while minutes are imported: known people, those an attendance list makes, and whom an owner means."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.committees.models import Committee, Membership
from cxgov.committees.rules import is_in_term
from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.imports.minutes_text.values import Attendance, ParsedMinutes
from cxgov.imports.outcome import Outcome
from cxgov.journal import service as journal
from cxgov.people import service as people
from cxgov.people.models import Person
from cxgov.people.queries import aliases
from cxgov.people.resolving import Candidate, Resolution, Rule, fold, resolve_owner

_NO_ROLE = frozenset({"", "member", "members", "guest", "visitor", "voting", "observer"})
_NO_HANDLE = frozenset(
    "all channel everybody everyone handle here name nobody somebody someone team user username".split()
)
_HANDLE = re.compile(r"[a-z0-9_][a-z0-9_.-]{0,63}")
_OWNER_HANDLE = re.compile(r"(?:(.{1,200}?)\s?[(\[])?\s?@([A-Za-z0-9_][\w.-]{0,63})\s?[)\]]?[.,;:]?")
SETTLED_AS_NOBODY = "was settled as no person"


@dataclass(slots=True)
class Meeting:
    """What resolving needs of one meeting: who attended, who was a member that day, who held which role."""

    attendees: set[int] = field(default_factory=set)
    members: set[int] = field(default_factory=set)
    roles: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True, slots=True)
class Rights:
    """Who imports, who the entries name, and whether the persons' own data may be changed by it."""

    importer: Actor
    writer: Actor

    def may_edit(self, person: Person) -> bool:
        """Say whether the import may give a known person a handle or a full name."""
        return policy.allows(self.importer, "people:person:edit", person)


class People:
    """Everybody known, by handle and by folded name; makes those whom an attendance list or an @handle names."""

    def __init__(
        self,
        session: Session,
        committee: Committee,
        minutes: Sequence[ParsedMinutes],
        *,
        rights: Rights,
        now: datetime,
        outcome: Outcome,
    ) -> None:
        self._committee, self._rights = committee, rights
        self._session, self._now, self._outcome = session, now, outcome
        self._by_id: dict[int, Candidate] = {}
        self._by_handle: dict[str, int] = {}
        self._by_name: dict[str, list[int]] = defaultdict(list)
        self._aliases: Mapping[str, int | None] = aliases(session, committee.id)
        self._full_names = _full_names(minutes)
        terms = select(Membership).where(Membership.committee_id == committee.id)
        self._terms: Sequence[Membership] = session.scalars(terms).all()
        self.seen: set[int] = set()
        self.made: set[int] = set()
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

    def attending(self, one: Attendance, meeting: Meeting) -> Resolution:
        """Return the person of an attendance line, made where the full name or the handle is new.

        A bare first name makes nobody, nor does a name that several people have or that was settled as no person.
        """
        found = self._attending(one.name, _clean_handle(one.handle), meeting)
        if found.person_id is not None:
            self.seen.add(found.person_id)
        return found

    def _attending(self, name: str, handle: str | None, meeting: Meeting) -> Resolution:
        folded = fold(name)
        is_full = " " in folded
        if handle is not None and (known := self._by_handle.get(handle)) is not None:
            self._give_name(known, name)
            return Resolution(known, Rule.HANDLE, "")
        same = self._by_name.get(folded, [])
        if is_full and len(same) == 1:
            if handle is not None:
                self._add_handle(same[0], handle)
            return Resolution(same[0], Rule.FULL_NAME, "")
        if folded in self._aliases:
            return Resolution(self._aliases[folded], Rule.ALIAS, SETTLED_AS_NOBODY)
        if not is_full and handle is not None and handle in self._full_names:
            return self._attending(self._full_names[handle], handle, meeting)
        if is_full and same:
            return Resolution(None, None, f"fits {len(same)} people by full name")
        if is_full or handle is not None:
            return Resolution(self._make(name or f"@{handle}", handle), None, "")
        near = Meeting(meeting.attendees | meeting.members, meeting.members, meeting.roles)
        return self._resolve(name, near)

    def _give_name(self, person_id: int, name: str) -> None:
        """Give a person who is known by a handle alone the full name of the list."""
        known = self._by_id[person_id]
        if not known.name.startswith("@") or " " not in fold(name):
            return
        person = self.person(person_id)
        if self._rights.may_edit(person) and not self._by_name.get(fold(name)):
            self._by_name[fold(known.name)].remove(person_id)
            self._edit(person, title=name[:200], folded_name=fold(name)[:500])

    def _add_handle(self, person_id: int, handle: str) -> None:
        """Give a person the handle of the list; a second one is remembered as an alias of this committee."""
        person = self.person(person_id)
        if person.handle is None and self._rights.may_edit(person):
            self._edit(person, handle=handle)
            return
        people.settle_alias(
            self._session, f"@{handle}", person, committee=self._committee, actor=self._rights.writer, now=self._now
        )
        self._add_spelling(person_id, handle)
        self._outcome.updated += person_id not in self.made

    def _edit(self, person: Person, **values: Any) -> None:
        journal.change(self._session, person, "people:person:edit", actor=self._rights.writer, now=self._now, **values)
        self._know(person)
        self._outcome.updated += person.id not in self.made

    def _make(self, name: str, handle: str | None) -> int:
        made = people.make_person(self._session, name[:200], actor=self._rights.writer, now=self._now, handle=handle)
        self._know(made)
        self.made.add(made.id)
        self._outcome.note(is_new=True)
        return made.id

    def owner(self, written: str, meeting: Meeting) -> Resolution:
        """Return whom an owner as written means on that day; an unknown @handle makes a person, a bare name never."""
        match = _OWNER_HANDLE.fullmatch(written.strip().strip("*_` "))
        handle = _clean_handle(match.group(2)) if match else None
        if match and handle is not None and handle not in self._by_handle and not self._is_settled(written, handle):
            name = (match.group(1) or "").strip()
            self._attending(name if " " in fold(name) else "", handle, meeting)
        found = self._resolve(written, meeting)
        if found.person_id is not None:
            self.seen.add(found.person_id)
        return found

    def _is_settled(self, written: str, handle: str) -> bool:
        return fold(written) in self._aliases or f"@{handle}" in self._aliases

    def _resolve(self, written: str, meeting: Meeting) -> Resolution:
        spelled = written if "@" in written else written.replace("_", " ")
        near = meeting.attendees | meeting.members
        bare = fold(spelled.split("(", maxsplit=1)[0].strip(" :*_`"))
        ids = {*near, *self._by_name.get(bare, ())}
        words = (word.strip("@()[]*_`.,;:").lower() for word in written[:400].split())
        ids |= {person for word in words if (person := self._by_handle.get(word)) is not None}
        settled = next((one for one in (fold(written), fold(spelled), bare) if one in self._aliases), None)
        return resolve_owner(
            spelled,
            people=[self._by_id[one] for one in sorted(ids)],
            attendees=meeting.attendees,
            members=meeting.members,
            roles=meeting.roles,
            aliases={} if settled is None else {fold(spelled): self._aliases[settled]},
        )

    def person(self, person_id: int) -> Person:
        """Return the person."""
        return self._session.get_one(Person, person_id)


def _clean_handle(written: str | None) -> str | None:
    """A handle as people have one; @everyone and what is no word are none."""
    handle = (written or "").lower().strip().lstrip("@").rstrip(".,;:-")
    return handle if _HANDLE.fullmatch(handle) and handle not in _NO_HANDLE else None


def _full_names(minutes: Sequence[ParsedMinutes]) -> Mapping[str, str]:
    """The one full name that stands beside a handle in these minutes, for handles that stand alone elsewhere."""
    names: dict[str, dict[str, str]] = defaultdict(dict)
    for one in (one for file in minutes for one in file.attendances):
        handle = _clean_handle(one.handle)
        if handle is not None and " " in fold(one.name):
            names[handle][fold(one.name)] = one.name
    return {handle: next(iter(found.values())) for handle, found in names.items() if len(found) == 1}


def note_roles(meeting: Meeting, ids: Iterable[tuple[Attendance, int]]) -> None:
    """Note who held which role that day: what stands beside a name in the list, and who chaired or took the minutes."""
    for one, person_id in ids:
        meeting.attendees.add(person_id)
        said = [part.strip() for part in one.role.replace("/", ",").split(",")]
        words = {part for part in said if fold(part) not in _NO_ROLE}
        words |= {office.value for office in one.offices}
        for word in words:
            if person_id not in meeting.roles[word]:
                meeting.roles[word].append(person_id)
