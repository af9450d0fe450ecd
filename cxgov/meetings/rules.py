"""The life of a meeting, its notice, its roll, what the next one takes over, and what must be settled to close it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from cxgov.committees.cadence import next_day, read_cadence
from cxgov.committees.enums import CommitteeRole
from cxgov.core.enums import Level
from cxgov.core.errors import RuleBroken
from cxgov.core.lifecycle import KEEP, NEW, Need, move
from cxgov.core.zones import instant_of, zone_named
from cxgov.meetings.enums import AttendanceStatus, MeetingState

NOTICE_DAYS = 7
LONGEST_MINUTES = 24 * 60

DRAFT, CALLED, HELD = MeetingState.DRAFT, MeetingState.CALLED, MeetingState.HELD
CLOSED, CANCELLED = MeetingState.CLOSED, MeetingState.CANCELLED

ACTIVE_COMMITTEE = Need("active", "This committee does not meet any more.")
NOTICE = Need("notice", "That is shorter notice than the committee wants: say why.", field="reason")
REASON = Need("reason", "Say why.", field="reason")
SETTLED = Need("settled", "Not everything is settled yet.")
SOURCE = Need("source", "Imported minutes name their file.")

MOVES = (
    move("create", [NEW], DRAFT, "S C", ACTIVE_COMMITTEE),
    move("import", [NEW], CLOSED, "T", SOURCE),
    move("change", [DRAFT], KEEP, "S C"),
    move("call", [DRAFT], CALLED, "S C", NOTICE),
    move("move", [CALLED], KEEP, "S C"),
    move("cancel", [DRAFT, CALLED], CANCELLED, "C S", REASON),
    move("hold", [CALLED], HELD, "C S"),
    move("minute", [HELD], KEEP, "S C"),
    move("close", [HELD], CLOSED, "S", SETTLED),
)
"""`held` stands for published, in session and adjourned; a called meeting that is moved keeps its state."""


@dataclass(frozen=True, slots=True)
class ActionAtClose:
    """What closing asks of an action item of the meeting: it has its owner, or it was left proposed on purpose."""

    title: str
    has_owner: bool
    is_proposed: bool


def starts_at(held_on: date, local_time: time | None, zone: str) -> datetime:
    """The instant at which a meeting begins: its local time where it meets; without a time, the beginning of its day.

    10:00 stays 10:00 when clocks change; a time that does not exist takes the first valid instant, a repeated one the
    first.
    """
    return instant_of(held_on, local_time or time(0, 0), zone)


def check_schedule(zone: str, *, minutes_long: int | None = None) -> None:
    """A meeting has a real zone, and a length of at most a day."""
    zone_named(zone)
    if minutes_long is not None and not 1 <= minutes_long <= LONGEST_MINUTES:
        raise RuleBroken("A meeting lasts from one minute to a day.", field="minutes_long")


def is_notice_met(called_on: date, held_on: date, notice_days: int = NOTICE_DAYS) -> bool:
    """Whether a meeting is called early enough."""
    return held_on - called_on >= timedelta(days=notice_days)


def next_meeting_on(cadence: str, last: date, *, today: date) -> date:
    """The day to propose for the next meeting, by the charter's cadence, else four weeks on; never in the past."""
    rule = read_cadence(cadence)
    day = last
    while day <= last or day < today:
        day = next_day(rule, day) if rule else day + timedelta(weeks=4)
    return day


def is_item_carried(*, is_standing: bool, was_handled: bool) -> bool:
    """Whether an agenda item is on the next agenda again: standing items are, and those that were not handled."""
    return is_standing or not was_handled


def is_there(status: AttendanceStatus) -> bool:
    """Whether the roll counts a person as in the room."""
    return status is AttendanceStatus.PRESENT


def voters_present(roll: Sequence[tuple[AttendanceStatus, bool]]) -> int:
    """P of the roll, given as (status, votes): the voting members who are there."""
    return sum(votes and is_there(status) for status, votes in roll)


def check_close(roll: Sequence[AttendanceStatus], actions: Sequence[ActionAtClose], *, blocks: int) -> None:
    """A meeting is closed with a roll, with minutes, and with an owner for every action that is not left proposed."""
    if not any(is_there(status) for status in roll):
        raise RuleBroken("The roll is empty: say who was there.", field="roll")
    if not blocks:
        raise RuleBroken("There are no minutes yet.", field="minutes")
    without = [action.title for action in actions if not action.has_owner and not action.is_proposed]
    if without:
        raise RuleBroken(f"Name an owner, or leave it proposed: “{without[0]}”{_and_more(without)}.", field="actions")


def proposed_left(actions: Sequence[ActionAtClose]) -> list[str]:
    """The titles of the actions that stay proposed when the meeting closes, for the question that closing asks."""
    return [action.title for action in actions if action.is_proposed]


@dataclass(frozen=True, slots=True)
class Seat:
    """A running term in the committee: who, as what, and its last day where it has one."""

    person_id: int
    role: CommitteeRole
    last_day: date | None = None


_BY_OFFICE = (CommitteeRole.CHAIR, CommitteeRole.SECRETARY)
_BY_COMING = (*_BY_OFFICE, CommitteeRole.VICE_CHAIR, CommitteeRole.MEMBER)


def listed_readers(seats: Sequence[Seat], here: Collection[int], out: Collection[int]) -> Mapping[int, date | None]:
    """Who reads an item in camera, each with the last day on which the seat gives that.

    Chair and secretary in office, and the members who are there; the vice-chair too, where nobody has the chair. Never
    advisers, observers and guests, and never those who stay out of the item.
    """
    has_chair = any(seat.role is CommitteeRole.CHAIR for seat in seats)
    found: dict[int, date | None] = {}
    for seat in seats:
        by_office = seat.role in _BY_OFFICE or (seat.role is CommitteeRole.VICE_CHAIR and not has_chair)
        by_coming = seat.role in _BY_COMING and seat.person_id in here
        if not (by_office or by_coming) or seat.person_id in out:
            continue
        known = found.get(seat.person_id, date.min)
        is_later = seat.last_day is None or (known is not None and seat.last_day > known)
        found[seat.person_id] = seat.last_day if is_later else known
    return found


def check_raise(current: Level, wanted: Level) -> None:
    """An item is made more confidential by those who run the committee; less confidential only by two persons."""
    if wanted <= current:
        raise RuleBroken("It is as confidential already. Lowering a level takes a second person.", field="level")


def is_without_quorum(present: int, need: int) -> bool:
    """Whether a decision taken at this moment is marked “without quorum”."""
    return present < need


def _and_more(titles: Sequence[str]) -> str:
    return f" and {len(titles) - 1} more" if len(titles) > 1 else ""
