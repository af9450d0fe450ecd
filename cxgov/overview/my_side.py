"""What stands beside My work: the next meeting, and thanks."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from cxgov.core import policy
from cxgov.journal.models import Subject
from cxgov.journal.queries import readable, visible
from cxgov.meetings.enums import MeetingState
from cxgov.meetings.models import Meeting
from cxgov.overview.committee_page import Asked
from cxgov.stories.models import Thanks
from cxgov.web.pages import url_of
from cxgov.web.words import day_words

THANKED = timedelta(days=60)
"""So long do thanks stand on My work."""


def may_propose(asked: Asked) -> bool:
    """Say whether the person may enter an action item somewhere."""
    return policy.allows(asked.actor, "actions:item:new")


def next_meeting(asked: Asked) -> dict[str, Any] | None:
    """Return the next meeting of the person's committees."""
    wanted = (
        visible(asked.actor, Meeting)
        .where(Meeting.of_committee_id.in_(asked.actor.member_of), Meeting.held_on >= asked.today)
        .where(Meeting.state.in_((MeetingState.DRAFT, MeetingState.CALLED)))
        .order_by(Meeting.held_on, Meeting.id)
        .limit(1)
    )
    found = asked.session.scalar(wanted)
    if found is None:
        return None
    is_draft = found.state is MeetingState.DRAFT
    return {
        "name": found.title,
        "url": url_of(found),
        "when": _when(found, asked),
        "place": found.place,
        "task": "It is a draft: nobody is invited yet." if is_draft else "",
        "agenda_url": url_of(found),
        "agenda_label": "Read the agenda",
    }


def _when(meeting: Meeting, asked: Asked) -> str:
    days = (meeting.held_on - asked.today).days
    near = {0: "today, ", 1: "tomorrow, "}.get(days, "")
    said = f"{near}{day_words(meeting.held_on, asked.today)}"
    if meeting.local_time is None:
        return said
    said = f"{said}, {meeting.local_time:%H:%M}"
    if meeting.minutes_long:
        ends = meeting.starts_at + timedelta(minutes=meeting.minutes_long)
        said = f"{said}–{ends.astimezone(ZoneInfo(meeting.zone)):%H:%M}"
    return said if meeting.zone == asked.zone else f"{said} ({meeting.zone})"


def thanks(asked: Asked) -> dict[str, Any] | None:
    """Return the newest thanks to the person, with who said it and about what, where they may know of that."""
    by, room = aliased(Subject), aliased(Subject)
    wanted = (
        select(Thanks.words, by.title.label("by"), room.title.label("room"), Subject)
        .join(by, by.id == Thanks.from_id)
        .outerjoin(room, room.id == by.department_id)
        .outerjoin(Subject, (Subject.id == Thanks.about_id) & readable(asked.actor))
        .where(Thanks.to_id == asked.actor.id, Thanks.said_at >= asked.now - THANKED)
        .where(or_(Thanks.about_id.is_(None), Subject.id.is_not(None)))
        .order_by(Thanks.said_at.desc())
        .limit(1)
    )
    row = asked.session.execute(wanted).one_or_none()
    if row is None:
        return None
    said = ", ".join(word for word in (row.by, row.room) if word)
    about = row.Subject
    return {
        "words": row.words,
        "by": f"{said} · on {about.title}" if about is not None else said,
        "url": url_of(about) if about is not None else "",
    }
