"""The course of a key result as its chart shows it, and the forecast."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from cxgov.core import charts
from cxgov.core.numbers import number, with_unit
from cxgov.goals.enums import Ambition, KeyResultKind
from cxgov.goals.models import CheckIn
from cxgov.goals.queries import KeyResultFigures
from cxgov.goals.rules import Course, Figure, Reading, forecast

_STRETCH = Decimal("0.7")
Points = Sequence[tuple[date, Decimal]]


def course_of(one: KeyResultFigures, points: Points, day: date, outlook: Decimal | None = None) -> charts.Course:
    """Return what the chart of a key result draws: target, expected course, readings inside its days, forecast."""
    key_result = one.key_result
    whole = key_result.target - key_result.baseline
    is_stretch = one.judged.inputs.get("ambition") is Ambition.ASPIRATIONAL
    inside = [charts.Reading(on, value) for on, value in points if key_result.first_on <= on <= key_result.last_on]
    return charts.Course(
        title=key_result.title, start=key_result.baseline, target=key_result.target, begins_on=key_result.first_on,
        ends_on=key_result.last_on, readings=inside, as_of=day, unit=key_result.unit,
        expected_at_end=key_result.baseline + whole * _STRETCH if is_stretch else None, forecast=outlook,
    )  # fmt: skip


def outlook_of(one: KeyResultFigures, check_ins: Sequence[CheckIn], day: date, now: datetime) -> Figure | None:
    """Return the forecast of x at the end (G14), or None where the kind has none or its days are over."""
    key_result = one.key_result
    if key_result.kind is not KeyResultKind.NUMERIC or day >= key_result.last_on or day < key_result.first_on:
        return None
    ambition = one.judged.inputs.get("ambition")
    course = Course(
        key_result.baseline, key_result.target, key_result.first_on, key_result.last_on,
        ambition if isinstance(ambition, Ambition) else Ambition.COMMITTED,
    )  # fmt: skip
    readings = [Reading(one.value, one.valid_on, one.recorded_at, one.id) for one in check_ins]
    found = forecast(course, readings, as_of=day, known_at=now)
    return found if found.is_measured else None


def value_at_end(one: KeyResultFigures, outlook: Figure | None) -> Decimal | None:
    """Return the forecast in the unit of the key result."""
    if outlook is None or outlook.value is None:
        return None
    return one.key_result.baseline + outlook.value * (one.key_result.target - one.key_result.baseline)


def take_words(one: KeyResultFigures, outlook: Figure | None) -> str:
    """Say what it would take to reach the target, from the forecast; empty where there is none."""
    end = value_at_end(one, outlook)
    if outlook is None or end is None:
        return ""
    ahead = f"The present course leads to {with_unit(end, one.key_result.unit)}."
    if not outlook.inputs.get("misses"):
        return f"{ahead} It reaches the target."
    if outlook.inputs.get("path"):
        return f"{ahead} There is no path to the target at the present course."
    catch_up = outlook.inputs.get("catch_up")
    return (
        f"{ahead} It would take {number(catch_up, 1)} times the present pace."
        if isinstance(catch_up, Decimal)
        else ahead
    )
