"""The life of a decision, its number, and whether what it asked for was done."""

import re
from collections.abc import Collection
from datetime import date
from enum import StrEnum

from cxgov.actions.enums import ActionState
from cxgov.core.errors import RuleBroken
from cxgov.core.lifecycle import KEEP, NEW, Need, move
from cxgov.decisions.enums import DecisionState

IN_FORCE, IMPLEMENTED = DecisionState.IN_FORCE, DecisionState.IMPLEMENTED
_NUMBER = re.compile(r"D-([0-9]{4})-([0-9]{2,6})", re.IGNORECASE)

TEXT = Need("text", "Say what was decided.", field="text")
REASON = Need("reason", "Say why.", field="reason")
BY = Need("by", "Name the decision that takes its place.", field="by")
OVER = Need("over", "Its last day has not passed yet.")
DRAFT_MINUTES = Need("draft", "The minutes are closed: a decision is changed only by another decision.")

MOVES = (
    move("record", [NEW], IN_FORCE, "S C T", TEXT),
    move("reword", [IN_FORCE], KEEP, "S C", DRAFT_MINUTES, TEXT),
    move("withdraw", [IN_FORCE], DecisionState.WITHDRAWN, "S C", DRAFT_MINUTES),
    move("implement", [IN_FORCE], IMPLEMENTED, "C T"),
    move("supersede", [IN_FORCE, IMPLEMENTED], DecisionState.SUPERSEDED, "C T", BY),
    move("rescind", [IN_FORCE, IMPLEMENTED], DecisionState.RESCINDED, "C T", REASON),
    move("expire", [IN_FORCE], DecisionState.EXPIRED, "C T", OVER),
)
"""A decision's text follows its line while the minutes are a draft; from then on it is never edited."""


class FollowThrough(StrEnum):
    """Whether the actions of a decision are done; cancelled and merged ones are no longer owed."""

    NO_ACTIONS = "no_actions"
    OPEN = "open"
    CLAIMED = "claimed"
    DONE = "done"

    @property
    def words(self) -> str:
        """What came of it, as the screens say it."""
        return _FOLLOW_WORDS[self]


_FOLLOW_WORDS = {
    FollowThrough.NO_ACTIONS: "no actions",
    FollowThrough.OPEN: "actions open",
    FollowThrough.CLAIMED: "done, to be verified",
    FollowThrough.DONE: "carried out",
}
_ENDED = frozenset({ActionState.CANCELLED, ActionState.MERGED})


def decision_number(year: int, count: int) -> str:
    """The number of a decision, by its committee's yearly counter: D-2026-13. Numbers are never reused."""
    if count < 1:
        raise ValueError(count)
    return f"D-{year:04d}-{count:02d}"


def read_decision_number(text: str) -> tuple[int, int] | None:
    """The year and count of a number as people write it, or None."""
    found = _NUMBER.fullmatch(text.strip())
    return (int(found[1]), int(found[2])) if found else None


def next_count(taken: Collection[int]) -> int:
    """The next number of the year, one above the highest ever given."""
    return max(taken, default=0) + 1


def follow_through(actions: Collection[ActionState]) -> FollowThrough:
    """How far a decision was carried out, by the states of its actions.

    Where all of them were cancelled or merged nothing was carried out, so that is no actions rather than done.
    """
    owed = [state for state in actions if state not in _ENDED]
    if not owed:
        return FollowThrough.NO_ACTIONS
    if all(state is ActionState.VERIFIED for state in owed):
        return FollowThrough.DONE
    if all(state in {ActionState.VERIFIED, ActionState.DONE} for state in owed):
        return FollowThrough.CLAIMED
    return FollowThrough.OPEN


def is_followed_through(actions: Collection[ActionState]) -> bool:
    """Whether a decision had actions and each that is still owed was verified."""
    return follow_through(actions) is FollowThrough.DONE


def is_review_due(state: DecisionState, review_on: date | None, today: date) -> bool:
    """Whether a decision in force has reached the day on which the committee looks at it again."""
    return state is IN_FORCE and review_on is not None and review_on <= today


def check_supersede(decision_id: int, by_id: int, by_state: DecisionState, *, same_committee: bool = True) -> None:
    """A decision is superseded by another one in force, of the same committee."""
    if decision_id == by_id:
        raise RuleBroken("A decision cannot take its own place.", field="by")
    if by_state is not IN_FORCE:
        raise RuleBroken("The other decision is not in force.", field="by")
    if not same_committee:
        raise RuleBroken("Only the committee that decided can decide otherwise.", field="by")
