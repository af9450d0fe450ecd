"""The meetings: planned from the last one, called, held with their roll, minuted, closed; some are cancelled."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from sqlalchemy import select

from cxgov.core.enums import Level
from cxgov.demo import boards, cast, council
from cxgov.demo.cast import Body
from cxgov.demo.errands import follow
from cxgov.demo.stage import Stage, working_day
from cxgov.demo.story import CLOSE, Sitting
from cxgov.journal.models import Subject
from cxgov.meetings import service as meetings
from cxgov.meetings.enums import AttendanceStatus
from cxgov.meetings.models import AgendaItem, Attendance, Meeting

TUESDAY, WEDNESDAY, THURSDAY = 1, 2, 3
_DAY = re.compile(r"\{(\d+)(w?)\}")
_MONTHS = "January February March April May June July August September October November December".split()


@dataclass(frozen=True, slots=True)
class Year:
    """A committee's year: its sittings, the day of the one to come, and how it meets."""

    body: Body
    sittings: Sequence[Sitting]
    newest: date
    weeks: int
    hour: int
    minutes: int
    place: str

    def day(self, sitting: Sitting) -> date:
        """Return the day of a sitting."""
        return self.newest - timedelta(weeks=self.weeks * sitting.ago)


def convene(stage: Stage) -> None:
    """Put the years of the three committees on the programme.

    The council meets next within a week; the board met last week and its minutes are a draft; the panel is planned.
    """
    today = stage.today
    years = (
        Year(cast.COUNCIL, council.SITTINGS, _after(today, TUESDAY, 1), 4, 10, 85, "Room Elm and video"),
        Year(cast.BOARD, boards.MOVING, _after(today - timedelta(days=7), THURSDAY, 0), 4, 14, 60, "Room Birch"),
        Year(cast.PANEL, boards.FAIRNESS, _after(today, WEDNESDAY, 15), 8, 9, 60, "Room Linden"),
    )
    for year in years:
        first = year.sittings[0]
        plan_on = stage.moment(year.day(first) - timedelta(days=14), 9)
        stage.at(plan_on, partial(_plan, stage, year, 0, None))


def _after(day: date, weekday: int, days: int) -> date:
    """Return the first such weekday that lies at least so many days after a day."""
    first = day + timedelta(days=days)
    return first + timedelta(days=(weekday - first.weekday()) % 7)


def _plan(stage: Stage, year: Year, place: int, last: Meeting | None, now: datetime) -> None:
    """Plan a sitting, from the last meeting where there is one, and let the rest of it happen in its time."""
    sitting, secretary = year.sittings[place], stage.actor(year.body.secretary)
    day = year.day(sitting)
    if last is None:
        made = meetings.draft(
            stage.session, stage.committees[year.body.key], held_on=day, actor=secretary, now=now,
            local_time=time(year.hour), minutes_long=year.minutes, place=year.place,
        )  # fmt: skip
    else:
        made = meetings.make_next(stage.session, last, actor=secretary, now=now, held_on=day)
    before = stage.moment(day - timedelta(days=8), 10)
    stage.at(min(now + timedelta(hours=2), before), lambda at: _set_agenda(stage, made, sitting, year, at))
    stage.at(before, lambda at: meetings.call(stage.session, made, actor=secretary, now=at))
    if sitting.cancelled:
        stage.at(stage.moment(day - timedelta(days=2), 16), lambda at: _cancel(stage, year, place, made, at))
    elif any(item.text for item in sitting.items):
        stage.at(stage.moment(day, year.hour), lambda at: _sit(stage, year, place, made, at))


