"""What others wait for from one person: to verify, to decide a date, to open, to publish."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy.orm import joinedload

from cxgov.actions.queries import RequestRow, Work
from cxgov.journal.models import Subject
from cxgov.journal.queries import visible
from cxgov.overview.committee_page import Asked
from cxgov.rights import queries as rights
from cxgov.rights.explaining import ask_words
from cxgov.stories.enums import StoryState
from cxgov.stories.models import Story
from cxgov.web.pages import url_of
from cxgov.web.words import day_words, instant_words, plural, short_day

Button = tuple[str, str, str, int | None]
"""Label, where it posts to, its kind, and the version it was offered for."""
LIMIT = 20


@dataclass(frozen=True, slots=True)
class Refusal:
    """The other answer, which needs a sentence: label of the button, where it posts to, name and label of the text."""

    label: str
    url: str
    name: str
    question: str
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing that somebody waits for."""

    title: str
    url: str
    second: str
    since: str
    buttons: Sequence[Button] = ()
    refusal: Refusal | None = None
    links: Sequence[tuple[str, str]] = field(default_factory=tuple)


def of_actions(work: Work, asked: Asked) -> list[Answer]:
    """Return what action items wait for, the longest waiting first in each kind."""
    who = asked.actor
    to_open = [
        row for row in work.proposed if row.committee_id in who.secretary_of or (who.is_cx and not row.committee_id)
    ]
    return [
        *(_verify(row, asked) for row in work.to_verify),
        *(_date(row, asked) for row in work.date_requests),
        *(_open(row, asked) for row in to_open[:LIMIT]),
    ]


def _verify(item: Any, asked: Asked) -> Answer:
    key: dict[str, Any] = {"action_id": item.id}
    return Answer(
        title=f"Check: {item.title}",
        url=url_for("actions.show", **key),
        second=f"{item.owner or 'The minutes'} says it is done: “{item.evidence}”",
        since=_since(item.claimed_at, asked),
        buttons=[("It is done", url_for("actions.verify", **key), "primary", item.version)],
        refusal=Refusal(
            "Give it back…", url_for("actions.send_back", **key), "comment", "What is missing?", item.version
        ),
    )


def _date(row: RequestRow, asked: Asked) -> Answer:
    instead = f" instead of {short_day(row.old_due_on, asked.today)}" if row.old_due_on else ""
    moved = f" · moved {plural(row.slips, 'time')} already" if row.slips else ""
    asks, key = row.asked_by or "The system", dict[str, Any](request_id=row.id)
    return Answer(
        title=f"New date for: {row.title}",
        url=url_for("actions.show", action_id=row.action_id),
        second=f"{asks} asks for {day_words(row.wanted_on, asked.today)}{instead}: “{row.reason}”{moved}",
        since=_since(row.asked_at, asked),
        buttons=[("Grant it", url_for("actions.grant_date", **key), "primary", None)],
        refusal=Refusal("Keep the date…", url_for("actions.refuse_date", **key), "answer", "Why does the date stand?"),
    )


def _open(item: Any, asked: Asked) -> Answer:
    key: dict[str, Any] = {"action_id": item.id}
    is_whole = item.owner_id is not None and (item.due_on is not None or item.due_next_meeting)
    owner = item.owner or (f"“{item.owner_as_written}”, not one person" if item.owner_as_written else "nobody yet")
    due = (
        "next meeting"
        if item.due_next_meeting
        else day_words(item.due_on, asked.today)
        if item.due_on
        else "no date yet"
    )
    return Answer(
        title=f"Open: {item.title}",
        url=url_for("actions.show", **key),
        second=f"Proposed · owner: {owner} · due: {due}",
        since=f"since {short_day(item.made_on, asked.today)}",
        buttons=[("Open it", url_for("actions.open_item", **key), "primary", item.version)] if is_whole else (),
        links=() if is_whole else [("Add what is missing", url_for("actions.edit", **key))],
    )


def stories_to_publish(asked: Asked) -> list[Answer]:
    """Return drafts of stories for who may publish them: the CX office and chairs."""
    who = asked.actor
    if not who.is_cx and not who.chairs:
        return []
    wanted = visible(who, Story).where(Story.state == StoryState.DRAFT).options(joinedload(Story.author))
    if not who.is_cx:
        wanted = wanted.where(Subject.committee_id.in_(who.chairs))
    found = asked.session.scalars(wanted.order_by(Story.id).limit(LIMIT)).all()
    return [
        Answer(
            title=f"Publish: {story.title}",
            url=url_of(story),
            second=f"A {story.kind.value} told by {story.author.name if story.author else 'nobody named'}",
            since=_since(story.subject.created_at, asked),
            links=[("Read and publish", url_of(story))],
        )
        for story in found
    ]


def second_person(asked: Asked) -> list[Answer]:
    """Return what was asked of a second person: to lower a level, to let an auditor read."""
    return [
        Answer(
            title=f"Two persons: {ask_words(one)}",
            url=url_for("rights.asks"),
            second=f"{one.asked_by} asks: “{one.ask.reason}”",
            since=_since(one.ask.asked_at, asked),
            links=[("Read and answer", url_for("rights.asks"))],
        )
        for one in rights.asks_waiting(asked.session, asked.actor, today=asked.today)[:LIMIT]
    ]


def _since(moment: datetime | None, asked: Asked) -> str:
    return f"since {instant_words(moment, asked.zone, asked.now)}" if moment else ""
