"""Canaries: every text of the world carries a mark that says whose it is; a rule written by hand says who may see it.

The rule is read off the table of rights (security.md, section 2), not off the program: it knows users by what they are
here, never by an actor, a policy row or a query.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

MARK = re.compile(r"CANARY-L([0-3])-([a-z]+)-([a-z]+)-(\d{4})", re.IGNORECASE)
COMMITTEES = {"a": 1, "b": 2, "c": 2}
"""The committees of the world with their levels; everything of the third is in camera."""
SLOTS = {"a1": ("a", 1), "a2": ("a", 2), "a3": ("a", 3), "b2": ("b", 2), "b3": ("b", 3), "c3": ("c", 3)}
"""Where things stand: in which committee, at which level."""


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who walks: what they are in the organisation, where they sit and as what, and whether they head D1."""

    key: str
    role: str = ""
    seat: str = ""
    committee: str = ""
    department: str = "two"

    @property
    def runs(self) -> bool:
        """Whether they chair a committee or keep its minutes."""
        return self.seat in ("chair", "secretary")


def _seated(prefix: str, committee: str, department: str) -> list[User]:
    seats = ("observer", "member", "secretary", "chair")
    return [User(f"{prefix}{seat}", seat=seat, committee=committee, department=department) for seat in seats]


USERS: dict[str, User] = {
    user.key: user
    for user in (
        User("staff"),
        User("owner", department="one"),
        *_seated("", "a", "one"),
        User("cx", role="cx_office"),
        User("auditor", role="auditor"),
        User("admin", role="administrator"),
        *_seated("t_", "b", "two"),
        *_seated("c_", "c", "two"),
    )
}
"""Everybody; those of the third committee only stand there, so that its items have people who may read them."""
ROLES = ("anonymous", "staff", "owner", "observer", "member", "secretary", "chair", "cx", "auditor", "admin")
TWINS = ("t_observer", "t_member", "t_secretary", "t_chair")
WALKERS = (*ROLES, *TWINS)


@dataclass(slots=True)
class Placed:
    """One thing of the world: where it stands, who is named on it, and which rule of reading holds for it.

    `access` is plain, draft (not shown yet), minutes (of a meeting that is not closed), history (what minutes said
    before), name (of a committee), contact (of a person), names (as written, to be settled) or outbox.
    """

    serial: int
    table: str
    level: int
    committee: str = ""
    access: str = "plain"
    named: frozenset[str] = frozenset()
    slot: str = ""
    state: str = ""
    id: int = 0
    marks: list[str] = field(default_factory=list)

    def text(self, column: str) -> str:
        """Return the mark for one of its columns."""
        mark = f"CANARY-L{self.level}-{self.table}-{column}-{self.serial:04d}"
        self.marks.append(mark)
        return mark


@dataclass(slots=True)
class World:
    """Everything that was planted, with the ids that the database gave."""

    placed: dict[int, Placed] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    committees: dict[str, int] = field(default_factory=dict)
    departments: dict[str, int] = field(default_factory=dict)
    terms: dict[str, int] = field(default_factory=dict)

    def place(self, table: str, slot: str = "", *, named: Iterable[str] = (), **more: Any) -> Placed:
        """Plant something in a slot, or somewhere else by `level` and `committee`."""
        committee, level = SLOTS[slot] if slot else (more.pop("committee", ""), more.pop("level", 1))
        given = frozenset(named) | (listed(committee) if level == 3 else frozenset())
        made = Placed(len(self.placed) + 1, table, level, committee, named=given, slot=slot, **more)
        self.placed[made.serial] = made
        return made

    def of(self, table: str, slot: str = "", state: str = "") -> Placed:
        """Return the first thing of a table in a slot and a state."""
        return next(
            one
            for one in self.placed.values()
            if one.table == table and one.slot == slot and (not state or one.state == state)
        )

    def all_of(self, table: str, state: str = "") -> list[Placed]:
        """Return one thing of a table for each place in which there is one, in a state."""
        found: dict[tuple[str, str, int], Placed] = {}
        for one in self.placed.values():
            is_itself = one.table == table and one.access not in ("contact", "name")
            if is_itself and one.id and (not state or one.state == state):
                found.setdefault((one.slot, one.committee, one.level), one)
        return list(found.values())

    def leaks(self, key: str, text: str) -> set[str]:
        """Return the marks in a text that this user must not see; "" is nobody."""
        return {
            found.group()
            for found in MARK.finditer(text)
            if not may_read(USERS.get(key), self.placed[int(found.group(4))])
        }


def listed(committee: str) -> frozenset[str]:
    """Return who is listed on what is in camera in a committee: chair, secretary and the member who was there."""
    prefix = {"a": "", "b": "t_", "c": "c_"}[committee]
    return frozenset(f"{prefix}{seat}" for seat in ("chair", "secretary", "member"))


def may_read(user: User | None, one: Placed) -> bool:
    """Say by hand whether somebody may read a thing; nobody who is not signed in may read any of these."""
    if user is None:
        return False
    if one.access == "contact":
        return user.role in ("administrator", "cx_office") or user.key in one.named
    if one.access == "outbox":
        return user.role == "administrator"
    inside = bool(one.committee) and user.committee == one.committee
    if one.access == "name" and user.role == "administrator":
        return True
    return _by_level(user, one, inside=inside) and _by_access(user, one, runs=inside and user.runs)


def _by_level(user: User, one: Placed, *, inside: bool) -> bool:
    if one.level <= 1 or user.key in one.named:
        return True
    return one.level == 2 and (inside or user.role in ("cx_office", "auditor"))


def _by_access(user: User, one: Placed, *, runs: bool) -> bool:
    is_cx = user.role == "cx_office"
    if one.access == "minutes":
        return runs or (is_cx and one.level <= 1)
    if one.access == "history":
        return runs
    if one.access == "names":
        return runs or (is_cx and one.level <= 2)
    if one.access == "draft":
        highest = 1 if one.table in ("meetings", "agendaitems", "actions") else 2
        return runs or user.key in one.named or (is_cx and one.level <= highest)
    return True
