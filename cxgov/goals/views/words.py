"""How figures of goals are said on a page: pure, from the value objects of the queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from cxgov.core.numbers import number, percent, share, with_unit
from cxgov.goals.enums import Ambition, ObjectiveState, Status
from cxgov.goals.models import KeyResult, Objective
from cxgov.goals.queries import KeyResultFigures, ObjectiveFigures
from cxgov.web.pages import url_of
from cxgov.web.words import day_words, listed, plural, short_day

_HUNDRED = Decimal(100)
_BANDS = {
    Status.GREEN: "pace of 0.9 or more",
    Status.AMBER: "pace from 0.7 to below 0.9",
    Status.RED: "pace below 0.7",
}


@dataclass(frozen=True, slots=True)
class Why:
    """The answer to "why this number?": a title, the formula with its rule, and what went into it."""

    title: str
    formula: str
    rows: Sequence[tuple[str, str]]


def in_percent(value: Decimal | None) -> Decimal | None:
    """Return a share in percent, for meters."""
    return None if value is None else value * _HUNDRED


def span(key_result: KeyResult) -> str:
    """Say from where to where: "82 to 96 %"."""
    return f"{number(key_result.baseline)} to {with_unit(key_result.target, key_result.unit)}"


def now_words(one: KeyResultFigures) -> str:
    """Say the reading that counts, or a dash."""
    return with_unit(one.reading.value, one.key_result.unit) if one.reading else "–"


def progress_words(one: KeyResultFigures) -> str:
    """Say how far it is and how it keeps pace: "58.9 % · pace 0.74"."""
    if one.p is None:
        return "– no reading, counted as 0"
    said = [share(one.p)]
    if one.r is not None:
        said.append(f"pace {number(one.r, 2)}")
    if mark := one.progress.inputs.get("mark"):
        said.append(str(mark))
    return " · ".join(said)


def way_words(one: KeyResultFigures) -> str:
    """Say it in a sentence's part: "58.9 % of the way · expected 79.3 %"."""
    if one.p is None:
        return f"– no reading, counted as 0 · expected {share(one.wanted)}"
    mark = one.progress.inputs.get("mark")
    return f"{share(one.p)} of the way{f', {mark}' if mark else ''} · expected {share(one.wanted)}"


def status_words(one: KeyResultFigures) -> str:
    """Say what the pill says where its usual word would hide that there is no reading."""
    return "No reading" if one.reading is None and one.status is Status.RED else ""


def confidence_words(one: KeyResultFigures) -> str:
    """Say the confidence as tenths: "0.7"."""
    sure = one.reading.confidence if one.reading else None
    return "" if sure is None else number(Decimal(sure) / 10, 1)


def pill_of(figures: ObjectiveFigures) -> Any:
    """Return what the pill of a goal says: its state where that is no longer or not yet counted, else its status."""
    state = figures.objective.state
    return state if state in (ObjectiveState.DRAFT, ObjectiveState.DROPPED) else figures.status


def departments_words(objective: Objective) -> str:
    """Name the departments: "Billing, Product and Support"."""
    return listed(sorted(part.department.title for part in objective.departments))


def objective_words(figures: ObjectiveFigures) -> str:
    """Say how far the goal is: "58.2 % · expected 79.3 %"."""
    if figures.progress.value is None:
        return "– no reading yet" if figures.key_results else "– no key result yet"
    expected = "" if figures.wanted is None else f" · expected {share(figures.wanted)}"
    return f"{share(figures.progress.value)}{expected}"


def mean_confidence(figures: ObjectiveFigures) -> str:
    """Say the mean confidence of a goal: "0.60"."""
    return "" if figures.confidence.value is None else number(figures.confidence.value, 2)


def why_objective(figures: ObjectiveFigures) -> Why:
    """Answer why a goal has its progress: each key result with its weight (G6), and why it has its status (G13)."""
    rows = [
        (one.key_result.title, f"{share(one.progress.counted)} × weight {number(one.key_result.weight)}")
        for one in figures.key_results
    ]
    if figures.key_results:
        rows.append(("Measured", figures.coverage))
    rows.append(("Status", f"the worst of them: {figures.summary.words or 'none'}, rule G13"))
    value = "no figure" if figures.progress.value is None else share(figures.progress.value)
    return Why("The weighted mean of its key results", f"{value}, rule {figures.progress.rule}", rows)


