"""What is refused when goals are written, in words; and the moves of an objective."""

from datetime import date
from decimal import Decimal

from cxgov.core.errors import RuleBroken
from cxgov.core.lifecycle import NEW, Need, move
from cxgov.goals.enums import KeyResultKind, ObjectiveState

MAX_DIGITS = 30
FEWEST_DEPARTMENTS = 2
CONFIDENCE_TENTHS = 10

REASON = Need("reason", "Say why.", field="reason")
MAY_BE_PUBLISHED = Need("complete", "The objective is not complete yet.")

OBJECTIVE_MOVES = (
    move("create", [NEW], ObjectiveState.DRAFT, "O D C S V X"),
    move("publish", [ObjectiveState.DRAFT], ObjectiveState.PUBLISHED, "C X", MAY_BE_PUBLISHED),
    move("close", [ObjectiveState.PUBLISHED], ObjectiveState.CLOSED, "C X"),
    move("drop", [ObjectiveState.DRAFT, ObjectiveState.PUBLISHED], ObjectiveState.DROPPED, "C X", REASON),
    move("drop", [ObjectiveState.DRAFT], ObjectiveState.DROPPED, "O D S", REASON),
)


def check_number(value: Decimal | None, *, field: str = "value") -> Decimal:
    """A number that can be computed with: present, finite, and of at most 30 digits before and after the point."""
    if value is None:
        raise RuleBroken("Enter a number.", field=field)
    if not value.is_finite():
        raise RuleBroken("That is not a number.", field=field)
    if _digits(value) > MAX_DIGITS:
        raise RuleBroken(f"That number has more than {MAX_DIGITS} digits.", field=field)
    return value


def check_weight(weight: Decimal | None) -> Decimal:
    """A relative weight of 0 or more."""
    number = check_number(weight, field="weight")
    if number < 0:
        raise RuleBroken("A weight is 0 or more.", field="weight")
    return number


def check_key_result(
    kind: KeyResultKind,
    *,
    start_on: date,
    end_on: date,
    cycle_start: date,
    cycle_end: date,
    baseline: Decimal | None = None,
    target: Decimal | None = None,
    lower: Decimal | None = None,
    upper: Decimal | None = None,
    weight: Decimal | None = Decimal(1),
) -> None:
    """Refuse a key result that could not be measured: t = b, U < L, what is no number, days outside the cycle.

    Numeric and sum take `baseline` and `target`, threshold `target`, band `lower` and `upper`; other kinds none.
    """
    check_dates_inside(start_on, end_on, cycle_start, cycle_end)
    check_weight(weight)
    if kind in {KeyResultKind.NUMERIC, KeyResultKind.SUM}:
        check_number(baseline, field="baseline")
    if kind in {KeyResultKind.NUMERIC, KeyResultKind.SUM, KeyResultKind.THRESHOLD}:
        check_number(target, field="target")
    if kind is KeyResultKind.NUMERIC and baseline == target:
        raise RuleBroken(
            "The target equals the baseline. To keep a value where it is, use a threshold.", field="target"
        )
    if kind is KeyResultKind.BAND and check_number(upper, field="upper") < check_number(lower, field="lower"):
        raise RuleBroken("The upper bound is below the lower one.", field="upper")


def check_dates_inside(start_on: date, end_on: date, cycle_start: date, cycle_end: date) -> None:
    """The days of a part are in order and inside its cycle; both ends belong to it."""
    if end_on < start_on:
        raise RuleBroken("The end lies before the start.", field="end_on")
    if start_on < cycle_start:
        raise RuleBroken(f"The cycle begins on {cycle_start.isoformat()}.", field="start_on")
    if end_on > cycle_end:
        raise RuleBroken(f"The cycle ends on {cycle_end.isoformat()}.", field="end_on")


def check_check_in(
    value: Decimal | None,
    valid_on: date,
    *,
    start_on: date,
    today: date,
    confidence: int | None = None,
    note: str = "",
    is_note_needed: bool = False,
) -> None:
    """A check-in holds for a day from the start to today; red, or a fall of a band, has a note.

    `confidence` (G18) is stored in tenths, 0 to 10.
    """
    check_number(value)
    if valid_on > today:
        raise RuleBroken("A reading cannot hold for a day to come.", field="valid_on")
    if valid_on < start_on:
        raise RuleBroken(f"The key result begins on {start_on.isoformat()}.", field="valid_on")
    if confidence is not None and not 0 <= confidence <= CONFIDENCE_TENTHS:
        raise RuleBroken(f"Confidence is a whole number from 0 to {CONFIDENCE_TENTHS}.", field="confidence")
    if is_note_needed and not note.strip():
        raise RuleBroken("Say in a sentence what happened and what you do about it.", field="note")


def check_publication(
    *, has_sponsor: bool, has_owner: bool, departments: int, key_results: int, one_department_reason: str | None = None
) -> None:
    """A shared goal has an executive sponsor, an owner, two departments (or a reason), and something to measure."""
    if not has_sponsor:
        raise RuleBroken("Name the executive who sponsors this objective.", field="sponsor")
    if not has_owner:
        raise RuleBroken("Name the one person who owns this objective.", field="owner")
    if departments < 1:
        raise RuleBroken("Name the departments that share this objective.", field="departments")
    if departments < FEWEST_DEPARTMENTS and not (one_department_reason or "").strip():
        raise RuleBroken("A shared goal has at least two departments; or say why only one.", field="departments")
    if key_results < 1:
        raise RuleBroken("Add at least one key result first.", field="key_results")


def _digits(value: Decimal) -> int:
    """The digits of a number written out in full: 1E+3 has four, 0.001 has three."""
    sign_free = value.as_tuple()
    exponent = sign_free.exponent if isinstance(sign_free.exponent, int) else 0
    if exponent >= 0:
        return 1 if value == 0 else len(sign_free.digits) + exponent
    return max(len(sign_free.digits), -exponent)
