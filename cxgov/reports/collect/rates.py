"""G23: the three rates of each department, never added up."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from cxgov.goals.enums import CheckInClass, KeyResultState, ObjectiveState
from cxgov.goals.models import CheckIn, Cycle, KeyResult, Objective
from cxgov.goals.rules import Obligation, obligations
from cxgov.journal.enums import Kind
from cxgov.journal.models import Subject
from cxgov.reports.collect.actions import NO_DEPARTMENT, kept_rate, on_time_rate
from cxgov.reports.collect.facts import Fact
from cxgov.reports.collect.scope import Frame
from cxgov.reports.figures.actions import DepartmentRates
from cxgov.reports.figures.base import Rate

NONE = 0
"""The department of those who belong to none."""


def department_rates(session: Session, frame: Frame, facts: Sequence[Fact]) -> list[DepartmentRates]:
    """Return the rates of every department that owes something, in the order of the charter; of none comes last."""
    due = _obligations(session, frame)
    owing = {fact.department_id or NONE for fact in facts if fact.owner} | set(due)
    if frame.scope.department_ids:
        owing &= frame.scope.department_ids
    found = []

    def place(one: int) -> tuple[bool, int, str]:
        return one == NONE, frame.positions.get(one, 0), frame.departments.get(one, "")

    for department_id in sorted(owing, key=place):
        mine = [fact for fact in facts if (fact.department_id or NONE) == department_id and fact.owner]
        rates = DepartmentRates(
            name=frame.departments.get(department_id, NO_DEPARTMENT),
            actions=on_time_rate(mine, frame.first, frame.day),
            check_ins=_timely(due.get(department_id, ()), frame.first, frame.day),
            commitments=kept_rate(mine, frame.first, frame.day),
            blocked_by_others=sum(fact.state.value == "blocked" for fact in mine),
        )
        if rates.actions.whole or rates.check_ins.whole or rates.commitments.whole:
            found.append(rates)
    return found


def _timely(due: Sequence[Obligation], first: date, last: date) -> Rate:
    counted = [one for one in due if first <= one.due_on <= last and one.came is not CheckInClass.PENDING]
    return Rate.of(sum(one.came is CheckInClass.ON_TIME for one in counted), len(counted))


def _obligations(session: Session, frame: Frame) -> Mapping[int, list[Obligation]]:
    """Return the check-ins that were due, by the owner's department (G17)."""
    owner, holds = aliased(Subject), frame.scope.holds()
    rows = session.execute(
        select(KeyResult, Cycle.cadence, owner.department_id)
        .join(Objective, Objective.id == KeyResult.objective_id)
        .join(Subject, Subject.id == Objective.id)
        .join(Cycle, Cycle.id == Objective.cycle_id)
        .join(owner, owner.id == KeyResult.owner_id)
        .where(Objective.state.in_((ObjectiveState.PUBLISHED, ObjectiveState.CLOSED)), holds)
        .where(KeyResult.state == KeyResultState.ACTIVE, KeyResult.first_on <= frame.day)
        .where(KeyResult.id.in_(select(Subject.id).where(Subject.kind == Kind.KEY_RESULT, holds).correlate(None)))
    ).unique()
    made: dict[int, list[date]] = {}
    for key_result_id, at in session.execute(
        select(CheckIn.key_result_id, CheckIn.recorded_at).where(CheckIn.recorded_at <= frame.as_of)
    ):
        made.setdefault(key_result_id, []).append(frame.local(at) or frame.day)
    found: dict[int, list[Obligation]] = {}
    for key_result, cadence, department_id in rows:
        due = obligations(cadence, key_result.first_on, key_result.last_on, made.get(key_result.id, ()), frame.day)
        found.setdefault(department_id or NONE, []).extend(due)
    return found


def rates_finding(rates: Sequence[DepartmentRates]) -> str:
    """Return the section's one sentence."""
    actions = Rate.of(sum(r.actions.part for r in rates), sum(r.actions.whole for r in rates))
    check_ins = Rate.of(sum(r.check_ins.part for r in rates), sum(r.check_ins.whole for r in rates))
    said = []
    if actions.whole:
        done = "was done by its" if actions.part == 1 else "were done by their"
        items = "action item" if actions.whole == 1 else "action items"
        said.append(f"{actions.part} of {actions.whole} {items} {done} first date")
    if check_ins.whole:
        check_in = "check-in" if check_ins.whole == 1 else "check-ins"
        said.append(f"{check_ins.part} of {check_ins.whole} {check_in} came in on time")
    return ("; ".join(said) + ".") if said else "Nothing was due in this period."
