"""The check-in: what was measured, for which day, how sure the owner is. Never edited; a correction is a new one."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.errors import RuleBroken
from cxgov.goals.enums import KeyResultState, ObjectiveState, Status
from cxgov.goals.models import CheckIn, KeyResult
from cxgov.goals.queries import judged, latest_reading, loaded_key_result
from cxgov.goals.rules import check_check_in, is_note_needed
from cxgov.goals.service.key_results import check_storable
from cxgov.journal import service as journal


def check_in(
    session: Session,
    key_result: KeyResult,
    value: Decimal,
    *,
    valid_on: date,
    today: date,
    actor: Actor,
    now: datetime,
    confidence: int | None = None,
    note: str = "",
) -> CheckIn:
    """Keep a reading that holds for a day, recorded now; red, or a fall of a band, demands a note.

    `confidence` is in tenths, 0 to 10. The band it falls from is the one of the reading before, on its own day.
    """
    journal.begin_write(session)
    key_result = loaded_key_result(session, key_result.id)
    policy.check(actor, "goals:key_result:check_in", key_result)
    if key_result.objective.state is not ObjectiveState.PUBLISHED:
        raise RuleBroken("Only a published goal is checked in.")
    if key_result.state is KeyResultState.DROPPED:
        raise RuleBroken("This key result was dropped: it is not checked in any more.")
    check_check_in(value, valid_on, start_on=key_result.first_on, today=today, confidence=confidence, note=note)
    check_storable(value, "value")
    before, after = _bands(session, key_result, value, valid_on)
    check_check_in(
        value, valid_on, start_on=key_result.first_on, today=today, confidence=confidence, note=note,
        is_note_needed=is_note_needed(before, after),
    )  # fmt: skip
    made = CheckIn(
        key_result_id=key_result.id, valid_on=valid_on, recorded_at=now, value=value, confidence=confidence,
        note=note.strip(), person_id=actor.id,
    )  # fmt: skip
    return journal.add(session, made, "goals:key_result:check_in", of=key_result, actor=actor, now=now)


def _bands(session: Session, key_result: KeyResult, value: Decimal, valid_on: date) -> tuple[Status | None, Status]:
    """Return the status at the reading before, and at this one, each on its own day."""
    ambition = key_result.objective.ambition
    last = latest_reading(session, key_result.id, valid_on)
    before = judged(key_result, ambition, last.value, last.valid_on).judged.status if last else None
    return before, judged(key_result, ambition, value, valid_on).judged.status
