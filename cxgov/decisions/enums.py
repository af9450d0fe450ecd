"""The states of a decision."""

from enum import StrEnum


class DecisionState(StrEnum):
    """A decision is in force until it was implemented, replaced, taken back, or ran out; or its line was withdrawn."""

    IN_FORCE = "in_force"
    IMPLEMENTED = "implemented"
    SUPERSEDED = "superseded"
    RESCINDED = "rescinded"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"

    @property
    def words(self) -> str:
        """Return the state as the screens say it."""
        return self.value.replace("_", " ")
