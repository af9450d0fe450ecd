"""G6 progress of an objective, G18 confidence, and which parts and weights count on a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from cxgov.goals.rules.figures import Figure, clamped, invalid, measured, no_data
from cxgov.goals.rules.progress import EXCEEDED


@dataclass(frozen=True, slots=True)
class Part:
    """A key result, or a child goal, as it enters the mean of its objective."""

    label: str
    weight: Decimal
    progress: Figure


def weight_on(weights: Iterable[tuple[date, Decimal]], day: date) -> Decimal:
    """The weight in force on a day, of dated weights (valid from, weight): an old report uses the old ones.

    Before the first of them, the first.
    """
    dated = sorted(weights)
    if not dated:
        raise ValueError("a part without a weight")
    return next((weight for since, weight in reversed(dated) if since <= day), dated[0][1])


def is_active(day: date, *, added_on: date | None = None, dropped_on: date | None = None) -> bool:
    """Whether a part is in the mean on a day: from its day on, until the day on which it was dropped."""
    return (added_on is None or added_on <= day) and (dropped_on is None or day < dropped_on)


def objective_progress(parts: Sequence[Part]) -> Figure:
    """G6: Σ w·p ÷ Σ w over the active parts, each clamped before the mean.

    What is not measured counts as 0 and stands in the coverage. No part, or none measured, is no data; a sum of weights
    of 0, or a negative weight, is invalid: never 0 % and never a division error.
    """
    seen = [part for part in parts if part.progress.is_measured]
    inputs: dict[str, object] = {
        "parts": [_said(part) for part in parts],
        "coverage": {"measured": len(seen), "of": len(parts)},
        "overshoot": [part.label for part in seen if part.progress.inputs.get("mark") == EXCEEDED],
    }
    if not parts:
        return no_data("G6", **inputs)
    whole = sum((Fraction(part.weight) for part in parts), Fraction(0))
    if whole <= 0 or any(part.weight < 0 for part in parts):
        return invalid("G6", "The weights add up to nothing.", **inputs)
    if not seen:
        return no_data("G6", **inputs)
    total = sum((Fraction(part.weight) * Fraction(clamped(part.progress.counted)) for part in parts), Fraction(0))
    return measured(total / whole, "G6", **inputs)


def coverage_words(figure: Figure) -> str:
    """The coverage of a roll-up in words: 3 of 4 measured."""
    coverage = figure.inputs.get("coverage")
    return f"{coverage['measured']} of {coverage['of']} measured" if isinstance(coverage, dict) else ""


def confidence(parts: Sequence[tuple[Decimal, Decimal]]) -> tuple[Figure, Figure]:
    """G18: the weighted mean and the minimum of (weight, confidence within 0 and 1)."""
    whole = sum((Fraction(weight) for weight, _ in parts), Fraction(0))
    if not parts:
        return no_data("G18"), no_data("G18")
    lowest = measured(min(value for _, value in parts), "G18")
    if whole <= 0:
        return invalid("G18", "The weights add up to nothing."), lowest
    total = sum((Fraction(weight) * Fraction(value) for weight, value in parts), Fraction(0))
    return measured(total / whole, "G18", of=len(parts)), lowest


def _said(part: Part) -> dict[str, object]:
    return {
        "label": part.label,
        "weight": part.weight,
        "p": part.progress.value,
        "state": part.progress.state,
        "rule": part.progress.rule,
    }