def _set_agenda(stage: Stage, meeting: Meeting, sitting: Sitting, year: Year, now: datetime) -> None:
    """Put on the agenda what is not on it yet; the closing item comes last again."""
    secretary, there = stage.actor(year.body.secretary), _agenda(stage, meeting)
    fresh = [item for item in sitting.items if item.title not in there]
    for item in fresh:
        meetings.add_item(
            stage.session, meeting, item.title, actor=secretary, now=now, kind=item.kind,
            minutes_planned=item.minutes, is_standing=item.is_standing, brought_by=item.by,
            level=Level.IN_CAMERA if item.is_in_camera else Level.OPEN,
        )  # fmt: skip
    closing = there.get(CLOSE.title)
    for _ in fresh if closing is not None else ():
        assert closing is not None
        meetings.move_item(stage.session, meeting, closing, is_up=False, actor=secretary, now=now)


def _agenda(stage: Stage, meeting: Meeting) -> dict[str, AgendaItem]:
    wanted = select(Subject.title, AgendaItem).join(Subject, Subject.id == AgendaItem.id)
    return {row[0]: row[1] for row in stage.session.execute(wanted.where(AgendaItem.meeting_id == meeting.id))}


def _cancel(stage: Stage, year: Year, place: int, meeting: Meeting, now: datetime) -> None:
    secretary = stage.actor(year.body.secretary)
    meetings.cancel(stage.session, meeting, reason=year.sittings[place].cancelled, actor=secretary, now=now)
    stage.at(now + timedelta(hours=1), lambda at: _plan(stage, year, place + 1, meeting, at))


def _sit(stage: Stage, year: Year, place: int, meeting: Meeting, now: datetime) -> None:
    """Hold the meeting: the roll, then the minutes item by item; it is closed a day later.

    The newest sitting stays a draft of minutes.
    """
    sitting, secretary = year.sittings[place], stage.actor(year.body.secretary)
    meetings.hold(stage.session, meeting, actor=secretary, now=now)
    meetings.set_roll(stage.session, meeting, _roll(stage, meeting, sitting), actor=secretary, now=now)
    on_agenda, at = _agenda(stage, meeting), now
    for item in sitting.items:
        if item.out:
            meetings.recuse(
                stage.session, meeting, on_agenda[item.title], stage.people[item.out], actor=secretary, now=now,
                reason="It is about work of the own team.",
            )  # fmt: skip
        if item.text:
            at += timedelta(minutes=max(4, item.minutes - 2))
            text = with_days(item.text, meeting.held_on)
            stage.at(at, partial(_write, stage, meeting, text, on_agenda[item.title], year.body.secretary))
    if sitting.ago:
        tomorrow = stage.moment(year.day(sitting) + timedelta(days=1), 10)
        stage.at(tomorrow, lambda at: _close(stage, year, place, meeting, at))


def _write(stage: Stage, meeting: Meeting, text: str, on: AgendaItem, who: str, now: datetime) -> None:
    meetings.add_block(stage.session, meeting, text, actor=stage.actor(who), now=now, item=on)


def _roll(stage: Stage, meeting: Meeting, sitting: Sitting) -> dict[int, AttendanceStatus]:
    status = dict.fromkeys(sitting.away.split(), AttendanceStatus.ABSENT)
    status |= dict.fromkeys(sitting.excused.split(), AttendanceStatus.EXCUSED)
    there = stage.session.scalars(select(Attendance.person_id).where(Attendance.meeting_id == meeting.id))
    return {one: status.get(stage.handle_of(one), AttendanceStatus.PRESENT) for one in there}


def _close(stage: Stage, year: Year, place: int, meeting: Meeting, now: datetime) -> None:
    meetings.close(stage.session, meeting, actor=stage.actor(year.body.secretary), now=now)
    follow(stage, year.body, meeting)
    stage.at(now + timedelta(hours=1), lambda at: _plan(stage, year, place + 1, meeting, at))


def with_days(text: str, held_on: date) -> str:
    """Return minutes with their days filled in: `{14}` as 2026-12-08, `{14w}` in words."""

    def day(match: re.Match[str]) -> str:
        due = working_day(held_on + timedelta(days=int(match[1])))
        return f"{due.day} {_MONTHS[due.month - 1]} {due.year}" if match[2] else due.isoformat()

    return _DAY.sub(day, text)
