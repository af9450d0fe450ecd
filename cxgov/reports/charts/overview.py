"""The pictures of full width: decisions by month, age of open items, initiatives by gate, share of design."""

from collections.abc import Sequence

from markupsafe import Markup

from cxgov.reports.charts.drawing import BRAND, FAINT, INK, LINE, MUTED, RED, RUST, TEAL, TINT, TRACK, WHITE, Drawing
from cxgov.reports.figures.actions import ActionGroup, ActionRow
from cxgov.reports.figures.decisions import DecisionsOfMonth
from cxgov.reports.figures.initiatives import DesignMonth, InitiativeFigures

WIDTH = 498.0
MOST_ROWS = 26  # what fits a page together with its heading
ROOM_FOR_DOTS = 40  # with more dots in a row than this, they stay where they are and overlap
AXIS_STEPS = (5, 10, 15, 30, 60, 90, 180, 365, 730, 1095, 1825, 3650)


def decisions_by_month(months: Sequence[DecisionsOfMonth]) -> Markup:
    """Stacked bars: what became of the decisions carried in each month, with the count in each part."""
    parts = (
        ("implemented", BRAND, WHITE, "", "implemented"),
        ("on_course", TEAL, INK, "", "in force, on course"),
        ("behind", RUST, WHITE, "", "in force, behind"),
        ("ended", WHITE, INK, MUTED, "superseded or rescinded"),
    )
    said = "; ".join(
        f"{month.label} " + ", ".join(f"{getattr(month, key)} {words}" for key, _, _, _, words in parts)
        for month in months
    )
    d = Drawing(WIDTH, 112, f"Decisions carried by month: {said}.")
    highest = max((sum(getattr(month, key) for key, *_ in parts) for month in months), default=0) or 1
    unit = min(15.5, 77.0 / highest)
    step = WIDTH / max(1, len(months))
    width = min(34.0, step - 6)
    for place, month in enumerate(months):
        left, floor = step * place + (step - width) / 2, 85.4
        for key, fill, ink, edge, _ in parts:
            count = getattr(month, key)
            if not count:
                continue
            height = unit * count
            d.box((left, floor - height + 1.2, width, height - 1.2), fill, stroke=edge)
            if height > 9.5:
                d.text(
                    (left + width / 2, floor - height / 2 + 3.6),
                    f"{count}",
                    8.5,
                    colour=ink,
                    weight=600,
                    anchor="middle",
                )
            floor -= height
        d.text((left + width / 2, 97), month.label, 8, colour=MUTED, anchor="middle")
    d.line((0, 86), (WIDTH, 86), INK, 0.8)
    _legend(d, [(sum(getattr(m, key) for m in months), fill, edge, words) for key, fill, _, edge, words in parts])
    return d.svg()


def _legend(d: Drawing, entries: Sequence[tuple[int, str, str, str]]) -> None:
    """The parts of the bars, with their totals."""
    left = 6.0
    for total, fill, edge, words in entries:
        d.box((left, 103, 8, 8), fill, stroke=edge)
        d.text((left + 12, 110), f"{total} {words}", 8.5)
        left += 30 + 4.35 * len(f"{total} {words}")


