"""Terms of members, quorum and majorities: integers only, as the rules of meetings write them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cxgov.committees.enums import CommitteeRole, Majority, QuorumKind, RecusalMode
from cxgov.core.errors import RuleBroken

NEVER_VOTES = frozenset({CommitteeRole.ADVISER, CommitteeRole.OBSERVER})
WHOLE = 100


class VoteResult(StrEnum):
    """What a count says; a tie has the effect of lost."""

    CARRIED = "carried"
    LOST = "lost"
    TIED = "tied"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Term:
    """What one person is in a committee from one day to another, both included; without an end it runs on."""

    person_id: int
    role: CommitteeRole
    is_voting: bool
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class QuorumRule:
    """How many must be present: `value` is the percentage or the fixed number; and who else, if so wished."""

    kind: QuorumKind = QuorumKind.MAJORITY
    value: int | None = None
    needs_chair: bool = False
    departments: int = 0


@dataclass(frozen=True, slots=True)
class Room:
    """Who is there at one moment: voting seats held that day, members present, and recusals from the item.

    `recused` counts all recused seats, `recused_present` those of them who are in the room (all, unless said).
    """

    seats: int
    present: int
    recused: int = 0
    recused_present: int | None = None
    has_chair: bool = True
    departments: int = 0

    @property
    def recused_here(self) -> int:
        """Recused members who are in the room."""
        return self.recused if self.recused_present is None else self.recused_present


@dataclass(frozen=True, slots=True)
class Quorum:
    """The figures of a quorum, as they are copied into a vote: base B, present P, need, and why not where it is not."""

    base: int
    present: int
    need: int
    is_quorate: bool
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """Votes for, against, and abstentions."""

    yes: int
    no: int
    abstained: int = 0


def is_in_term(valid_from: date, valid_to: date | None, day: date) -> bool:
    """Whether a term covers a day; both its ends belong to it."""
    return valid_from <= day and (valid_to is None or day <= valid_to)


def voting_seats(terms: Iterable[Term], day: date) -> int:
    """The base B: voting seats held on a day by people whose term covers it, each person once."""
    return len({term.person_id for term in terms if term.is_voting and is_in_term(term.valid_from, term.valid_to, day)})


def check_membership(term: Term, others: Sequence[Term]) -> None:
    """A term ends after it begins, no adviser or observer votes, and one person has one term at a time.

    `others` are the other terms of the same committee, of anybody; two people may share an office, as co-chairs do.
    """
    if term.valid_to is not None and term.valid_to < term.valid_from:
        raise RuleBroken("The term ends before it begins.", field="valid_to")
    if term.is_voting and term.role in NEVER_VOTES:
        raise RuleBroken(f"An {term.role.words} does not vote.", field="is_voting")
    if any(other.person_id == term.person_id and overlaps(term, other) for other in others):
        raise RuleBroken("This person already has a term in these days; end that one first.", field="valid_from")


def overlaps(one: Term, other: Term) -> bool:
    """Whether two terms share a day."""
    return (other.valid_to is None or one.valid_from <= other.valid_to) and (
        one.valid_to is None or other.valid_from <= one.valid_to
    )


def check_quorum_rule(rule: QuorumRule) -> None:
    """A percentage is 1 to 100, a fixed number at least 1; a majority has no number of its own."""
    if rule.kind is QuorumKind.PERCENT and not 1 <= (rule.value or 0) <= WHOLE:
        raise RuleBroken("A percentage is a whole number from 1 to 100.", field="quorum_value")
    if rule.kind is QuorumKind.FIXED and (rule.value or 0) < 1:
        raise RuleBroken("Say how many must be present, at least 1.", field="quorum_value")


def quorum_need(base: int, rule: QuorumRule) -> int:
    """How many must be present of a base: ⌊B/2⌋ + 1, or ⌈B·p/100⌉, or a fixed number; never fewer than 1."""
    if rule.kind is QuorumKind.MAJORITY or rule.value is None:
        return base // 2 + 1
    if rule.kind is QuorumKind.PERCENT:
        return max(1, -(-base * rule.value // WHOLE))
    return max(1, rule.value)


def quorum(room: Room, rule: QuorumRule, recusal: RecusalMode = RecusalMode.OUT) -> Quorum:
    """Whether a room is quorate at a moment, with the figures; a base of nobody never is.

    Recusal `out` takes the recused from P, `stays` from nothing, `out_of_base` from P and B.
    """
    base = room.seats - room.recused if recusal is RecusalMode.OUT_OF_BASE else room.seats
    present = counted_present(room, recusal)
    need = quorum_need(base, rule)
    why = _why_not(room, rule, base, present, need)
    return Quorum(base, present, need, not why, why)


def is_quorate(room: Room, rule: QuorumRule, recusal: RecusalMode = RecusalMode.OUT) -> bool:
    """Whether a room is quorate at a moment."""
    return quorum(room, rule, recusal).is_quorate


def counted_present(room: Room, recusal: RecusalMode) -> int:
    """P as the recusal setting counts it."""
    return room.present if recusal is RecusalMode.STAYS else room.present - room.recused_here


def vote_result(majority: Majority, count: Count, quorum: Quorum) -> VoteResult:
    """What a count means under a majority rule, with B and P of the moment at which voting closed.

    Simple Y > N; of those present 2Y > P; of members 2Y > B; two-thirds 3Y ≥ 2(Y + N); unanimous N = 0 and Y ≥ 1;
    general consent: nobody objects. No vote cast is not carried; quorum lost is void.
    """
    check_count(count, quorum)
    if not quorum.is_quorate:
        return VoteResult.VOID
    if majority is Majority.GENERAL_CONSENT:
        return VoteResult.LOST if count.no else VoteResult.CARRIED
    if majority is Majority.SIMPLE and count.yes == count.no and count.yes > 0:
        return VoteResult.TIED
    return VoteResult.CARRIED if count.yes > 0 and _is_enough(majority, count, quorum) else VoteResult.LOST


def is_carried(result: VoteResult) -> bool:
    """Whether a result carries the motion; a tie has the effect of lost."""
    return result is VoteResult.CARRIED


def check_count(count: Count, quorum: Quorum) -> None:
    """No count is negative, and no more votes are cast than members could cast."""
    if min(count.yes, count.no, count.abstained) < 0:
        raise RuleBroken("A count cannot be below 0.", field="yes")
    if count.yes + count.no + count.abstained > max(quorum.present, 0):
        raise RuleBroken("More votes are counted than members are present.", field="yes")


def _is_enough(majority: Majority, count: Count, quorum: Quorum) -> bool:
    match majority:
        case Majority.OF_PRESENT:
            return 2 * count.yes > quorum.present
        case Majority.OF_MEMBERS:
            return 2 * count.yes > quorum.base
        case Majority.TWO_THIRDS:
            return 3 * count.yes >= 2 * (count.yes + count.no)
        case Majority.UNANIMOUS:
            return count.no == 0
        case _:
            return count.yes > count.no


def _why_not(room: Room, rule: QuorumRule, base: int, present: int, need: int) -> str:
    if base <= 0:
        return "Nobody has a voting seat."
    if present < need:
        return f"{present} of {base} are present, {need} are needed."
    if rule.needs_chair and not room.has_chair:
        return "Neither the chair nor the vice-chair is present."
    if room.departments < rule.departments:
        return f"{room.departments} departments are represented, {rule.departments} are needed."
    return ""
