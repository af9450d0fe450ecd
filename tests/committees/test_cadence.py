"""How often a committee meets."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxgov.committees.cadence import LAST, EveryMonths, EveryWeeks, next_day, nth_weekday, read_cadence

WRITTEN = [
    ("weekly", EveryWeeks(1)),
    ("Every week on Tuesdays", EveryWeeks(1)),
    ("every 4 weeks", EveryWeeks(4)),
    ("Every four weeks, 60 minutes", EveryWeeks(4)),
    ("every other week", EveryWeeks(2)),
    ("fortnightly", EveryWeeks(2)),
    ("monthly", EveryMonths(1)),
    ("every month", EveryMonths(1)),
    ("every 2 months", EveryMonths(2)),
    ("Quarterly", EveryMonths(3)),
    ("once a quarter", EveryMonths(3)),
    ("monthly on the first Tuesday", EveryMonths(1, 1, 1)),
    ("Monthly, on the 2nd Thursday", EveryMonths(1, 2, 3)),
    ("last Friday of each month", EveryMonths(1, LAST, 4)),
    ("quarterly on the third Monday", EveryMonths(3, 3, 0)),
    ("monthly on the 15th", EveryMonths(1, day=15)),
    ("", None),
    ("when needed", None),
    ("every 0 weeks", None),
    ("monthly on the 40th", None),
]


@pytest.mark.parametrize(("text", "cadence"), WRITTEN)
def test_a_charter_is_read_or_left_alone(text, cadence):
    assert read_cadence(text) == cadence


@pytest.mark.parametrize(
    ("cadence", "last", "following"),
    [
        (EveryWeeks(4), date(2026, 12, 15), date(2027, 1, 12)),
        (EveryMonths(1), date(2026, 1, 13), date(2026, 2, 10)),
        (EveryMonths(1), date(2026, 1, 29), date(2026, 2, 26)),
        (EveryMonths(1, 1, 1), date(2026, 12, 1), date(2027, 1, 5)),
        (EveryMonths(1, LAST, 4), date(2026, 1, 30), date(2026, 2, 27)),
        (EveryMonths(3, day=31), date(2026, 1, 31), date(2026, 4, 30)),
    ],
)
def test_the_next_meeting_follows_the_last_one(cadence, last, following):
    assert next_day(cadence, last) == following


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.sampled_from([cadence for _, cadence in WRITTEN if cadence]))
def test_the_next_meeting_is_always_later_and_its_words_read_back(last, cadence):
    assert timedelta(0) < next_day(cadence, last) - last < timedelta(days=400)
    assert read_cadence(cadence.words) == cadence


@given(st.integers(2000, 2090), st.integers(1, 12), st.integers(1, 5), st.integers(0, 6))
def test_the_nth_weekday_is_that_weekday_of_that_month(year, month, nth, weekday):
    day = nth_weekday(year, month, nth, weekday)
    assert (day.year, day.month, day.weekday()) == (year, month, weekday)
    assert (day.day - 1) // 7 + 1 in {nth, nth - 1}
