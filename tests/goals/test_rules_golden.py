"""The golden cases of the rules of goals, as the rules' own table writes them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from cxgov.core.errors import RuleBroken
from cxgov.goals.enums import Cadence, FigureState, KeyResultKind, Status
from cxgov.goals.rules import (
    Child,
    Part,
    Reading,
    check_in_periods,
    check_key_result,
    expected,
    is_band_met,
    is_restated,
    is_threshold_met,
    is_within_noise,
    key_result_status,
    measured,
    no_data,
    nps_error,
    numeric_progress,
    objective_progress,
    reading_used,
    rounded,
    sum_progress,
    threshold_progress,
)

D = Decimal
NOW = datetime(2026, 6, 30, 12, 0, tzinfo=UTC)


def part(p: str | None, weight: str = "1", label: str = "part") -> Part:
    figure = no_data("G1") if p is None else numeric_progress(D(0), D(1), D(p))
    return Part(label, D(weight), figure)


G1_TABLE = [
    ("10", "25", "15", "33.3 %", None),
    ("20", "100", "0", "0.0 %", D("-0.25")),
    ("100", "60", "80", "50.0 %", None),
    ("100", "60", "70", "75.0 %", None),
    ("100", "60", "50", "100.0 %", D("1.25")),
    ("10", "0", "7", "30.0 %", None),
    ("10", "0", "-10", "100.0 %", D(2)),
    ("200", "0", "100", "50.0 %", None),
    ("0", "10", "5.9", "59.0 %", None),
    ("-5", "5", "0", "50.0 %", None),
]


@pytest.mark.parametrize(("baseline", "target", "value", "shown", "x"), G1_TABLE)
def test_numeric_progress_is_computed_by_one_formula_in_either_direction(baseline, target, value, shown, x):
    figure = numeric_progress(D(baseline), D(target), D(value))
    assert figure.percent == shown
    assert figure.rule == "G1"
    if x is not None:
        assert figure.inputs["x"] == x


def test_a_target_equal_to_the_baseline_is_refused_with_advice():
    days: dict[str, Any] = {"start_on": date(2026, 1, 1), "end_on": date(2026, 12, 31)}
    cycle: dict[str, Any] = {"cycle_start": date(2026, 1, 1), "cycle_end": date(2026, 12, 31)}
    with pytest.raises(RuleBroken, match="threshold"):
        check_key_result(KeyResultKind.NUMERIC, baseline=D(5), target=D("5.0"), **days, **cycle)
    assert numeric_progress(D(5), D(5), D(5)).state is FigureState.INVALID


def test_at_most_25_is_met_at_25_and_not_at_25_01():
    assert is_threshold_met(D(25), D(25), at_least=False)
    assert not is_threshold_met(D("25.01"), D(25), at_least=False)


def test_a_band_includes_its_upper_bound():
    assert is_band_met(D("52.5"), D("47.5"), D("52.5"))


ROLL_UPS = [
    ([("1", "1"), ("0", "1"), ("0", "1")], "33.3 %"),
    ([("1", "0"), ("0", "50"), ("0", "50")], "0.0 %"),
    ([("3", "1"), ("0", "1"), ("0", "1")], "33.3 %"),
    ([("0.4", "2"), ("0.2", "3")], "28.0 %"),
    ([("0.84", "30"), ("0.80", "30"), ("0.90", "40")], "85.2 %"),
]


@pytest.mark.parametrize(("parts", "shown"), ROLL_UPS)
def test_an_objective_is_the_weighted_mean_of_clamped_parts(parts, shown):
    assert objective_progress([part(p, weight) for p, weight in parts]).percent == shown


def test_overshoot_is_noted_beside_the_mean():
    figure = objective_progress([part("3", label="reach"), part("0"), part("0")])
    assert figure.inputs["overshoot"] == ["reach"]


def test_a_sum_cascade_is_never_the_mean_of_percentages():
    values = [(29, 30), (30, 30), (20, 40)]
    children = [Child(f"child {n}", D(0), D(target), D(value)) for n, (value, target) in enumerate(values)]
    means = [Part(one.label, D(1), numeric_progress(one.baseline, one.target, one.value)) for one in children]
    assert sum_progress(children).percent == "79.0 %"
    assert objective_progress(means).percent == "82.2 %"


def test_the_15th_of_april_is_half_of_april():
    assert expected(date(2026, 4, 1), date(2026, 4, 30), date(2026, 4, 15)).value == D("0.5")


def test_before_the_start_nothing_is_expected_and_the_status_is_not_started():
    start, end, as_of = date(2026, 4, 1), date(2026, 4, 30), date(2026, 3, 20)
    pace = expected(start, end, as_of)
    judged = key_result_status(
        KeyResultKind.NUMERIC, numeric_progress(D(0), D(1), D(0)), pace, start=start, end=end, as_of=as_of
    )
    assert pace.value == 0
    assert judged.status is Status.NOT_STARTED


def test_weights_of_nothing_are_invalid_and_no_part_is_no_data():
    assert objective_progress([part("1", "0"), part("0", "0")]).state is FigureState.INVALID
    assert objective_progress([]).state is FigureState.NO_DATA


def test_one_of_two_without_a_reading_halves_the_objective_and_shows_in_the_coverage():
    figure = objective_progress([part("1"), part(None)])
    assert figure.percent == "50.0 %"
    assert figure.inputs["coverage"] == {"measured": 1, "of": 2}


def test_a_threshold_met_in_11_of_12_due_periods():
    start, end = date(2025, 1, 1), date(2025, 12, 31)
    periods = check_in_periods(Cadence.MONTHLY, start, end)
    readings = [Reading(D(90 if last.month != 5 else 70), last, NOW) for _, last in periods]
    figure = threshold_progress(periods, readings, D(80), at_least=True, as_of=end, known_at=NOW)
    assert figure.percent == "91.7 %"


def test_a_value_dated_back_leaves_the_last_pack_as_it_was_and_is_restated():
    meeting_on, meeting_at = date(2026, 3, 10), datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
    first = Reading(D(40), date(2026, 3, 1), datetime(2026, 3, 2, tzinfo=UTC))
    dated_back = Reading(D(60), date(2026, 3, 5), datetime(2026, 3, 20, tzinfo=UTC))
    assert reading_used([first, dated_back], meeting_on, meeting_at) == first
    assert reading_used([first, dated_back], meeting_on, NOW) == dated_back
    assert [one for one in (first, dated_back) if is_restated(one, meeting_on, meeting_at)] == [dated_back]


@pytest.mark.parametrize(
    ("start", "end", "as_of", "e"),
    [
        (date(2026, 3, 1), date(2026, 3, 31), date(2026, 3, 29), D(29) / D(31)),
        (date(2028, 2, 1), date(2028, 2, 29), date(2028, 2, 29), D(1)),
        (date(2026, 10, 1), date(2026, 10, 31), date(2026, 10, 25), D(25) / D(31)),
    ],
)
def test_clock_changes_and_leap_days_leave_the_pace_to_calendar_dates(start, end, as_of, e):
    assert rounded(expected(start, end, as_of).counted, 20) == rounded(e, 20)


def test_a_small_movement_of_nps_is_within_noise():
    error = nps_error(D("0.5"), D("0.2"), 200)
    assert rounded(error, 1) == D("5.5")
    assert is_within_noise(D(30), D(34), error, error)
    assert not is_within_noise(D(30), D(60), error, error)


def test_figures_answer_why_this_number_in_json():
    figure = numeric_progress(D(10), D(25), D(15), valid_on=date(2026, 3, 1))
    assert figure.as_json() == {
        "value": 0.333333,
        "state": "measured",
        "rule": "G1",
        "inputs": {
            "baseline": 10.0,
            "target": 25.0,
            "value": 15.0,
            "valid_on": "2026-03-01",
            "x": 0.333333,
            "mark": None,
        },
    }
    assert measured(D("0.0000005"), "G1").as_json()["value"] == 0.000001
