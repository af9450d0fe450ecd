"""G10: what progress is expected by a day, by calendar dates, so that clock changes and leap days do not matter."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from cxgov.goals.rules.figures import Figure, clamped, decimal_of, invalid, measured
from cxgov.goals.rules.progress import Step, share_of_weight

ONE_DAY = timedelta(days=1)


def expected(start: date, end: date, as_of: date) -> Figure:
    """G10: e = clamp((as_of − start + 1 day) ÷ (end − start + 1 day)); both days belong to the cycle.

    A key result added late starts at its own start. Before the start e is 0.
    """
    inputs = {"start": start, "end": end, "as_of": as_of}
    if end < start:
        return invalid("G10", "The end lies before the start.", **inputs)
    passed, whole = (as_of - start).days + 1, (end - start).days + 1
    return measured(clamped(decimal_of(Fraction(passed, whole))), "G10", **inputs, days=max(0, passed), of_days=whole)


def expected_of_milestones(steps: Sequence[Step], as_of: date) -> Figure:
    """G10 for milestones: the weight due by `as_of` ÷ the weight of all."""
    due = [step for step in steps if step.due_on <= as_of]
    return share_of_weight("G10", due, steps, as_of=as_of, due=[step.label for step in due])


def expected_of_phases(
    start: date,
    end: date,
    as_of: date,
    phases: Sequence[tuple[date, Decimal]],
    *,
    baseline: Decimal,
    target: Decimal,
) -> Figure:
    """G10 with phased targets: between them a straight line by days, from nothing on the eve of the start.

    `phases` are (day, target value of that day) inside the cycle; the target itself stands at the end.
    """
    inputs = {"start": start, "end": end, "as_of": as_of, "phases": list(phases)}
    if end < start or baseline == target:
        return invalid("G10", "The end lies before the start, or the target equals the baseline.", **inputs)
    span = Fraction(target) - Fraction(baseline)
    points = {on: (Fraction(value) - Fraction(baseline)) / span for on, value in phases if start <= on < end}
    line = [(start - ONE_DAY, Fraction(0)), *sorted(points.items()), (end, Fraction(1))]
    return measured(clamped(decimal_of(_on_line(line, as_of))), "G10", **inputs)


def _on_line(line: Sequence[tuple[date, Fraction]], day: date) -> Fraction:
    """The height of a broken line on a day; level before its first point and after its last."""
    if day <= line[0][0]:
        return line[0][1]
    for (left, low), (right, high) in pairwise(line):
        if day <= right:
            return low + (high - low) * Fraction((day - left).days, (right - left).days)
    return line[-1][1]
