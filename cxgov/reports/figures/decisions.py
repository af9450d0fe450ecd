"""Decisions and whether they were carried out."""

from datetime import date
from typing import Literal

from cxgov.reports.figures.base import Frozen, Rate

DecisionState = Literal[
    "implemented", "on_course", "behind", "not_carried", "superseded", "rescinded", "expired", "no_actions"
]


class DecisionRow(Frozen):
    """One decision with what became of its action items."""

    number: str  # "D-2026-31"
    title: str
    decided_on: date
    committee: str
    moved_by: str | None = None
    vote: str | None = None  # "8–0–1" or "general consent"
    evidence: str | None = None
    without_quorum: bool = False
    customer_not_asked: bool = False
    state: DecisionState
    actions: Rate
    actions_late: int = 0
    actions_words: str  # "1 of 2 done, 1 overdue"
    missing: str | None = None  # what is late, in words
    accountable: str | None = None
    path: str | None = None


class DecisionsOfMonth(Frozen):
    """One bar of the picture: the decisions carried in a month, by what became of them."""

    label: str
    implemented: int
    on_course: int
    behind: int
    ended: int  # superseded, rescinded, expired


class DecisionFigures(Frozen):
    """The section on decisions."""

    finding: str
    rows: tuple[DecisionRow, ...] = ()
    note: str | None = None
    by_month: tuple[DecisionsOfMonth, ...] = ()
    by_month_note: str | None = None
    behind: tuple[DecisionRow, ...] = ()
