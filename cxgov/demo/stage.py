"""The stage on which the demo is played: who is there, what day it is, and what happens next, in order of time."""

import heapq
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.committees.models import Committee
from cxgov.core import clock
from cxgov.core.actor import Actor
from cxgov.core.zones import instant_of
from cxgov.journal.models import Subject, SubjectOf
from cxgov.people.models import Department, Person
from cxgov.rights.actors import actor_of_person

SYSTEM = Actor.system("demo")
SATURDAY = 5
Act = Callable[[datetime], None]
Thing = TypeVar("Thing", bound=SubjectOf)


@dataclass
class Stage:
    """Everything that the players share; `at` puts an act on the programme, `play` runs it in order of time."""

    session: Session
    zone: str
    now: datetime
    chance: random.Random
    people: dict[str, Person] = field(default_factory=dict)
    departments: dict[str, Department] = field(default_factory=dict)
    committees: dict[str, Committee] = field(default_factory=dict)
    _actors: dict[str, Actor] = field(default_factory=dict)
    _programme: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=count)

    @property
    def today(self) -> date:
        """Return the day that it is in the organisation."""
        return clock.local_day(self.now, self.zone)

    def ago(self, days: int) -> date:
        """Return the day so many days before today."""
        return self.today - timedelta(days=days)

    def moment(self, day: date, hour: int, minute: int = 0) -> datetime:
        """Return the instant of a local hour, on the Monday after where the day lies in a weekend."""
        if day.weekday() >= SATURDAY:
            day += timedelta(days=7 - day.weekday())
        return instant_of(day, time(hour, minute), self.zone)

    def at(self, moment: datetime, act: Act) -> None:
        """Let something happen at an instant; what lies after now never happens."""
        if moment <= self.now:
            heapq.heappush(self._programme, (moment, next(self._order), act))

    def play(self) -> None:
        """Run the programme from its first act to now, all in one transaction."""
        while self._programme:
            moment, _, act = heapq.heappop(self._programme)
            act(moment)
            self.session.flush()

    def day_of(self, moment: datetime) -> date:
        """Return the local day of an instant."""
        return clock.local_day(moment, self.zone)

    def actor(self, handle: str) -> Actor:
        """Return the actor that somebody is."""
        if handle not in self._actors:
            found = actor_of_person(self.session, self.people[handle].id, today=self.today)
            if found is None:
                raise LookupError(handle)
            self._actors[handle] = found
        return self._actors[handle]

    def handle_of(self, person_id: int | None) -> str:
        """Return the handle of a person's id."""
        return next(handle for handle, person in self.people.items() if person.id == person_id)

    def find(self, kind: type[Thing], begins: str) -> Thing | None:
        """Return the first published object of a kind whose title begins so, or None while there is none."""
        if not begins:
            return None
        wanted = select(Subject.id).where(
            Subject.kind == kind.KIND, Subject.is_draft.is_(False), Subject.title.istartswith(begins, autoescape=True)
        )
        found = self.session.scalar(wanted.order_by(Subject.id).limit(1))
        return self.session.get(kind, found) if found is not None else None

    def when_found(
        self, kind: type[Thing], begins: str, moment: datetime, act: Callable[[Thing, datetime], None]
    ) -> None:
        """Let something happen as soon as there is an object of that kind, looking for it each day."""

        def look(at: datetime) -> None:
            found = self.find(kind, begins)
            if found is None:
                self.at(at + timedelta(days=1), look)
            else:
                act(found, at)

        if begins:
            self.at(moment, look)


def month_before(day: date, months: int) -> date:
    """Return the first day of the month so many months before the one of a day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, 1)


def working_day(day: date) -> date:
    """Return the day, or the Friday before where it lies in a weekend: nothing is due on a Sunday."""
    return day - timedelta(days=max(0, day.weekday() - SATURDAY + 1))
