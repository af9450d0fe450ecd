"""G14 forecast, G15 watermelons, G16 noise."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Context, Decimal
from fractions import Fraction
from itertools import combinations

from cxgov.goals.enums import Ambition, Status
from cxgov.goals.rules.figures import PRECISION, Figure, decimal_of, measured, no_data
from cxgov.goals.rules.readings import Reading, readings_of_days
from cxgov.goals.rules.status import DEFAULT, Thresholds

READINGS_NEEDED = 3
NO_PATH = "no path at the present course"
_EXACT = Context(prec=PRECISION)
_Z = Decimal("1.96")


@dataclass(frozen=True, slots=True)
class Course:
    """What a forecast is about: a numeric or sum key result from its baseline to its target in its days."""

    baseline: Decimal
    target: Decimal
    start: date
    end: date
    ambition: Ambition = Ambition.COMMITTED


def forecast(
    course: Course,
    readings: Iterable[Reading],
    *,
    as_of: date,
    known_at: datetime,
    thresholds: Thresholds = DEFAULT,
) -> Figure:
    """G14: x at the end by Theil–Sen, from the latest reading of each day in the cycle; no data below three days.

    `inputs` carry `slope` per day, `misses`, and `catch_up`: needed ÷ present rate, or null where `path` says that
    there is none.
    """
    days = readings_of_days(readings, course.start, min(as_of, course.end), known_at)
    if len(days) < READINGS_NEEDED or course.baseline == course.target:
        return no_data("G14", readings=len(days))
    points = [((one.valid_on - course.start).days, _x(course, one.value)) for one in days]
    slope = median([(later[1] - sooner[1]) / (later[0] - sooner[0]) for sooner, later in combinations(points, 2)])
    at_end = median([x - slope * t for t, x in points]) + slope * (course.end - course.start).days
    is_aspirational = course.ambition is Ambition.ASPIRATIONAL
    goal = Fraction(thresholds.aspirational if is_aspirational else Decimal(1))
    left = (course.end - as_of).days
    catch_up = _catch_up(goal - points[-1][1], slope, left)
    return measured(
        at_end,
        "G14",
        slope=decimal_of(slope),
        readings=len(points),
        misses=at_end < goal,
        catch_up=None if catch_up is None else decimal_of(catch_up),
        path=NO_PATH if slope <= 0 and points[-1][1] < goal else None,
    )


def is_watermelon(
    computed: Status,
    *,
    reported: Status | None = None,
    confidence: Decimal | None = None,
    outlook: Figure | None = None,
    is_outdated: bool = False,
) -> bool:
    """G15: reported a band better than computed, or confident against the forecast, or outdated and called green."""
    if reported is not None and _band(reported) - _band(computed) >= 1:
        return True
    if confidence is not None and confidence >= Decimal("0.7") and outlook is not None and outlook.inputs.get("misses"):
        return True
    return is_outdated and reported is Status.GREEN


def nps_error(promoters: Decimal, detractors: Decimal, n: int) -> Decimal:
    """G16: SE = 100·√((p + d − (p − d)²)/n), in points of NPS; p and d are shares, n is at least 1."""
    p, d = Fraction(promoters), Fraction(detractors)
    return _EXACT.multiply(Decimal(100), _root((p + d - (p - d) ** 2) / n))


def share_error(share: Decimal, n: int) -> Decimal:
    """G16: the usual standard error of a share, √(p(1 − p)/n)."""
    p = Fraction(share)
    return _root(p * (1 - p) / n)


def mean_error(deviation: Decimal, n: int) -> Decimal:
    """G16: the usual standard error of a mean, s/√n."""
    return _root(Fraction(deviation) ** 2 / n)


def is_within_noise(before: Decimal, after: Decimal, error_before: Decimal, error_after: Decimal) -> bool:
    """G16: a movement within 1.96·√(SE₁² + SE₂²) is noise, and is never called progress."""
    spread = _root(Fraction(error_before) ** 2 + Fraction(error_after) ** 2)
    return abs(after - before) <= _EXACT.multiply(_Z, spread)


def median(values: Sequence[Fraction]) -> Fraction:
    """The middle value, or the mean of the two in the middle."""
    ordered = sorted(values)
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _x(course: Course, value: Decimal) -> Fraction:
    return (Fraction(value) - Fraction(course.baseline)) / (Fraction(course.target) - Fraction(course.baseline))


def _catch_up(missing: Fraction, slope: Fraction, days_left: int) -> Fraction | None:
    """Needed rate ÷ present slope; nothing where no day is left or the slope is zero or leads away."""
    if missing <= 0:
        return Fraction(0)
    return missing / days_left / slope if days_left > 0 and slope > 0 else None


def _root(exact: Fraction) -> Decimal:
    return _EXACT.sqrt(decimal_of(max(exact, Fraction(0))))


def _band(status: Status) -> int:
    return {Status.GREEN: 2, Status.AMBER: 1}.get(status, 0 if status is Status.RED else 1)