def why_key_result(one: KeyResultFigures, today: date, zone: str) -> Why:
    """Answer why a key result has its progress (G1), its expected progress (G10) and its status (G11)."""
    key_result, rows = one.key_result, list[tuple[str, str]]()
    unit = key_result.unit
    base, target = number(key_result.baseline), number(key_result.target)
    if one.reading is not None:
        rows += [
            ("Reading", with_unit(one.reading.value, unit)),
            ("Valid on", day_words(one.reading.valid_on, today)),
            ("Recorded", day_words(one.reading.recorded_at.astimezone(ZoneInfo(zone)).date(), today)),
        ]
    days, of_days = one.pace.inputs.get("days"), one.pace.inputs.get("of_days")
    rows.append(("Expected", f"{days} of {of_days} days = {share(one.pace.counted)}"))
    if one.r is not None and one.p is not None:
        rows.append(("Pace", f"{number(one.p, 3)} ÷ {_wanted(one)} = {number(one.r, 2)}"))
    rows.append(_status_row(one))
    if one.reading is None or one.x is None:
        return Why("No reading yet", f"(reading − {base}) ÷ ({target} − {base}), rule G1", rows)
    moved, whole = one.reading.value - key_result.baseline, key_result.target - key_result.baseline
    title = f"{number(moved)} of {number(whole)} {_steps(unit)} of the way"
    formula = f"({number(one.reading.value)} − {base}) ÷ ({target} − {base}) = {number(one.x, 3)}, rule G1"
    return Why(title, formula, rows)


def _steps(unit: str) -> str:
    return "points" if unit in ("", "%") else unit


def _wanted(one: KeyResultFigures) -> str:
    """Say what progress is held against: the expected one, of a stretch goal seven tenths of it."""
    expected = number(one.pace.counted, 3)
    return f"(0.7 × {expected})" if one.judged.inputs.get("ambition") is Ambition.ASPIRATIONAL else expected


def _status_row(one: KeyResultFigures) -> tuple[str, str]:
    said = one.judged.status.words.capitalize()
    because = one.judged.inputs.get("because")
    why = str(because) if because else _BANDS.get(one.judged.status, "") if one.judged.rule == "G11" else "at the end"
    rule = f"{why}, rule {one.judged.rule}" if why else f"rule {one.judged.rule}"
    if one.status is Status.OUTDATED:
        return "Outdated", f"a check-in was missed, rule G12; computed: {said.lower()}"
    return said, rule


def history_words(points: Sequence[tuple[date, Decimal]], key_result: KeyResult) -> str:
    """Say what the small line shows."""
    first, last = points[0][1], points[-1][1]
    return f"{plural(len(points), 'reading')}, from {number(first)} to {with_unit(last, key_result.unit)}"


def recorded_words(at: datetime, valid_on: date, zone: str, today: date) -> str:
    """Say when a reading was recorded, where that was not on its own day."""
    day = at.astimezone(ZoneInfo(zone)).date()
    return "" if day == valid_on else f"recorded {short_day(day, today)}"


def used_up(first: date, last: date, today: date) -> str:
    """Say how much of the time is used: "day 146 of 184: 79.3 % of the time is used"."""
    whole = (last - first).days + 1
    day = (today - first).days + 1
    if day < 1:
        return f"begins on {day_words(first, today)}"
    if day > whole:
        return f"ended on {day_words(last, today)}"
    return f"day {day} of {whole}: {percent(Decimal(day * 100) / whole)} of the time is used"


def key_result_row(one: KeyResultFigures, points: Sequence[tuple[date, Decimal]] = ()) -> dict[str, Any]:
    """Return a key result as the list shows it."""
    key_result = one.key_result
    return {
        "title": key_result.title, "url": url_of(key_result), "owner": key_result.owner.name, "span": span(key_result),
        "now": now_words(one), "history": [float(value) for _, value in points[-12:]],
        "history_words": history_words(points, key_result) if points else "", "progress": in_percent(one.p),
        "expected": in_percent(one.wanted), "progress_words": progress_words(one), "status": one.status,
        "status_words": status_words(one), "confidence": confidence_words(one), "words": way_words(one),
    }  # fmt: skip