def ages(groups: Sequence[ActionGroup]) -> Markup:
    """A strip per department, or per owner where there is but one: each open item by its age, overdue ones filled."""
    rows = _rows_of_ages(groups)
    said = "; ".join(f"{name} {len(items)} open, {sum(late for _, late in items)} overdue" for name, items in rows)
    longest = max((age for _, items in rows for age, _ in items), default=1)
    step = next((step for step in AXIS_STEPS if longest <= step * 6), AXIS_STEPS[-1])
    end = step * max(1, -(-longest // step))
    bottom = 12 + 16.0 * len(rows)
    d = Drawing(WIDTH, bottom + 28, f"Age of the open action items in days since they were agreed: {said}.")
    left, right = 108.0, 430.0
    for tick in range(0, end + 1, step):
        x = left + (right - left) * tick / end
        d.line((x, 12), (x, bottom), LINE, 0.4)
        label = f"{tick:,} days" if tick == end else f"{tick:,}"
        d.text((x, bottom + 10), label, 7.5, colour=MUTED, anchor="middle")
    for place, (name, items) in enumerate(rows):
        _age_strip(d, 20 + 16.0 * place, _clip(name, 26), items, (left, right, end))
    d.dot((left + 3, bottom + 22), 2.6, WHITE, stroke=BRAND)
    d.text((left + 10, bottom + 25), "open, date not reached", 8)
    d.diamond((left + 113, bottom + 22), 3.6, RED)
    d.text((left + 120, bottom + 25), "overdue", 8)
    d.text((right, bottom + 25), "days since the item was agreed", 8, colour=MUTED, anchor="end")
    return d.svg()


def _rows_of_ages(groups: Sequence[ActionGroup]) -> list[tuple[str, list[tuple[int, bool]]]]:
    """Names with (age, late) of their items; by owner where one department, or none, holds everything."""

    def marks(rows: Sequence[ActionRow]) -> list[tuple[int, bool]]:
        return sorted((row.age_days, row.days_late > 0) for row in rows)

    if len(groups) > 1:
        return [(group.name, marks(group.rows)) for group in groups][:MOST_ROWS]
    owners: dict[str, list[ActionRow]] = {}
    for row in groups[0].rows if groups else ():
        owners.setdefault(row.owner or row.owner_as_written or "no owner", []).append(row)
    most = sorted(owners.items(), key=lambda pair: (-len(pair[1]), pair[0]))[:MOST_ROWS]
    return [(name, marks(rows)) for name, rows in most]


def _age_strip(
    d: Drawing, y: float, name: str, items: Sequence[tuple[int, bool]], axis: tuple[float, float, int]
) -> None:
    """One row of the picture; neighbours move apart so that each can be counted."""
    left, right, end = axis
    d.line((left, y), (right, y), FAINT, 0.5)
    d.text((left - 8, y + 3), name, 8.5, anchor="end")
    free = -1.0
    for age, late in items:
        x = left + (right - left) * min(1.0, age / end)
        if len(items) <= ROOM_FOR_DOTS:
            x = min(right, max(x, free))
        free = x + 6.2
        if late:
            d.diamond((x, y), 3.6, RED)
        else:
            d.dot((x, y), 2.6, WHITE, stroke=BRAND)
    overdue = sum(late for _, late in items)
    d.text((442, y + 3), f"{len(items)} open", 8)
    d.text(
        (496, y + 3),
        f"{overdue} late" if overdue else "–",
        8,
        colour=RED if overdue else MUTED,
        weight=600,
        anchor="end",
    )


def stages(figures: InitiativeFigures) -> Markup:
    """How many initiatives stand at each gate, as a row of arrows; what is running is dark."""
    counts = figures.stages
    d = Drawing(WIDTH, 44, "Initiatives by gate: " + ", ".join(f"{name} {count}" for name, count in counts) + ".")
    step = WIDTH / max(1, len(counts))
    for place, (name, count) in enumerate(counts):
        left, right = step * place + 1, step * (place + 1) - 2
        dark = name == "running" and count > 0
        point = ((left, 2), (right - 6, 2), (right, 14), (right - 6, 26), (left, 26), (left + (6 if place else 0), 14))
        d.path(point, "", 0, fill=BRAND if dark else TRACK, close=True)
        d.text((left + step / 2, 18.5), f"{count}", 12, colour=WHITE if dark else INK, weight=600, anchor="middle")
        d.text((left + step / 2, 39), name, 8, anchor="middle")
    return d.svg()


def design_share(months: Sequence[DesignMonth]) -> Markup:
    """A bar per month, only the last one dark and bold."""
    said = ", ".join(f"{month.label} {month.percent} percent" for month in months)
    d = Drawing(WIDTH, 100, f"Share of initiative effort spent on design, by month: {said}.")
    step = WIDTH / max(1, len(months))
    width = min(44.0, step - 8)
    for place, month in enumerate(months):
        left, last = step * place + (step - width) / 2, place == len(months) - 1
        height = 76 * min(1.0, float(month.share))
        d.box((left, 6, width, 76), TINT)
        d.box((left, 82 - height, width, height), BRAND if last else TEAL)
        label = (left + width / 2, max(14, 78.5 - height))
        size, weight = (9.5, 600) if last else (8, 400)
        d.text(label, f"{month.percent}\u202f%", size, weight=weight, anchor="middle")
        d.text(
            (left + width / 2, 94),
            month.label,
            8,
            colour=INK if last else MUTED,
            weight=600 if last else 400,
            anchor="middle",
        )
    d.line((0, 82), (WIDTH, 82), INK, 0.8)
    return d.svg()


def _clip(name: str, longest: int) -> str:
    """A label that fits its margin; the full name stands above its table."""
    return name if len(name) <= longest else name[: longest - 1].rstrip() + "…"
