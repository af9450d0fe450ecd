"""What happened, as a page tells it: the journal's entries with their day, their sentence and the page they lead to."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from cxgov.core.actor import Actor
from cxgov.journal.enums import Kind
from cxgov.journal.models import Subject
from cxgov.journal.queries import TimelineRow, timeline, visible_subjects
from cxgov.web.pages import url_of
from cxgov.web.words import WEEKDAYS, clock_words, short_day

Event = tuple[str, str, str, str, str]
UNTOLD = (Kind.AGENDA_ITEM, Kind.REPORT, Kind.DIGEST)
"""What the timeline of a committee leaves to their own pages: each meeting would bring ten lines."""
NEWEST = 200
"""So many subjects are looked at, those changed last; older ones have nothing new to tell."""


def of_committee(session: Session, actor: Actor, committee_id: int) -> list[int]:
    """Return the ids of what belongs to a committee and may be known, what changed last first."""
    told = (Subject.committee_id == committee_id) & Subject.kind.not_in(UNTOLD)
    return _newest(session, visible_subjects(actor).where(told))


def of_department(session: Session, actor: Actor, department_id: int) -> list[int]:
    """Return the ids of what belongs to a department and may be known, without its people, and of itself."""
    belongs = (Subject.department_id == department_id) & Subject.kind.not_in((Kind.PERSON, *UNTOLD))
    return _newest(session, visible_subjects(actor).where(belongs | (Subject.id == department_id)))


def _newest(session: Session, wanted: Select[Subject]) -> list[int]:
    ids = wanted.with_only_columns(Subject.id).order_by(Subject.changed_at.desc()).limit(NEWEST)
    return list(session.scalars(select(ids.subquery().c.id)))


def events(
    session: Session,
    actor: Actor,
    subject_ids: Sequence[int],
    *,
    now: datetime,
    zone: str,
    limit: int = 8,
    own: int = 0,
) -> list[Event]:
    """Return (when, ISO instant, sentence, second line, address) of the newest entries; `own` is the page's subject."""
    rows = _once(timeline(session, actor, subject_ids, limit=3 * limit))[:limit]
    return [
        (
            when_words(row.at, now, zone),
            row.at.isoformat(),
            f"{row.who} {row.words}",
            " · ".join(filter(None, (row.about.title if row.about and row.about.id != own else "", row.detail))),
            url_of(row.about) if row.about and row.about.id != own else "",
        )
        for row in rows
    ]


def _once(rows: Sequence[TimelineRow]) -> list[TimelineRow]:
    """Leave out the second end of a link whose first end is told as well."""
    told: set[tuple[object, ...]] = set()
    kept = []
    for row in rows:
        about = row.about.title if row.about else ""
        if (row.at, row.who, row.words, row.detail, about) not in told:
            kept.append(row)
            told.add((row.at, row.who, row.words, about, row.detail))
    return kept


def when_words(at: datetime, now: datetime, zone: str) -> str:
    """Say an instant shortly: the time today, the weekday within six days, else the day."""
    where = ZoneInfo(zone)
    day: date = at.astimezone(where).date()
    today = now.astimezone(where).date()
    if day == today:
        return clock_words(at, where)
    return WEEKDAYS[day.weekday()] if 0 < (today - day).days < 7 else short_day(day, today)
