"""The small charts beside key results: up is always better, dashed is the pace expected, dotted the forecast."""

from decimal import Decimal

from markupsafe import Markup

from cxgov.reports.charts.drawing import BRAND, INK, LINE, MUTED, NOISE, WHITE, Drawing
from cxgov.reports.figures.goals import KeyResultFigures, ReadingPoint
from cxgov.reports.words import STATUS_WORDS, Words

WIDTH, HEIGHT = 138.0, 46.0
LEFT, RIGHT, TOP, BOTTOM = 17.0, 103.0, 8.0, 41.0
LABEL = RIGHT + 5.5
READINGS_WITH_DOTS = 14
LOWEST, HIGHEST = Decimal("-0.09"), Decimal("1.09")  # a course outside is drawn at the edge


def key_result(result: KeyResultFigures, w: Words) -> Markup:
    """Draw one key result by its kind."""
    if result.kind == "milestones":
        return _milestones(result, w)
    if result.kind == "yes_no":
        return _yes_no(result)
    return _numeric(result, w)


def sentence(result: KeyResultFigures, w: Words) -> str:
    """Say what the chart shows, with its figures: this is what a screen reader reads out."""

    def value(number: Decimal | None) -> str:
        return w.number(number, result.digits, result.unit)

    said = [f"{value(result.baseline)} at the start"]
    if result.value is None:
        said.append("no reading")
    else:
        said.append(f"{value(result.value)} at the last reading")
    if result.expected_value is not None:
        said.append(f"{value(result.expected_value)} expected by {w.day(result.as_of_on)}")
    said.append(f"target {value(result.target)}")
    if result.forecast:
        said.append(f"forecast {result.forecast.words}")
    return f"{result.title}: {', '.join(said)}; {STATUS_WORDS[result.status]}."


def legend() -> Markup:
    """How to read the small charts, once, above the first."""
    d = Drawing(
        498, 58,
        "How to read the small charts: from the start value at the bottom to the target at the top; dashed line "
        "expected pace, pale bars the 95 percent range, dotted line the forecast.",
    )  # fmt: skip
    d.line((40, 48), (170, 48), LINE, 0.5)
    d.line((40, 12), (170, 12), INK, 0.8)
    d.line((40, 48), (170, 12), MUTED, 0.8, dash="2.4 1.8")
    d.line((127.1, 9), (127.1, 51), LINE, 0.5)
    course = ((62.1, 43.0), (84.2, 37.0), (105.0, 34.0), (127.1, 29.0))
    for x, y in course:
        d.line((x, y - 5), (x, y + 5), NOISE, 3)
    d.path(((40, 48), *course), BRAND, 1.3)
    for point in course[:-1]:
        d.dot(point, 1.3, BRAND)
    d.line(course[-1], (170, 20), BRAND, 1, dash="1 1.6")
    d.dot((170, 20), 1.9, WHITE, stroke=BRAND, weight=1)
    d.status(course[-1], "amber")
    d.text((36, 50.4), "start", 7.5, colour=MUTED, anchor="end")
    d.text((175, 14.2), "target", 7.5, weight=600)
    d.text((175, 23.5), "forecast", 7.5, colour=BRAND)
    for row, words in enumerate(
        (
            "Up is always better, also where a smaller number is the aim.",
            "Dashed: the pace expected. Above it is ahead, below it is behind.",
            "Pale bar: 95 % range of a survey. Two bars that overlap: hardly a difference.",
            "Vertical hairline: the as-of day. Dotted: forecast to the end of the cycle.",
        )
    ):
        d.text((236, 13 + 13 * row), words, 8)
    return d.svg()


