"""Kinds of subjects, and how one can be linked with another."""

from enum import StrEnum


class Kind(StrEnum):
    """What a subject is."""

    DEPARTMENT = "department"
    PERSON = "person"
    COMMITTEE = "committee"
    MEETING = "meeting"
    AGENDA_ITEM = "agenda_item"
    ACTION = "action"
    DECISION = "decision"
    GAP = "gap"
    IDEA = "idea"
    CYCLE = "cycle"
    OBJECTIVE = "objective"
    KEY_RESULT = "key_result"
    INITIATIVE = "initiative"
    STORY = "story"
    REPORT = "report"
    DIGEST = "digest"

    @property
    def words(self) -> str:
        """Return the kind as the screens say it."""
        special = {
            "objective": "goal",
            "key_result": "key result",
            "agenda_item": "agenda item",
            "action": "action item",
        }
        return special.get(self.value, self.value)


class Relation(StrEnum):
    """How the subject a link comes from stands to the subject it leads to."""

    FOLLOWS_FROM = "follows_from"
    SERVES = "serves"
    ADDRESSES = "addresses"
    EVIDENCE_FOR = "evidence_for"
    TELLS_OF = "tells_of"
    MINUTED_IN = "minuted_in"

    @property
    def words(self) -> str:
        """Return the relation read forwards: this … that."""
        return self.value.replace("_", " ")

    @property
    def words_back(self) -> str:
        """Return the relation read backwards: that … this."""
        return {
            "follows_from": "led to",
            "serves": "is served by",
            "addresses": "is addressed by",
            "evidence_for": "rests on",
            "tells_of": "is told in",
            "minuted_in": "minutes",
        }[self.value]


CHAIN: tuple[tuple[str, str, frozenset[Kind]], ...] = (
    ("voice", "Customer’s voice", frozenset()),
    ("gap", "Gap", frozenset({Kind.GAP})),
    ("goal", "Goal", frozenset({Kind.OBJECTIVE})),
    ("initiative", "Initiative", frozenset({Kind.INITIATIVE})),
    ("decision", "Decision", frozenset({Kind.DECISION})),
    ("action", "Action", frozenset({Kind.ACTION})),
    ("outcome", "Outcome", frozenset({Kind.KEY_RESULT})),
    ("story", "Story", frozenset({Kind.STORY})),
)

MINUTED = (Kind.MEETING, Kind.AGENDA_ITEM, Kind.ACTION, Kind.DECISION, Kind.GAP, Kind.IDEA)
"""Kinds whose drafts stand in draft minutes, which the CX office reads up to level 1."""
