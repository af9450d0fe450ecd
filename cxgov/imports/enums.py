"""What an unsettled name was written as."""

from enum import StrEnum


class NameKind(StrEnum):
    """Where the name stands in the minutes."""

    OWNER = "owner"
    ATTENDEE = "attendee"
