"""The life of an action item: its moves as a table, its dates, evidence and verification, and how it is counted."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol, Self, TypeVar

from cxgov.actions.enums import ACTIVE, ActionState
from cxgov.core.errors import RuleBroken
from cxgov.core.lifecycle import KEEP, NEW, Need, move

MAX_SLIPS = 2
"""So often may a date be moved before the chair must decide."""
REOPEN_DAYS = 7
EVIDENCE_LETTERS = 3

PROPOSED, OPEN, ACCEPTED = ActionState.PROPOSED, ActionState.OPEN, ActionState.ACCEPTED
RUNNING, BLOCKED, DONE = ActionState.IN_PROGRESS, ActionState.BLOCKED, ActionState.DONE
VERIFIED, CANCELLED, MERGED = ActionState.VERIFIED, ActionState.CANCELLED, ActionState.MERGED

CARRIED = ACTIVE | {PROPOSED}
"""States whose items are put on the next agenda: what is still owed, and what still waits for an owner."""

SOURCE = Need("source", "Say where this action comes from: a meeting, a decision, an initiative or a gap.")
OWNER = Need("owner", "Name the one person who is accountable.", field="owner")
DUE = Need("due", "Set a due date, or “next meeting”.", field="due_on")
REASON = Need("reason", "Say why.", field="reason")
WANTED = Need("wanted_on", "Say which date you ask for.", field="wanted_on")
ASKED = Need("asked", "Nobody asked for another date.")
UNBLOCKER = Need("unblocker", "Name the person who can unblock it.", field="unblocker")
EVIDENCE = Need("evidence", "Say in a sentence what shows that it is done, or add a link or a file.", field="evidence")
COMMENT = Need("comment", "Say what is missing.", field="comment")
INTO = Need("into", "Name the action item that takes its place.", field="into")
RECENT = Need("recent", f"The owner may reopen it within {REOPEN_DAYS} days; ask the chair or the secretary.")

MOVES = (
    move("propose", [NEW], PROPOSED, "O K C S V N D X T", SOURCE),
    move("open", [PROPOSED], OPEN, "S T", OWNER, DUE),
    move("accept", [OPEN], ACCEPTED, "O"),
    move("ask_date", ACTIVE, KEEP, "O", WANTED, REASON),
    move("grant_date", ACTIVE, KEEP, "C S", ASKED),
    move("refuse_date", ACTIVE, KEEP, "C S", ASKED, REASON),
    move("start", [OPEN, ACCEPTED], RUNNING, "O K"),
    move("block", [OPEN, ACCEPTED, RUNNING], BLOCKED, "O K", REASON, UNBLOCKER),
    move("unblock", [BLOCKED], RUNNING, "O K"),
    move("claim_done", ACTIVE, DONE, "O", EVIDENCE),
    move("claim_done", {PROPOSED, *ACTIVE}, DONE, "T", EVIDENCE),
    move("verify", [DONE], VERIFIED, "C S R", never="O"),
    move("return", [DONE], RUNNING, "C S R", COMMENT, never="O"),
    move("reopen", [VERIFIED], RUNNING, "C S", REASON),
    move("reopen", [VERIFIED], RUNNING, "O", REASON, RECENT),
    move("reassign", ACTIVE, OPEN, "C S D", OWNER),
    move("cancel", {PROPOSED, *ACTIVE}, CANCELLED, "C S", REASON),
    move("merge", {PROPOSED, *ACTIVE}, MERGED, "C S", REASON, INTO),
    move("carry", CARRIED, KEEP, "T"),
)
"""The table of the rules. T in `open` and `claim_done` is the circulation, the capture and the import of minutes."""

_SENTENCES = {
    PROPOSED: "Proposed: it is not open before it has an owner and a date.",
    OPEN: "Open: the owner has not accepted it yet.",
    ACCEPTED: "Accepted: the owner will do it.",
    RUNNING: "In progress: the owner is at work on it.",
    BLOCKED: "Blocked: it waits for somebody, and its date stands.",
    DONE: "Done: the owner says so, and another person verifies it.",
    VERIFIED: "Verified: somebody other than the owner has seen that it is done.",
    CANCELLED: "Cancelled: it is no longer owed.",
    MERGED: "Merged: another action item took its place.",
}


class Urgency(StrEnum):
    """How My work groups what a person owes, the most urgent first."""

    LATE = "late"
    TODAY = "today"
    THIS_WEEK = "this_week"
    LATER = "later"
    NO_DATE = "no_date"

    @property
    def words(self) -> str:
        """The group as the screens say it."""
        return self.value.replace("_", " ")


class Timeliness(StrEnum):
    """G23: how an action item counts for “actions on time”; only the first three enter the rate."""

    ON_TIME = "on_time"
    ON_GRANTED_DATE = "on_granted_date"
    LATE = "late"
    WAITS_FOR_VERIFICATION = "waits_for_verification"
    NOT_YET_DUE = "not_yet_due"
    NO_DATE = "no_date"
    EXCUSED = "excused"


@dataclass(frozen=True, slots=True)
class Dates:
    """The days of an action item that its counting needs, in the committee's zone."""

    first_due_on: date | None
    due_on: date | None
    claimed_on: date | None = None
    is_verified: bool = False
    is_excused: bool = False


