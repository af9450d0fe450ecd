"""My work put together: what waits for one person, by urgency, each done in at most two presses."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import url_for

from cxgov.actions import queries as actions
from cxgov.actions.enums import ActionState
from cxgov.actions.queries import Work
from cxgov.actions.rules import MOVES, Urgency, urgency
from cxgov.core.lifecycle import Who, verbs_open
from cxgov.goals import queries as goals
from cxgov.overview import my_answers, my_side
from cxgov.overview.addresses import address
from cxgov.overview.committee_page import Asked
from cxgov.web.pages import url_of
from cxgov.web.words import day_words, listed, short_day, spelled

_ENDPOINTS = {
    "accept": ("accept", "accept"),
    "start": ("start", "start"),
    "claim_done": ("done", "claim_done"),
    "ask_date": ("date", "ask_date"),
    "block": ("block", "block"),
    "unblock": ("unblock", "unblock"),
}
GROUPS = (
    (Urgency.LATE, "Late"),
    (Urgency.TODAY, "Today"),
    (Urgency.THIS_WEEK, "This week"),
    (Urgency.LATER, "Later"),
    (Urgency.NO_DATE, "At the next meeting, or without a date"),
)


@dataclass(frozen=True, slots=True)
class Item:
    """One row: an action item with its buttons, or a key result that waits for a reading."""

    id: int
    title: str
    url: str
    second: str
    state: str
    due_on: date | None
    due_says: str = ""
    moved: int = 0
    is_late: bool = False
    version: int | None = None
    urls: Mapping[str, str] = field(default_factory=dict)
    check_in: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one urgency, under their heading."""

    title: str
    items: Sequence[Item]


def context(asked: Asked) -> dict[str, Any]:
    """Return what templates/overview/my_work.html shows; the same number of statements whatever there is."""
    work = actions.work_of(asked.session, asked.actor, asked.today)
    readings = [_reading(due, asked) for due in goals.check_ins_due(asked.session, asked.actor, asked.today)]
    owed = [*readings, *(_owed(row, work, asked) for row in work.owned)]
    answers = [
        *my_answers.of_actions(work, asked),
        *my_answers.stories_to_publish(asked),
        *my_answers.second_person(asked),
    ]
    return {
        "lead": lead(owed, len(answers), asked.today),
        "groups": [*_groups(owed, asked.today), *_others(work, asked)],
        "action_count": len(work.owned),
        "actions_url": url_for("actions.index", owner="me") if work.owned else url_for("actions.index"),
        "answers": answers,
        "next_meeting": my_side.next_meeting(asked),
        "thanks": my_side.thanks(asked),
        "voice": None,
        "promises": None,
        "new_url": url_for("actions.new") if my_side.may_propose(asked) else "",
        "story_url": address("stories.new"),
    }


def lead(owed: Sequence[Item], answers: int, today: date) -> str:
    """Return the sentence under the heading: what is late, what is due this week, what others wait for."""
    kinds = [urgency(item.due_on, today) for item in owed]
    late, soon = kinds.count(Urgency.LATE), kinds.count(Urgency.TODAY) + kinds.count(Urgency.THIS_WEEK)
    parts = []
    if late:
        parts.append(f"{spelled(late)} {'thing is' if late == 1 else 'things are'} late")
    if soon:
        parts.append(f"{spelled(soon)} {'is' if soon == 1 else 'are'} due this week")
    if answers:
        parts.append(f"{spelled(answers)} {'question waits' if answers == 1 else 'questions wait'} for your answer")
    if not parts:
        return "Nothing is late, and nothing is due this week." if owed else "Nothing waits for you."
    said = listed(parts)
    return f"{said[0].upper()}{said[1:]}."


def _groups(owed: Sequence[Item], today: date) -> list[Group]:
    by_due = sorted(owed, key=lambda item: (item.due_on or date.max, item.id))
    found = [(title, [item for item in by_due if urgency(item.due_on, today) is which]) for which, title in GROUPS]
    return [Group(title, items) for title, items in found if items]


def _others(work: Work, asked: Asked) -> list[Group]:
    helping = [_row(row, work, asked, {Who.CONTRIBUTOR}, f"owned by {row.owner}") for row in work.helping]
    mine = [row for row in work.proposed if row.owner_id == asked.actor.id]
    proposed = [_row(row, work, asked, set(), "proposed: it is not owed before it is opened") for row in mine]
    found = (("You help with", helping), ("Proposed for you", proposed))
    return [Group(title, items) for title, items in found if items]


def _owed(row: Any, work: Work, asked: Asked) -> Item:
    wanted = work.asked.get(row.id)
    says = f"you asked for {short_day(wanted, asked.today)}, nobody has decided yet" if wanted else ""
    return _row(row, work, asked, {Who.OWNER}, says)


def _row(row: Any, work: Work, asked: Asked, parts: set[Who], says: str) -> Item:
    is_late = row.due_on is not None and row.due_on < asked.today and row.state is not ActionState.PROPOSED
    words = [f"A-{row.number:03d}", row.committee, _state(row), says]
    return Item(
        id=row.id,
        title=row.title,
        url=url_for("actions.show", action_id=row.id),
        second=" · ".join(word for word in words if word),
        state="late" if is_late else row.state.value,
        due_on=row.due_on,
        due_says="next meeting" if row.due_next_meeting and row.due_on is None else "",
        moved=row.slips,
        is_late=is_late,
        version=row.version,
        urls=_urls(row, parts, has_asked=row.id in work.asked),
    )


def _state(row: Any) -> str:
    if row.state is ActionState.BLOCKED:
        return f"blocked: {row.blocked_reason}"
    return "" if row.state is ActionState.PROPOSED else str(row.state.words)


def _urls(row: Any, parts: Iterable[Who], *, has_asked: bool) -> dict[str, str]:
    offered = [verb for verb in verbs_open(MOVES, row.state, set(parts)) if verb in _ENDPOINTS]
    return {
        _ENDPOINTS[verb][0]: url_for(f"actions.{_ENDPOINTS[verb][1]}", action_id=row.id)
        for verb in offered
        if not (verb == "ask_date" and has_asked)
    }


def _reading(due: Any, asked: Asked) -> Item:
    one, last = due.key_result, due.last
    said = (
        f"Last reading {last.value:f} {one.unit} on {short_day(last.valid_on, asked.today)}"
        if last
        else "No reading yet"
    )
    target = f"target {one.target:f} {one.unit} by {day_words(one.last_on, asked.today)}"
    return Item(
        id=one.id,
        title=f"Check in: {one.title}",
        url=url_of(one),
        second=f"{said} · {target}",
        state="",
        due_on=due.due_on,
        is_late=due.due_on < asked.today,
        version=one.version,
        check_in={"url": address("goals.check_in", key_result_id=one.id), "unit": one.unit, "last": ""},
    )
