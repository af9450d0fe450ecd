"""The section on decisions: what was decided, and whether it was carried out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from cxgov.decisions.enums import DecisionState
from cxgov.decisions.models import Decision
from cxgov.journal.models import Subject
from cxgov.reports.collect.facts import Fact, linked_actions
from cxgov.reports.collect.scope import Frame
from cxgov.reports.figures.base import Rate
from cxgov.reports.figures.decisions import DecisionFigures, DecisionRow, DecisionsOfMonth
from cxgov.reports.figures.decisions import DecisionState as Shown

MONTHS_SHOWN = 6
_ENDED = {DecisionState.SUPERSEDED, DecisionState.RESCINDED, DecisionState.EXPIRED}


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision with its printed row."""

    decided_on: date
    row: DecisionRow


def decided(session: Session, frame: Frame, facts: Sequence[Fact]) -> list[Decided]:
    """Return every decision taken by the end of the period, with what became of its action items."""
    committee = aliased(Subject)
    wanted = (
        select(Decision, committee.title)
        .join(Subject, Subject.id == Decision.id)
        .join(committee, committee.id == Decision.in_committee_id)
        .where(frame.scope.holds(), Decision.decided_on <= frame.day, Decision.state != DecisionState.WITHDRAWN)
        .order_by(Decision.decided_on, Decision.number)
    )
    found = session.execute(wanted).unique().all()
    actions = linked_actions(session, [decision.id for decision, _ in found])
    by_id = {fact.item.id: fact for fact in facts}
    out = []
    for decision, name in found:
        mine = [by_id[action_id] for action_id in sorted(set(actions.get(decision.id, ()))) if action_id in by_id]
        if frame.scope.department_ids and not any(fact.department_id in frame.scope.department_ids for fact in mine):
            continue
        out.append(Decided(decision.decided_on, _row(frame, decision, name, mine)))
    return out


def _row(frame: Frame, decision: Decision, committee: str, facts: Sequence[Fact]) -> DecisionRow:
    counted = [fact for fact in facts if fact.ended_on is None]
    done = sum(not fact.is_open for fact in counted)
    late = [fact for fact in counted if fact.days_late(frame.day)]
    words = f"{done} of {len(counted)} done" if counted else "none attached"
    if late:
        words += f", {len(late)} overdue"
    first_late = max(late, key=lambda fact: fact.days_late(frame.day)) if late else None
    return DecisionRow(
        number=decision.label,
        title=decision.title,
        decided_on=decision.decided_on,
        committee=committee,
        vote="general consent",
        without_quorum=decision.without_quorum,
        state=_shown(decision.state, len(counted), done, late),
        actions=Rate.of(done, len(counted)),
        actions_late=len(late),
        actions_words=words,
        missing=f"{first_late.item.label} {first_late.title}" if first_late else None,
        accountable=first_late.owner if first_late else None,
        path=f"/decisions/{decision.id}",
    )


def _shown(state: DecisionState, actions: int, done: int, late: Sequence[Fact]) -> Shown:
    if state in _ENDED:
        return state.value  # type: ignore[return-value]  # the ended states have the same words on both sides
    if state is DecisionState.IMPLEMENTED or (actions and done == actions):
        return "implemented"
    if not actions:
        return "no_actions"
    return "behind" if late else "on_course"


def decision_figures(frame: Frame, all_of_them: Sequence[Decided]) -> DecisionFigures:
    """Return the section: the decisions of the period, those of before that are behind, and the picture by month."""
    now = [one.row for one in all_of_them if frame.first <= one.decided_on <= frame.day]
    behind = [one.row for one in all_of_them if one.row.state == "behind"]
    return DecisionFigures(
        finding=_finding(frame, now, behind, all_of_them),
        rows=tuple(now),
        by_month=_by_month(frame, all_of_them),
        behind=tuple(sorted(behind, key=lambda row: row.decided_on)),
    )


def _finding(frame: Frame, now: Sequence[DecisionRow], behind: Sequence[DecisionRow], known: Sequence[Decided]) -> str:
    if not known:
        return "No decision is in the register yet."
    taken = (
        f"{len(now)} decision{'' if len(now) == 1 else 's'} taken in {frame.span.words}"
        if now
        else (f"No decision was taken in {frame.span.words}")
    )
    done = sum(one.row.state == "implemented" for one in known)
    said = f"{taken}; of {len(known)} in the register {done} {'is' if done == 1 else 'are'} carried out"
    return said + (f", {len(behind)} behind." if behind else ", none is behind.")


def _by_month(frame: Frame, known: Sequence[Decided]) -> tuple[DecisionsOfMonth, ...]:
    months = _months_up_to(frame.day, MONTHS_SHOWN)
    counts: Mapping[tuple[int, int], Counter[str]] = {month: Counter() for month in months}
    for one in known:
        key = (one.decided_on.year, one.decided_on.month)
        if key in counts:
            counts[key][one.row.state] += 1
    if not any(counts.values()):
        return ()
    return tuple(
        DecisionsOfMonth(
            label=date(year, month, 1).strftime("%b"),
            implemented=counts[year, month]["implemented"],
            on_course=counts[year, month]["on_course"] + counts[year, month]["no_actions"],
            behind=counts[year, month]["behind"],
            ended=sum(counts[year, month][state.value] for state in _ENDED),
        )
        for year, month in months
    )


def _months_up_to(day: date, count: int) -> list[tuple[int, int]]:
    number = day.year * 12 + day.month - 1
    return [((number - back) // 12, (number - back) % 12 + 1) for back in reversed(range(count))]
