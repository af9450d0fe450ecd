"""Progress of one key result: G1 numeric, G2 threshold, G3 band, G4 yes/no, G5 milestones, G8 sum cascade."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from cxgov.goals.rules.figures import Figure, clamped, decimal_of, invalid, measured, no_data
from cxgov.goals.rules.readings import Reading, reading_used

EXCEEDED = "exceeded"
BELOW_BASELINE = "below baseline"


@dataclass(frozen=True, slots=True)
class Child:
    """One part of a sum cascade, in the unit of the sum; `value` is None where it has no reading."""

    label: str
    baseline: Decimal
    target: Decimal
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Step:
    """One milestone of a key result or an initiative, with its weight."""

    label: str
    weight: Decimal
    due_on: date
    done_on: date | None = None


def numeric_progress(baseline: Decimal, target: Decimal, value: Decimal | None, /, **inputs: object) -> Figure:
    """G1: x = (v − b)/(t − b), shown p within 0 and 1; one formula for increase and decrease.

    `inputs` carry x, and a mark where x leaves 0..1. Without a reading there is no data; t = b is invalid.
    """
    said = {"baseline": baseline, "target": target, "value": value, **inputs}
    if baseline == target:
        return invalid("G1", "The target equals the baseline.", **said)
    if value is None:
        return no_data("G1", **said)
    x = decimal_of((Fraction(value) - Fraction(baseline)) / (Fraction(target) - Fraction(baseline)))
    return measured(clamped(x), "G1", **said, x=x, mark=progress_mark(x))


def progress_mark(x: Decimal) -> str | None:
    """What is said beside a clamped progress: exceeded, below baseline, or nothing."""
    if x > 1:
        return EXCEEDED
    return BELOW_BASELINE if x < 0 else None


def is_threshold_met(value: Decimal, bound: Decimal, *, at_least: bool) -> bool:
    """G2, inclusive: v ≥ T for “at least”, v ≤ T for “at most”."""
    return value >= bound if at_least else value <= bound


def is_band_met(value: Decimal, lower: Decimal, upper: Decimal) -> bool:
    """G3, inclusive: L ≤ v ≤ U."""
    return lower <= value <= upper


def threshold_progress(
    periods: Sequence[tuple[date, date]],
    readings: Iterable[Reading],
    bound: Decimal,
    *,
    at_least: bool,
    as_of: date,
    known_at: datetime,
) -> Figure:
    """G2: periods met ÷ periods due; a period due without a reading is not met; none due yet is no data.

    `periods` are (first day, last day) as `check_in_periods` gives them; a period is due from its last day.
    """
    values = _latest_of_periods(periods, readings, as_of, known_at)
    met = [value is not None and is_threshold_met(value, bound, at_least=at_least) for value in values]
    return _share_met("G2", met, values, bound=bound, at_least=at_least)


def band_progress(
    periods: Sequence[tuple[date, date]],
    readings: Iterable[Reading],
    lower: Decimal,
    upper: Decimal,
    *,
    as_of: date,
    known_at: datetime,
) -> Figure:
    """G3: stay within L..U, inclusive, counted by periods as G2; U < L is invalid."""
    if upper < lower:
        return invalid("G3", "The upper bound is below the lower one.", lower=lower, upper=upper)
    values = _latest_of_periods(periods, readings, as_of, known_at)
    met = [value is not None and is_band_met(value, lower, upper) for value in values]
    return _share_met("G3", met, values, lower=lower, upper=upper)


def yes_no_progress(is_yes: bool | None) -> Figure:
    """G4: 0 or 1; None is no reading."""
    if is_yes is None:
        return no_data("G4")
    return measured(Decimal(1 if is_yes else 0), "G4", is_yes=is_yes)


def milestones_progress(steps: Sequence[Step], as_of: date) -> Figure:
    """G5: Σ weight of those done by `as_of` ÷ Σ weight of all. None at all is no data, no weight at all is invalid."""
    done = [step for step in steps if step.done_on is not None and step.done_on <= as_of]
    inputs = {"done": [step.label for step in done], "of": len(steps)}
    return share_of_weight("G5", done, steps, **inputs)


def share_of_weight(rule: str, some: Sequence[Step], all_steps: Sequence[Step], /, **inputs: object) -> Figure:
    """The weight of some milestones as a share of the weight of all."""
    if not all_steps:
        return no_data(rule, **inputs)
    whole = sum((Fraction(step.weight) for step in all_steps), Fraction(0))
    if whole <= 0:
        return invalid(rule, "No milestone has a weight.", **inputs)
    part = sum((Fraction(step.weight) for step in some), Fraction(0))
    return measured(part / whole, rule, **inputs, weight=decimal_of(part), weight_of_all=decimal_of(whole))


def sum_progress(children: Sequence[Child]) -> Figure:
    """G8: the children's values added before dividing, and never the mean of their percentages.

    A child without a reading counts at its baseline; coverage says how many were measured.
    """
    seen = [child for child in children if child.value is not None]
    coverage = {"measured": len(seen), "of": len(children)}
    if not seen:
        return no_data("G8", coverage=coverage)
    base = sum((Fraction(child.baseline) for child in children), Fraction(0))
    target = sum((Fraction(child.target) for child in children), Fraction(0))
    value = sum((Fraction(child.baseline if child.value is None else child.value) for child in children), Fraction(0))
    sums = {name: decimal_of(exact) for name, exact in (("baseline", base), ("target", target), ("value", value))}
    if base == target:
        return invalid("G8", "The targets add up to the baselines.", **sums, coverage=coverage)
    x = decimal_of((value - base) / (target - base))
    parts = [{"label": one.label, "value": one.value, "target": one.target} for one in children]
    return measured(clamped(x), "G8", **sums, x=x, mark=progress_mark(x), coverage=coverage, parts=parts)


def _latest_of_periods(
    periods: Sequence[tuple[date, date]], readings: Iterable[Reading], as_of: date, known_at: datetime
) -> list[Decimal | None]:
    """The latest valid reading in each period that is due, or None."""
    known = list(readings)
    found: list[Decimal | None] = []
    for first, last in periods:
        if last > as_of:
            continue
        used = reading_used((one for one in known if one.valid_on >= first), last, known_at)
        found.append(None if used is None else used.value)
    return found


def _share_met(rule: str, met: Sequence[bool], values: Sequence[Decimal | None], /, **inputs: object) -> Figure:
    counts = {"met": sum(met), "due": len(met), "without_reading": sum(value is None for value in values)}
    if not met:
        return no_data(rule, **inputs, **counts)
    return measured(Fraction(sum(met), len(met)), rule, **inputs, **counts)
