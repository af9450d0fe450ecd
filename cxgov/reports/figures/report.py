"""The accountability report: everything it prints, frozen at its as-of instant."""

from typing import Literal

from pydantic import Field

from cxgov.reports.figures.actions import ActionFigures
from cxgov.reports.figures.base import Frozen, Masthead, Period, Rate
from cxgov.reports.figures.decisions import DecisionFigures
from cxgov.reports.figures.goals import GoalFigures
from cxgov.reports.figures.initiatives import InitiativeFigures
from cxgov.reports.figures.meetings import AttendanceFigures

SectionName = Literal[
    "rates", "decisions", "actions", "goals", "initiatives", "attendance", "stories", "words", "method"
]


class KeyFigure(Frozen):
    """One of the large figures of the first page: its count stands below it, and what it was before."""

    label: str
    big: str
    lines: tuple[str, ...] = ()
    rule: str = ""


class Change(Frozen):
    """One of the five things that changed, what is asked of whom, and the section that proves it."""

    title: str
    text: str
    asked: str
    section: SectionName


class CoverageRow(Frozen):
    """How much of what should be known is known."""

    label: str
    short: str  # for the first page: "key results measured"
    rate: Rate
    missing: str = ""


class StoryRow(Frozen):
    """A story or a lesson of the period, with the people thanked."""

    title: str
    kind: Literal["success", "lesson"]
    text: str
    departments: tuple[str, ...] = ()
    thanked: tuple[str, ...] = ()
    measured: str | None = None  # None is printed as "Not yet measured."
    path: str | None = None


class Term(Frozen):
    """A word, what we mean by it, and what it stands in place of."""

    word: str
    meaning: str
    instead_of: str = ""


class MethodRow(Frozen):
    """How one figure is counted, and the rule it follows."""

    figure: str
    how: str
    rule: str


class ReportFigures(Frozen):
    """An accountability report of a committee, a department or the whole organisation."""

    kind: Literal["accountability-report"] = "accountability-report"
    version: Literal[1] = 1
    masthead: Masthead
    scope_kind: Literal["committee", "department", "organisation"]
    period: Period
    compared_with: str | None = None  # "30 September"
    next_meeting: str | None = None  # "Thursday 12 November, 09:30"
    lead: str
    key_figures: tuple[KeyFigure, ...] = Field(default=(), max_length=4)
    changed: tuple[Change, ...] = Field(default=(), max_length=5)
    better: tuple[str, ...] = ()
    worse: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    rates_finding: str = ""
    coverage: tuple[CoverageRow, ...] = ()
    restricted: int = 0  # counted, not shown
    decisions: DecisionFigures
    actions: ActionFigures
    goals: GoalFigures
    initiatives: InitiativeFigures
    attendance: AttendanceFigures
    stories: tuple[StoryRow, ...] = ()
    words: tuple[Term, ...] = ()
    method: tuple[MethodRow, ...] = ()
    settings: str = ""  # thresholds in force, cycle, zone
    restated: str = ""
    # "1234:9f3c…": the journal's last entry and its seal when the report was made; older reports have none and keep
    # their hash.
    anchor: str = Field(default="", exclude_if=lambda anchor: not anchor)
