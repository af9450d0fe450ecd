"""The items of the agenda as the meeting's page shows them: with their notes, who stays out, and what one may do."""

from types import SimpleNamespace
from typing import Any

from flask import current_app, url_for

from cxgov.core import policy
from cxgov.core.enums import Level
from cxgov.meetings import queries
from cxgov.meetings.enums import MeetingState
from cxgov.meetings.models import AgendaItem, Meeting
from cxgov.web.access import actor
from cxgov.web.extensions import db


def items_shown(
    meeting: Meeting, agenda: queries.Agenda, blocks: list[SimpleNamespace], verbs: frozenset[str]
) -> list[SimpleNamespace]:
    """Return the items that one may know of, numbered as one sees them, in a constant number of statements."""
    latest = next((block.item_id for block in reversed(blocks) if block.item_id), None)
    out = queries.barred_from(db.session(), agenda.items)
    shown = [
        _item(meeting, item, number, [block for block in blocks if block.item_id == item.id], verbs, item.id == latest)
        for number, item in enumerate(agenda.items, 1)
    ]
    for row in shown:
        row.recused = [_recused(meeting, row, one) for one in out.get(row.id, [])]
        row.down_url = row.down_url if row.number < len(shown) else ""
    return shown


def _recused(meeting: Meeting, row: SimpleNamespace, one: queries.Recusal) -> SimpleNamespace:
    """Return somebody who stays out; the reason is for those who run the committee."""
    ids = {"meeting_id": meeting.id, "item_id": row.id, "person_id": one.person_id}
    return SimpleNamespace(
        name=one.name, reason=one.reason if row.runs else "",
        end_url=url_for("meetings.end_recusal", **ids) if row.recuse_url else "",
    )  # fmt: skip


def _item(
    meeting: Meeting, item: AgendaItem, number: int, blocks: list[Any], verbs: frozenset[str], is_latest: bool
) -> SimpleNamespace:
    state = "now" if is_latest and meeting.state is MeetingState.HELD else ""
    by = f" · brought by {item.brought_by}" if item.brought_by else ""
    standing = " · on every agenda" if item.is_standing else ""

    def to(name: str) -> str:
        return url_for(f"meetings.{name}", meeting_id=meeting.id, item_id=item.id)

    may_run = policy.allows(actor(), "meetings:item:raise", meeting)
    may_change = bool(verbs & {"change", "move", "minute"})
    return SimpleNamespace(
        id=item.id, number=number, title=item.title, kind=item.kind.value, state=state, url=f"#item-{item.id}",
        second=f"{item.kind.value.capitalize()}{by}{standing}",
        minutes_words=f"{item.minutes_planned} min" if item.minutes_planned else "",
        blocks=blocks, add_url=url_for("meetings.add_block", meeting_id=meeting.id) if "minute" in verbs else "",
        background=item.background, edit_url=to("edit_item") if may_change else "",
        up_url=to("move_up") if may_change and number > 1 else "",
        down_url=to("move_down") if may_change else "",
        remove_url=to("remove_item") if may_change and not blocks else "",
        level=item.level if item.level > max(meeting.level, Level.INTERNAL) else None,
        raise_url=to("raise_item") if may_run and item.level < Level.IN_CAMERA else "", runs=may_run,
        recuse_url=to("recuse") if may_change else "", readers_url=_readers_url(item),
    )  # fmt: skip


def _readers_url(item: AgendaItem) -> str:
    """Return where it is said who can see a confidential item, and where its level is lowered."""
    is_open = item.level < Level.RESTRICTED or "rights.readers" not in current_app.view_functions
    return "" if is_open else url_for("rights.readers", subject_id=item.id)
