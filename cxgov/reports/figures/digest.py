"""The digest: what colleagues did together in a month, told to everyone, with the reader's department first."""

from typing import Literal

from cxgov.reports.figures.base import Frozen, Link, Masthead, Period, Share, Status


class DepartmentNote(Frozen):
    """What a reader of this department reads first."""

    department: str
    bold: str  # "Two things of October are in your hands:"
    text: str
    link: Link | None = None


class DigestStory(Frozen):
    """A story told in a few paragraphs, with what was measured and what was not."""

    title: str
    kind: Literal["success", "lesson"]
    paragraphs: tuple[str, ...]
    departments: tuple[str, ...] = ()
    measured: str | None = None
    not_measured: str | None = None
    thanks: str | None = None
    quote: str | None = None
    quote_by: str | None = None
    link: Link | None = None


class Thanks(Frozen):
    """A word of thanks from one colleague to another."""

    giver: str  # "Hana Welmby, Support"
    receiver: str
    text: str
    departments: tuple[str, ...] = ()


class GoalGlance(Frozen):
    """One shared goal: how far, how far expected, and a sentence."""

    title: str
    status: Status
    progress: Share | None
    expected: Share | None
    percent: int | None
    expected_percent: int | None
    sentence: str
    departments: tuple[str, ...] = ()
    path: str | None = None


class DigestDecision(Frozen):
    """A decision in plain words."""

    number: str
    text: str
    why: str | None = None
    departments: tuple[str, ...] = ()
    path: str | None = None


class ClosedAction(Frozen):
    """An action item that was finished, and by whom."""

    number: str | None
    title: str
    owner: str
    department: str
    path: str | None = None


class DigestTerm(Frozen):
    """The term of the month."""

    word: str
    meaning: str
    say: str = ""
    avoid: str = ""


class DigestMeeting(Frozen):
    """A meeting to come."""

    when: str  # "Thu 12 Nov, 09:30"
    committee: str
    about: str = ""
    path: str | None = None


class DigestFigures(Frozen):
    """The digest of one month."""

    kind: Literal["digest"] = "digest"
    version: Literal[1] = 1
    masthead: Masthead  # its title: "Working together, October 2026"
    period: Period
    lead: str
    preheader: str
    for_departments: tuple[DepartmentNote, ...] = ()
    stories: tuple[DigestStory, ...] = ()
    thanks: tuple[Thanks, ...] = ()
    more_thanks: int = 0
    goals: tuple[GoalGlance, ...] = ()
    decisions: tuple[DigestDecision, ...] = ()
    closed: tuple[ClosedAction, ...] = ()
    closed_more: int = 0
    term: DigestTerm | None = None
    meetings: tuple[DigestMeeting, ...] = ()
    path: str  # where it stands on the web
    thanks_path: str | None = None
    preferences_path: str | None = None
