"""Items in camera: who is on the list that reads one, who stays out of it, and how the list follows roll and seats."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.actions import service as actions
from cxgov.committees import service as committees
from cxgov.committees.models import Committee
from cxgov.committees.queries import members_on
from cxgov.core import clock
from cxgov.core.actor import Actor
from cxgov.core.enums import Level
from cxgov.core.errors import NotFound, RuleBroken
from cxgov.core.zones import day_starts
from cxgov.journal import readers
from cxgov.journal import service as journal
from cxgov.journal.enums import Kind
from cxgov.journal.models import Subject, SubjectOf, SubjectReader
from cxgov.meetings import rules
from cxgov.meetings.models import AgendaItem, Attendance, Meeting
from cxgov.meetings.service.steps import check_named, check_open, under_lock
from cxgov.people.models import Person

Untils = Mapping[int, datetime | None]


def raise_item(
    session: Session, meeting: Meeting, item: AgendaItem, level: Level, *, actor: Actor, now: datetime
) -> None:
    """Make an item more confidential, with all that came out of it, in whatever state the meeting is."""
    under_lock(session, meeting, "meetings:item:raise", actor=actor)
    _check_on(session, meeting, item, actor)
    rules.check_raise(item.level, level)
    journal.set_level(session, item, level, actor=actor, now=now)


def recuse(
    session: Session, meeting: Meeting, item: AgendaItem, person: Person, *, reason: str, actor: Actor, now: datetime
) -> None:
    """Note that somebody stays out of an item, and why; where it is in camera they read no more of it, at once."""
    under_lock(session, meeting, "meetings:item:recuse", actor=actor)
    check_open(meeting, actor)
    _check_on(session, meeting, item, actor)
    check_named(session, actor, person)
    reason = reason.strip()
    if not reason:
        raise RuleBroken("Say why.", field="reason")
    if person.id not in _known(session, meeting):
        raise RuleBroken(f"{person.name} is not on the roll and has no seat.", field="person")
    row = session.get(SubjectReader, (item.id, person.id))
    if row is not None and row.is_barred:
        raise RuleBroken(f"{person.name} stays out of it already.", field="person")
    journal.change(
        session, item, "meetings:item:recuse", actor=actor, now=now, reason=reason, note={"person": person.id}
    )
    readers.bar(session, item, person.id, actor=actor, now=now)
    follow_lists(session, meeting, [item], actor=actor, now=now)


def end_recusal(
    session: Session, meeting: Meeting, item: AgendaItem, person: Person, *, actor: Actor, now: datetime
) -> None:
    """Note that somebody takes part in an item again; they are on its list again where the roll says so."""
    under_lock(session, meeting, "meetings:item:recuse", actor=actor)
    check_open(meeting, actor)
    _check_on(session, meeting, item, actor)
    row = session.get(SubjectReader, (item.id, person.id))
    if row is None or not row.is_barred:
        raise NotFound
    journal.change(session, item, "meetings:item:return", actor=actor, now=now, note={"person": person.id})
    readers.unbar(session, item, person.id, actor=actor, now=now)
    follow_lists(session, meeting, [item], actor=actor, now=now)


def carry_bars(session: Session, source: AgendaItem, made: AgendaItem, *, actor: Actor, now: datetime) -> int:
    """Keep those out of the next meeting's item who stay out of the one that it was made from; return how many."""
    out = [row.person_id for row in readers.rows_of(session, [source.id])[source.id] if row.is_barred]
    for person_id in out:
        readers.bar(session, made, person_id, actor=actor, now=now)
    return len(out)


def follow_lists(
    session: Session, meeting: Meeting, items: Sequence[AgendaItem] | None = None, *, actor: Actor, now: datetime
) -> None:
    """Bring the lists of a meeting's items in line with the roll, the seats and the recusals of now.

    A list holds for the item and for what came out of it; owners and helpers read their action besides, whoever else
    does. A grant that ends, to somebody without a seat, is nobody's place at the table and stays.
    """
    if items is None:
        wanted = select(AgendaItem).join(Subject, Subject.id == AgendaItem.id)
        secret = wanted.where(AgendaItem.meeting_id == meeting.id, Subject.level == Level.IN_CAMERA)
        items = session.scalars(secret.order_by(AgendaItem.id)).all()
    if not items:
        return
    today = clock.local_day(now, meeting.zone)
    terms = members_on(session, meeting.of_committee_id, today)
    here = _here(session, meeting)
    for item in items:
        rows = readers.rows_of(session, [item.id])[item.id]
        barred = {row.person_id for row in rows if row.is_barred}
        listed: dict[int, datetime | None] = {}
        if item.level is Level.IN_CAMERA:
            seats = [rules.Seat(term.person_id, term.role, term.valid_to) for term in terms]
            days = rules.listed_readers(seats, here, barred)
            granted = {row.person_id: row.until for row in rows if row.until is not None and not row.is_barred}
            listed = {one: until for one, until in granted.items() if one not in {term.person_id for term in terms}}
            listed |= {
                person_id: day_starts(day + timedelta(days=1), meeting.zone) if day else None
                for person_id, day in days.items()
            }
        seated = {term.person_id for term in terms}
        for subject in readers.with_below(session, item.subject):
            _follow(session, subject, listed, barred, seated, actor=actor, now=now)


