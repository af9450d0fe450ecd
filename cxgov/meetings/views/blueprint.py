"""The blueprint, how a URL's meeting is loaded, and where its page is."""

from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, request, url_for

from cxgov.core.errors import Conflict
from cxgov.core.lifecycle import MoveRefused
from cxgov.journal.enums import Kind
from cxgov.meetings import queries
from cxgov.meetings.models import Meeting
from cxgov.web.access import actor
from cxgov.web.extensions import db
from cxgov.web.pages import page_of, url_of

T = TypeVar("T")
bp = Blueprint("meetings", __name__, url_prefix="/meetings")
page_of(Kind.MEETING, "meetings.show", "meeting_id")


def load_meeting(meeting_id: int, **more: int) -> Meeting:
    """Return the meeting of the URL, or answer as for an id that never was."""
    return queries.get_meeting(db.session(), actor(), meeting_id)


def number_of_url(name: str) -> int:
    """Return another id of the URL."""
    return int((request.view_args or {})[name])


def crumbs(meeting: Meeting, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the way to a page below a meeting."""
    return [("Meetings", url_for("meetings.index")), (name_of(meeting), url_of(meeting)), *more]


def name_of(meeting: Meeting) -> str:
    """Return what a meeting is called on its own page; imported minutes keep their heading."""
    return meeting.title if meeting.source_path else f"Meeting {meeting.number}"


def settled(verb: Callable[[], T]) -> T:
    """Run a verb; what no other words in the form would mend is answered as a conflict, not as a field to mend."""
    try:
        return verb()
    except MoveRefused as no:
        if no.rule.startswith("need:"):
            raise
        raise Conflict(str(no)) from no


def to_block(meeting: Meeting, block_id: int) -> str:
    """Return the address of a note on the meeting's page."""
    return f"{url_of(meeting)}#block-{block_id}"
