"""The states of gaps and ideas."""

from enum import StrEnum


class GapState(StrEnum):
    """From seen to closed; closed means verified by a measure."""

    IDENTIFIED = "identified"
    SHARED = "shared"
    OWNED = "owned"
    CLOSING = "closing"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class IdeaState(StrEnum):
    """An idea becomes an initiative or an action, or is set aside with a reason."""

    OPEN = "open"
    TAKEN_UP = "taken_up"
    SET_ASIDE = "set_aside"
    WITHDRAWN = "withdrawn"
