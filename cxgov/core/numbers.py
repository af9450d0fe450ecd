"""Figures in words, the same on pages, in pictures, mails and PDFs: half up, no-break spaces, a true minus sign."""

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TypeAlias

NBSP = "\u00a0"
MINUS = "\u2212"
Figure: TypeAlias = int | float | Decimal
_WIDE = Context(prec=100)
"""Wide enough for every number that the database keeps."""


def rounded(value: Figure, places: int) -> Decimal:
    """Return the value rounded half up as people do by hand (0.25 becomes 0.3), never to even."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=_WIDE)


def number(value: Figure, places: int | None = None) -> str:
    """Write 1840 as "1 840": groups of three with no-break spaces, at most two decimals unless places says how many."""
    exact = rounded(value, 2 if places is None else places)
    text = f"{abs(exact):,f}".replace(",", NBSP)
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{MINUS}{text}" if exact < 0 else text


def percent(value: Figure, places: int = 1) -> str:
    """Write a figure that is already in percent: 58.85 becomes "58.9 %", 82 becomes "82 %"."""
    text = number(rounded(value, places))
    return f"{text}{NBSP}%"


def share(value: Figure, places: int = 1) -> str:
    """Write a fraction as percent: 0.5893 becomes "58.9 %"."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return percent(exact * 100, places)


def with_unit(value: Figure, unit: str = "", places: int | None = None) -> str:
    """Write a figure and its unit, joined so that a line never breaks between them."""
    text = number(value, places)
    return f"{text}{NBSP}{unit}" if unit else text
