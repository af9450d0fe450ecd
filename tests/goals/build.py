"""Goals for the tests, made through the verbs by whoever may."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from cxgov.goals import service
from cxgov.goals.enums import Cadence
from cxgov.goals.models import CheckIn, Cycle, KeyResult, Objective
from cxgov.goals.service import Measure
from cxgov.people.models import Person
from tests.support.cast import NOW, SYSTEM, Cast

FIRST, LAST = date(2026, 7, 1), date(2026, 12, 31)


def make_cycle(session: Session, title: str = "Second half of 2026", **more: Any) -> Cycle:
    """Set up July to December 2026."""
    days = {"first_on": FIRST, "last_on": LAST, "cadence": Cadence.MONTHLY, **more}
    made = service.make_cycle(session, title, actor=SYSTEM, now=NOW, **days)
    session.commit()
    return made


def make_goal(session: Session, cast: Cast, title: str = "Moving home works", **more: Any) -> Objective:
    """Write a goal that Dan owns and Ada sponsors, shared by Billing and Support."""
    values: dict[str, Any] = {
        "owner": cast.dan, "sponsor": cast.ada, "committee": cast.council, "actor": SYSTEM,
        "departments": [(cast.billing, "prints the bill"), (cast.support, "takes the call")], **more,
    }  # fmt: skip
    if "cycle" not in values:
        values["cycle"] = make_cycle(session)
    made = service.make_objective(session, title, now=NOW, **values)
    session.commit()
    return made


def make_key_result(
    session: Session, goal: Objective, owner: Person, title: str = "First bill after a move is right", **more: Any
) -> KeyResult:
    """Add a key result from 82 to 96 %."""
    measure = Measure(**{"baseline": Decimal(82), "target": Decimal(96), "unit": "%", **more})
    made = service.make_key_result(session, goal, title, owner=owner, measure=measure, actor=SYSTEM, now=NOW)
    session.commit()
    return made


def published(session: Session, cast: Cast, **more: Any) -> tuple[Objective, KeyResult]:
    """Return a published goal with one key result that Dan owns."""
    goal = make_goal(session, cast, **more)
    key_result = make_key_result(session, goal, cast.dan)
    service.publish(session, goal, actor=SYSTEM, now=NOW)
    session.commit()
    return goal, key_result


def read(
    session: Session, key_result: KeyResult, value: str, on: date, *, recorded: date | None = None, **more: Any
) -> CheckIn:
    """Check in a value for a day, recorded at noon of that day or of another one."""
    day = recorded or on
    at = datetime(day.year, day.month, day.day, 12, 0, tzinfo=UTC)
    values = {
        "note": "Seen.",
        "confidence": 7,
        "actor": SYSTEM,
        "today": max(day, on),
        **more,
    }
    made = service.check_in(session, key_result, Decimal(value), valid_on=on, now=at, **values)
    session.commit()
    return made
