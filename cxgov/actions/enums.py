"""The states of an action item."""

from enum import StrEnum


class ActionState(StrEnum):
    """From proposed to verified; overdue and late are computed, never stored."""

    PROPOSED = "proposed"
    OPEN = "open"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    BLOCKED = "blocked"
    DONE = "done"
    VERIFIED = "verified"
    CANCELLED = "cancelled"
    MERGED = "merged"

    @property
    def words(self) -> str:
        """Return the state as the screens say it."""
        return self.value.replace("_", " ")

    @property
    def is_owed(self) -> bool:
        """Say whether somebody still owes it, or will."""
        return self in _OWED


ACTIVE = frozenset({ActionState.OPEN, ActionState.ACCEPTED, ActionState.IN_PROGRESS, ActionState.BLOCKED})
CLOSED = frozenset({ActionState.VERIFIED, ActionState.CANCELLED, ActionState.MERGED})
_OWED = ACTIVE | {ActionState.PROPOSED}
