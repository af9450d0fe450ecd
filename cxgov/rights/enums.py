"""Acts that need two persons, and how far one has come."""

from enum import StrEnum


class ActOfTwo(StrEnum):
    """What one person asks for and another one, who also may, answers."""

    LOWER_LEVEL = "lower_level"
    LET_READ = "let_read"


class AskState(StrEnum):
    """How far an act of two persons has come."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
