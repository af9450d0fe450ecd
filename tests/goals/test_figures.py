"""Figures of goals as of a day and as known at an instant, the list, and the check-ins that are due."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.orm import Session

from cxgov.core.enums import Level
from cxgov.goals import queries, service
from cxgov.goals.enums import FigureState, Status
from cxgov.goals.models import Objective
from cxgov.goals.queries import KeyResultFigures, ObjectiveFigures
from tests.goals.build import make_cycle, make_goal, make_key_result, published, read
from tests.support.cast import NOW, SYSTEM, TODAY, Cast

D = Decimal
Counting = Callable[[], AbstractContextManager[list[str]]]


def figures(session: Session, goal: Objective, as_of: date, known_at: datetime | None = None) -> ObjectiveFigures:
    loaded = queries.one_objective(session, SYSTEM, goal.id)
    return queries.figures_of(session, SYSTEM, [loaded], as_of, known_at)[goal.id]


def only(session: Session, goal: Objective, as_of: date, known_at: datetime | None = None) -> KeyResultFigures:
    return figures(session, goal, as_of, known_at).key_results[0]


def test_a_key_result_counts_its_latest_reading_and_says_why(session: Session, cast: Cast) -> None:
    goal, made = published(session, cast)
    read(session, made, "83.5", date(2026, 7, 24))
    read(session, made, "90.25", date(2026, 11, 20))
    one = only(session, goal, date(2026, 11, 23))
    assert one.progress.percent == "58.9 %"
    assert (one.pace.inputs["days"], one.pace.inputs["of_days"]) == (146, 184)
    assert one.status is Status.AMBER
    assert (one.progress.rule, one.progress.inputs["value"], one.judged.rule) == ("G1", D("90.25"), "G11")
    assert str(one.r)[:4] == "0.74"


def test_the_last_recorded_of_a_day_counts_and_progress_may_fall(session: Session, cast: Cast) -> None:
    goal, made = published(session, cast)
    read(session, made, "90", date(2026, 9, 1))
    read(session, made, "88", date(2026, 9, 1), recorded=date(2026, 9, 2))
    assert only(session, goal, date(2026, 9, 3)).progress.inputs["value"] == D(88)
    read(session, made, "82", date(2026, 10, 1))
    assert only(session, goal, date(2026, 10, 2)).p == 0


def test_a_back_dated_check_in_leaves_what_was_known_before(session: Session, cast: Cast) -> None:
    goal, made = published(session, cast)
    read(session, made, "84", date(2026, 8, 1))
    read(session, made, "89", date(2026, 9, 1), recorded=date(2026, 11, 20))
    seen = datetime(2026, 9, 15, 10, 0, tzinfo=UTC)
    assert only(session, goal, date(2026, 9, 15), seen).progress.percent == "14.3 %"
    assert only(session, goal, date(2026, 9, 15)).progress.percent == "50.0 %"
    assert only(session, goal, date(2026, 8, 31)).progress.percent == "14.3 %"


def test_without_a_reading_there_is_no_data_and_from_half_time_red(session: Session, cast: Cast) -> None:
    goal, _ = published(session, cast)
    early, late = figures(session, goal, date(2026, 8, 15)), figures(session, goal, date(2026, 10, 15))
    assert (early.progress.state, early.progress.value, early.status) == (FigureState.NO_DATA, None, Status.NO_DATA)
    assert (late.status, late.coverage) == (Status.RED, "0 of 1 measured")
    assert figures(session, goal, date(2026, 6, 1)).status is Status.NOT_STARTED


def test_the_goal_is_the_weighted_mean_and_the_worst_of_its_key_results(session: Session, cast: Cast) -> None:
    goal, made = published(session, cast)
    other = make_key_result(session, goal, cast.dan, "Calls", baseline=D(100), target=D(60), weight=D(3))
    read(session, made, "89", TODAY)
    read(session, other, "60", TODAY, confidence=9)
    found = figures(session, goal, TODAY)
    assert found.progress.value == D("0.875")
    assert (found.summary.words, found.status) == ("1 off track, 1 on track", Status.RED)
    assert (found.confidence.value, found.lowest_confidence.value) == (D("0.85"), D("0.7"))
    assert str(found.e)[:4] == "0.79"


def test_what_was_missed_twice_is_outdated_until_the_next_check_in(session: Session, cast: Cast) -> None:
    goal, made = published(session, cast)
    read(session, made, "86", date(2026, 7, 20))
    assert only(session, goal, date(2026, 8, 20)).status is not Status.OUTDATED
    assert only(session, goal, date(2026, 9, 20)).status is Status.RED
    assert only(session, goal, date(2026, 10, 5)).status is Status.OUTDATED
    assert only(session, goal, date(2026, 10, 5)).judged.status is Status.RED
    read(session, made, "95", date(2026, 10, 6))
    assert only(session, goal, date(2026, 10, 6)).status is Status.GREEN


def test_figures_cost_the_same_statements_for_one_and_for_three(
    session: Session, cast: Cast, count_sql: Counting
) -> None:
    counts = []
    cycle = make_cycle(session)
    actor = cast.actor(cast.dan, session)
    for wanted in (1, 3):
        while queries.count_objectives(session, actor) < wanted:
            _, made = published(session, cast, cycle=cycle)
            read(session, made, "86", date(2026, 7, 20))
        session.expire_all()
        with count_sql() as seen:
            rows = queries.objective_rows(session, actor, TODAY)
            names = [{part.department.title for part in row.objective.departments} for row in rows]
            assert names == [{"Billing", "Support"}] * wanted
            assert {row.key_results[0].key_result.owner.name for row in rows} == {"Dan Hellier"}
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 5


def test_the_list_is_narrowed_and_shows_only_what_one_may_know(session: Session, cast: Cast) -> None:
    cycle = make_cycle(session)
    goal, _ = published(session, cast, cycle=cycle)
    draft = make_goal(session, cast, "A draft", cycle=cycle)
    secret, _ = published(session, cast, title="Secret", cycle=cycle, level=Level.RESTRICTED, committee=None)

    def listed(person: str, **more: Any) -> list[int]:
        actor = cast.actor(getattr(cast, person), session)
        return [row.objective.id for row in queries.objective_rows(session, actor, TODAY, **more)]

    assert listed("ben") == [goal.id, draft.id]
    assert listed("eve") == [goal.id]
    assert listed("cora") == [goal.id, secret.id, draft.id]
    assert listed("eve", department_id=cast.support.id) == [goal.id]
    assert listed("eve", department_id=cast.product.id) == []
    assert listed("eve", committee_id=cast.council.id, cycle_id=cycle.id) == [goal.id]
    assert listed("cora", page=2, per_page=2) == [draft.id]


def due(session: Session, cast: Cast, today: date, who: str = "dan") -> list[date]:
    actor = cast.actor(getattr(cast, who), session)
    return [one.due_on for one in queries.check_ins_due(session, actor, today)]


def test_a_check_in_is_due_within_a_week_and_stays_due_until_it_comes(session: Session, cast: Cast) -> None:
    _, made = published(session, cast)
    assert due(session, cast, date(2026, 7, 20)) == []
    assert due(session, cast, date(2026, 7, 24)) == [date(2026, 7, 31)]
    assert due(session, cast, date(2026, 10, 1)) == [date(2026, 7, 31)]
    assert due(session, cast, date(2026, 10, 1), "ada") == []
    read(session, made, "90", date(2026, 10, 2))
    assert due(session, cast, date(2026, 10, 20)) == []
    assert due(session, cast, date(2026, 10, 31)) == [date(2026, 10, 31)]


def test_what_is_due_names_the_last_reading_and_no_draft(session: Session, cast: Cast) -> None:
    make_key_result(session, make_goal(session, cast), cast.dan)
    assert due(session, cast, TODAY) == []
    goal, made = published(session, cast)
    read(session, made, "90", date(2026, 8, 2))
    found = queries.check_ins_due(session, cast.actor(cast.dan, session), TODAY)
    assert [(one.last.value if one.last else None, one.unit) for one in found] == [(D(90), "%")]
    service.drop(session, goal, reason="Over.", today=TODAY, actor=SYSTEM, now=NOW)
    session.commit()
    assert due(session, cast, TODAY) == []


@pytest.mark.parametrize("many", [1, 3])
def test_what_is_due_costs_two_statements(session: Session, cast: Cast, count_sql: Counting, many: int) -> None:
    for _ in range(many):
        _, made = published(session, cast)
        read(session, made, "90", date(2026, 8, 2))
    actor = cast.actor(cast.dan, session)
    session.expire_all()
    with count_sql() as seen:
        found = queries.check_ins_due(session, actor, TODAY)
        assert [one.key_result.objective.title for one in found] == ["Moving home works"] * many
    assert len([one for one in seen if one.startswith("SELECT")]) == 2


def test_a_line_is_drawn_from_the_last_value_of_each_day(session: Session, cast: Cast) -> None:
    _, made = published(session, cast)
    for value, day in (("84", date(2026, 8, 1)), ("85", date(2026, 8, 1)), ("88", date(2026, 9, 1))):
        read(session, made, value, day)
    later = date(2026, 8, 31)
    assert queries.points_of(session, [made.id], later) == {made.id: [(date(2026, 8, 1), D(85))]}
    assert len(queries.points_of(session, [made.id], later + timedelta(days=1))[made.id]) == 2
