"""Decisions: numbered by their committee's year, reworded only while the minutes are a draft, kept by the database."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cxgov.core.errors import NotAllowed, RuleBroken
from cxgov.decisions import queries, service
from cxgov.decisions.enums import DecisionState
from cxgov.decisions.models import Decision
from cxgov.journal import service as journal
from cxgov.meetings.models import Meeting
from tests.support.cast import NOW, SYSTEM, TODAY, Cast


def meeting_of(session: Session, cast: Cast) -> Meeting:
    journal.begin_write(session)
    made = Meeting(
        of_committee_id=cast.council.id, number=90, held_on=TODAY, zone="Europe/Berlin", starts_at=NOW, place=""
    )
    journal.create(
        session, made, "meetings:meeting:make", actor=SYSTEM, now=NOW, title="Meeting 90", parent=cast.council
    )
    session.commit()
    return made


def record(session: Session, cast: Cast, words: str = "one team owns the first bill", **more: Any) -> Decision:
    values: dict[str, Any] = {"decided_on": TODAY, "without_quorum": False, "actor": SYSTEM, "now": NOW} | more
    if "meeting" not in values:
        values["meeting"] = meeting_of(session, cast)
    made = service.record(session, cast.council, words, **values)
    session.commit()
    return made


def test_numbers_run_by_committee_and_year(session: Session, cast: Cast) -> None:
    first = record(session, cast, meeting=None)
    second = record(session, cast, meeting=None)
    other_year = record(session, cast, meeting=None, decided_on=date(2025, 3, 1))
    assert [one.label for one in (first, second, other_year)] == ["D-2026-01", "D-2026-02", "D-2025-01"]


def test_only_chair_and_secretary_record(session: Session, cast: Cast) -> None:
    ben = cast.actor(cast.ben, session)
    assert record(session, cast, actor=ben).state is DecisionState.IN_FORCE
    for person in (cast.cleo, cast.eve, cast.alma):
        with pytest.raises(NotAllowed):
            service.record(
                session, cast.council, "x", meeting=None, decided_on=TODAY, without_quorum=False,
                actor=cast.actor(person, session), now=NOW,
            )  # fmt: skip
        session.rollback()


def test_the_text_follows_its_line_until_the_minutes_close_and_is_kept_then(session: Session, cast: Cast) -> None:
    decision = record(session, cast)
    assert service.edit_draft(session, decision, "one team, in Billing", actor=SYSTEM, now=NOW)
    session.commit()
    assert service.finalise(session, decision.meeting_id or 0, actor=SYSTEM, now=NOW) == 1
    session.commit()
    with pytest.raises(RuleBroken, match="minutes are closed"):
        service.edit_draft(session, decision, "another text", actor=SYSTEM, now=NOW)
    session.rollback()
    for statement in ("UPDATE decisions SET text = 'x'", "DELETE FROM decisions"):
        with pytest.raises(IntegrityError, match="never edited"), session.begin_nested():
            session.execute(text(statement))
    assert decision.text == "one team, in Billing"


def test_a_withdrawn_line_leaves_the_register_and_its_number(session: Session, cast: Cast) -> None:
    decision = record(session, cast)
    service.withdraw(session, decision, actor=SYSTEM, now=NOW)
    session.commit()
    assert queries.decisions(session, cast.actor(cast.ada, session))[1] == 0
    assert record(session, cast, meeting=None).number == 2


def test_a_draft_decision_is_unknown_to_staff(session: Session, cast: Cast, browser) -> None:
    decision = record(session, cast)
    assert browser(cast.eve).get(f"/decisions/{decision.id}").status_code == 404
    page = browser(cast.ben).get_page(f"/decisions/{decision.id}")
    assert "Minutes not closed" in page


def test_register_and_page_show_what_came_of_it(session: Session, cast: Cast, browser) -> None:
    decision = record(session, cast, "<b>one</b> team & {{7*7}}", meeting=None, decided_on=date(2026, 8, 1))
    eve = browser(cast.eve)
    assert "No action follows from it" in eve.get_page("/decisions")
    assert "{{7*7}}" in eve.get_page(f"/decisions/{decision.id}")
    answer = eve.send(f"/decisions/{decision.id}/actions", title="Tell the agents")
    assert answer.status_code == 303
    assert "Nothing done in 16 weeks" in eve.get_page("/decisions")


def test_the_chair_says_that_it_is_carried_out_and_nobody_else(session: Session, cast: Cast, browser) -> None:
    decision = record(session, cast, meeting=None)
    assert browser(cast.cleo).send(f"/decisions/{decision.id}/implement").status_code == 403
    assert browser(cast.ada).send(f"/decisions/{decision.id}/implement").status_code == 303
    session.expire_all()
    assert decision.state is DecisionState.IMPLEMENTED


@pytest.mark.parametrize("rows", [1, 3])
def test_the_register_costs_a_constant_number_of_statements(
    session: Session, cast: Cast, browser, count_sql, rows
) -> None:
    for _ in range(rows):
        record(session, cast, meeting=None)
    eve = browser(cast.eve)
    eve.get("/decisions")
    with count_sql() as seen:
        eve.get("/decisions")
    assert len([one for one in seen if one.startswith(("SELECT", "WITH"))]) == 5
