"""Pictures of a figure over time: the sparkline of a row, and the course of a key result."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from markupsafe import Markup

from cxgov.core.charts.scales import Frame, month_starts, nice_ticks
from cxgov.core.charts.svg import COLOURS, line, picture, points, ring, tag, word
from cxgov.core.numbers import Figure, number, with_unit

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Reading(NamedTuple):
    """A value of a figure, valid on a day."""

    day: date
    value: Figure


@dataclass(frozen=True)
class Course:
    """Everything the chart of a key result shows; values in the unit of the figure, not in percent of the way."""

    title: str
    start: Figure
    target: Figure
    begins_on: date
    ends_on: date
    readings: Sequence[Reading]
    as_of: date
    unit: str = ""
    expected_at_end: Figure | None = None
    """Where the expected line ends: the target unless an aspirational key result counts as good before it."""
    forecast: Figure | None = None
    noise: Figure | None = None
    """Half the width of the noise band, in the unit of the figure."""


def sparkline(
    values: Sequence[Figure | None], label: str = "", colour: str = "ink", width: int = 90, height: int = 30
) -> Markup:
    """Show 5 to 12 values, oldest first, with an end dot and no axis; its value stands in words beside it."""
    held = [float(value) for value in values if value is not None]
    if not held:
        return picture(
            width,
            height,
            label or "No reading yet",
            [line(f"M3 {height // 2}H{width - 5}", "edge", stroke_dasharray="3 4")],
        )
    low, high = min(held), max(held)
    step = (width - 8) / max(len(held) - 1, 1)
    spread = (high - low) or 1.0
    flat = high == low
    pairs = [
        (3 + step * i, height / 2 if flat else 5 + (high - value) / spread * (height - 10))
        for i, value in enumerate(held)
    ]
    told = label or f"from {number(held[0])} to {number(held[-1])}"
    end = tag("circle", cx=pairs[-1][0], cy=pairs[-1][1], r=3, class_=f"f-{colour}", fill=COLOURS[colour])
    marks = [_polyline(pairs, colour, 1.75), end] if len(pairs) > 1 else [end]
    return picture(width, height, told, marks)


def key_result_chart(course: Course, narrow: bool = False) -> Markup:
    """Show target (long dashes), expected course (short dashes), readings (rings), today; narrow is for the phone."""
    frame = _frame(course, narrow)
    marks = _grid(course, frame, narrow) + _months(course, frame, narrow)
    marks += _noise(course, frame, narrow) + _forecast(course, frame, narrow) + _lines(course, frame, narrow)
    marks += _readings(course, frame, narrow)
    css = "cx-chart only-phone" if narrow else "cx-chart only-wide"
    return picture(frame.width, frame.height, course.title, marks, desc=_told(course), css=css)


def _frame(course: Course, narrow: bool) -> Frame:
    values = [course.start, course.target, *(reading.value for reading in course.readings)]
    values += [value for value in (course.forecast, course.expected_at_end) if value is not None]
    if course.noise is not None:
        values += [
            Decimal(str(r.value)) + sign * Decimal(str(course.noise)) for r in course.readings for sign in (-1, 1)
        ]
    ticks = nice_ticks([float(value) for value in values])
    low, high = ticks[0], ticks[-1]
    box = (326, 270, 34, 316, 30, 236) if narrow else (760, 340, 60, 606, 30, 306)
    return Frame(*box, course.begins_on, course.ends_on, low, high, tuple(ticks))


def _grid(course: Course, frame: Frame, narrow: bool) -> list[Markup]:
    marks = []
    for tick in frame.ticks:
        y = frame.y(tick)
        label = number(tick) if narrow or course.unit != "%" else with_unit(tick, course.unit)
        marks.append(line(f"M{frame.left} {y:.1f}H{frame.right}", "line"))
        marks.append(word(frame.left - 8, y + 4, label, text_anchor="end"))
    return marks


def _months(course: Course, frame: Frame, narrow: bool) -> list[Markup]:
    marks = []
    starts = month_starts(course.begins_on, course.ends_on)
    every = max(1, -(-len(starts) // (3 if narrow else 7)))
    for first in starts[::every]:
        x = frame.x(first)
        marks.append(line(f"M{x:.1f} {frame.bottom}v5", "edge"))
        if x < frame.right - 16:
            marks.append(word(x + 2, frame.bottom + 24, MONTHS[first.month - 1]))
    return marks


def _lines(course: Course, frame: Frame, narrow: bool) -> list[Markup]:
    end = course.target if course.expected_at_end is None else course.expected_at_end
    y_target, x_today = frame.y(course.target), frame.x(min(max(course.as_of, course.begins_on), course.ends_on))
    expected = f"M{frame.left} {frame.y(course.start):.1f}L{frame.right} {frame.y(end):.1f}"
    marks = [
        line(f"M{frame.left} {y_target:.1f}H{frame.right}", "ink", 2, stroke_dasharray="10 4"),
        line(expected, "muted", 1.5, stroke_dasharray="5 4"),
        line(f"M{x_today:.1f} 18V{frame.bottom}", "edge"),
        word(min(max(x_today, frame.left + 16), frame.right - 16), 13, "today", text_anchor="middle"),
    ]
    told = f"Target {with_unit(course.target, course.unit)}"
    if narrow:
        above = y_target - 7 if y_target > 40 else y_target + 18
        marks.append(word(frame.left + 2, above, told, "ink", 14, font_weight=700))
    else:
        marks.append(word(frame.right + 8, y_target + 4, told, "ink", 14, font_weight=700))
        marks.append(_expected_label(course, frame, end))
    return marks


def _expected_label(course: Course, frame: Frame, end: Figure) -> Markup:
    """Place the words where the line is far from the readings: below it where readings run above, else above it."""
    x = frame.left + (frame.right - frame.left) * 0.3
    y = frame.y(float(course.start) + (float(end) - float(course.start)) * 0.3)
    day = course.begins_on + (course.ends_on - course.begins_on) * 0.3
    near = min(course.readings, key=lambda r: abs((r.day - day).days), default=None)
    runs_above = near is not None and frame.y(near.value) < y
    band = 0.0 if course.noise is None else frame.y(course.start) - frame.y(float(course.start) + float(course.noise))
    return word(x, y + 28 + band if runs_above else y - 16 - band, "expected course", text_anchor="middle")


def _readings(course: Course, frame: Frame, narrow: bool) -> list[Markup]:
    if not course.readings:
        x, y = (frame.left + frame.right) / 2, (frame.top + frame.bottom) / 2
        return [word(x, y, "no reading yet", "ink", 15, text_anchor="middle", font_weight=600)]
    pairs = [(frame.x(reading.day), frame.y(reading.value)) for reading in course.readings]
    marks = [_polyline(pairs, "brand", 3)] if len(pairs) > 1 else []
    last_label = -100.0
    for index, ((x, y), reading) in enumerate(zip(pairs, course.readings, strict=True)):
        marks.append(ring(x, y, "brand"))
        is_end = index in (0, len(pairs) - 1)
        if (is_end or not narrow) and (x - last_label > 44 or index == len(pairs) - 1):
            below = y + 24 if y + 30 < frame.bottom else y - 14
            marks.append(
                word(
                    x, below, number(reading.value, _places(course)), "ink", 13.5, text_anchor="middle", font_weight=600
                )
            )
            last_label = x
    return marks


def _noise(course: Course, frame: Frame, narrow: bool) -> list[Markup]:
    if course.noise is None or len(course.readings) < 2:
        return []
    half = Decimal(str(course.noise))
    upper = [(frame.x(r.day), frame.y(Decimal(str(r.value)) + half)) for r in course.readings]
    lower = [(frame.x(r.day), frame.y(Decimal(str(r.value)) - half)) for r in reversed(course.readings)]
    area = tag("polygon", points=points(upper + lower), class_="f-brand", fill=COLOURS["brand"], fill_opacity=".13")
    told = f"shaded: noise, ± {with_unit(course.noise, 'points' if course.unit == '%' else course.unit)}"
    return [area] if narrow else [area, word(frame.right - 4, frame.bottom - 12, told, "brand", text_anchor="end")]


def _forecast(course: Course, frame: Frame, narrow: bool) -> list[Markup]:
    if course.forecast is None or not course.readings:
        return []
    last = course.readings[-1]
    y_end = frame.y(course.forecast)
    path = f"M{frame.x(last.day):.1f} {frame.y(last.value):.1f}L{frame.right} {y_end:.1f}"
    marks = [line(path, "warn", 2, stroke_dasharray="2 4", stroke_linecap="round")]
    told = f"Forecast {with_unit(course.forecast, course.unit, _places(course))}"
    close = abs(y_end - frame.y(course.target)) < 18
    if narrow:
        below = max(y_end, frame.y(last.value)) + 48
        marks.append(
            word(frame.right, min(below, frame.bottom - 6), told, "warn", 14, text_anchor="end", font_weight=700)
        )
    else:
        marks.append(word(frame.right + 8, y_end + (22 if close else 4), told, "warn", 14, font_weight=700))
    return marks


def _polyline(pairs: Sequence[tuple[float, float]], colour: str, width: float) -> Markup:
    return tag(
        "polyline",
        points=points(pairs),
        fill="none",
        class_=f"s-{colour}",
        stroke=COLOURS[colour],
        stroke_width=width,
        stroke_linejoin="round",
    )


def _places(course: Course) -> int | None:
    """One decimal for all labels as soon as one reading has any, so that they read as one row."""
    whole = all(float(reading.value).is_integer() for reading in course.readings)
    return None if whole else 1


def _told(course: Course) -> str:
    unit, places = course.unit, _places(course)
    target = f"Target {with_unit(course.target, unit)} on {_day(course.ends_on)}."
    if not course.readings:
        return f"No reading yet. {target}"
    first, last = course.readings[0], course.readings[-1]
    if len(course.readings) == 1:
        sentence = f"One reading, {with_unit(last.value, unit, places)} on {_day(last.day)}."
    else:
        sentence = (
            f"{len(course.readings)} readings from {with_unit(first.value, unit, places)} on {_day(first.day)} "
            f"to {with_unit(last.value, unit, places)} on {_day(last.day)}."
        )
    ahead = "" if course.forecast is None else f" Forecast {with_unit(course.forecast, unit, places)}."
    return f"{sentence} {target}{ahead}"


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