def _numeric(result: KeyResultFigures, w: Words) -> Markup:
    """Start at the bottom, target at the top, the readings between them."""
    d = Drawing(WIDTH, HEIGHT, sentence(result, w))
    days = max(1, (result.ends_on - result.starts_on).days + 1)

    def at(reading: ReadingPoint) -> tuple[float, float]:
        gone = min(days, max(0, (reading.on - result.starts_on).days + 1)) / days
        return LEFT + (RIGHT - LEFT) * gone, _height(reading.x)

    today = min(days, max(0, (result.as_of_on - result.starts_on).days + 1)) / days
    now = LEFT + (RIGHT - LEFT) * today
    d.line((LEFT, BOTTOM), (RIGHT, BOTTOM), LINE, 0.5)
    d.line((LEFT, TOP), (RIGHT, TOP), INK, 0.8)
    d.line((now, TOP - 3), (now, BOTTOM + 3), LINE, 0.5)
    d.line((LEFT, BOTTOM), (RIGHT, _height(result.expected_at_end)), MUTED, 0.8, dash="2.4 1.8")
    _course(d, result, [at(reading) for reading in result.readings])
    if result.forecast and result.readings:
        end = (RIGHT, _height(result.forecast.x))
        d.line(at(result.readings[-1]), end, BRAND, 1, dash="1 1.6")
        d.dot(end, 1.9, WHITE, stroke=BRAND, weight=1)
        label = end[1] + 2.4
        label = TOP + 9.9 if abs(label - (TOP + 2.4)) < 7.5 else label  # not on the target's own label
        d.text((LABEL, label), w.number(result.forecast.value, result.digits, result.unit), 7, colour=BRAND)
    if result.readings:
        d.status(at(result.readings[-1]), result.status)
    d.text((LEFT - 3, BOTTOM + 2.4), w.number(result.baseline, result.digits), 7, colour=MUTED, anchor="end")
    d.text((LABEL, TOP + 2.4), w.number(result.target, result.digits), 7, weight=600)
    return d.svg()


def _course(d: Drawing, result: KeyResultFigures, points: list[tuple[float, float]]) -> None:
    """The readings: their noise as pale bars, the line, dots where there is room for them."""
    for reading, (x, _) in zip(result.readings, points, strict=True):
        if reading.error is not None:
            reach = Decimal("1.96") * reading.error
            d.line((x, _height(reading.x + reach)), (x, _height(reading.x - reach)), NOISE, 3)
    if not points:
        d.text((RIGHT, BOTTOM - 3), "no reading", 7.5, colour=MUTED, weight=600, anchor="end")
        return
    first = result.readings[0].on
    start = [] if first <= result.starts_on else [(LEFT, BOTTOM)]
    if len(points) + len(start) > 1:
        d.path((*start, *points), BRAND, 1.3)
    if len(points) <= READINGS_WITH_DOTS:
        for point in points[:-1]:
            d.dot(point, 1.3, BRAND)


def _milestones(result: KeyResultFigures, w: Words) -> Markup:
    """A box per milestone, as wide as its weight, filled when it is done; the tick is what is expected."""
    done = sum(milestone.done for milestone in result.milestones)
    of = len(result.milestones)
    d = Drawing(
        WIDTH, HEIGHT,
        f"{result.title}: {done} of {of} milestones done, {w.percent(result.progress, 1)} by weight; "
        f"expected {w.percent(result.expected, 1)}.",
    )  # fmt: skip
    weight = sum((milestone.weight for milestone in result.milestones), Decimal(0)) or Decimal(1)
    left = LEFT
    for milestone in sorted(result.milestones, key=lambda one: not one.done):
        width = float(milestone.weight / weight) * (RIGHT - LEFT)
        d.box((left + 0.6, 13, width - 1.2, 10), BRAND if milestone.done else WHITE, stroke=BRAND)
        left += width
    if result.expected is not None:
        x = LEFT + float(result.expected) * (RIGHT - LEFT)
        d.line((x, 8), (x, 28), INK, 0.7, dash="2 1.4")
        d.text((x, 36), "expected", 7, colour=MUTED, anchor="middle")
    d.text((LABEL, 21), f"{done} of {of}", 7.5, weight=600)
    return d.svg()


def _yes_no(result: KeyResultFigures) -> Markup:
    """A box, filled when it is so, and the words."""
    words = result.done_words or ("yes" if result.progress else "not yet")
    d = Drawing(WIDTH, HEIGHT, f"{result.title}: yes or no, {words}.")
    d.box((LEFT, 14, RIGHT - LEFT, 10), BRAND if result.progress else WHITE, stroke=LINE, weight=0.7)
    short = "yes" if result.progress else "not yet"
    d.text(((LEFT + RIGHT) / 2, 21.4), short, 7, colour=WHITE if result.progress else MUTED, anchor="middle")
    d.text((LEFT, 35), words, 7, colour=MUTED)
    return d.svg()


def _height(x: Decimal) -> float:
    """Where this much progress lies, held inside the picture."""
    return BOTTOM - (BOTTOM - TOP) * float(min(HIGHEST, max(LOWEST, x)))
