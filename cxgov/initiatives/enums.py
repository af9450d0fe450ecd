"""The kinds, stages and parts of initiatives."""

from enum import StrEnum


class InitiativeKind(StrEnum):
    """A design prevents trouble, a repair answers it."""

    DESIGN = "design"
    REPAIR = "repair"


class InitiativeStage(StrEnum):
    """From an idea to its measured benefit."""

    IDEA = "idea"
    PROPOSED = "proposed"
    APPROVED = "approved"
    RUNNING = "running"
    DELIVERED = "delivered"
    MEASURED = "measured"
    CLOSED = "closed"
    STOPPED = "stopped"

    @property
    def words(self) -> str:
        """Return the stage as the screens say it."""
        return {"measured": "benefit measured"}.get(self.value, self.value)


class Part(StrEnum):
    """What a department is in an initiative."""

    RESPONSIBLE = "responsible"
    ACCOUNTABLE = "accountable"
    CONSULTED = "consulted"
    INFORMED = "informed"
