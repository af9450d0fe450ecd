"""Where a value lies in a picture: axes, round ticks, month starts."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Frame:
    """The plot inside a picture, in its own units; low and high are the values at bottom and top."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    begins_on: date
    ends_on: date
    low: float
    high: float
    ticks: tuple[float, ...]

    def x(self, day: date) -> float:
        """Return where a day lies; days outside the period stop at its edge."""
        days = max((self.ends_on - self.begins_on).days, 1)
        part = min(max((day - self.begins_on).days / days, 0.0), 1.0)
        return self.left + (self.right - self.left) * part

    def y(self, value: float | Decimal) -> float:
        """Return where a value lies; the axis holds every value it was made from."""
        part = (float(value) - self.low) / (self.high - self.low)
        return self.bottom - (self.bottom - self.top) * part


def nice_ticks(values: Sequence[float], most: int = 6) -> list[float]:
    """Return round, evenly spaced values that enclose all given ones: 83.5 and 96 give 80, 84, …, 96."""
    low, high = min(values), max(values)
    if high - low < 1e-9 * max(abs(low), abs(high), 1.0):
        around = abs(low) * 0.1 if abs(low) > 1e-6 else 1.0
        low, high = low - around, high + around
    size = 10.0 ** math.floor(math.log10((high - low) / most))
    for factor in (1, 2, 4, 5, 10, 20, 40, 50, 100):
        step = size * factor
        first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
        if last - first < most:
            break
    return [round(step * index, 10) for index in range(first, last + 1)]


def month_starts(begins_on: date, ends_on: date) -> list[date]:
    """Return the first days of all months that begin in the period, both ends included."""
    starts = []
    year, month = begins_on.year, begins_on.month
    while (first := date(year, month, 1)) <= ends_on:
        if first >= begins_on:
            starts.append(first)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return starts
