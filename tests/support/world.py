"""The world of the canaries, made through the verbs: three committees, one person per role with a twin, and of each
kind of thing one in each place. Everybody here is invented.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.actions.models import ActionItem
from cxgov.committees import service as committees
from cxgov.committees.enums import CommitteeRole
from cxgov.committees.models import Committee
from cxgov.committees.service import Charter
from cxgov.core.actor import Actor
from cxgov.core.enums import Level, Role
from cxgov.decisions.models import Decision
from cxgov.gaps.models import Gap, Idea
from cxgov.journal import service as journal
from cxgov.journal.models import Subject, SubjectOf
from cxgov.meetings.models import Meeting
from cxgov.people import service as people
from cxgov.people.models import Department, Person
from cxgov.rights.actors import actor_of_person
from tests.support.canaries import COMMITTEES, USERS, Placed, World, listed

WHEN = datetime(2026, 10, 14, 9, 0, tzinfo=UTC)
DAY = date(2026, 10, 14)
SINCE = date(2025, 1, 1)
SYSTEM = Actor.system("tests")
BY_SYSTEM: dict[str, Any] = {"actor": SYSTEM, "now": WHEN}
CAUGHT: dict[str, Any] = {"actions": ActionItem, "decisions": Decision, "ideas": Idea, "gaps": Gap}


class Builder:
    """A session with the world so far; each step is a verb and a commit."""

    def __init__(self, session: Session, world: World | None = None) -> None:
        self.session = session
        self.world = World() if world is None else world
        self.person: dict[str, Person] = {}
        self.committee: dict[str, Committee] = {}
        self.department: dict[str, Department] = {}

    def do(self, verb: Callable[..., Any], *things: Any, by: str = "", **more: Any) -> Any:
        """Let a verb act, for the system or for somebody, and commit."""
        made = verb(self.session, *things, actor=self.actor(by), now=WHEN, **more)
        self.session.commit()
        return made

    def actor(self, key: str) -> Actor:
        """Return the actor that somebody is, or the system."""
        found = actor_of_person(self.session, self.person[key].id, today=DAY) if key else SYSTEM
        assert found is not None
        return found

    def set_up(self, thing: SubjectOf, one: Placed) -> None:
        """Bring a thing to the level of its place, name its readers, and note its id."""
        journal.begin_write(self.session)
        if thing.level < one.level:
            journal.set_level(self.session, thing, Level(one.level), **BY_SYSTEM)
        for key in sorted(one.named):
            journal.let_read(self.session, thing, self.person[key].id, **BY_SYSTEM)
        self.session.commit()
        one.id = thing.id

    def find_caught(self) -> None:
        """Note the ids of what lines of the minutes became, and name its readers where it is in camera."""
        for one in [one for one in self.world.placed.values() if one.state.startswith("minuted-")]:
            journal.begin_write(self.session)
            wanted = select(Subject).where(Subject.title.contains(f"-{one.serial:04d}"))
            subject = self.session.scalars(wanted).one()
            self.set_up(self.session.get_one(CAUGHT[one.table], subject.id), one)

    def meeting(self, slot: str) -> Meeting:
        """Return the closed meeting of a place."""
        return self.session.get_one(Meeting, self.world.of("meetings", slot, "closed").id)

    def decision(self, slot: str) -> int:
        """Return the id of the standing decision of a place."""
        return self.world.of("decisions", slot, "standing").id

    @cached_property
    def both(self) -> list[Department]:
        """Return the two departments."""
        return [self.department["one"], self.department["two"]]


def make_departments(b: Builder) -> None:
    """Make two departments; the first one is headed later."""
    for place, key in enumerate(("one", "two")):
        one = b.world.place("departments")
        made = b.do(people.make_department, one.text("title"), f"room-{key}", position=place)
        one.id = b.world.departments[key] = made.id
        b.department[key] = made


def make_people(b: Builder) -> None:
    """Make everybody, with the roles of the organisation, and the head of the first department."""
    for key, user in USERS.items():
        one, contact = b.world.place("people"), b.world.place("people", access="contact", named=(key,))
        made = b.do(
            people.make_person, one.text("title"), handle=key, email=f"{contact.text('email')}@tarnwick.example",
            job=one.text("job"), department=b.department[user.department], may_sign_in=True,
        )  # fmt: skip
        one.id = contact.id = b.world.people[key] = made.id
        one.slot = key
        b.person[key] = made
        if user.role:
            b.do(people.grant_role, made, Role(user.role), from_day=SINCE)
    first = b.department["one"]
    b.do(people.edit_department, first, name=first.title, head=b.person["owner"], above=None)


def make_committees(b: Builder) -> None:
    """Found the committees with their seats."""
    for key, level in COMMITTEES.items():
        name = b.world.place("committees", committee=key, level=level, access="name")
        one = b.world.place("committees", committee=key, level=level, state="whole")
        charter = Charter(
            purpose=one.text("purpose"), authority=one.text("authority"), vision=one.text("vision"),
            cadence="every 4 weeks", zone="Europe/Berlin",
        )  # fmt: skip
        made = b.do(
            committees.make_committee, name.text("title"), f"{key}-body", charter=charter, level=Level(level),
        )  # fmt: skip
        name.id = one.id = b.world.committees[key] = made.id
        b.committee[key] = made
        for user in [user for user in USERS.values() if user.committee == key]:
            term = b.do(
                committees.add_member, made, b.person[user.key], CommitteeRole(user.seat), valid_from=SINCE,
                votes=user.seat in ("chair", "member"),
            )  # fmt: skip
            b.world.terms[key] = term.id
        written = b.world.place("aliases", committee=key, level=level, access="names")
        b.do(people.settle_alias, written.text("aswritten"), b.person["staff"], committee=made)


def worker(committee: str) -> str:
    """Return the member of a committee who owns what is owned there."""
    return next(key for key in listed(committee) if key.endswith("member"))


def build_world(session: Session, world: World | None = None) -> World:
    """Make the whole world and commit it; in a world of one's own, of which something else is tried."""
    from tests.support import world_meetings, world_things, world_told, world_works

    b = Builder(session, world)
    for step in (make_departments, make_people, make_committees):
        step(b)
    for module in (world_meetings, world_things, world_works, world_told):
        module.build(b)
    b.find_caught()
    return b.world
