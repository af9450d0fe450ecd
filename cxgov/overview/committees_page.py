"""The list of committees: who runs each, what comes next, what is late; and the first steps where there is none."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import case, func
from sqlalchemy.orm import Session

from cxgov.actions.enums import ACTIVE
from cxgov.actions.models import ActionItem
from cxgov.committees import queries as committees
from cxgov.committees.enums import CommitteeRole
from cxgov.committees.models import Committee, Membership
from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.enums import Level
from cxgov.core.markdown import plain
from cxgov.journal.models import Subject
from cxgov.journal.queries import visible
from cxgov.meetings.models import Meeting
from cxgov.overview import first_steps
from cxgov.overview.committee import AHEAD
from cxgov.overview.committee_page import Asked
from cxgov.rights import queries as rights
from cxgov.web.pages import url_of
from cxgov.web.words import day_words, listed


def next_days(session: Session, actor: Actor, today: date) -> Mapping[int, date]:
    """Return the day of the next meeting of each committee, of those that may be known."""
    wanted = visible(actor, Meeting).where(Meeting.state.in_(AHEAD), Meeting.held_on >= today)
    rows = session.execute(
        wanted.with_only_columns(Meeting.of_committee_id, func.min(Meeting.held_on)).group_by(Meeting.of_committee_id)
    )
    return dict(rows.all())


def open_and_late(session: Session, actor: Actor, today: date) -> Mapping[int, tuple[int, int]]:
    """Return how many actions are open and how many of them late in each committee, of those that may be known."""
    late = func.sum(case((ActionItem.due_on < today, 1), else_=0))
    wanted = visible(actor, ActionItem).where(ActionItem.state.in_(ACTIVE), Subject.committee_id.is_not(None))
    rows = session.execute(
        wanted.with_only_columns(Subject.committee_id, func.count(), late).group_by(Subject.committee_id)
    )
    return {committee: (count, int(overdue or 0)) for committee, count, overdue in rows}


def context(asked: Asked) -> dict[str, Any]:
    """Return what templates/committees/index.html shows."""
    session, actor, today = asked.session, asked.actor, asked.today
    known = committees.committees(session, actor)
    seats = committees.members_of_all(session, [one.id for one in known], today)
    days, owed = next_days(session, actor, today), open_and_late(session, actor, today)
    rows = [_row(one, seats.get(one.id, []), days.get(one.id), owed.get(one.id, (0, 0)), asked) for one in known]
    return {
        "mine": [row for row in rows if row["is_mine"]],
        "others": [row for row in rows if not row["is_mine"]],
        "is_restricted": any(one.level >= Level.RESTRICTED for one in known),
        "new_url": url_for("committees.new") if policy.allows(actor, "committees:committee:make") else "",
        "closed": [
            (name, url_for("rights.break_glass", committee_id=committee_id))
            for committee_id, name in rights.closed_committees(session, actor)
        ],
        "steps": [] if known else first_steps.steps(session, actor),
    }


def _row(
    committee: Committee, seats: Sequence[Membership], day: date | None, owed: tuple[int, int], asked: Asked
) -> dict[str, Any]:
    chairs = [term.person.name for term in seats if term.role is CommitteeRole.CHAIR]
    own = [term.role.words for term in seats if term.person_id == asked.actor.id]
    return {
        "name": committee.title,
        "url": url_of(committee),
        "level": committee.level.value,
        "purpose": plain(committee.purpose)[:160] or committee.cadence or "What it is for is not written down yet.",
        "chair": listed(chairs) or "nobody",
        "members": len(seats),
        "next": f"meets {day_words(day, asked.today)}" if day else "no meeting planned",
        "open": owed[0],
        "late": owed[1],
        "is_mine": bool(own),
        "own": ", ".join(own),
    }
