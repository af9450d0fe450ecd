"""Numbers as people type them."""

from decimal import Decimal

import pytest

from cxgov.core.typed_numbers import NotANumber, is_storable, read_number


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("82", "82"), (" 82.5 ", "82.5"), ("82,5", "82.5"), ("-3", "-3"), ("−3,25", "-3.25"), ("+4", "4"),
        ("1 840", "1840"), ("1\u00a0840,5", "1840.5"), ("12\u202f345\u202f678", "12345678"), (".5", "0.5"),
        ("0,125", "0.125"), ("1.234", "1.234"), ("1234,567", "1234.567"), ("9" * 30, "9" * 30),
    ],
)  # fmt: skip
def test_a_number_is_understood_as_people_write_it(typed: str, value: str) -> None:
    assert read_number(typed) == Decimal(value)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "not a number"), ("NaN", "not a number"), ("Infinity", "not a number"), ("1e5", "not a number"),
        ("12 %", "not a number"), ("٣", "not a number"), ("1_000", "not a number"), ("0x10", "not a number"),
        ("--3", "not a number"), ("1 84", "not a number"), ("<b>3</b>", "not a number"), ("3.", "not a number"),
        ("1,234", "Write 1234 or 1.234."), ("1,234.5", "only one point"), ("1.234.567", "only one point"),
        ("1" * 31, "more than 30 digits"), ("1" * 40, "more than 30 digits"), ("0." + "1" * 16, "after the point"),
    ],
)  # fmt: skip
def test_what_is_no_number_or_could_be_two_is_refused_in_words(typed: str, says: str) -> None:
    with pytest.raises(NotANumber, match=says):
        read_number(typed)


def test_what_the_database_keeps_exactly() -> None:
    assert is_storable(Decimal("1E+29"))
    assert is_storable(Decimal("0.000000000000001"))
    assert is_storable(Decimal("-" + "9" * 30 + "." + "9" * 15))
    assert not is_storable(Decimal("1E+30"))
    assert not is_storable(Decimal("1E-16"))
    assert not is_storable(Decimal("NaN"))
