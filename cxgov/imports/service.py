"""The import of minutes: every file is one closed meeting, every item one action item with its appearances.

The caller reads and parses first, and commits or rolls back last: a dry run is the same work, rolled back.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.committees import service as committees
from cxgov.committees.models import Committee
from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.errors import RuleBroken
from cxgov.imports import permissions  # noqa: F401 - defines the policy rows that are checked here
from cxgov.imports.enums import NameKind
from cxgov.imports.items import Items
from cxgov.imports.meetings import write_meeting
from cxgov.imports.minutes_text.values import ParsedMinutes
from cxgov.imports.outcome import Listed, MinutesOutcome
from cxgov.imports.places import keep
from cxgov.imports.who import People, note_roles
from cxgov.journal import service as journal
from cxgov.journal import words

words.define(
    {
        "imports:meeting:make": "imported the minutes",
        "imports:meeting:change": "imported the changed minutes",
        "imports:blocks:add": "stored the minutes’ text",
        "imports:roll:add": "stored who came",
        "imports:item:date": "dated it by the minutes",
        "imports:name:apply": "gave it the owner that was settled",
    }
)


def import_minutes(
    session: Session,
    slug: str,
    minutes: Sequence[ParsedMinutes],
    *,
    actor: Actor,
    now: datetime,
    zone: str,
    bad: Sequence[Listed] = (),
) -> MinutesOutcome:
    """Write parsed minutes, oldest first, into the committee of a slug, which is made if it is new."""
    journal.begin_write(session)
    outcome = MinutesOutcome(bad=list(bad))
    committee = _committee(session, slug, zone, actor=actor, now=now, outcome=outcome)
    policy.check(actor, "imports:minutes:import", committee)
    people = People(session, committee, actor=actor, now=now, outcome=outcome)
    items = Items(session, committee, people, actor=actor, now=now, outcome=outcome)
    for one in minutes:
        _one_file(session, committee, one, people, items, actor=actor, now=now, outcome=outcome)
    items.note_silence()
    outcome.figures = _figures(minutes, people)
    return outcome


def _committee(
    session: Session, slug: str, zone: str, *, actor: Actor, now: datetime, outcome: MinutesOutcome
) -> Committee:
    known = session.scalar(select(Committee).where(Committee.slug == slug))
    if known is None:
        if not slug or slug != slug.lower() or not slug.replace("-", "").isalnum():
            raise RuleBroken(
                "A committee's short name has small letters, digits and hyphens, such as customer-council."
            )
        name = slug.replace("-", " ").title() if len(slug) > 4 else slug.upper()
        known = committees.make_committee(
            session, name, slug, actor=actor, now=now, charter=committees.Charter(zone=zone)
        )
        outcome.note(is_new=True)
    else:
        outcome.note(is_new=False)
    return known


def _one_file(
    session: Session,
    committee: Committee,
    minutes: ParsedMinutes,
    people: People,
    items: Items,
    *,
    actor: Actor,
    now: datetime,
    outcome: MinutesOutcome,
) -> None:
    day = people.on(minutes.meeting_date)
    there, unknown = [], []
    for one in minutes.attendances:
        person_id = people.attending(one, day)
        if person_id is None:
            unknown.append(one)
            outcome.skipped.append(Listed(minutes.path, one.line, "attendee", one.who))
        else:
            there.append((one, person_id))
            if one.group.is_there:
                day.attendees.add(person_id)
    note_roles(day, minutes, [(one, person_id) for one, person_id in there if one.group.is_there])
    meeting = write_meeting(session, committee, minutes, there, actor=actor, now=now, outcome=outcome)
    for one in unknown:
        if one.group.is_there:
            keep(session, meeting, NameKind.ATTENDEE, one.line, one.who, known=items.places)
    items.write(meeting, minutes, day)
    outcome.skipped += [Listed(minutes.path, one.line, one.reason.value, one.text) for one in minutes.skipped]
    outcome.by_file[minutes.path] = {
        "date": minutes.meeting_date.isoformat(),
        "attendances": minutes.attendance_count,
        "actions": len(minutes.counted_actions),
        "done": minutes.done,
        "open": minutes.open,
    }


def _figures(minutes: Sequence[ParsedMinutes], people: People) -> dict[str, int]:
    texts: dict[str, set[str]] = defaultdict(set)
    for one in minutes:
        for item in one.counted_actions:
            texts[item.text].add(one.path)
    counted: Counter[str] = Counter()
    for one in minutes:
        counted["attendances"] += one.attendance_count
        counted["actions"] += len(one.counted_actions)
        counted["owners"] += one.owner_count
        counted["done"] += one.done
        counted["open"] += one.open
    return {
        "files": len(minutes),
        "meetings": len(minutes),
        "attendances": counted["attendances"],
        "people": len(people.seen),
        "actions": counted["actions"],
        "owners": counted["owners"],
        "carried": sum(len(paths) > 1 for paths in texts.values()),
        "done": counted["done"],
        "open": counted["open"],
    }
