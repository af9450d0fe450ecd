"""Figures in words."""

from decimal import Decimal

import pytest

from cxgov.core.numbers import number, percent, rounded, share, with_unit


@pytest.mark.parametrize(
    ("value", "places", "said"),
    [
        (1840, None, "1\u00a0840"),
        (1234567, None, "1\u00a0234\u00a0567"),
        (0, None, "0"),
        (-4, None, "\u22124"),
        (Decimal("90.25"), None, "90.25"),
        (Decimal("90.25"), 1, "90.3"),
        (Decimal("-0.04"), 1, "0.0"),
        (Decimal("6.10"), None, "6.1"),
        (85, 1, "85.0"),
        (0.1 + 0.2, None, "0.3"),
        (100, None, "100"),
    ],
)
def test_a_number_has_grouped_thousands_a_true_minus_and_at_most_two_decimals(
    value: Decimal, places: int | None, said: str
) -> None:
    assert number(value, places) == said


@pytest.mark.parametrize(("value", "places", "result"), [("0.25", 1, "0.3"), ("2.5", 0, "3"), ("-2.5", 0, "-3")])
def test_halves_are_rounded_up_and_never_to_even(value: str, places: int, result: str) -> None:
    assert rounded(Decimal(value), places) == Decimal(result)


def test_percent_has_a_no_break_space_and_one_decimal_where_it_needs_one() -> None:
    assert percent(Decimal("58.85")) == "58.9\u00a0%"
    assert percent(82) == "82\u00a0%"
    assert percent(Decimal("79.96")) == "80\u00a0%"
    assert percent(Decimal("41.6"), 0) == "42\u00a0%"


def test_a_share_is_a_fraction_said_in_percent() -> None:
    assert share(Decimal("0.5893")) == "58.9\u00a0%"
    assert share(1) == "100\u00a0%"


def test_a_unit_is_joined_so_that_no_line_breaks_before_it() -> None:
    assert with_unit(41, "calls") == "41\u00a0calls"
    assert with_unit(3) == "3"