def _follow(
    session: Session,
    subject: Subject,
    listed: Untils,
    barred: set[int],
    seated: set[int],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Make the named readers of one subject those of the list, and those with a part in it."""
    own: set[int] = set()
    if subject.kind is Kind.ACTION:
        own = actions.people_of(session, subject.id)
    elif subject.kind is not Kind.AGENDA_ITEM:
        for person_id in barred:
            readers.bar(session, subject, person_id, actor=actor, now=now)
        _unbar_others(session, subject, barred, actor=actor, now=now)
    wanted = {**listed, **dict.fromkeys(own)}
    for row in readers.rows_of(session, [subject.id])[subject.id]:
        is_grant = row.until is not None and row.person_id not in seated
        if not row.is_barred and row.person_id not in wanted and not is_grant:
            readers.unname(session, subject, row.person_id, actor=actor, now=now)
    if subject.level < Level.RESTRICTED and not subject.is_draft:
        return
    for person_id, until in wanted.items():
        readers.name(session, subject, person_id, until=until, actor=actor, now=now)


def _unbar_others(session: Session, subject: Subject, barred: set[int], *, actor: Actor, now: datetime) -> None:
    for row in readers.rows_of(session, [subject.id])[subject.id]:
        if row.is_barred and row.person_id not in barred:
            readers.unbar(session, subject, row.person_id, actor=actor, now=now)


def _here(session: Session, meeting: Meeting) -> set[int]:
    rows = session.execute(
        select(Attendance.person_id, Attendance.status).where(
            Attendance.meeting_id == meeting.id, Attendance.is_guest.is_(False)
        )
    )
    return {person_id for person_id, status in rows if rules.is_there(status)}


def _known(session: Session, meeting: Meeting) -> set[int]:
    on_roll = session.scalars(select(Attendance.person_id).where(Attendance.meeting_id == meeting.id))
    return {*on_roll, *(term.person_id for term in members_on(session, meeting.of_committee_id, meeting.held_on))}


def _check_on(session: Session, meeting: Meeting, item: AgendaItem, actor: Actor) -> None:
    check_named(session, actor, item)
    if item.meeting_id != meeting.id or item.is_removed:
        raise NotFound


def _follow_level(session: Session, thing: SubjectOf, actor: Actor, now: datetime) -> None:
    """Follow a level that was set anew on an item, a meeting or a committee."""
    wanted = select(AgendaItem, Meeting).join(Meeting, Meeting.id == AgendaItem.meeting_id)
    listed = AgendaItem.id.in_(select(SubjectReader.subject_id))
    secret = AgendaItem.id.in_(select(Subject.id).where(Subject.level == Level.IN_CAMERA).correlate(None))
    if thing.KIND is Kind.AGENDA_ITEM:
        wanted = wanted.where(AgendaItem.id == thing.id)
    elif thing.KIND is Kind.MEETING:
        wanted = wanted.where(Meeting.id == thing.id, listed | secret)
    elif thing.KIND is Kind.COMMITTEE:
        wanted = wanted.where(Meeting.of_committee_id == thing.id, listed | secret)
    else:
        return
    for item, meeting in session.execute(wanted.order_by(AgendaItem.id)).unique().all():
        follow_lists(session, meeting, [item], actor=actor, now=now)


def _follow_terms(session: Session, committee: Committee, actor: Actor, now: datetime) -> None:
    """Follow a seat that was given or ended, in every meeting of the committee with an item in camera."""
    secret = select(AgendaItem.meeting_id).join(Subject, Subject.id == AgendaItem.id)
    secret = secret.where(Subject.level == Level.IN_CAMERA, Subject.committee_id == committee.id)
    for meeting in session.scalars(select(Meeting).where(Meeting.id.in_(secret)).order_by(Meeting.id)).all():
        follow_lists(session, meeting, actor=actor, now=now)


journal.when_level_changes(_follow_level)
committees.when_terms_change(_follow_terms)
