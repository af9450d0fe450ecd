"""Which reading counts: the latest one valid by a day, among those known by an instant."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Reading:
    """A value with both its dates: the day for which it holds, and the instant at which it became known."""

    value: Decimal
    valid_on: date
    recorded_at: datetime
    id: int = 0


def reading_used(readings: Iterable[Reading], as_of: date, known_at: datetime) -> Reading | None:
    """The latest valid on or before `as_of` among those recorded on or before `known_at`; of one day the last recorded.

    Later is not better: progress may fall again.
    """
    known = [one for one in readings if one.valid_on <= as_of and one.recorded_at <= known_at]
    return max(known, key=_order, default=None)


def readings_of_days(readings: Iterable[Reading], first: date, last: date, known_at: datetime) -> list[Reading]:
    """The reading of each day from `first` to `last`, both included, as known at an instant, in the order of days."""
    latest: dict[date, Reading] = {}
    for one in sorted(readings, key=_order):
        if first <= one.valid_on <= last and one.recorded_at <= known_at:
            latest[one.valid_on] = one
    return [latest[day] for day in sorted(latest)]


def is_restated(reading: Reading, seen_on: date, seen_at: datetime) -> bool:
    """G21: whether a reading that holds for a day already shown at a meeting became known only after it."""
    return reading.valid_on <= seen_on and reading.recorded_at > seen_at


def _order(reading: Reading) -> tuple[date, datetime, int]:
    return reading.valid_on, reading.recorded_at, reading.id
