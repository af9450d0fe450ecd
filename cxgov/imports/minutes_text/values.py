"""What reading minutes gives: plain values with the line each was found on."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cxgov.core.due_words import Due


class BadFile(Exception):
    """A file that cannot be read as minutes; `reason` is a sentence, `code` one word, `line` where it is known."""

    def __init__(self, code: str, reason: str, line: int | None = None) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
        self.line = line


class Group(StrEnum):
    """How somebody took part. Absent and invited people are kept, and never counted as attendances."""

    PRESENT = "present"
    ALSO = "also"
    OBSERVER = "observer"
    ABSENT = "absent"
    INVITED = "invited"

    @property
    def is_there(self) -> bool:
        return self not in (Group.ABSENT, Group.INVITED)


class Office(StrEnum):
    """Who did what in the meeting."""

    CHAIR = "chair"
    SECRETARY = "secretary"
    FACILITATOR = "facilitator"
    MINUTES = "minutes"


class Box(StrEnum):
    """A Markdown checkbox: `[ ]`, `[x]`, or the careless `[]`, which is an open item but not a checkbox."""

    OPEN = "open"
    DONE = "done"
    EMPTY = "empty"


class ItemStyle(StrEnum):
    """How an action item is written. Only first-level bullets are counted as `actions`."""

    BULLET = "bullet"
    NUMBER = "number"
    INDENTED = "indented"
    BELOW_HEADING = "below_heading"
    TABLE = "table"


class SkipReason(StrEnum):
    """Why something in a file did not become an object."""

    FILE_DATE = "file_date"
    HEADING_DATE = "heading_date"
    NO_ATTENDANCE = "no_attendance"
    NOT_A_PERSON = "not_a_person"
    SECOND_ATTENDANCE = "second_attendance"
    NO_ACTIONS = "no_actions"
    INLINE_ACTION = "inline_action"
    CHECKBOX = "checkbox"
    UNBULLETED_ACTION = "unbulleted_action"
    UNCLEAR_ACTIONS = "unclear_actions"


@dataclass(frozen=True)
class Skipped:
    """A line that was seen and did not become an object; line 1 stands for the whole file."""

    line: int
    reason: SkipReason
    text: str = ""


@dataclass(frozen=True)
class Section:
    """A part of the minutes to be stored as one block: heading (empty before the first), level 0–6, raw Markdown.

    `heading_raw` is the heading's line as written; the line below an underlined heading is the first of `text`.
    """

    line: int
    level: int
    heading: str
    text: str
    heading_raw: str = ""

    @property
    def markdown(self) -> str:
        """The block to store: the heading as it was written, and what stands below it."""
        if not self.heading_raw:
            return self.text
        is_underlined = not self.heading_raw.lstrip().startswith("#")
        return f"{self.heading_raw}{chr(10) if is_underlined else chr(10) * 2}{self.text}".rstrip()


@dataclass(frozen=True)
class Attendance:
    """One person in an attendance list.

    `written` is the line or the part of it, `name` the cleaned name (empty where only a handle is written), `role`
    what stands in brackets or behind a dash, `may_vote` None where nothing is said.
    """

    line: int
    written: str
    name: str
    handle: str | None
    role: str
    group: Group
    may_vote: bool | None = None
    offices: frozenset[Office] = frozenset()

    @property
    def who(self) -> str:
        """The name, or @handle where no name is written."""
        return self.name or f"@{self.handle}"


@dataclass(frozen=True)
class Officer:
    """Who chaired, facilitated, kept the secretariat or took the minutes, as written."""

    line: int
    office: Office
    name: str
    handle: str | None = None


@dataclass(frozen=True)
class SubItem:
    """A bullet below an action item."""

    line: int
    text: str
    box: Box | None


@dataclass(frozen=True)
class ActionItem:
    """One action item.

    `written` is the line as written, `text` the text by which it is recognised in the next meeting (without list mark
    and checkbox, entities decoded, blanks squeezed), `task` the text without an owner before it, `owners` as written,
    `due_words` as written and `due` what they mean on the day of the meeting.
    """

    line: int
    written: str
    text: str
    task: str
    owners: tuple[str, ...]
    due_words: str | None
    due: Due | None
    box: Box | None
    style: ItemStyle
    sub_items: tuple[SubItem, ...] = ()

    @property
    def is_counted(self) -> bool:
        """Whether it is a first-level bullet, which is what `actions` counts."""
        return self.style is ItemStyle.BULLET

    @property
    def is_done(self) -> bool:
        return self.box is Box.DONE


@dataclass(frozen=True)
class InlineAction:
    """An "Action item: …" line in running text: listed, never made an object."""

    line: int
    text: str
    owners: tuple[str, ...]


@dataclass(frozen=True)
class ParsedMinutes:
    """Everything that was found in one file of minutes."""

    path: str
    sha256: str
    meeting_date: date
    date_line: int | None
    title: str
    sections: tuple[Section, ...]
    attendances: tuple[Attendance, ...]
    officers: tuple[Officer, ...]
    actions: tuple[ActionItem, ...]
    inline_actions: tuple[InlineAction, ...]
    has_action_section: bool
    done: int
    open: int
    skipped: tuple[Skipped, ...]

    @property
    def attendance_count(self) -> int:
        """People who were there: lines under attendance, also in attendance and observers."""
        return sum(one.group.is_there for one in self.attendances)

    @property
    def counted_actions(self) -> tuple[ActionItem, ...]:
        """The first-level bullets of action sections."""
        return tuple(item for item in self.actions if item.is_counted)

    @property
    def owner_count(self) -> int:
        """Owner assignments as written, of the counted items."""
        return sum(len(item.owners) for item in self.counted_actions)
