"""The open action items of the Customer Council of Tarnwick Energy on 31 October 2026, all invented."""

# ruff: noqa: E501 - these are tables, and a table reads best with a row a line

from datetime import date, timedelta
from typing import Any

from cxgov.reports.figures.actions import (
    ActionFigures,
    ActionFlow,
    ActionGroup,
    ActionRow,
    DepartmentRates,
    FinishedLate,
    LadderRow,
    UnresolvedOwner,
)
from cxgov.reports.figures.base import Rate

AS_OF = date(2026, 10, 31)

# number, title, owner, source, agreed, due, slips, carries, state, more
_OPEN: dict[str, list[tuple[Any, ...]]] = {
    "Marketing": [
        ("A-089", "Say in every offer what the first bill will contain", "Ines Valcourt", "D-2026-07", (6, 23), (11, 6), 1, 4, "in_progress", {}),
        ("A-113", "Rewrite the moving letter so that it names one contact", "Ines Valcourt", "Meeting 10", (10, 27), (12, 4), 0, 0, "open", {}),
    ],
    "Sales": [
        ("A-092", "Stop promising a connection week by telephone", "Hugo Pereska", "D-2026-08", (6, 23), (10, 12), 2, 4, "blocked", {"blocked": "the calendar of Operations, Farid Ombale"}),
        ("A-107", "Give dealers the one moving form and collect the old ones", "Hugo Pereska", "D-2026-09", (7, 28), (11, 20), 1, 3, "accepted", {}),
    ],
    "Product": [
        ("A-101", "Tell Support of every tariff change on the day it happens", "Cleo Tamsin", "D-2026-12", (9, 22), (10, 15), 1, 1, "open", {}),
        ("A-110", "Show the hand-over reading in the app on the day of the move", "Cleo Tamsin", "KR 1.1", (9, 22), (11, 13), 0, 1, "in_progress", {}),
        ("A-115", "Test the first page of the bill with twelve customers who moved", "Cleo Tamsin", "KR 1.1", (10, 27), (11, 27), 0, 0, "open", {"contributors": ("Eve Sarkani",)}),
    ],
    "Operations": [
        ("A-084", "Publish one calendar of connection dates for all regions", "Farid Ombale", "D-2026-06", (5, 26), (9, 30), 3, 5, "in_progress", {}),
        ("A-096", "Name one planner per region for changed appointments", "Farid Ombale", "KR 2.2", (7, 28), (10, 20), 1, 3, "accepted", {}),
        ("A-108", "Technician calls the evening before, in all regions", "Farid Ombale", "D-2026-08", (8, 25), (11, 30), 0, 2, "in_progress", {}),
        ("A-116", "Read the meter on the day of the move, not on the Friday after", "Farid Ombale", "Gap G-07", (10, 27), (12, 11), 0, 0, "open", {"contributors": ("Dan Hellier",)}),
    ],
    "Support": [
        ("A-106", "Tag every complaint with its stage of the journey", "Eve Sarkani", "KR 2.1", (8, 25), (11, 17), 0, 2, "in_progress", {}),
        ("A-114", "Ring back the 40 customers with a wrong first bill in October", "Jonas Ardley", "Meeting 10", (10, 27), (11, 10), 0, 0, "accepted", {}),
    ],
    "Billing": [
        ("A-104", "Send one letter, not three, after a move", "Dan Hellier", "D-2026-09", (7, 28), (11, 19), 1, 3, "in_progress", {}),
        ("A-098", "Switch off the second deposit letter", "Dan Hellier", "KR 1.1", (7, 28), (10, 23), 1, 3, "blocked", {"blocked": "a release of Technology, Luca Brenholt"}),
        ("A-109", "List the first bills that were wrong in October, with the cause of each", "Dan Hellier", "Meeting 10", (10, 27), (11, 24), 0, 0, "open", {"contributors": ("Farid Ombale",)}),
        ("A-112", "Name one contact in Billing for every moving customer", "Dan Hellier", "I-04", (9, 22), (12, 14), 0, 1, "open", {}),
    ],
    "Legal": [
        ("A-094", "Approve chapters 3 to 5 of the contract in plain words", "Greta Wynholt", "KR 3.2", (6, 23), (9, 25), 2, 4, "accepted", {}),
        ("A-111", "Agree the wording for estimated readings", "Greta Wynholt", "D-2026-13", (10, 27), (11, 27), 0, 0, "accepted", {"contributors": ("Dan Hellier",)}),
    ],
    "Technology": [
        ("A-103", "Carry the old tariff over by rule, not by hand", "Luca Brenholt", "KR 1.1", (8, 25), (10, 26), 1, 2, "in_progress", {}),
        ("A-117", "Say which release carries the second deposit letter", "Luca Brenholt", "A-098", (10, 27), None, 0, 0, "open", {"due_words": "next meeting"}),
    ],
}  # fmt: skip


def _row(entry: tuple[Any, ...]) -> ActionRow:
    number, title, owner, source, agreed, due, slips, carries, state, more = entry
    agreed_on, due_on = date(2026, *agreed), date(2026, *due) if due else None
    late = max(0, (AS_OF - due_on).days) if due_on else 0
    step: Any = "chair" if late >= 14 or (late and slips >= 2) else "head" if late >= 7 else "owner" if late else None
    return ActionRow(
        number=number, title=title, owner=owner, source=source, agreed_on=agreed_on, due_on=due_on,
        age_days=(AS_OF - agreed_on).days, days_late=late, slips=slips, carries=carries, state=state,
        escalated_to=step, path=f"/actions/{number}", **more,
    )  # fmt: skip


