"""G17: when check-ins are due by a cadence, and how they came in."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from cxgov.core.errors import RuleBroken
from cxgov.goals.enums import Cadence, CheckInClass
from cxgov.goals.rules.figures import Figure, measured, no_data

GRACE = timedelta(days=3)
_DAYS = {Cadence.WEEKLY: 7, Cadence.TWO_WEEKLY: 14}
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Obligation:
    """A check-in that was due on a day, how it came in, and the day of the check-in that met it."""

    due_on: date
    came: CheckInClass
    checked_in_on: date | None = None


def check_in_periods(cadence: Cadence, start: date, end: date) -> list[tuple[date, date]]:
    """The periods (first day, last day) of a cadence inside a cycle, counted from its start; the last may be short."""
    if end < start:
        raise RuleBroken("The end lies before the start.", field="end_on")
    periods: list[tuple[date, date]] = []
    while (first := _nth_start(cadence, start, len(periods))) <= end:
        last = _nth_start(cadence, start, len(periods) + 1) - ONE_DAY
        periods.append((first, min(last, end)))
    return periods


def check_in_dues(cadence: Cadence, start: date, end: date) -> list[date]:
    """The days on which check-ins are due: the last day of each period."""
    return [last for _, last in check_in_periods(cadence, start, end)]


def obligations(
    cadence: Cadence, start: date, end: date, checked_in_on: Iterable[date], as_of: date
) -> list[Obligation]:
    """G17 for each check-in due by `as_of` or next: one check-in meets one obligation, the earliest that it can.

    On time is up to three days after the due day, late is after that and before the next due day, missed is none
    before the next due day, pending is not yet due plus three.
    """
    waiting = sorted(day for day in checked_in_on if day <= as_of)
    found: list[Obligation] = []
    before = date.min
    periods = check_in_periods(cadence, start, end)
    nexts = [last for _, last in periods[1:]] + [_due_after_the_last(cadence, periods[-1][1])]
    for (first, due), until in zip(periods, nexts, strict=True):
        if first > as_of:
            break
        met = next((day for day in waiting if before < day and (day < until or day <= due + GRACE)), None)
        if met is not None:
            waiting.remove(met)
        found.append(Obligation(due, _class(due, until, met, as_of), met))
        before = due
    return found


def timeliness(found: Sequence[Obligation]) -> Figure:
    """G17: on time ÷ (on time + late + missed); pending is not counted, and nothing counted is no data."""
    counts = {came.value: sum(one.came is came for one in found) for came in CheckInClass}
    whole = len(found) - counts[CheckInClass.PENDING]
    if not whole:
        return no_data("G17", **counts)
    return measured(Fraction(counts[CheckInClass.ON_TIME], whole), "G17", **counts)


def is_outdated(found: Sequence[Obligation]) -> bool:
    """G12: whether the last check-in that either came or was missed was missed, so that what is shown is old.

    One that is due and has not come yet settles nothing: after months of silence what is shown stays old.
    """
    settled = [one for one in found if one.checked_in_on is not None or one.came is CheckInClass.MISSED]
    return bool(settled) and settled[-1].came is CheckInClass.MISSED


def _class(due: date, until: date, met: date | None, as_of: date) -> CheckInClass:
    if met is not None:
        return CheckInClass.ON_TIME if met <= due + GRACE else CheckInClass.LATE
    if as_of <= due + GRACE:
        return CheckInClass.PENDING
    return CheckInClass.MISSED if as_of >= until else CheckInClass.LATE


def _due_after_the_last(cadence: Cadence, due: date) -> date:
    """After the last period of a cycle the next check-in would be due a whole period later."""
    return _nth_start(cadence, due + ONE_DAY, 1) - ONE_DAY


def _nth_start(cadence: Cadence, start: date, n: int) -> date:
    """The first day of the n-th period; months are counted from the start's own day, shorter ones end earlier."""
    if cadence is not Cadence.MONTHLY:
        return start + timedelta(days=_DAYS[cadence] * n)
    months = start.year * 12 + start.month - 1 + n
    year, month = divmod(months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
