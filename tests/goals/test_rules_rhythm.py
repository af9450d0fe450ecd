"""The rhythm of check-ins, and what is refused when goals are written."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cxgov.core.errors import RuleBroken
from cxgov.goals.enums import Cadence, CheckInClass, FigureState, KeyResultKind
from cxgov.goals.rules import (
    check_check_in,
    check_in_dues,
    check_key_result,
    check_number,
    check_publication,
    check_weight,
    is_outdated,
    obligations,
    timeliness,
)

D = Decimal

WEEKS = (Cadence.WEEKLY, date(2026, 4, 1), date(2026, 4, 30))


def test_weekly_check_ins_are_due_each_seventh_day_and_on_the_last():
    assert [day.day for day in check_in_dues(*WEEKS)] == [7, 14, 21, 28, 30]
    months = check_in_dues(Cadence.MONTHLY, date(2026, 1, 31), date(2026, 4, 30))
    assert months == [date(2026, 2, 27), date(2026, 3, 30), date(2026, 4, 29), date(2026, 4, 30)]


def came(days: list[int], as_of: int) -> list[CheckInClass]:
    return [one.came for one in obligations(*WEEKS, [date(2026, 4, day) for day in days], date(2026, 4, as_of))]


def test_check_ins_are_on_time_late_missed_or_pending():
    on_time, late, missed, pending = CheckInClass
    assert came([7, 16], 17) == [on_time, on_time, pending]
    assert came([10], 10) == [on_time, pending]
    assert came([11], 12) == [late, pending]
    assert came([], 10) == [pending, pending]
    assert came([], 13) == [late, pending]
    assert came([], 14) == [missed, pending]
    assert came([14], 14) == [missed, on_time]


def test_one_check_in_meets_one_obligation():
    on_time, late, _, pending = CheckInClass
    assert came([12], 14) == [late, pending]
    assert came([6, 12], 14) == [on_time, on_time]


def test_timeliness_leaves_out_what_is_pending():
    found = obligations(*WEEKS, [date(2026, 4, 7), date(2026, 4, 18)], date(2026, 4, 22))
    assert timeliness(found).percent == "50.0 %"
    assert timeliness([]).state is FigureState.NO_DATA
    assert is_outdated(obligations(*WEEKS, [date(2026, 4, 7)], date(2026, 4, 22)))
    assert not is_outdated(found)


def test_what_is_shown_stays_outdated_while_silence_goes_on():
    silent = (Cadence.MONTHLY, date(2026, 1, 1), date(2026, 12, 31))
    assert not is_outdated(obligations(*silent, [], date(2026, 2, 20)))
    assert is_outdated(obligations(*silent, [], date(2026, 3, 1)))
    assert is_outdated(obligations(*silent, [date(2026, 1, 20)], date(2026, 4, 20)))
    assert not is_outdated(obligations(*silent, [date(2026, 1, 20), date(2026, 4, 15)], date(2026, 4, 20)))


CYCLE: dict[str, Any] = {"cycle_start": date(2026, 1, 1), "cycle_end": date(2026, 12, 31)}
DAYS: dict[str, Any] = {"start_on": date(2026, 1, 1), "end_on": date(2026, 12, 31), **CYCLE}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"target": D("NaN")}, "target"),
        ({"baseline": D("Infinity")}, "baseline"),
        ({"baseline": None}, "baseline"),
        ({"target": D("1" * 31)}, "target"),
        ({"target": D("1E+40")}, "target"),
        ({"target": D("1E-40")}, "target"),
        ({"weight": D(-1)}, "weight"),
        ({"start_on": date(2025, 12, 31)}, "start_on"),
        ({"end_on": date(2027, 1, 1)}, "end_on"),
        ({"start_on": date(2026, 6, 1), "end_on": date(2026, 5, 1)}, "end_on"),
    ],
)
def test_a_key_result_that_cannot_be_measured_is_refused_at_its_field(changes, field):
    good: dict[str, Any] = {"baseline": D(0), "target": D("1" * 30), **DAYS}
    check_key_result(KeyResultKind.NUMERIC, **good)
    with pytest.raises(RuleBroken) as refused:
        check_key_result(KeyResultKind.NUMERIC, **{**good, **changes})
    assert refused.value.field == field


def test_a_band_turned_round_is_refused():
    with pytest.raises(RuleBroken):
        check_key_result(KeyResultKind.BAND, lower=D(2), upper=D(1), **DAYS)
    check_key_result(KeyResultKind.BAND, lower=D(1), upper=D(1), **DAYS)


@pytest.mark.parametrize("value", [D(0), D("0E+20"), D("-0.001"), D("1E+29"), D("1E-30")])
def test_ordinary_numbers_are_taken(value):
    assert check_number(value) == value
    assert check_weight(abs(value)) == abs(value)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"value": None}, "value"),
        ({"valid_on": date(2026, 4, 16)}, "valid_on"),
        ({"valid_on": date(2026, 3, 31)}, "valid_on"),
        ({"confidence": 11}, "confidence"),
        ({"is_note_needed": True, "note": "  "}, "note"),
    ],
)
def test_a_check_in_is_of_the_past_and_has_a_note_where_it_fell(changes, field):
    good: dict[str, Any] = {
        "value": D(1),
        "valid_on": date(2026, 4, 15),
        "start_on": date(2026, 4, 1),
        "today": date(2026, 4, 15),
    }
    check_check_in(**good, confidence=7)
    with pytest.raises(RuleBroken) as refused:
        check_check_in(**{**good, **changes})
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"has_sponsor": False}, "sponsor"),
        ({"has_owner": False}, "owner"),
        ({"departments": 1}, "departments"),
        ({"departments": 0, "one_department_reason": "ours alone"}, "departments"),
        ({"key_results": 0}, "key_results"),
    ],
)
def test_a_goal_is_published_only_when_it_is_shared_and_measured(changes, field):
    good: dict[str, Any] = {"has_sponsor": True, "has_owner": True, "departments": 2, "key_results": 1}
    check_publication(**good)
    check_publication(**{**good, "departments": 1}, one_department_reason="a law that binds Legal alone")
    with pytest.raises(RuleBroken) as refused:
        check_publication(**{**good, **changes})
    assert refused.value.field == field
