"""The notes of the minutes as the page shows them: text, and below it a card for each line that became an object."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from flask import url_for
from sqlalchemy.orm import joinedload

from cxgov.actions.models import ActionItem
from cxgov.core.markdown import render
from cxgov.decisions.models import Decision
from cxgov.gaps.models import Gap, Idea
from cxgov.journal.queries import visible
from cxgov.meetings import queries
from cxgov.meetings.capture import apart, read_lines
from cxgov.meetings.enums import CapturedKind
from cxgov.meetings.models import Block, CapturedLine, Meeting
from cxgov.web.access import actor
from cxgov.web.extensions import db
from cxgov.web.pages import url_of
from cxgov.web.settings import today
from cxgov.web.words import clock_words, day_words

_MODELS: tuple[tuple[CapturedKind, Any], ...] = (
    (CapturedKind.ACTION, ActionItem),
    (CapturedKind.DECISION, Decision),
    (CapturedKind.GAP, Gap),
    (CapturedKind.IDEA, Idea),
)


def blocks_shown(meeting: Meeting, *, may_edit: bool) -> list[SimpleNamespace]:
    """Return the notes in their order, with their cards, in a constant number of statements."""
    blocks = queries.blocks_of(db.session(), actor(), meeting)
    lines = queries.lines_of(db.session(), [block.id for block in blocks])
    things = _things([line for rows in lines.values() for line in rows])
    return [_shown(meeting, block, lines.get(block.id, []), things, may_edit=may_edit) for block in blocks]


def _things(lines: Sequence[CapturedLine]) -> dict[int, Any]:
    """Return the objects behind lines by id, of those that the reader may know of."""
    found: dict[int, Any] = {}
    for kind, model in _MODELS:
        ids = [line.subject_id for line in lines if line.kind is kind]
        if ids:
            wanted = visible(actor(), model).where(model.id.in_(ids))
            if model is ActionItem:
                wanted = wanted.options(joinedload(ActionItem.owner))
            found |= {thing.id: thing for thing in db.session.scalars(wanted)}
    return found


def _shown(
    meeting: Meeting, block: Block, lines: Sequence[CapturedLine], things: dict[int, Any], *, may_edit: bool
) -> SimpleNamespace:
    cards = [card for line in lines if (card := _card(line, things)) is not None]
    is_one = len(lines) == 1 and "\n" not in block.text

    def to(name: str) -> str:
        return url_for(f"meetings.{name}", meeting_id=meeting.id, block_id=block.id) if may_edit else ""

    return SimpleNamespace(
        id=block.id, item_id=block.agenda_item_id, version=block.version, text=block.text, is_capture=is_one,
        kind_words=lines[0].kind.value.capitalize() if is_one else "Note",
        time="" if meeting.source_path else clock_words(block.changed_at, meeting.zone),
        html=render(apart(block.text), heading_from=4), rows=min(14, block.text.count("\n") + 3), caught=cards,
        problems=_problems(lines, things) if may_edit else [],
        save_url=to("save_block"), remove_url=to("remove_block"),
    )  # fmt: skip


def _problems(lines: Sequence[CapturedLine], things: dict[int, Any]) -> list[str]:
    return [words for line in lines if (words := _problem(line, things.get(line.subject_id or 0)))]


def _card(line: CapturedLine, things: dict[int, Any]) -> SimpleNamespace | None:
    thing = things.get(line.subject_id or 0)
    if thing is None:
        return None
    return SimpleNamespace(
        kind=line.kind.value, reference=thing.label, words=_words(thing), state=thing.state.value, url=url_of(thing)
    )


def _words(thing: Any) -> list[str]:
    if isinstance(thing, ActionItem):
        due = f"due {day_words(thing.due_on, today())}" if thing.due_on else ""
        due = due or ("due at the next meeting" if thing.due_next_meeting else "no date yet")
        return [thing.owner.name if thing.owner else "no owner yet", due]
    if isinstance(thing, Decision):
        return ["without quorum"] if thing.without_quorum else []
    return [f"between {thing.between}"] if isinstance(thing, Gap) and thing.between else []


def _problem(line: CapturedLine, thing: Any) -> str:
    if not isinstance(thing, ActionItem) or thing.owner_id is not None or thing.state.value != "proposed":
        return ""
    written = read_lines(f"ACTION: {line.text}")
    names = thing.owner_as_written or (", ".join(written[0].owners) if written else "")
    if names:
        return (
            f"“{names}” is not one person here: write a handle or a full name, or choose on the page of {thing.label}."
        )
    return f"Nobody owns {thing.label} yet: begin with @handle or a name."
