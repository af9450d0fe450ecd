"""The states and kinds of meetings, agenda items, attendance and captured lines."""

from enum import StrEnum


class MeetingState(StrEnum):
    """`held` stands for everything from the published pack to the adjourned meeting, for now."""

    DRAFT = "draft"
    CALLED = "called"
    HELD = "held"
    CLOSED = "closed"
    CANCELLED = "cancelled"

    @property
    def words(self) -> str:
        """Return the state as the screens say it."""
        return self.value


class AgendaKind(StrEnum):
    """What is asked of the meeting."""

    INFORMATION = "information"
    DISCUSSION = "discussion"
    DECISION = "decision"
    CONSENT = "consent"


class AttendanceStatus(StrEnum):
    """What the roll says of a person."""

    PRESENT = "present"
    ABSENT = "absent"
    EXCUSED = "excused"

    @property
    def words(self) -> str:
        """Return the status as the screens say it."""
        return self.value


class CapturedKind(StrEnum):
    """The words that begin a line which becomes something."""

    ACTION = "action"
    DECISION = "decision"
    INFO = "info"
    IDEA = "idea"
    GAP = "gap"
