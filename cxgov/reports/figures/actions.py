"""Action items: who owes what, since when, how late, how often moved and carried."""

from datetime import date
from typing import Literal

from cxgov.reports.figures.base import Frozen, Rate

ActionState = Literal[
    "proposed", "open", "accepted", "in_progress", "blocked", "done", "verified", "cancelled", "merged"
]
LadderStep = Literal["owner", "head", "chair"]


class ActionRow(Frozen):
    """One action item as it stood at the as-of instant."""

    number: str | None  # "A-097"; imported items may have none that people know
    title: str
    owner: str | None  # None where the owner as written could not be resolved
    owner_as_written: str | None = None
    contributors: tuple[str, ...] = ()
    source: str | None = None  # "D-2026-31", "KR 1.3", "10 Dec 2024"
    due_on: date | None
    due_words: str | None = None  # "next meeting"; shown where there is no date
    agreed_on: date
    age_days: int
    days_late: int = 0
    slips: int = 0
    carries: int = 0
    state: ActionState
    blocked: str | None = None  # reason, and who can unblock it
    no_longer_mentioned_since: date | None = None
    escalated_to: LadderStep | None = None
    path: str | None = None


class ActionGroup(Frozen):
    """The open items of one department, owners by their nearest date."""

    name: str  # a department, or "Without a department"
    open: int
    late: int
    rows: tuple[ActionRow, ...]


class ActionFlow(Frozen):
    """How the number of open items came about: what was open, came in, went out, is open."""

    open_before: int
    new: int
    done: int
    done_words: str  # "42 on time, 8 late; 44 verified"
    ended: int  # cancelled or merged
    open_after: int
    open_words: str  # "10 overdue, 22 not yet due"


class FinishedLate(Frozen):
    """One item that was done in the period, after its date."""

    number: str | None
    title: str
    department: str
    due_on: date
    done_on: date
    days_late: int


class LadderRow(Frozen):
    """How often a step of the escalation ladder was taken."""

    step: str
    now: int
    before: int | None
    followed: str


class DepartmentRates(Frozen):
    """The three rates of one department, never added up (rule G23)."""

    name: str
    actions: Rate
    check_ins: Rate
    commitments: Rate
    actions_before: Rate | None = None
    check_ins_before: Rate | None = None
    commitments_before: Rate | None = None
    excused: int = 0
    blocked_by_others: int = 0


class UnresolvedOwner(Frozen):
    """A name as it was written that fits no one person, and the items that wait for it to be settled."""

    as_written: str
    items: int
    where: tuple[str, ...] = ()  # file and line, or the meeting


class ActionFigures(Frozen):
    """The section on action items."""

    finding: str
    flow: ActionFlow
    groups: tuple[ActionGroup, ...] = ()
    no_longer_mentioned: tuple[ActionGroup, ...] = ()
    unresolved: tuple[UnresolvedOwner, ...] = ()
    finished_late: tuple[FinishedLate, ...] = ()
    ladder: tuple[LadderRow, ...] = ()
    rates: tuple[DepartmentRates, ...] = ()
    rates_of_all: DepartmentRates | None = None
