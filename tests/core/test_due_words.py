"""Due words: found in a line, and read on a given day without a clock."""

from datetime import date

import pytest

from cxgov.core.due_words import NEXT_MEETING, find_due, read_due

TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2026-12-01", date(2026, 12, 1)),
        ("by 4 December 2026", date(2026, 12, 4)),
        ("12 Dec", date(2026, 12, 12)),
        ("Dec 3rd", date(2026, 12, 3)),
        ("24 November", TUESDAY),
        ("1 March", date(2027, 3, 1)),
        ("29 Feb", date(2028, 2, 29)),
        ("today", TUESDAY),
        ("tomorrow", date(2026, 11, 25)),
        ("Friday", date(2026, 11, 27)),
        ("next Friday", date(2026, 11, 27)),
        ("next Tuesday", date(2026, 12, 1)),
        ("in 2 weeks", date(2026, 12, 8)),
        ("within three days", date(2026, 11, 27)),
        ("in a month", date(2026, 12, 24)),
        ("next week", date(2026, 12, 4)),
        ("next month", date(2026, 12, 31)),
        ("end of week", date(2026, 11, 27)),
        ("end of the month", date(2026, 11, 30)),
        ("EOM", date(2026, 11, 30)),
        ("end of next month", date(2026, 12, 31)),
        ("end of quarter", date(2026, 12, 31)),
        ("end of year", date(2026, 12, 31)),
        ("end of February", date(2027, 2, 28)),
    ],
)
def test_due_words_mean_a_day(words, day):
    assert read_due(words, today=TUESDAY) == day


def test_next_meeting_stays_next_meeting():
    assert read_due("the next meeting", today=TUESDAY) is NEXT_MEETING


def test_a_day_in_a_month_that_is_too_short_is_its_last():
    assert read_due("in 1 month", today=date(2026, 1, 31)) == date(2026, 2, 28)


@pytest.mark.parametrize("words", ["soon", "31 November", "30 Feb", "asap", "", "3/6/2027"])
def test_words_that_mean_no_day_are_not_guessed(words):
    assert read_due(words, today=TUESDAY) is None


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("publish the refund policy by 2026-12-01", "2026-12-01"),
        ("send the letter (due 12 Dec)", "12 Dec"),
        ("send it, due: next Friday, to all", "next Friday"),
        ("no later than the end of the month", "end of the month"),
        ("prepare slides for next meeting on the budget", "next meeting"),
        ("call them in two weeks", "in two weeks"),
        ("call them next Friday", "next Friday"),
        ("call them - tomorrow.", "tomorrow"),
        ("by 1 December tell them, and by 9 December ask", "9 December"),
    ],
)
def test_due_words_are_found_behind_by_due_until_or_at_the_end(line, words):
    found = find_due(line)

    assert found is not None
    assert found.words == words
    assert words in line[found.start : found.end]


@pytest.mark.parametrize("line", ["write to Mon", "talk on Friday about it", "report on May", "nothing at all", ""])
def test_other_words_are_no_due_date(line):
    assert find_due(line) is None
