"""Periods as people write them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxgov.core.errors import RuleBroken
from cxgov.core.spans import day_span, month_span, parse_period, week_span

WRITTEN = [
    ("2026", date(2026, 1, 1), date(2026, 12, 31), "2026", "2026"),
    ("2026-Q3", date(2026, 7, 1), date(2026, 9, 30), "2026-Q3", "third quarter of 2026"),
    ("2026q3", date(2026, 7, 1), date(2026, 9, 30), "2026-Q3", "third quarter of 2026"),
    (" 2026-10 ", date(2026, 10, 1), date(2026, 10, 31), "2026-10", "October 2026"),
    ("2028-02", date(2028, 2, 1), date(2028, 2, 29), "2028-02", "February 2028"),
    ("2026-W07", date(2026, 2, 9), date(2026, 2, 15), "2026-W07", "week 7 of 2026 (9 to 15 February 2026)"),
    ("2026-w7", date(2026, 2, 9), date(2026, 2, 15), "2026-W07", "week 7 of 2026 (9 to 15 February 2026)"),
    (
        "2026-W53",
        date(2026, 12, 28),
        date(2027, 1, 3),
        "2026-W53",
        "week 53 of 2026 (28 December 2026 to 3 January 2027)",
    ),
    ("2026-10-25", date(2026, 10, 25), date(2026, 10, 25), "2026-10-25", "25 October 2026"),
    (
        "2026-01-01..2026-03-15",
        date(2026, 1, 1),
        date(2026, 3, 15),
        "2026-01-01..2026-03-15",
        "1 January to 15 March 2026",
    ),
]


@pytest.mark.parametrize(("text", "first", "last", "key", "words"), WRITTEN)
def test_a_period_is_read_in_each_form(text, first, last, key, words):
    span = parse_period(text)
    assert (span.first, span.last, span.key, span.words) == (first, last, key, words)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "26",
        "2026-13",
        "2026-00",
        "2026-Q0",
        "2026-Q5",
        "2025-W53",
        "2026-W00",
        "2026-02-30",
        "2026-03-15..2026-01-01",
        "2026..2027",
        "0000",
        "9999",
        "1899",
        "２０２６",
        "2026-10\n",
        "x" * 5000,
    ],
)
def test_what_is_no_period_is_refused_with_the_forms_that_are(text):
    if text == "2026-10\n":
        assert parse_period(text).key == "2026-10"
        return
    with pytest.raises(RuleBroken) as refused:
        parse_period(text)
    assert refused.value.field == "period"
    assert len(str(refused.value)) < 200


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)))
def test_keys_read_back_as_what_they_name(day):
    year, week, _ = day.isocalendar()
    for span in (day_span(day), month_span(day.year, day.month), week_span(year, week)):
        assert day in span
        assert parse_period(span.key) == span


def test_a_span_has_its_instants_in_a_zone():
    assert parse_period("2026-10").instants("Europe/Berlin") == (
        datetime(2026, 9, 30, 22, tzinfo=UTC),
        datetime(2026, 10, 31, 23, tzinfo=UTC),
    )
    assert len(parse_period("2026-10")) == 31
