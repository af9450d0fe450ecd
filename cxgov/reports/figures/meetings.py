"""Meetings: who came, and the agenda and the minutes as documents of their own."""

from datetime import date
from typing import Literal

from cxgov.reports.figures.base import Frozen, Masthead, Rate

Mark = Literal["present", "absent", "excused", "alternate", "not_invited"]
AgendaKind = Literal["information", "discussion", "decision", "consent"]


class MeetingColumn(Frozen):
    """One meeting of the period, as a column of the attendance table."""

    held_on: date
    committee: str
    present: int
    needed: int | None
    quorate: bool | None  # None where nobody wrote who came
    words: str  # "8 of 10 present, 6 needed"


class AttendanceRow(Frozen):
    """One person: at how many of the meetings they were invited to, and at which."""

    name: str
    role: str
    department: str | None = None
    present: Rate
    marks: tuple[Mark, ...]  # one per column


class AttendanceFigures(Frozen):
    """The section on attendance; long periods come in slices of a page's width."""

    finding: str
    meetings: tuple[MeetingColumn, ...] = ()
    rows: tuple[AttendanceRow, ...] = ()
    note: str | None = None


class Seat(Frozen):
    """One line of the roll."""

    seat: str
    name: str
    role: str
    arrived: str | None = None
    left: str | None = None
    note: str | None = None


class AgendaLine(Frozen):
    """One item of the agenda with its clock time and what is asked."""

    number: int
    starts: str | None
    minutes: int | None
    title: str
    kind: AgendaKind
    brought_by: str | None = None
    asked: str | None = None
    notes: str = ""  # Markdown of the secretary


class AgendaFigures(Frozen):
    """The agenda of one meeting."""

    kind: Literal["agenda"] = "agenda"
    version: Literal[1] = 1
    masthead: Masthead
    ordinal: str  # "11th meeting of 2026"
    when: str
    place: str | None
    revision: str
    lead: str
    items: tuple[AgendaLine, ...] = ()
    ends: str | None = None
    total_minutes: int | None = None
    total_words: str | None = None
    before: tuple[tuple[str, str], ...] = ()  # bold words, then the rest
    open_actions: tuple["MinutedAction", ...] = ()
    quorum_words: str | None = None  # "Quorum: 5 of 8 votes"
    seats: tuple[Seat, ...] = ()
    in_camera: str | None = None  # "1 item in camera", of which nothing else is said


class MinutedDecision(Frozen):
    """A decision as the minutes state it."""

    number: str
    text: str
    result: Literal["carried", "not carried", "tied", "void", "in force"]
    words: str  # the vote and the rule in words
    without_quorum: bool = False
    customer_not_asked: bool = False


class MinutedAction(Frozen):
    """An action item as the minutes state it, under the names of that day."""

    number: str | None
    title: str
    owner: str | None
    owner_as_written: str | None = None
    due_on: date | None = None
    due_words: str | None = None
    source: str | None = None
    days_late: int = 0


class MinutedItem(Frozen):
    """One item of the agenda: what was said, as Markdown, and what was decided."""

    number: str
    title: str
    time: str | None = None
    text: str = ""
    decisions: tuple[MinutedDecision, ...] = ()


class MinutesVersion(Frozen):
    """One line of the minutes' own history."""

    version: str
    on: date
    words: str


class Signature(Frozen):
    """Who signed, as what, and when in words."""

    name: str
    role: str
    words: str


class MinutesFigures(Frozen):
    """The minutes of one meeting; their hash covers text, roll and votes."""

    kind: Literal["minutes"] = "minutes"
    version: Literal[1] = 1
    masthead: Masthead
    ordinal: str
    when: str
    state: str  # "v2, approved 12 November, locked"
    lead: str
    seats: tuple[Seat, ...] = ()
    quorum_note: str | None = None
    items: tuple[MinutedItem, ...] = ()
    actions: tuple[MinutedAction, ...] = ()
    versions: tuple[MinutesVersion, ...] = ()
    signatures: tuple[Signature, ...] = ()
    imported_from: str | None = None  # file and its hash, where others wrote them
    in_camera: str | None = None  # "1 item in camera", of which nothing else is said
