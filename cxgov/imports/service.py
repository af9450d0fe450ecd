"""The import of minutes: every file is one closed meeting, every item one action item with its appearances.

The caller reads and parses first, and commits or rolls back last: a dry run is the same work, rolled back.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from cxgov.committees import service as committees
from cxgov.committees.models import Committee
from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.errors import RuleBroken
from cxgov.core.slugs import check_slug
from cxgov.imports import permissions  # noqa: F401 - defines the policy rows that are checked here
from cxgov.imports.enums import NameKind
from cxgov.imports.items import Items
from cxgov.imports.meetings import write_meeting
from cxgov.imports.minutes_text.values import ParsedMinutes
from cxgov.imports.outcome import Listed, MinutesOutcome
from cxgov.imports.places import Places
from cxgov.imports.who import People, Rights, note_roles
from cxgov.journal import service as journal
from cxgov.journal import words
from cxgov.journal.queries import visible
from cxgov.people.resolving import Rule

words.define(
    {
        "imports:minutes:run": "imported minutes",
        "imports:meeting:make": "imported the minutes",
        "imports:meeting:change": "imported the changed minutes",
        "imports:blocks:add": "stored the minutes’ text",
        "imports:roll:add": "stored who came",
        "imports:item:date": "dated it by the minutes",
        "imports:item:drop": "took it off a meeting’s list, as the corrected minutes do",
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
    """Write parsed minutes, oldest first, into the committee of a slug, which is made if it is new.

    The right is asked once, for the committee. What follows is the import's own work, as the life of an action item
    names it, and not the person's: so an entry on the committee names the person, and the rest name the import.
    """
    journal.begin_write(session)
    outcome = MinutesOutcome(bad=list(bad))
    committee = _committee(session, slug, zone, actor=actor, now=now, outcome=outcome)
    policy.check(actor, "imports:minutes:import", committee)
    writer = actor if actor.is_system else Actor.system("import")
    people = People(session, committee, minutes, rights=Rights(actor, writer), now=now, outcome=outcome)
    places = Places(session, committee)
    items = Items(session, committee, people, places, actor=writer, now=now, outcome=outcome)
    meetings = set[int]()
    for one in minutes:
        try:
            meetings.add(_one_file(session, committee, one, people, items, actor=writer, now=now, outcome=outcome))
        except RuleBroken as no:
            raise RuleBroken(f"{one.path}: {no}") from no
    items.finish()
    places.close_others(meetings, now)
    outcome.unchanged += len(people.seen - people.made)
    outcome.open_names = places.count_open()
    outcome.figures = _figures(minutes, people, files=len(minutes) + len(bad))
    if outcome.created or outcome.updated:
        said = f"{len(minutes)} files: {outcome.created} created, {outcome.updated} updated"
        journal.record(session, committee.id, "imports:minutes:run", actor=actor, now=now, reason=said)
    return outcome


def _committee(
    session: Session, slug: str, zone: str, *, actor: Actor, now: datetime, outcome: MinutesOutcome
) -> Committee:
    check_slug(slug)
    known = session.scalar(visible(actor, Committee).where(Committee.slug == slug))
    if known is None:
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
) -> int:
    day = people.on(minutes.meeting_date)
    there, unknown = [], []
    for one in minutes.attendances:
        found = people.attending(one, day)
        if found.person_id is None:
            unknown.append((one, found))
            outcome.skipped.append(Listed(minutes.path, one.line, "attendee", f"{one.who}: {found.reason}"))
        else:
            there.append((one, found.person_id))
            if one.group.is_there:
                day.attendees.add(found.person_id)
    note_roles(day, [(one, person_id) for one, person_id in there if one.group.is_there])
    meeting = write_meeting(session, committee, minutes, there, actor=actor, now=now, outcome=outcome)
    for one, found in unknown:
        if one.group.is_there and found.rule is not Rule.ALIAS:
            items.places.keep(meeting, NameKind.ATTENDEE, one.line, one.who)
    items.write(meeting, minutes, day)
    outcome.skipped += [Listed(minutes.path, one.line, one.reason.value, one.text) for one in minutes.skipped]
    outcome.by_file[minutes.path] = {
        "date": minutes.meeting_date.isoformat(),
        "attendances": minutes.attendance_count,
        "actions": len(minutes.counted_actions),
        "done": minutes.done,
        "open": minutes.open,
    }
    return meeting.id


def _figures(minutes: Sequence[ParsedMinutes], people: People, *, files: int) -> dict[str, int]:
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
        "files": files,
        "meetings": len(minutes),
        "attendances": counted["attendances"],
        "people": len(people.seen),
        "actions": counted["actions"],
        "owners": counted["owners"],
        "carried": sum(len(paths) > 1 for paths in texts.values()),
        "done": counted["done"],
        "open": counted["open"],
    }
