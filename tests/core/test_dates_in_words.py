"""Dates as people write them: complete ones are found, impossible and unclear ones are known as such."""

from datetime import date

import pytest

from cxgov.core.dates_in_words import find_dates, only_date

AUGUST_5 = date(2020, 8, 5)


@pytest.mark.parametrize(
    "written",
    [
        "2020-08-05", "2020/8/5", "2020.08.05", "2020_08_05", "2020 08 05", "20200805", "August 5, 2020",
        "Aug. 5th 2020", "5 August 2020", "5th of Aug, 2020", "05-Aug-2020", "2020-Aug-05", "5.8.2020", "Aug 5 2020",
    ],
)  # fmt: skip
def test_a_complete_date_is_read_in_any_usual_form(written):
    assert only_date(f"Board meeting, {written}, at noon") == AUGUST_5


def test_a_date_with_slashes_is_clear_where_only_one_order_exists():
    assert only_date("2/13/2019") == only_date("13/2/19") == date(2019, 2, 13)


def test_a_date_with_slashes_that_has_two_readings_is_not_guessed():
    [found] = find_dates("3/6/2019")

    assert found.day is None
    assert found.days == (date(2019, 3, 6), date(2019, 6, 3))


def test_a_date_with_two_equal_readings_is_clear():
    assert only_date("4/4/2019") == date(2019, 4, 4)


@pytest.mark.parametrize("written", ["2019-01-154", "2019-02-30", "31 November 2020", "2020-13-01"])
def test_an_impossible_date_is_found_and_means_no_day(written):
    [found] = find_dates(f"Meeting {written}")

    assert found.written == written
    assert found.days == ()


@pytest.mark.parametrize("text", ["version 4.2.0", "10.0.0.1", "call 555-12-1234", "at 10:30", "12 items", "May we go"])
def test_other_numbers_are_no_dates(text):
    assert find_dates(text) == []


def test_several_dates_come_in_the_order_of_the_text():
    assert [found.day for found in find_dates("from 2020-08-05 to Sept. 1, 2020")] == [AUGUST_5, date(2020, 9, 1)]
