"""Each rule of goals, one test per way out."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from cxgov.goals.enums import Ambition, Cadence, FigureState, KeyResultKind, Status
from cxgov.goals.rules import (
    Course,
    Reading,
    Reported,
    Step,
    band_progress,
    check_in_periods,
    confidence,
    expected,
    expected_of_milestones,
    expected_of_phases,
    forecast,
    is_active,
    is_note_needed,
    is_watermelon,
    key_result_status,
    measured,
    milestones_progress,
    no_data,
    numeric_progress,
    reading_used,
    rounded,
    shown,
    threshold_progress,
    weight_on,
    worst,
    yes_no_progress,
)

D = Decimal
NOW = datetime(2026, 12, 31, 12, 0, tzinfo=UTC)
APRIL: dict[str, Any] = {"start": date(2026, 4, 1), "end": date(2026, 4, 30)}


def judge(p, as_of=date(2026, 4, 15), kind=KeyResultKind.NUMERIC, **more):
    progress = no_data("G1") if p is None else measured(D(p), "G1")
    return key_result_status(kind, progress, expected(**APRIL, as_of=as_of), **APRIL, as_of=as_of, **more).status


@pytest.mark.parametrize(
    ("p", "status"),
    [
        ("0.45", Status.GREEN),
        ("0.449999", Status.AMBER),
        ("0.35", Status.AMBER),
        ("0.349999", Status.RED),
        (None, Status.RED),
    ],
)
def test_status_follows_progress_over_expected_progress(p, status):
    assert judge(p) is status


def test_red_shows_as_amber_while_it_is_early():
    assert judge("0", date(2026, 4, 4)) is Status.AMBER
    assert judge("0", date(2026, 4, 5)) is Status.RED


def test_silence_is_no_data_until_half_of_the_time_and_red_from_then_on():
    assert judge(None, date(2026, 4, 14)) is Status.NO_DATA
    assert judge(None, date(2026, 4, 15)) is Status.RED
    assert judge(None, date(2026, 5, 1)) is Status.RED


def test_an_aspirational_key_result_is_judged_against_seven_tenths():
    assert judge("0.32", ambition=Ambition.ASPIRATIONAL) is Status.GREEN
    assert judge("0.31", ambition=Ambition.ASPIRATIONAL) is Status.AMBER


@pytest.mark.parametrize(
    ("p", "ambition", "status"),
    [
        ("1", Ambition.COMMITTED, Status.GREEN),
        ("0.99", Ambition.COMMITTED, Status.RED),
        ("0.7", Ambition.ASPIRATIONAL, Status.GREEN),
        ("0.4", Ambition.ASPIRATIONAL, Status.AMBER),
        ("0.39", Ambition.ASPIRATIONAL, Status.RED),
    ],
)
def test_past_the_end_the_bands_of_the_close_apply(p, ambition, status):
    assert judge(p, date(2026, 5, 1), ambition=ambition) is status


def test_a_ratio_without_a_last_digit_is_compared_fairly():
    cycle: dict[str, Any] = {"start": date(2026, 4, 1), "end": date(2026, 4, 3)}
    as_of = date(2026, 4, 2)
    progress, pace = measured(D("0.6"), "G1"), expected(**cycle, as_of=as_of)
    judged = key_result_status(KeyResultKind.NUMERIC, progress, pace, **cycle, as_of=as_of)
    assert judged.status is Status.GREEN


def test_a_threshold_is_judged_by_itself_and_a_yes_no_has_no_amber():
    assert judge("0.9", kind=KeyResultKind.THRESHOLD) is Status.GREEN
    assert judge("0.7", kind=KeyResultKind.BAND) is Status.AMBER
    assert judge("0.69", kind=KeyResultKind.BAND) is Status.RED
    assert judge(None, kind=KeyResultKind.THRESHOLD, has_reading=True) is Status.NO_DATA
    assert judge("1", kind=KeyResultKind.YES_NO) is Status.GREEN
    assert judge("0", kind=KeyResultKind.YES_NO) is Status.NOT_STARTED
    assert judge("0", date(2026, 5, 1), kind=KeyResultKind.YES_NO) is Status.RED


def test_an_invalid_progress_is_no_data_and_says_so():
    progress = numeric_progress(D(1), D(1), D(1))
    pace = expected(**APRIL, as_of=date(2026, 4, 15))
    judged = key_result_status(KeyResultKind.NUMERIC, progress, pace, **APRIL, as_of=date(2026, 4, 15))
    assert judged.status is Status.NO_DATA
    assert judged.inputs["because"] == "the progress is invalid"


def test_milestones_weigh_what_is_done_against_what_is_due():
    steps = [
        Step("plan", D(1), date(2026, 4, 5), date(2026, 4, 4)),
        Step("build", D(3), date(2026, 4, 20)),
        Step("launch", D(1), date(2026, 4, 30), date(2026, 4, 29)),
    ]
    as_of = date(2026, 4, 21)
    progress, pace = milestones_progress(steps, as_of), expected_of_milestones(steps, as_of)
    assert (progress.value, pace.value) == (D("0.2"), D("0.8"))
    early = key_result_status(
        KeyResultKind.MILESTONES,
        milestones_progress(steps, date(2026, 4, 2)),
        expected_of_milestones(steps, date(2026, 4, 2)),
        **APRIL,
        as_of=date(2026, 4, 2),
    )
    assert early.status is Status.NOT_STARTED
    assert milestones_progress([], as_of).state is FigureState.NO_DATA
    assert milestones_progress([Step("x", D(0), as_of)], as_of).state is FigureState.INVALID


def test_phased_targets_are_joined_by_straight_lines():
    phases = [(date(2026, 4, 10), D(80))]
    course: dict[str, Any] = {**APRIL, "phases": phases, "baseline": D(0), "target": D(100)}
    assert expected_of_phases(as_of=date(2026, 4, 5), **course).value == D("0.4")
    assert expected_of_phases(as_of=date(2026, 4, 10), **course).value == D("0.8")
    assert expected_of_phases(as_of=date(2026, 4, 20), **course).value == D("0.9")
    assert expected_of_phases(as_of=date(2026, 5, 20), **course).value == 1
    assert expected_of_phases(as_of=date(2026, 3, 1), **course).value == 0


def test_the_last_recorded_of_the_latest_day_is_used():
    day = date(2026, 4, 10)
    first = Reading(D(1), day, datetime(2026, 4, 10, 9, tzinfo=UTC), 1)
    corrected = Reading(D(2), day, datetime(2026, 4, 10, 10, tzinfo=UTC), 2)
    same_instant = Reading(D(3), day, datetime(2026, 4, 10, 10, tzinfo=UTC), 3)
    ahead = Reading(D(4), date(2026, 5, 1), datetime(2026, 4, 10, 10, tzinfo=UTC), 4)
    assert reading_used([same_instant, first, ahead, corrected], day, NOW) == same_instant
    assert reading_used([first], date(2026, 4, 9), NOW) is None


def test_a_period_due_without_a_reading_is_not_met():
    periods = check_in_periods(Cadence.WEEKLY, date(2026, 4, 1), date(2026, 4, 30))
    readings = [Reading(D(90), date(2026, 4, 3), NOW), Reading(D(90), date(2026, 4, 15), NOW)]
    known: dict[str, Any] = {"as_of": date(2026, 4, 21), "known_at": NOW}
    assert threshold_progress(periods, readings, D(80), at_least=True, **known).percent == "66.7 %"
    assert band_progress(periods, readings, D(80), D(85), **known).percent == "0.0 %"
    assert band_progress(periods, readings, D(80), D(75), **known).state is FigureState.INVALID
    early: dict[str, Any] = {"as_of": date(2026, 4, 6), "known_at": NOW}
    assert threshold_progress(periods, readings, D(80), at_least=True, **early).state is FigureState.NO_DATA


def test_yes_is_all_no_is_nothing_and_silence_is_no_data():
    assert [yes_no_progress(answer).value for answer in (True, False, None)] == [1, 0, None]


def test_closed_is_shown_before_outdated_before_computed():
    assert shown(Status.GREEN, is_closed=True, is_outdated=True).status is Status.CLOSED
    assert shown(Status.GREEN, is_outdated=True).status is Status.OUTDATED
    assert shown(Status.GREEN).status is Status.GREEN


def test_a_reported_status_stands_beside_until_its_end_or_the_next_reading():
    said = Reported(Status.GREEN, "the fix is out", date(2026, 4, 20), datetime(2026, 4, 10, tzinfo=UTC))
    before, after = datetime(2026, 4, 9, tzinfo=UTC), datetime(2026, 4, 11, tzinfo=UTC)
    assert shown(Status.RED, reported=said, as_of=date(2026, 4, 20), last_recorded_at=before).reported == said
    assert shown(Status.RED, reported=said, as_of=date(2026, 4, 21), last_recorded_at=before).reported is None
    assert shown(Status.RED, reported=said, as_of=date(2026, 4, 20), last_recorded_at=after).reported is None
    assert shown(Status.RED, reported=said, as_of=date(2026, 4, 20)).status is Status.RED


def test_red_and_a_fall_demand_a_note():
    assert is_note_needed(None, Status.RED)
    assert is_note_needed(Status.GREEN, Status.AMBER)
    assert not is_note_needed(Status.RED, Status.AMBER)
    assert not is_note_needed(Status.AMBER, Status.GREEN)


def test_counts_stand_beside_the_worst():
    summary = worst([Status.GREEN] * 5 + [Status.RED] * 2 + [Status.AMBER, Status.CLOSED])
    assert summary.status is Status.RED
    assert summary.words == "2 off track, 1 at risk, 5 on track"
    assert worst([]).status is Status.NO_DATA


def test_weights_and_parts_are_dated():
    weights = [(date(2026, 3, 1), D(2)), (date(2026, 1, 1), D(1))]
    assert [weight_on(weights, date(2026, month, 15)) for month in (2, 3)] == [1, 2]
    assert weight_on(weights, date(2025, 1, 1)) == 1
    assert is_active(date(2026, 2, 28), dropped_on=date(2026, 3, 1))
    assert not is_active(date(2026, 3, 1), dropped_on=date(2026, 3, 1))
    assert not is_active(date(2026, 1, 1), added_on=date(2026, 2, 1))


def test_confidence_is_a_weighted_mean_and_a_minimum():
    mean, lowest = confidence([(D(1), D("0.5")), (D(3), D("0.9"))])
    assert (mean.value, lowest.value) == (D("0.8"), D("0.5"))
    assert confidence([])[0].state is FigureState.NO_DATA


def readings_every(days: int, values: list[int]) -> list[Reading]:
    return [Reading(D(value), date(2026, 4, 1) + timedelta(days=days * n), NOW, n) for n, value in enumerate(values)]


COURSE = Course(D(0), D(100), date(2026, 4, 1), date(2026, 4, 30))


def test_a_forecast_needs_readings_of_three_days():
    known: dict[str, Any] = {"as_of": date(2026, 4, 20), "known_at": NOW}
    assert forecast(COURSE, readings_every(1, [0, 5]), **known).state is FigureState.NO_DATA
    assert forecast(COURSE, readings_every(0, [0, 5, 7]), **known).state is FigureState.NO_DATA


def test_a_forecast_is_the_median_course_and_shrugs_off_one_outlier():
    outlook = forecast(COURSE, readings_every(2, [0, 4, 8, 90, 16]), as_of=date(2026, 4, 9), known_at=NOW)
    assert outlook.value is not None
    assert rounded(outlook.value, 2) == D("0.58")
    assert outlook.inputs["slope"] == D("0.02")
    assert outlook.inputs["misses"] is True
    assert outlook.inputs["catch_up"] == 2
    assert outlook.inputs["path"] is None


def test_a_course_that_leads_away_has_no_path():
    outlook = forecast(COURSE, readings_every(2, [30, 20, 10]), as_of=date(2026, 4, 9), known_at=NOW)
    assert outlook.inputs["catch_up"] is None
    assert outlook.inputs["path"] == "no path at the present course"


def test_watermelons_are_green_outside():
    assert is_watermelon(Status.RED, reported=Status.GREEN)
    assert is_watermelon(Status.RED, reported=Status.AMBER)
    assert not is_watermelon(Status.GREEN, reported=Status.AMBER)
    assert is_watermelon(Status.OUTDATED, reported=Status.GREEN, is_outdated=True)
    missing = forecast(COURSE, readings_every(2, [0, 1, 2]), as_of=date(2026, 4, 9), known_at=NOW)
    assert is_watermelon(Status.AMBER, confidence=D("0.7"), outlook=missing)
    assert not is_watermelon(Status.AMBER, confidence=D("0.6"), outlook=missing)
