"""The states of a delivery."""

from enum import StrEnum


class DeliveryState(StrEnum):
    """From waiting to its end; `uncertain` may or may not have gone out."""

    PENDING = "pending"
    LEASED = "leased"
    SENT = "sent"
    UNCERTAIN = "uncertain"
    BOUNCED = "bounced"
    CANCELLED = "cancelled"
    DEAD = "dead"

    @property
    def words(self) -> str:
        """Return the state as the screens say it."""
        return {"pending": "waiting", "leased": "on its way", "dead": "given up"}.get(self.value, self.value)
