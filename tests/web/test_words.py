"""Days, counts and names as pages say them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cxgov.web import words

TODAY = date(2026, 11, 23)


def test_a_day_names_its_year_only_when_it_is_another_one() -> None:
    assert words.day_words(date(2026, 11, 19), TODAY) == "Thu 19\u00a0Nov"
    assert words.day_words(date(2027, 1, 4), TODAY) == "Mon 4\u00a0Jan 2027"
    assert words.day_words(None, TODAY) == "–"


@pytest.mark.parametrize(
    ("days", "said", "tone"),
    [
        (-19, "19\u00a0days late", "bad"),
        (-1, "1\u00a0day late", "bad"),
        (0, "today", ""),
        (1, "tomorrow", ""),
        (2, "in 2\u00a0days", ""),
        (13, "in 13\u00a0days", ""),
        (14, "in 2\u00a0weeks", ""),
        (21, "in 3\u00a0weeks", ""),
        (55, "in 7\u00a0weeks", ""),
        (56, "in 2\u00a0months", ""),
        (122, "in 4\u00a0months", ""),
    ],
)
def test_a_due_date_is_said_by_how_far_it_is(days: int, said: str, tone: str) -> None:
    assert words.due_words(TODAY + timedelta(days=days), TODAY) == (said, tone)


def test_no_due_date_is_said_and_is_not_late() -> None:
    assert words.due_words(None, TODAY) == ("no date yet", "")


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0\u00a0actions"), (1, "1\u00a0action"), (1840, "1\u00a0840\u00a0actions")]
)
def test_a_count_carries_its_noun(count: int, said: str) -> None:
    assert words.plural(count, "action") == said


def test_an_irregular_noun_is_given() -> None:
    assert words.plural(2, "person", "people") == "2\u00a0people"


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Ada Morvane", "AM"), ("Cher", "C"), ("Jean-Luc Ober", "JO"), ("", "?"), ("(system)", "?"), ("élan vital", "ÉV")],
)
def test_initials_are_first_and_last(name: str, letters: str) -> None:
    assert words.initials(name) == letters


def test_a_list_reads_as_a_sentence() -> None:
    assert words.listed(["Sales", "Billing", "Legal"]) == "Sales, Billing and Legal"
    assert words.listed(["Sales", "Billing"], last="or") == "Sales or Billing"
    assert words.listed(["Sales"]) == "Sales"
    assert words.listed([]) == ""


def test_an_instant_is_said_in_the_zone_of_the_reader_from_near_to_far() -> None:
    now = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)  # already the 24th in Berlin
    said = [
        words.instant_words(datetime(2026, 11, 23, 23, 12, tzinfo=UTC), "Europe/Berlin", now),
        words.instant_words(datetime(2026, 11, 23, 16, 5, tzinfo=UTC), "Europe/Berlin", now),
        words.instant_words(datetime(2026, 11, 21, 9, 2, tzinfo=UTC), "Europe/Berlin", now),
        words.instant_words(datetime(2025, 7, 1, 9, 2, tzinfo=UTC), "Europe/Berlin", now),
        words.instant_words(None, "Europe/Berlin", now),
    ]
    assert said == ["00:12", "yesterday 17:05", "Sat 21\u00a0Nov, 10:02", "Tue 1\u00a0Jul 2025, 11:02", "never"]


def test_small_counts_are_spelled_inside_a_sentence() -> None:
    assert [words.spelled(count) for count in (0, 1, 10, 11)] == ["no", "one", "ten", "11"]


def test_a_change_carries_its_sign() -> None:
    assert [words.signed(value) for value in (2.3, -4, 0)] == ["+2.3", "\u22124", "0"]


def test_days_for_letters_are_said_in_full() -> None:
    assert words.long_day(TODAY) == "23 November 2026"
    assert words.today_words(TODAY) == "Monday 23 November"
    assert words.month_words(TODAY) == "November 2026"
    assert words.short_day(TODAY, TODAY) == "23\u00a0Nov"


@pytest.mark.parametrize(
    ("left_on", "said"),
    [
        (None, ""),
        (date(2026, 5, 31), "left in May"),
        (date(2025, 5, 31), "left in May 2025"),
        (date(2026, 11, 23), "leaves on 23\xa0Nov"),
        (date(2027, 1, 1), "leaves on 1\xa0Jan 2027"),
    ],
)
def test_who_left_is_said_with_the_month(left_on: date | None, said: str) -> None:
    assert words.left_words(left_on, date(2026, 11, 23)) == said