def groups() -> tuple[ActionGroup, ...]:
    """The open items by department."""
    found = []
    for name, entries in _OPEN.items():
        rows = tuple(_row(entry) for entry in entries)
        found.append(ActionGroup(name=name, open=len(rows), late=sum(row.days_late > 0 for row in rows), rows=rows))
    return tuple(found)


def rates() -> tuple[DepartmentRates, ...]:
    """The three rates of each department, and of all."""
    counts: dict[str, tuple[Any, ...]] = {
        "Marketing": ((5, 6), (4, 4), (3, 4), 0, 1), "Sales": ((3, 6), (3, 4), (2, 5), 1, 1),
        "Product": ((8, 10), (6, 6), (5, 6), 0, 1), "Operations": ((6, 11), (5, 8), (3, 7), 1, 2),
        "Support": ((9, 10), (6, 6), (5, 5), 0, 0), "Billing": ((7, 9), (5, 6), (4, 6), 1, 1),
        "Legal": ((3, 5), (2, 2), (1, 3), 0, 1), "Technology": ((4, 6), (1, 2), (2, 4), 0, 0),
    }  # fmt: skip
    return tuple(
        DepartmentRates(
            name=name, actions=Rate.of(*actions), check_ins=Rate.of(*checks), commitments=Rate.of(*kept),
            actions_before=Rate.of(max(0, actions[0] - 1), actions[1]), check_ins_before=Rate.of(*checks),
            commitments_before=Rate.of(*kept), excused=excused, blocked_by_others=blocked,
        )
        for name, (actions, checks, kept, excused, blocked) in counts.items()
    )  # fmt: skip


def actions() -> ActionFigures:
    """The section as a whole."""
    open_groups = groups()
    return ActionFigures(
        finding="7 of 21 open items are overdue: two in Operations, one each in Sales, Product, Billing, "
        "Legal and Technology. Four have reached the chair and stand on the agenda of 24 November.",
        flow=ActionFlow(
            open_before=28, new=9, done=14, done_words="9 on time, 5 late; 11 verified", ended=2, open_after=21,
            open_words="7 overdue, 14 not yet due",
        ),
        groups=open_groups,
        unresolved=(UnresolvedOwner(as_written="the dealer team", items=1, where=("minutes of 22 September, line 41",)),),
        finished_late=(
            FinishedLate(number="A-080", title="Give dealers an answer on their own form", department="Sales",
                         due_on=date(2026, 10, 2), done_on=date(2026, 10, 21), days_late=19),
            FinishedLate(number="A-097", title="Answer book for the one moving form", department="Support",
                         due_on=date(2026, 10, 12), done_on=date(2026, 10, 13), days_late=1),
        ),
        ladder=(
            LadderRow(step="Owner and contributors, after 1 day", now=11, before=9, followed="5 were done within a week"),
            LadderRow(step="Department head, after 7 days", now=6, before=4, followed="3 were given a new date"),
            LadderRow(step="Chair and next agenda, 14 days or 2 slips", now=4, before=2,
                      followed="All four are on the agenda of 24 November"),
        ),
        rates=rates(),
        rates_of_all=DepartmentRates(
            name="All", actions=Rate.of(45, 63), check_ins=Rate.of(32, 38), commitments=Rate.of(25, 40),
            actions_before=Rate.of(40, 60), check_ins_before=Rate.of(33, 38), commitments_before=Rate.of(24, 40),
            excused=3, blocked_by_others=7,
        ),
    )  # fmt: skip


def many(count: int, departments: int = 20) -> ActionFigures:
    """A section with this many open items, spread over this many departments."""
    people = ("Ada Morvane", "Ben Okoru", "Cleo Tamsin", "Dan Hellier", "Eve Sarkani", "Farid Ombale")
    words = "review the draft letter to moving customers and agree its wording with the department next door".split()
    found = []
    for place in range(departments):
        rows = []
        for item in range(place, count, departments):
            agreed_on = AS_OF - timedelta(days=7 + (item * 13) % 240)
            due_on = AS_OF + timedelta(days=(item * 29) % 120 - 40)
            rows.append(
                ActionRow(
                    number=f"A-{item + 1}", title=" ".join(words[(item + n) % len(words)] for n in range(9)).capitalize(),
                    owner=people[item % len(people)], source=f"D-2026-{item % 60:02}", agreed_on=agreed_on, due_on=due_on,
                    age_days=(AS_OF - agreed_on).days, days_late=max(0, (AS_OF - due_on).days), slips=item % 4,
                    carries=item % 5, state="open", escalated_to="head" if item % 3 == 0 else None,
                )
            )  # fmt: skip
        late = sum(row.days_late > 0 for row in rows)
        found.append(ActionGroup(name=f"Department {place + 1}", open=len(rows), late=late, rows=tuple(rows)))
    late = sum(group.late for group in found)
    return ActionFigures(
        finding=f"{late:,} of {count:,} open items are overdue.",
        flow=ActionFlow(
            open_before=count, new=0, done=0, done_words="none", ended=0, open_after=count,
            open_words=f"{late:,} overdue, {count - late:,} not yet due",
        ),
        groups=tuple(found),
    )  # fmt: skip
