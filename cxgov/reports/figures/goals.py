"""Shared goals: objectives, key results, their readings, pace and forecast, each with its why."""

from datetime import date
from decimal import Decimal
from typing import Literal

from cxgov.reports.figures.base import Frozen, Share, Status, Why

KeyResultKind = Literal["numeric", "milestones", "yes_no", "threshold"]


class ReadingPoint(Frozen):
    """One reading: its value, how far along the way it lies, and its standard error on that way, if it has one."""

    on: date
    value: Decimal
    x: Share
    error: Share | None = None


class Forecast(Frozen):
    """Where the present course ends (rule G14)."""

    on: date
    value: Decimal
    x: Share
    words: str  # "misses: 93.1 %"


class KeyResultMilestone(Frozen):
    """One step of a key result that is counted by milestones."""

    title: str
    done: bool
    weight: Decimal


class KeyResultFigures(Frozen):
    """One key result, computed and reported, with the course of its readings."""

    number: str  # "1.2"
    title: str
    kind: KeyResultKind = "numeric"
    owner: str | None
    department: str
    weight: Decimal
    aspirational: bool = False
    unit: str = ""  # "%", "d", "" for a plain figure
    digits: int = 0  # decimals shown
    baseline: Decimal | None = None
    target: Decimal | None = None
    value: Decimal | None = None  # None is "no reading", never zero
    valid_on: date | None = None
    change: str | None = None  # "−0.3, noise"
    starts_on: date
    ends_on: date
    as_of_on: date
    progress: Share | None = None  # p, between 0 and 1
    expected: Share | None = None  # e
    expected_value: Decimal | None = None
    expected_at_end: Share = Decimal(1)  # 0.7 for an aspirational one
    pace: Share | None = None
    status: Status
    reported: Status | None = None
    watermelon: bool = False
    readings: tuple[ReadingPoint, ...] = ()
    forecast: Forecast | None = None
    milestones: tuple[KeyResultMilestone, ...] = ()
    done_words: str | None = None  # yes/no: "not yet approved, due 31 December"
    rule: str = "G1"
    why: tuple[Why, ...] = ()
    path: str | None = None


class ObjectiveFigures(Frozen):
    """One objective with its key results; its status is the worst of its parts (rule G13)."""

    number: str
    title: str
    owner: str | None
    sponsor: str
    departments: tuple[str, ...]
    status: Status
    counts: str  # "1 off track, 2 on track"
    progress: Share | None
    expected: Share | None
    coverage: str | None = None  # "3 of 4 measured", where something is missing
    key_results: tuple[KeyResultFigures, ...] = ()
    path: str | None = None


class Watermelon(Frozen):
    """A key result that is reported better than it computes (rule G15)."""

    number: str
    title: str
    department: str
    reported: Status
    computed: Status
    why: str
    said: str | None = None


class GoalFigures(Frozen):
    """The section on shared goals."""

    finding: str
    objectives: tuple[ObjectiveFigures, ...] = ()
    watermelons: tuple[Watermelon, ...] = ()
    since: str = "before"  # "September": what "now" is compared with
    forecast_words: str = "the end of the cycle"  # "31 December"
    note: str | None = None
