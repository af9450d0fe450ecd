"""The section on shared goals: each key result by the rules, as of the last day and as known at the instant."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from cxgov.core.enums import Level
from cxgov.goals.enums import Ambition, KeyResultState, ObjectiveState
from cxgov.goals.enums import Status as Judgement
from cxgov.goals.models import CheckIn, Cycle, KeyResult, Objective, ObjectiveDepartment
from cxgov.goals.rules import (
    Part,
    Reading,
    coverage_words,
    expected,
    is_outdated,
    key_result_status,
    numeric_progress,
    objective_progress,
    obligations,
    reading_used,
    readings_of_days,
    shown,
    worst,
)
from cxgov.journal.models import Subject
from cxgov.reports.collect.scope import Frame
from cxgov.reports.figures.base import Status, Why
from cxgov.reports.figures.goals import GoalFigures, KeyResultFigures, ObjectiveFigures, ReadingPoint

_STATUS: Mapping[Judgement, Status] = {
    Judgement.GREEN: "green", Judgement.AMBER: "amber", Judgement.RED: "red", Judgement.OUTDATED: "outdated",
    Judgement.NO_DATA: "no_data", Judgement.NOT_STARTED: "not_started", Judgement.CLOSED: "no_pace",
}  # fmt: skip
MOST_DIGITS = 4


def goal_figures(session: Session, frame: Frame) -> GoalFigures:
    """Return the section: the published objectives whose cycle touches the period."""
    objectives = _objectives(session, frame)
    readings = _readings(session, frame, [kr.id for objective in objectives for kr in objective.key_results])
    rows = tuple(_objective(frame, objective, number, readings) for number, objective in enumerate(objectives, 1))
    ends = max((kr.ends_on for row in rows for kr in row.key_results), default=None)
    return GoalFigures(
        finding=_finding(rows),
        objectives=rows,
        forecast_words=f"{ends.day} {ends:%B}" if ends else "the end of the cycle",
    )


def _objectives(session: Session, frame: Frame) -> list[Objective]:
    wanted = (
        select(Objective)
        .join(Subject, Subject.id == Objective.id)
        .join(Cycle, Cycle.id == Objective.cycle_id)
        .where(frame.scope.holds(), Objective.state.in_((ObjectiveState.PUBLISHED, ObjectiveState.CLOSED)))
        .where(Cycle.first_on <= frame.day, Cycle.last_on >= frame.first, Subject.created_at <= frame.as_of)
        .options(
            joinedload(Objective.owner),
            joinedload(Objective.sponsor),
            joinedload(Objective.cycle),
            selectinload(Objective.key_results).joinedload(KeyResult.owner),
            selectinload(Objective.departments).joinedload(ObjectiveDepartment.department),
        )
        .order_by(Objective.id)
    )
    found = list(session.scalars(wanted).unique())
    if frame.scope.department_ids:
        found = [one for one in found if {d.department_id for d in one.departments} & frame.scope.department_ids]
    return found


def _readings(session: Session, frame: Frame, ids: Sequence[int]) -> Mapping[int, list[Reading]]:
    found: dict[int, list[Reading]] = defaultdict(list)
    for start in range(0, len(ids), 500):
        rows = session.scalars(
            select(CheckIn)
            .where(CheckIn.key_result_id.in_(ids[start : start + 500]))
            .where(CheckIn.valid_on <= frame.day, CheckIn.recorded_at <= frame.as_of)
            .order_by(CheckIn.valid_on, CheckIn.id)
        )
        for row in rows:
            found[row.key_result_id].append(Reading(row.value, row.valid_on, row.recorded_at, row.id))
    return found


def _objective(
    frame: Frame, objective: Objective, number: int, readings: Mapping[int, list[Reading]]
) -> ObjectiveFigures:
    open_enough = [kr for kr in objective.key_results if kr.level <= min(frame.scope.level, Level.RESTRICTED)]
    active = [kr for kr in open_enough if kr.state is KeyResultState.ACTIVE and kr.first_on <= frame.day]
    departments = tuple(sorted(row.department.title for row in objective.departments))
    counted = [
        _key_result(frame, objective, kr, f"{number}.{place}", readings.get(kr.id, []))
        for place, kr in enumerate(active, 1)
    ]
    parts = [
        Part(kr.title, kr.weight, numeric_progress(kr.baseline, kr.target, row.value))
        for kr, row in zip(active, counted, strict=True)
    ]
    progress = objective_progress(parts)
    summary = worst(judged for judged in (_judgement(row.status) for row in counted) if judged is not None)
    weights = sum((kr.weight for kr in active), Decimal(0))
    pace = sum((row.weight * (row.expected or 0) for row in counted), Decimal(0)) / weights if weights else None
    is_whole = all(row.value is not None for row in counted)
    return ObjectiveFigures(
        number=str(number),
        title=objective.title,
        owner=objective.owner.name,
        sponsor=objective.sponsor.name if objective.sponsor else "no sponsor",
        departments=departments,
        status=_STATUS[summary.status],
        counts=summary.words or "no key result",
        progress=progress.value,
        expected=pace,
        coverage=None if is_whole else coverage_words(progress),
        key_results=tuple(counted),
        path=f"/goals/{objective.id}",
    )


def _judgement(status: Status) -> Judgement | None:
    return next((one for one, word in _STATUS.items() if word == status), None)


def _key_result(
    frame: Frame, objective: Objective, kr: KeyResult, number: str, readings: Sequence[Reading]
) -> KeyResultFigures:
    used = reading_used(readings, frame.day, frame.as_of)
    progress = numeric_progress(kr.baseline, kr.target, used.value if used else None)
    pace = expected(kr.first_on, kr.last_on, frame.day)
    judged = key_result_status(
        kr.kind, progress, pace, start=kr.first_on, end=kr.last_on, as_of=frame.day, ambition=objective.ambition,
        has_reading=used is not None,
    )  # fmt: skip
    came = [day for one in readings if (day := frame.local(one.recorded_at))]
    due = obligations(objective.cycle.cadence, kr.first_on, kr.last_on, came, frame.day)
    is_old = used is not None and is_outdated(due)  # what was never measured is silent, not outdated, as on the pages
    seen = shown(judged.status, is_closed=objective.state is ObjectiveState.CLOSED, is_outdated=is_old)
    whole = kr.target - kr.baseline
    is_aspirational = objective.ambition is Ambition.ASPIRATIONAL
    department = frame.departments.get(kr.owner.department_id or 0, "–")
    return KeyResultFigures(
        number=number,
        title=kr.title,
        owner=kr.owner.name,
        department=department,
        weight=kr.weight,
        aspirational=is_aspirational,
        unit=kr.unit,
        digits=_digits(kr.baseline, kr.target, *(one.value for one in readings[-6:])),
        baseline=kr.baseline,
        target=kr.target,
        value=used.value if used else None,
        valid_on=used.valid_on if used else None,
        change=_change(frame, readings, used, kr),
        starts_on=kr.first_on,
        ends_on=kr.last_on,
        as_of_on=frame.day,
        progress=progress.value,
        expected=pace.value,
        expected_value=kr.baseline + whole * pace.value if pace.value is not None else None,
        expected_at_end=Decimal("0.7") if is_aspirational else Decimal(1),
        status=_STATUS[seen.status],
        readings=tuple(
            ReadingPoint(on=one.valid_on, value=one.value, x=(one.value - kr.baseline) / whole)
            for one in readings_of_days(readings, kr.first_on, kr.last_on, frame.as_of)
        ),
        rule=progress.rule,
        why=tuple(
            Why(name=name, value=value)
            for name, value in (
                ("baseline", f"{kr.baseline:f}"),
                ("target", f"{kr.target:f}"),
                ("value", f"{used.value:f}, valid on {used.valid_on:%-d %B %Y}" if used else "none"),
                ("status", f"rule {judged.rule}"),
            )
        ),
        path=f"/goals/key-results/{kr.id}",
    )


def _digits(*values: Decimal) -> int:
    return min(MOST_DIGITS, max((max(0, -int(value.normalize().as_tuple().exponent)) for value in values), default=0))


def _change(frame: Frame, readings: Sequence[Reading], used: Reading | None, kr: KeyResult) -> str | None:
    """Return how the value moved within the period, in words; None where there is nothing to compare."""
    before = reading_used([one for one in readings if one.valid_on < frame.first], frame.first, frame.as_of)
    if used is None or before is None or used.id == before.id:
        return None
    moved = used.value - before.value
    sign = "+" if moved > 0 else "−" if moved < 0 else "±"
    return f"{sign}{abs(moved).normalize():f}{' ' + kr.unit if kr.unit else ''}"


def _finding(rows: Sequence[ObjectiveFigures]) -> str:
    if not rows:
        return "No shared goal is published for this period."
    krs = [kr for row in rows for kr in row.key_results]
    counts = worst(judged for judged in (_judgement(kr.status) for kr in krs) if judged is not None)
    measured = sum(kr.value is not None for kr in krs)
    goals = f"{len(rows)} shared goal{'' if len(rows) == 1 else 's'}"
    said = f"{goals} with {len(krs)} key result{'' if len(krs) == 1 else 's'}: {counts.words}"
    return said + (f"; {measured} of {len(krs)} measured." if measured < len(krs) else ".")
