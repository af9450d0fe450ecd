"""Check-ins: who makes one, what cannot be, and when a note is demanded."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.core.errors import NotAllowed, RuleBroken
from cxgov.goals import service
from cxgov.goals.models import CheckIn
from cxgov.journal.models import Entry
from cxgov.journal.queries import head_seq
from tests.goals.build import make_goal, make_key_result, published, read
from tests.support.cast import NOW, SYSTEM, TODAY, Cast

D = Decimal


@pytest.mark.parametrize(
    ("who", "may"), [(who, True) for who in "dan eve ben ada cora".split()] + [("cleo", False), ("otto", False)]
)
def test_owners_chair_secretary_and_cx_office_check_in(session: Session, cast: Cast, who: str, may: bool) -> None:
    goal = make_goal(session, cast)
    made = make_key_result(session, goal, cast.eve)
    service.publish(session, goal, actor=SYSTEM, now=NOW)
    session.commit()
    actor = cast.actor(getattr(cast, who), session)
    if not may:
        with pytest.raises(NotAllowed):
            read(session, made, "95", TODAY, actor=actor)
        return
    last = head_seq(session)
    kept = read(session, made, "95", TODAY, actor=actor)
    assert (kept.person_id, kept.value, kept.confidence) == (actor.id, D(95), 7)
    assert session.scalars(select(Entry.verb).where(Entry.seq > last)).all() == ["goals:key_result:check_in"]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"value": D("NaN")}, "value"),
        ({"value": D("1" * 40)}, "value"),
        ({"valid_on": TODAY + timedelta(days=1)}, "valid_on"),
        ({"valid_on": date(2026, 6, 30)}, "valid_on"),
        ({"confidence": 11}, "confidence"),
    ],
)
def test_a_reading_that_cannot_be_is_refused(session: Session, cast: Cast, more: dict[str, Any], field: str) -> None:
    _, made = published(session, cast)
    told: dict[str, Any] = {"value": D(95), "valid_on": TODAY, "today": TODAY, **more}
    with pytest.raises(RuleBroken) as refused:
        service.check_in(session, made, told.pop("value"), actor=SYSTEM, now=NOW, **told)
    assert refused.value.field == field


def test_a_draft_is_not_checked_in(session: Session, cast: Cast) -> None:
    made = make_key_result(session, make_goal(session, cast), cast.dan)
    with pytest.raises(RuleBroken, match="Only a published goal"):
        read(session, made, "95", TODAY)


def test_red_and_a_fall_of_a_band_demand_a_note(session: Session, cast: Cast) -> None:
    _, made = published(session, cast)
    read(session, made, "84.5", date(2026, 7, 30), note="")
    for value, day in (("86", date(2026, 9, 20)), ("82", date(2026, 9, 20))):
        with pytest.raises(RuleBroken, match="Say in a sentence") as refused:
            read(session, made, value, day, note="  ")
        assert refused.value.field == "note"
        session.rollback()
    assert read(session, made, "86", date(2026, 9, 20), note="The Friday batch.").note == "The Friday batch."
    assert len(session.scalars(select(CheckIn)).all()) == 2
