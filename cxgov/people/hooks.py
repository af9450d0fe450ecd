"""What must happen above when somebody's standing changes; `app.py` fills these, for people knows none of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from sqlalchemy.orm import Session

from cxgov.core.actor import Actor
from cxgov.journal.models import SubjectOf
from cxgov.people.models import Person


@dataclass(frozen=True, slots=True)
class Handover:
    """One thing of a leaver: what it is, which it is, who has it then, and why; without an heir it ends."""

    what: str
    thing: SubjectOf
    heir: Person | None
    why: str


class Share(Protocol):
    """What one feature does when a person leaves."""

    def plan(self, session: Session, leaver: Person, *, last_day: date, fallback: Person | None) -> Sequence[Handover]:
        """Return what would change hands, and to whom."""

    def hand_over(
        self, session: Session, leaver: Person, *, last_day: date, fallback: Person | None, actor: Actor, now: datetime
    ) -> None:
        """Do it, each thing with an entry that names the heir and why."""


class Ended(Protocol):
    """Ends sign-ins, or every way in."""

    def __call__(self, session: Session, person_id: int, *, actor: Actor, now: datetime, why: str) -> object:
        """Do it."""


def _nothing(session: Session, person_id: int, *, actor: Actor, now: datetime, why: str) -> None:
    """Stand in while nobody has filled a hook: the models are used without an application."""


@dataclass(slots=True)
class Hooks:
    """`rights_changed`: what somebody may do is another than before. `shut_out`: they may not come in any more."""

    rights_changed: Ended = _nothing
    shut_out: Ended = _nothing
    person_left: tuple[Share, ...] = ()


HOOKS = Hooks()


def fill(*, rights_changed: Ended, shut_out: Ended, person_left: tuple[Share, ...]) -> None:
    """Say what happens; called by the application factory, alike each time."""
    HOOKS.rights_changed, HOOKS.shut_out, HOOKS.person_left = rights_changed, shut_out, person_left
