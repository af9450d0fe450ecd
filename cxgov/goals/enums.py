"""The states and kinds of goals."""

from enum import StrEnum


class ObjectiveState(StrEnum):
    """A draft is the owner's; published is the committee's; closed and dropped are over and stay listed."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"
    DROPPED = "dropped"


class KeyResultState(StrEnum):
    """A dropped key result leaves the mean from its day on and stays listed."""

    ACTIVE = "active"
    DROPPED = "dropped"


class KeyResultKind(StrEnum):
    """How progress is measured: G1, G2, G3, G4, G5, G8 in this order."""

    NUMERIC = "numeric"
    THRESHOLD = "threshold"
    BAND = "band"
    YES_NO = "yes_no"
    MILESTONES = "milestones"
    SUM = "sum"

    @property
    def has_pace(self) -> bool:
        """Whether progress is held against the time that has passed (G10)."""
        return self in {KeyResultKind.NUMERIC, KeyResultKind.MILESTONES, KeyResultKind.SUM}


class Ambition(StrEnum):
    """Committed expects all of it, aspirational seven tenths."""

    COMMITTED = "committed"
    ASPIRATIONAL = "aspirational"


class Cadence(StrEnum):
    """How often a key result is checked in."""

    WEEKLY = "weekly"
    TWO_WEEKLY = "two_weekly"
    MONTHLY = "monthly"


class FigureState(StrEnum):
    """Whether a figure was measured, has no data, or cannot be computed."""

    MEASURED = "measured"
    NO_DATA = "no_data"
    INVALID = "invalid"


class Status(StrEnum):
    """What is shown; `worst` below orders them (G13)."""

    RED = "red"
    OUTDATED = "outdated"
    AMBER = "amber"
    NO_DATA = "no_data"
    NOT_STARTED = "not_started"
    GREEN = "green"
    CLOSED = "closed"

    @property
    def words(self) -> str:
        return _STATUS_WORDS[self]


_STATUS_WORDS = {
    Status.RED: "off track",
    Status.OUTDATED: "outdated",
    Status.AMBER: "at risk",
    Status.NO_DATA: "no data",
    Status.NOT_STARTED: "not started",
    Status.GREEN: "on track",
    Status.CLOSED: "closed",
}

WORST_FIRST = (
    Status.RED,
    Status.OUTDATED,
    Status.AMBER,
    Status.NO_DATA,
    Status.NOT_STARTED,
    Status.GREEN,
)


class CheckInClass(StrEnum):
    """How a check-in that was due came in (G17)."""

    ON_TIME = "on_time"
    LATE = "late"
    MISSED = "missed"
    PENDING = "pending"
