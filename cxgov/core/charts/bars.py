"""Pictures made of bars and boxes: how far, how many of each, how old, who came."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from cxgov.core.charts.svg import COLOURS, fluid, line, picture, rect, tag, word
from cxgov.core.numbers import Figure, percent


@dataclass(frozen=True)
class Part:
    """One piece of a stacked bar: its word, its count, and a colour of svg.COLOURS."""

    label: str
    count: int
    colour: str = "brand"


@dataclass(frozen=True)
class Column:
    """One month: its word and its parts from the bottom up."""

    label: str
    parts: Sequence[Part]


def progress_meter(
    progress: Figure | None, expected: Figure | None = None, label: str = "", width: int | None = None
) -> Markup:
    """Show percent of the way (0 to 100) and, as an upright line, what is expected today; None is an empty track."""
    told = "No reading" if progress is None else percent(progress)
    told += f", expected {percent(expected)}" if expected is not None else ""
    marks = [rect(0, 4, "100%", 8, "track", rx=4)]
    if progress is not None:
        marks.append(rect(0, 4, f"{_within(progress)}%", 8, "brand", rx=4))
    if expected is not None:
        halo = rect(-3, 0, 6, 16, "surface")
        marks.append(
            tag(
                "svg",
                halo,
                rect(-1, 0, 2.5, 16, "ink"),
                x=f"{_within(expected)}%",
                y=0,
                width=6,
                height=16,
                overflow="visible",
            )
        )
    return fluid(16, f"{label}: {told}" if label else told, marks, css="cx-meter", width=width)


def stacked_bar(parts: Sequence[Part], title: str = "", width: int = 300, height: int = 18) -> Markup:
    """Show the parts of one total side by side, each as wide as its count; a part of nothing is left out."""
    held = [part for part in parts if part.count > 0]
    total = sum(part.count for part in held)
    if not total:
        return picture(
            width, height + 8, title or "Nothing to count yet", [_dashed_box(0, 4, width, height)], css="cx-chart"
        )
    marks: list[Markup] = []
    left, gap = 0.0, 3.0
    room = width - gap * (len(held) - 1)
    for part in held:
        wide = room * part.count / total
        marks.append(rect(left, 4, wide, height, part.colour, rx=3))
        if wide >= 22:
            inside = "surface" if part.colour not in ("track", "line", "brand-tint") else "ink"
            marks.append(
                word(
                    left + wide / 2,
                    height / 2 + 8.5,
                    str(part.count),
                    inside,
                    13,
                    text_anchor="middle",
                    font_weight=600,
                )
            )
        left += wide + gap
    told = title or ", ".join(f"{part.count} {part.label}" for part in parts)
    return picture(width, height + 8, told, marks, css="cx-chart")


def labelled_bars(rows: Sequence[tuple[str, str, Figure, str]], title: str, width: int = 420) -> Markup:
    """Show a few large bars: words inside, value beside; a row is (words, value words, percent, colour)."""
    marks: list[Markup] = []
    for index, (words, value, part, colour) in enumerate(rows):
        top, wide = 12 + 62 * index, max(float(_within(part)) / 100 * (width - 92), 4)
        marks.append(rect(0, top, wide, 48, colour, rx=4))
        marks.append(word(wide + 12, top + 32, value, "ink", 24, font_weight=700))
        fits = len(words) * 7.6 + 28 < wide
        marks.append(
            word(
                14 if fits else wide + 12,
                top + (30 if fits else 46),
                words,
                "surface" if fits else "muted",
                16 if fits else 13,
            )
        )
    told = "; ".join(f"{words}: {value}" for words, value, _, _ in rows)
    return picture(width, 62 * len(rows) + 12, f"{title}. {told}", marks, css="cx-chart")


def columns_by_month(columns: Sequence[Column], title: str, width: int = 498, height: int = 132) -> Markup:
    """Show one stacked column a month with the count in each part and the total above it."""
    totals = [sum(part.count for part in column.parts) for column in columns]
    top, floor = 16, height - 20
    if not columns or not max(totals):
        return _nothing(width, height, title)
    step = width / len(columns)
    wide = min(40.0, step * 0.62)
    marks = [line(f"M0 {floor}H{width}", "edge")]
    for index, (column, total) in enumerate(zip(columns, totals, strict=True)):
        middle = step * (index + 0.5)
        marks += _column(column, middle, wide, floor, (floor - top) / max(totals))
        marks.append(word(middle, height - 5, column.label, size=12, text_anchor="middle"))
        if total:
            above = floor - total * (floor - top) / max(totals) - 4
            marks.append(word(middle, above, str(total), "ink", 12, text_anchor="middle", font_weight=600))
    return picture(width, height, title, marks, desc=_told(columns), css="cx-chart")


def _column(column: Column, middle: float, wide: float, floor: float, scale: float) -> list[Markup]:
    marks: list[Markup] = []
    bottom = floor
    for part in column.parts:
        tall = part.count * scale
        if tall <= 0:
            continue
        marks.append(rect(middle - wide / 2, bottom - tall, wide, max(tall - 1, 0.5), part.colour))
        if tall >= 14 and len(column.parts) > 1:
            inside = "surface" if part.colour not in ("track", "line", "brand-tint") else "ink"
            marks.append(word(middle, bottom - tall / 2 + 4, str(part.count), inside, 11, text_anchor="middle"))
        bottom -= tall
    return marks


def age_strip(ages: Sequence[tuple[int, bool]], title: str = "", width: int = 498, height: int = 40) -> Markup:
    """Show each open item as a dot at its age in days; late ones are filled, others are rings."""
    if not ages:
        return _nothing(width, height, title or "No open item")
    oldest = max(30, *(days for days, _ in ages))
    left, room, middle = 8.0, width - 16.0, height / 2 - 4
    marks = [line(f"M{left:g} {middle:g}H{left + room:g}", "line")]
    for days in _ticks_in_days(oldest):
        x = left + room * days / oldest
        marks += [
            line(f"M{x:.1f} {middle - 4:g}v8", "edge"),
            word(x, height - 4, f"{days}", size=11, text_anchor="middle"),
        ]
    for days, is_late in sorted(ages):
        x = left + room * min(max(days, 0), oldest) / oldest
        colour = "bad" if is_late else "surface"
        marks.append(
            tag(
                "circle",
                cx=x,
                cy=middle,
                r=4,
                class_=f"f-{colour} s-{'bad' if is_late else 'brand'}",
                fill=COLOURS[colour],
                stroke=COLOURS["bad" if is_late else "brand"],
                stroke_width=1.5,
            )
        )
    late = sum(1 for _, is_late in ages if is_late)
    told = title or f"{len(ages)} open items by age in days, the oldest {max(days for days, _ in ages)}, {late} late"
    return picture(width, height, told, marks, css="cx-chart")


def attendance_row(presences: Sequence[str], title: str = "", size: int = 16) -> Markup:
    """Show one person's meetings, oldest first: "present" filled, "alternate" half, everything else an empty ring."""
    marks: list[Markup] = []
    for index, presence in enumerate(presences):
        x, y, r = size * index + size / 2, size / 2, size * 0.31
        filled = presence in ("present", "late", "guest")
        marks.append(
            tag(
                "circle",
                cx=x,
                cy=y,
                r=r,
                class_=f"{'f-brand' if filled else 'f-surface'} s-brand",
                fill=COLOURS["brand" if filled else "surface"],
                stroke=COLOURS["brand"],
                stroke_width=1.5,
            )
        )
        if presence == "alternate":
            marks.append(
                tag(
                    "path",
                    d=f"M{x:g} {y - r:g}a{r:g} {r:g} 0 0 1 0 {2 * r:g}z",
                    class_="f-brand",
                    fill=COLOURS["brand"],
                )
            )
    came = sum(1 for presence in presences if presence in ("present", "late", "alternate"))
    told = title or (f"came to {came} of {len(presences)}" if presences else "no meeting yet")
    return picture(max(size * len(presences), size), size, told, marks)


