"""The section on action items: flow, open items by department and owner, those no longer mentioned, rates."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from cxgov.reports.collect.facts import Fact
from cxgov.reports.collect.scope import Frame
from cxgov.reports.figures.actions import (
    ActionFigures,
    ActionFlow,
    ActionGroup,
    ActionRow,
    DepartmentRates,
    FinishedLate,
    UnresolvedOwner,
)
from cxgov.reports.figures.base import Rate

NO_DEPARTMENT = "Without a department"
NOT_SETTLED = "Owner not settled"
_FAR = date.max


def action_figures(frame: Frame, facts: Sequence[Fact], rates: Sequence[DepartmentRates]) -> ActionFigures:
    """Return the section; the facts are those of `facts.facts` for the same frame."""
    open_ones = [fact for fact in facts if fact.is_open]
    live = [fact for fact in open_ones if fact.not_mentioned_since is None]
    silent = [fact for fact in open_ones if fact.not_mentioned_since is not None]
    return ActionFigures(
        finding=_finding(frame, open_ones, silent),
        flow=_flow(frame, facts),
        groups=_groups(frame, live),
        no_longer_mentioned=_groups(frame, silent),
        unresolved=_unresolved(open_ones),
        finished_late=_finished_late(frame, facts),
        rates=tuple(rates),
    )


def _finding(frame: Frame, open_ones: Sequence[Fact], silent: Sequence[Fact]) -> str:
    if not open_ones:
        return "Nothing is owed: no action item is open."
    late = [fact for fact in open_ones if fact.days_late(frame.day)]
    said = f"{_items(len(open_ones))} {'is' if len(open_ones) == 1 else 'are'} open"
    said += f", {len(late)} of them overdue" if late else ", none of them overdue"
    if late:
        oldest = max(late, key=lambda fact: fact.days_late(frame.day))
        said += f"; {oldest.item.label} has been late for {_days(oldest.days_late(frame.day))}"
    if silent:
        said += f". {len(silent)} {'is' if len(silent) == 1 else 'are'} no longer mentioned in the minutes"
    return said + "."


def _flow(frame: Frame, facts: Sequence[Fact]) -> ActionFlow:
    def was_open_before(fact: Fact) -> bool:
        over = min((day for day in (fact.claimed_on, fact.ended_on) if day), default=_FAR)
        return fact.item.made_on < frame.first <= over

    done = [
        fact for fact in facts if fact.claimed_on and frame.first <= fact.claimed_on <= frame.day and not fact.is_open
    ]
    ended = [fact for fact in facts if fact.ended_on and frame.first <= fact.ended_on <= frame.day]
    done = [fact for fact in done if fact not in ended]
    still = [fact for fact in facts if fact.is_open]
    late = sum(bool(fact.days_late(frame.day)) for fact in still)
    on_time = sum(is_on_time(fact) for fact in done)
    verified = sum(fact.verified_on is not None for fact in done)
    return ActionFlow(
        open_before=sum(was_open_before(fact) for fact in facts),
        new=sum(fact.item.made_on >= frame.first for fact in facts),
        done=len(done),
        done_words=f"{on_time} on their first date, {len(done) - on_time} later or without one; {verified} verified",
        ended=len(ended),
        open_after=len(still),
        open_words=f"{late} overdue, {len(still) - late} not",
    )


def is_on_time(fact: Fact) -> bool:
    """G23: claimed done on or before the first date that was agreed."""
    first = fact.item.first_due_on
    return first is not None and fact.claimed_on is not None and fact.claimed_on <= first


def _groups(frame: Frame, facts: Iterable[Fact]) -> tuple[ActionGroup, ...]:
    by_department: dict[int | None, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_department[fact.department_id if fact.owner else -1].append(fact)

    def place(department_id: int | None) -> tuple[int, int, str]:
        if department_id is None or department_id < 0:
            return (1 if department_id is None else 2, 0, "")
        return (0, frame.positions.get(department_id, 0), frame.departments.get(department_id, ""))

    return tuple(
        _group(frame, _name(frame, department_id), by_department[department_id])
        for department_id in sorted(by_department, key=place)
    )


def _name(frame: Frame, department_id: int | None) -> str:
    if department_id == -1:
        return NOT_SETTLED
    return frame.departments.get(department_id or 0, NO_DEPARTMENT)


def _group(frame: Frame, name: str, facts: Sequence[Fact]) -> ActionGroup:
    nearest: dict[str, date] = {}
    for fact in facts:
        who = fact.owner or fact.item.owner_as_written or ""
        nearest[who] = min(nearest.get(who, _FAR), fact.due_on or _FAR)

    def order(fact: Fact) -> tuple[date, str, date, int]:
        who = fact.owner or fact.item.owner_as_written or ""
        return nearest[who], who, fact.due_on or _FAR, fact.item.number

    rows = tuple(_row(frame, fact) for fact in sorted(facts, key=order))
    return ActionGroup(name=name, open=len(rows), late=sum(row.days_late > 0 for row in rows), rows=rows)


def _row(frame: Frame, fact: Fact) -> ActionRow:
    item = fact.item
    blocked = item.blocked_reason if fact.state.value == "blocked" else None
    if blocked and fact.unblocker:
        blocked = f"{blocked}; {fact.unblocker} can unblock it"
    return ActionRow(
        number=item.label,
        title=fact.title,
        owner=fact.owner,
        owner_as_written=item.owner_as_written,
        contributors=fact.contributors,
        source=fact.source,
        due_on=fact.due_on,
        due_words="next meeting" if item.due_next_meeting and fact.due_on is None else None,
        agreed_on=item.made_on,
        age_days=max(0, (frame.day - item.made_on).days),
        days_late=fact.days_late(frame.day),
        slips=fact.slips,
        carries=fact.carries,
        state=fact.state.value,
        blocked=blocked,
        no_longer_mentioned_since=fact.not_mentioned_since,
        path=f"/actions/{item.id}",
    )


def _unresolved(facts: Iterable[Fact]) -> tuple[UnresolvedOwner, ...]:
    where: dict[str, list[str]] = defaultdict(list)
    count: dict[str, int] = defaultdict(int)
    for fact in facts:
        if fact.owner is None and fact.item.owner_as_written:
            count[fact.item.owner_as_written] += 1
            if fact.source and fact.source not in where[fact.item.owner_as_written]:
                where[fact.item.owner_as_written].append(fact.source)
    return tuple(
        UnresolvedOwner(as_written=name, items=count[name], where=tuple(where[name][:4])) for name in sorted(count)
    )


def _finished_late(frame: Frame, facts: Iterable[Fact]) -> tuple[FinishedLate, ...]:
    found = []
    for fact in facts:
        due, done = fact.due_on, fact.claimed_on
        if due and done and done > due and frame.first <= done <= frame.day and not fact.is_open:
            found.append(
                FinishedLate(
                    number=fact.item.label, title=fact.title, department=_name(frame, fact.department_id),
                    due_on=due, done_on=done, days_late=(done - due).days,
                )
            )  # fmt: skip
    return tuple(sorted(found, key=lambda row: (-row.days_late, row.number or "")))


def on_time_rate(facts: Iterable[Fact], first: date, last: date) -> Rate:
    """G23 *actions on time*: of those first due in the days, how many were claimed by then and later verified."""
    due = [fact for fact in facts if fact.item.first_due_on and first <= fact.item.first_due_on <= last]
    due = [fact for fact in due if fact.ended_on is None and fact.state.value != "proposed"]
    return Rate.of(sum(is_on_time(fact) and fact.verified_on is not None for fact in due), len(due))


def kept_rate(facts: Iterable[Fact], first: date, last: date) -> Rate:
    """G23 *commitments kept*: due in the days by the date that held, and done in them."""
    due = [fact for fact in facts if fact.due_on and first <= fact.due_on <= last and fact.ended_on is None]
    return Rate.of(sum(fact.claimed_on is not None and fact.claimed_on <= last for fact in due), len(due))


def _items(count: int) -> str:
    return f"{count:,} action item{'' if count == 1 else 's'}"


def _days(count: int) -> str:
    return f"{count:,} day{'' if count == 1 else 's'}"
