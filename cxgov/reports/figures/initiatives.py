"""Initiatives with their departments, milestones and lateness, and the share of effort spent on design."""

from datetime import date
from decimal import Decimal
from typing import Literal

from cxgov.reports.figures.base import Frozen, Share, Status

InitiativeStage = Literal["idea", "proposed", "approved", "running", "delivered", "benefit_measured", "closed"]


class Part(Frozen):
    """What a department does in an initiative: responsible, accountable, consulted or informed."""

    department: str
    part: Literal["responsible", "accountable", "consulted", "informed"]


class MilestoneRow(Frozen):
    """One milestone with its date, and how late it is or was."""

    title: str
    due_on: date
    done_on: date | None = None
    days_late: int = 0


class InitiativeRow(Frozen):
    """One initiative."""

    number: str
    title: str
    kind: Literal["design", "repair"]
    stage: InitiativeStage
    lead: str | None
    sponsor: str | None
    department: str
    parts: tuple[Part, ...] = ()
    milestones: tuple[MilestoneRow, ...] = ()  # those that are due next or late
    status: Status | None = None
    next_words: str | None = None  # "Two last tariffs, 30 Nov"
    effort_days: Decimal | None = None
    path: str | None = None


class DesignMonth(Frozen):
    """One bar of the picture: the share of effort spent on design in a month."""

    label: str
    share: Share
    percent: int


class DesignShare(Frozen):
    """How much of the work prevents trouble, and how much answers it."""

    design: Decimal
    all: Decimal
    words: str  # "design 412 of 1,084 person-days, 38.0 %"
    by_month: tuple[DesignMonth, ...] = ()
    note: str | None = None


class InitiativeFigures(Frozen):
    """The section on initiatives."""

    finding: str
    rows: tuple[InitiativeRow, ...] = ()
    stages: tuple[tuple[str, int], ...] = ()  # ("running", 5)
    design: DesignShare | None = None
