"""Every figure of some objectives as of a day, as known at an instant: of the readings only the latest are read."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session, joinedload

from cxgov.core.actor import Actor
from cxgov.goals.enums import Ambition, Cadence, ObjectiveState, Status
from cxgov.goals.models import CheckIn, Cycle, KeyResult, Objective
from cxgov.goals.queries.readings import BATCH, instants_of, latest_id
from cxgov.goals.rules import (
    Figure,
    Judged,
    Part,
    Summary,
    Thresholds,
    check_in_dues,
    confidence,
    coverage_words,
    decimal_of,
    expected,
    is_active,
    is_outdated,
    key_result_status,
    numeric_progress,
    objective_progress,
    obligations,
    shown,
    worst,
)
from cxgov.journal.queries import visible


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rules say of one key result on a day: progress (G1), expected progress (G10), status (G11)."""

    progress: Figure
    pace: Figure
    judged: Judged


@dataclass(frozen=True, slots=True)
class KeyResultFigures:
    """One key result on a day: its reading, what the rules say of it, and the status that is shown (G12)."""

    key_result: KeyResult
    reading: CheckIn | None
    progress: Figure
    pace: Figure
    judged: Judged
    status: Status
    is_active: bool = True

    @property
    def p(self) -> Decimal | None:
        """Return the progress within 0 and 1, or None without a reading."""
        return self.progress.value

    @property
    def x(self) -> Decimal | None:
        """Return the progress as it is, also below 0 and above 1."""
        found = self.progress.inputs.get("x")
        return found if isinstance(found, Decimal) else None

    @property
    def e(self) -> Decimal | None:
        """Return the progress expected today."""
        return self.pace.value

    @property
    def wanted(self) -> Decimal:
        """Return what the progress is held against: the expected one, of a stretch goal seven tenths of it (G11)."""
        return _wanted(self.pace.counted, self.judged.inputs.get("ambition"))

    @property
    def r(self) -> Decimal | None:
        """Return progress ÷ expected progress as it was judged, where it was."""
        found = self.judged.inputs.get("r")
        return found if isinstance(found, Decimal) else None


@dataclass(frozen=True, slots=True)
class ObjectiveFigures:
    """One objective on a day: the mean of its key results (G6), their worst status with the counts (G13)."""

    objective: Objective
    key_results: tuple[KeyResultFigures, ...]
    """The active ones, in their order."""
    dropped: tuple[KeyResultFigures, ...]
    progress: Figure
    e: Decimal | None
    summary: Summary
    confidence: Figure
    lowest_confidence: Figure

    @property
    def status(self) -> Status:
        """Return the status that is shown: the worst of its key results, or closed."""
        return Status.CLOSED if self.objective.state is ObjectiveState.CLOSED else self.summary.status

    @property
    def wanted(self) -> Decimal | None:
        """Return what the progress is held against: the expected one, of a stretch goal seven tenths of it."""
        return None if self.e is None else _wanted(self.e, self.objective.ambition)

    @property
    def coverage(self) -> str:
        """Return how many are measured, in words: 3 of 4 measured."""
        return coverage_words(self.progress)

    @property
    def measured(self) -> int:
        """Return how many key results have a reading."""
        return sum(one.reading is not None for one in self.key_results)


def _wanted(e: Decimal, ambition: object) -> Decimal:
    return e * Thresholds().aspirational if ambition is Ambition.ASPIRATIONAL else e


def figures_of(
    session: Session,
    actor: Actor,
    objectives: Sequence[Objective],
    as_of: date,
    known_at: datetime | None = None,
    *,
    zone: str = "UTC",
) -> dict[int, ObjectiveFigures]:
    """Return the figures of objectives by id, as of a day, from what was known at an instant; now, where none is given.

    They are those of the key results that the actor may know of: what is restricted moves no figure for others. One
    statement, and a second one where somebody was silent. `zone` says on which day a check-in was made, which decides
    whether one was missed (G17).
    """
    by_id = {objective.id: objective for objective in objectives}
    rows = _latest_rows(session, actor, by_id, as_of, known_at)
    outdated = _outdated(session, rows, as_of, known_at, ZoneInfo(zone))
    parts: dict[int, list[KeyResultFigures]] = defaultdict(list)
    for key_result, reading, _ in rows:
        objective = by_id[key_result.objective_id]
        is_closed = objective.state is ObjectiveState.CLOSED
        parts[objective.id].append(
            _key_result(key_result, objective, reading, as_of, key_result.id in outdated, is_closed)
        )
    return {one.id: _objective(one, parts[one.id]) for one in objectives}