def quorum_bar(seats: Sequence[str], needed: int) -> Markup:
    """Show one seat per voting member ("counts", "recused", "empty") and a mark at the number needed."""
    marks = []
    order = {"counts": 0, "recused": 1}
    for index, seat in enumerate(sorted(seats, key=lambda name: order.get(name, 2))):
        fill, stroke, dash = {
            "counts": ("brand", "brand", None),
            "recused": ("surface", "warn", "3 2"),
        }.get(seat, ("surface", "edge", None))
        marks.append(
            rect(2 + 24 * index, 6, 20, 14, fill, rx=3, stroke=COLOURS[stroke], stroke_width=1.5, stroke_dasharray=dash)
        )
    at = 24 * needed
    marks.append(line(f"M{at} 1v24", "ink", 2))
    marks.append(word(min(max(at, 26), 24 * len(seats) - 22), 36, f"{needed} needed", "ink", 12, text_anchor="middle"))
    counted = sum(1 for seat in seats if seat == "counts")
    return picture(max(24 * len(seats), 60) + 4, 38, f"Quorum: {counted} count, {needed} needed", marks)


def _within(value: Figure) -> Decimal:
    return min(max(Decimal(str(value)), Decimal(0)), Decimal(100)).quantize(Decimal("0.1"))


def _dashed_box(x: float, y: float, width: float, height: float) -> Markup:
    return rect(
        x + 0.5, y + 0.5, width - 1, height - 1, "surface", rx=3, stroke=COLOURS["edge"], stroke_dasharray="4 3"
    )


def _nothing(width: int, height: int, title: str) -> Markup:
    marks = [
        _dashed_box(0, 0, width, height),
        word(width / 2, height / 2 + 4, "nothing to show yet", size=12, text_anchor="middle"),
    ]
    return picture(
        width, height, f"{title}: nothing to show yet" if title else "Nothing to show yet", marks, css="cx-chart"
    )


def _told(columns: Sequence[Column]) -> str:
    months = (
        f"{column.label} " + ", ".join(f"{part.count} {part.label}" for part in column.parts) for column in columns
    )
    return "; ".join(months)


def _ticks_in_days(oldest: int) -> list[int]:
    step = next((step for step in (7, 14, 30, 60, 90, 180) if oldest / step <= 8), 365)
    return list(range(0, oldest + 1, step))
