"""What holds of progress and roll-up whatever the numbers are."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from cxgov.goals.enums import WORST_FIRST, Cadence, FigureState
from cxgov.goals.rules import (
    Part,
    check_in_periods,
    clamped,
    expected,
    measured,
    numeric_progress,
    objective_progress,
    worst,
)

numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=6)
shares = st.decimals(min_value=0, max_value=1, places=12)
weights = st.decimals(min_value=0, max_value=1000, places=3)
days = st.dates(min_value=date(2000, 1, 1), max_value=date(2060, 1, 1))


@given(numbers, numbers, numbers)
def test_shown_progress_stays_between_nothing_and_all(baseline, target, value):
    assume(baseline != target)
    figure = numeric_progress(baseline, target, value)
    assert figure.value is not None
    assert 0 <= figure.value <= 1


@given(numbers, numbers, numbers)
def test_changing_every_sign_changes_nothing(baseline, target, value):
    assume(baseline != target)
    assert numeric_progress(baseline, target, value).value == numeric_progress(-baseline, -target, -value).value


@given(numbers, numbers, numbers)
def test_swapping_the_direction_gives_what_was_missing(baseline, target, value):
    assume(baseline != target)
    there, back = numeric_progress(baseline, target, value), numeric_progress(target, baseline, value)
    assert abs(there.counted + back.counted - 1) < Decimal("1e-45")


@given(numbers, numbers)
def test_baseline_is_nothing_and_target_is_all(baseline, target):
    assume(baseline != target)
    assert numeric_progress(baseline, target, baseline).value == 0
    assert numeric_progress(baseline, target, target).value == 1


@given(st.lists(st.tuples(shares, weights), min_size=1, max_size=8))
def test_an_objective_lies_between_its_lowest_and_its_highest_part(parts):
    figure = objective_progress([Part("part", weight, measured(p, "G1")) for p, weight in parts])
    counting = [p for p, weight in parts if weight > 0]
    if not counting:
        assert figure.state is FigureState.INVALID
    else:
        assert min(counting) <= figure.counted <= max(counting)


@given(st.lists(st.tuples(shares, weights), min_size=1, max_size=6), st.integers(min_value=1, max_value=1000))
def test_weights_are_relative(parts, factor):
    plain = objective_progress([Part("part", weight, measured(p, "G1")) for p, weight in parts])
    scaled = objective_progress([Part("part", weight * factor, measured(p, "G1")) for p, weight in parts])
    if scaled.is_measured:
        assert scaled.value == plain.value


@given(days, st.integers(min_value=0, max_value=800), st.integers(min_value=-900, max_value=900))
def test_expected_progress_grows_with_the_days_and_stays_in_range(start, length, offset):
    end, as_of = start + timedelta(days=length), start + timedelta(days=offset)
    today, tomorrow = (expected(start, end, day).counted for day in (as_of, as_of + timedelta(days=1)))
    assert 0 <= today <= tomorrow <= 1


@given(st.lists(st.sampled_from(WORST_FIRST), min_size=1))
def test_the_worst_part_speaks_for_all(statuses):
    summary = worst(statuses)
    assert summary.status == min(statuses, key=WORST_FIRST.index)
    assert sum(summary.counts.values()) == len(statuses)


@given(st.sampled_from(Cadence), days, st.integers(min_value=0, max_value=800))
def test_check_in_periods_tile_the_cycle(cadence, start, length):
    end = start + timedelta(days=length)
    periods = check_in_periods(cadence, start, end)
    assert periods[0][0] == start
    assert periods[-1][1] == end
    assert all(later[0] - sooner[1] == timedelta(days=1) for sooner, later in pairwise(periods))


@given(numbers)
def test_clamping_twice_is_clamping_once(value):
    assert clamped(clamped(value)) == clamped(value)