def figures_of_key_result(
    session: Session,
    actor: Actor,
    key_result: KeyResult,
    as_of: date,
    known_at: datetime | None = None,
    *,
    zone: str = "UTC",
) -> KeyResultFigures:
    """Return the figures of one key result whose objective is loaded."""
    goal = key_result.objective
    whole = figures_of(session, actor, [goal], as_of, known_at, zone=zone)[goal.id]
    return next(one for one in (*whole.key_results, *whole.dropped) if one.key_result.id == key_result.id)


def judged(key_result: KeyResult, ambition: Ambition, value: Decimal | None, as_of: date) -> Judgement:
    """Return what the rules say of a key result with a value on a day."""
    progress = numeric_progress(key_result.baseline, key_result.target, value)
    pace = expected(key_result.first_on, key_result.last_on, as_of)
    status = key_result_status(
        key_result.kind, progress, pace, start=key_result.first_on, end=key_result.last_on, as_of=as_of,
        ambition=ambition, has_reading=value is not None,
    )  # fmt: skip
    return Judgement(progress, pace, status)


_Row = tuple[KeyResult, CheckIn | None, Cadence]


def _latest_rows(
    session: Session, actor: Actor, ids: Iterable[int], as_of: date, known_at: datetime | None
) -> list[_Row]:
    """Return the key results that the actor may know of, each with its latest check-in and its cycle's cadence."""
    wanted, found = sorted(ids), list[_Row]()
    for start in range(0, len(wanted), BATCH):
        statement = (
            visible(actor, KeyResult)
            .add_columns(CheckIn, Cycle.cadence)
            .join(Objective, Objective.id == KeyResult.objective_id)
            .join(Cycle, Cycle.id == Objective.cycle_id)
            .outerjoin(CheckIn, CheckIn.id == latest_id(KeyResult.id, as_of, known_at))
            .where(KeyResult.objective_id.in_(wanted[start : start + BATCH]))
            .options(joinedload(KeyResult.owner))
            .order_by(KeyResult.objective_id, KeyResult.position, KeyResult.id)
        )
        found += [(row.KeyResult, row.CheckIn, row.cadence) for row in session.execute(statement)]
    return found


def _key_result(
    key_result: KeyResult, objective: Objective, reading: CheckIn | None, as_of: date, is_old: bool, is_closed: bool
) -> KeyResultFigures:
    said = judged(key_result, objective.ambition, reading.value if reading else None, as_of)
    seen = shown(said.judged.status, is_closed=is_closed, is_outdated=is_old)
    active = is_active(as_of, dropped_on=key_result.dropped_on)
    return KeyResultFigures(key_result, reading, said.progress, said.pace, said.judged, seen.status, active)


def _objective(objective: Objective, parts: Sequence[KeyResultFigures]) -> ObjectiveFigures:
    active = tuple(one for one in parts if one.is_active)
    progress = objective_progress([Part(one.key_result.title, one.key_result.weight, one.progress) for one in active])
    whole = sum((Fraction(one.key_result.weight) for one in active), Fraction(0))
    pace = sum((Fraction(one.key_result.weight) * Fraction(one.pace.counted) for one in active), Fraction(0))
    sure = [
        (one.key_result.weight, Decimal(one.reading.confidence) / 10)
        for one in active
        if one.reading is not None and one.reading.confidence is not None
    ]
    mean, lowest = confidence(sure)
    return ObjectiveFigures(
        objective, active, tuple(one for one in parts if not one.is_active), progress,
        decimal_of(pace / whole) if whole else None, worst(one.status for one in active), mean, lowest,
    )  # fmt: skip


def _outdated(
    session: Session, rows: Sequence[_Row], as_of: date, known_at: datetime | None, zone: ZoneInfo
) -> set[int]:
    """Return the ids of key results whose last check-in was missed (G12, G17).

    What was never measured is silent, not outdated, and G11 says when silence is red. What was checked in after the
    last but one due day cannot be outdated, so only the others are looked up, in one statement.
    """
    dues_of = lru_cache(check_in_dues)
    late: dict[int, _Row] = {}
    for row in rows:
        key_result, reading, cadence = row
        if reading is None:
            continue
        dues = [day for day in dues_of(cadence, key_result.first_on, key_result.last_on) if day <= as_of]
        if len(dues) > 1 and reading.recorded_at.astimezone(zone).date() <= dues[-2]:
            late[key_result.id] = row
    came = instants_of(session, late, known_at) if late else {}
    return {key_result_id for key_result_id, row in late.items() if _is_missed(row, came[key_result_id], as_of, zone)}


def _is_missed(row: _Row, came: Sequence[datetime], as_of: date, zone: ZoneInfo) -> bool:
    key_result, _, cadence = row
    days = [at.astimezone(zone).date() for at in came]
    return is_outdated(obligations(cadence, key_result.first_on, key_result.last_on, days, as_of))
