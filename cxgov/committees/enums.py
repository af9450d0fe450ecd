"""What a person is in a committee, and how a committee counts."""

from enum import StrEnum


class CommitteeRole(StrEnum):
    """The roles of a committee; only some of them vote by default."""

    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"
    SECRETARY = "secretary"
    MEMBER = "member"
    ADVISER = "adviser"
    OBSERVER = "observer"

    @property
    def words(self) -> str:
        """Return the role as the screens say it."""
        return self.value.replace("vice_chair", "vice-chair")


class QuorumKind(StrEnum):
    """How many must be present: more than half, a percentage, or a fixed number."""

    MAJORITY = "majority"
    PERCENT = "percent"
    FIXED = "fixed"


class RecusalMode(StrEnum):
    """How a recused member counts for quorum."""

    OUT = "out"
    STAYS = "stays"
    OUT_OF_BASE = "out_of_base"


class Majority(StrEnum):
    """What carries a motion."""

    SIMPLE = "simple"
    OF_PRESENT = "of_present"
    OF_MEMBERS = "of_members"
    TWO_THIRDS = "two_thirds"
    UNANIMOUS = "unanimous"
    GENERAL_CONSENT = "general_consent"
