"""A number as somebody typed it: 82.5, 82,5, 1 840 and −3 are understood; what could be two numbers is refused."""

import re
from decimal import Decimal

MOST_DIGITS = 30
MOST_DECIMALS = 15
NOT_A_NUMBER = "That is not a number. Write digits, and a point before the decimals, such as 82.5."
_BLANKS = re.compile("[ \u00a0\u2009\u202f]")
_GROUPED = re.compile(r"\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?:[.,]\d+)?")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?|[.,]\d+")
_TWO_WAYS = re.compile(r"[1-9]\d{0,2},\d{3}")


class NotANumber(ValueError):
    """What was typed is no number, or could be two; the text is a sentence."""


def read_number(text: str) -> Decimal:
    """Return the number, or raise NotANumber; blanks may stand between thousands, one point or comma before decimals.

    "1,234" is one thousand to some and a little more than one to others, so it is refused rather than guessed. At most
    30 digits before and 15 after the point, which is what the database keeps exactly.
    """
    said = text.strip().replace("\u2212", "-").replace("\u2013", "-")
    sign, said = ("-", said[1:].lstrip()) if said.startswith("-") else ("", said.removeprefix("+").lstrip())
    if not said.isascii() and not _GROUPED.fullmatch(said):
        raise NotANumber(NOT_A_NUMBER)
    if _TWO_WAYS.fullmatch(said):
        whole, _, rest = said.partition(",")
        raise NotANumber(
            f"Is {said} more than a thousand, or a little more than {whole}? Write {whole}{rest} or {whole}.{rest}."
        )
    if not _PLAIN.fullmatch(said) and not _GROUPED.fullmatch(said):
        several = sum(said.count(mark) for mark in ".,") > 1 and not said.strip("0123456789., ")
        raise NotANumber("Write only one point or comma, the one before the decimals." if several else NOT_A_NUMBER)
    plain = _BLANKS.sub("", said).replace(",", ".")
    before, _, after = plain.partition(".")
    if len(before) > MOST_DIGITS:
        raise NotANumber(f"That number has more than {MOST_DIGITS} digits.")
    if len(after) > MOST_DECIMALS:
        raise NotANumber(f"That number has more than {MOST_DECIMALS} digits after the point.")
    return Decimal(f"{sign}{plain}")


def is_storable(value: Decimal) -> bool:
    """Say whether the database keeps the number exactly."""
    if not value.is_finite():
        return False
    before, _, after = format(value.copy_abs(), "f").partition(".")
    return len(before.lstrip("0")) <= MOST_DIGITS and len(after.rstrip("0")) <= MOST_DECIMALS