class _Ordered(Protocol):
    def __lt__(self, other: Self, /) -> bool: ...


Mark = TypeVar("Mark", bound=_Ordered)


def sentence(state: ActionState) -> str:
    """What a state means, in a sentence for the page."""
    return _SENTENCES[state]


def check_new_due_date(
    current: date | None,
    wanted: date,
    *,
    today: date,
    slips: int,
    is_chair: bool = False,
    max_slips: int = MAX_SLIPS,
) -> None:
    """Allow another date, never a past one nor the same; a later one `max_slips` times, then only by the chair."""
    if wanted < today:
        raise RuleBroken("The due date cannot be in the past.", field="wanted_on")
    if wanted == current:
        raise RuleBroken("That is the date it already has.", field="wanted_on")
    if is_slip(current, wanted) and slips >= max_slips and not is_chair:
        raise RuleBroken(f"{_moved(slips)} already: the chair must decide.", field="wanted_on")


def _moved(slips: int) -> str:
    return {0: "Not moved", 1: "Moved once", 2: "Moved twice"}.get(slips, f"Moved {slips} times")


def is_slip(current: date | None, wanted: date) -> bool:
    """Whether a new date is one more slip: a later one than the standing date. An earlier or a first date is none."""
    return current is not None and wanted > current


def check_evidence(text: str, *, links: int = 0, files: int = 0) -> None:
    """Evidence is a link, a file, a figure or a sentence: something that another person can look at."""
    letters = sum(letter.isalnum() for letter in text)
    if not links and not files and letters < EVIDENCE_LETTERS:
        raise RuleBroken(EVIDENCE.says, field="evidence")


def check_verifier(verifier_id: int | None, owner_id: int | None) -> None:
    """Nobody verifies their own action item, whatever role they have."""
    if verifier_id is not None and verifier_id == owner_id:
        raise RuleBroken("An owner never verifies their own action item.", field="verifier")


def check_new_owner(new_owner_id: int, owner_id: int | None, *, is_active: bool) -> None:
    """A new owner is another person, and one who is still here."""
    if new_owner_id == owner_id:
        raise RuleBroken("That person already owns it.", field="owner")
    if not is_active:
        raise RuleBroken("That person has left.", field="owner")


def check_merge(item_id: int, into_id: int, into_state: ActionState) -> None:
    """An item is merged into another one that is still owed."""
    if item_id == into_id:
        raise RuleBroken("An action item cannot be merged into itself.", field="into")
    if into_state not in CARRIED:
        raise RuleBroken("The other action item is not open any more.", field="into")


def is_recent(verified_at: datetime | None, now: datetime) -> bool:
    """Whether the owner may still reopen what was verified: within seven days."""
    return verified_at is not None and now - verified_at <= timedelta(days=REOPEN_DAYS)


def is_overdue(state: ActionState, due_on: date | None, today: date) -> bool:
    """Whether it is still owed after its day. Blocked is no excuse; done waits for others and is not overdue."""
    return state in ACTIVE and due_on is not None and due_on < today


def is_carried(state: ActionState) -> bool:
    """Whether an item in this state is put on the committee's next agenda."""
    return state in CARRIED


def age_days(made_on: date, until: date) -> int:
    """The days from its making to a day: today, or the day on which it ended."""
    return max(0, (until - made_on).days)


def days_late(due_on: date | None, on: date) -> int:
    """The days by which a day lies after the due day: 0 where it does not, or where there is no due day."""
    return 0 if due_on is None else max(0, (on - due_on).days)


def urgency(due_on: date | None, today: date) -> Urgency:
    """The group of My work: late, today, this week (to Sunday), later, or without a date."""
    if due_on is None:
        return Urgency.NO_DATE
    if due_on <= today:
        return Urgency.LATE if due_on < today else Urgency.TODAY
    sunday = today + timedelta(days=7 - today.isoweekday())
    return Urgency.THIS_WEEK if due_on <= sunday else Urgency.LATER


def not_mentioned_since(state: ActionState, mentioned: Collection[Mark], with_actions: Iterable[Mark]) -> Mark | None:
    """The first meeting after the last mention that listed actions, and this one no longer; None where there is none.

    `mentioned` are the meetings that list the item, `with_actions` those of its committee that have an action section,
    both as anything that sorts by day, such as (day, id). Only what is still owed can be left out.
    """
    if state not in CARRIED or not mentioned:
        return None
    last = max(mentioned)
    return min((mark for mark in with_actions if last < mark), default=None)


def timeliness(dates: Dates, as_of: date) -> Timeliness:
    """G23: on time is claimed by the *first* due date and later verified; on a granted new date is counted apart."""
    first, granted = dates.first_due_on or dates.due_on, dates.due_on or dates.first_due_on
    if dates.is_excused:
        return Timeliness.EXCUSED
    if first is None or granted is None:
        return Timeliness.NO_DATE
    if dates.claimed_on is None:
        return Timeliness.LATE if as_of > max(first, granted) else Timeliness.NOT_YET_DUE
    if dates.claimed_on > first and dates.claimed_on > granted:
        return Timeliness.LATE
    if not dates.is_verified:
        return Timeliness.WAITS_FOR_VERIFICATION
    return Timeliness.ON_TIME if dates.claimed_on <= first else Timeliness.ON_GRANTED_DATE
