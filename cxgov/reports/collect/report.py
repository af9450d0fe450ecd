"""The accountability report of a scope and a period: every section collected and frozen together."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.core.config import Settings
from cxgov.core.enums import Level
from cxgov.core.spans import DateSpan
from cxgov.journal.models import Subject
from cxgov.journal.queries import head
from cxgov.meetings.enums import MeetingState
from cxgov.meetings.models import Meeting
from cxgov.reports.collect import first, method
from cxgov.reports.collect.actions import action_figures
from cxgov.reports.collect.decisions import decided, decision_figures
from cxgov.reports.collect.facts import facts
from cxgov.reports.collect.goals import goal_figures
from cxgov.reports.collect.meetings import attendance_figures
from cxgov.reports.collect.rates import department_rates, rates_finding
from cxgov.reports.collect.scope import Frame, Scope, frame_of
from cxgov.reports.collect.work import initiative_figures, story_rows
from cxgov.reports.enums import ScopeKind
from cxgov.reports.figures.base import Level as LevelWord
from cxgov.reports.figures.base import Masthead, Period
from cxgov.reports.figures.report import ReportFigures
from cxgov.reports.words import MONTHS, Words

_KINDS = {ScopeKind.ALL: "organisation", ScopeKind.COMMITTEE: "committee", ScopeKind.DEPARTMENT: "department"}


def report_figures(
    session: Session, scope: Scope, span: DateSpan, *, as_of: datetime, now: datetime, settings: Settings
) -> ReportFigures:
    """Return the figures of a report, counted as of an instant; `now` is the instant of issue."""
    frame = frame_of(
        session, scope, span, as_of=as_of, now=now, zone=settings.organisation.zone,
        organisation=settings.organisation.name,
    )  # fmt: skip
    known_facts = facts(session, frame)
    known = decided(session, frame, known_facts)
    goals = goal_figures(session, frame)
    rates = department_rates(session, frame, known_facts)
    decisions = decision_figures(frame, known)
    actions = action_figures(frame, known_facts, rates)
    stories = story_rows(session, frame)
    better, worse, new = first.better_worse_new(frame, known_facts, known, goals)
    return ReportFigures(
        masthead=masthead(frame, f"Accountability report, {span.words}", settings),
        scope_kind=_KINDS[scope.kind],  # type: ignore[arg-type]  # one of the three literal words
        period=period_of(span),
        next_meeting=next_meeting(session, frame),
        lead=first.lead(frame, known_facts, decisions, goals),
        key_figures=first.key_figures(frame, known_facts, known, goals),
        changed=first.changes(frame, known_facts, decisions, goals, stories),
        better=better,
        worse=worse,
        new=new,
        rates_finding=rates_finding(rates),
        coverage=first.coverage(goals, known_facts),
        decisions=decisions,
        actions=actions,
        goals=goals,
        initiatives=initiative_figures(session, frame),
        attendance=attendance_figures(session, frame),
        stories=stories,
        method=method.METHOD,
        settings=method.settings_words(frame.zone),
        anchor="{}:{}".format(*head(session)),
    )


def masthead(frame: Frame, title: str, settings: Settings) -> Masthead:
    """Return what stands in the strip on the cover and around every page."""
    level: LevelWord = f"L{int(frame.scope.level)}"  # type: ignore[assignment]  # L0 to L3
    return Masthead(
        organisation=frame.organisation,
        scope=frame.scope.title,
        title=title,
        as_of=frame.as_of,
        as_of_words=as_of_words(frame.as_of, frame.zone),
        level=level,
        level_words=f"{level} {level_words(frame.scope.level)}",
        issued_at=frame.now,
    )


def level_words(level: Level) -> str:
    """Return a level in words."""
    return level.name.lower().replace("_", " ")


def as_of_words(moment: datetime, zone: str) -> str:
    """Return the instant in words: the end of a day is its 24:00."""
    local = moment.astimezone(ZoneInfo(zone))
    if (local.hour, local.minute) == (0, 0):
        return f"{Words(0).day(local.date() - timedelta(days=1))}, 24:00 {local.tzname()}"
    return f"{Words(0).day(local.date())}, {local:%H:%M} {local.tzname()}"


def period_of(span: DateSpan) -> Period:
    """Return the period as documents name it."""
    is_month = len(span.key) == 7 and span.key[5:].isdigit()
    short = MONTHS[span.first.month - 1] if is_month else span.words
    before = MONTHS[(span.first.month - 2) % 12] if is_month else None
    return Period(words=span.words, short=short, first=span.first, last=span.last, before=before)


def next_meeting(session: Session, frame: Frame) -> str | None:
    """Return the next meeting of the scope's committee, in words."""
    wanted = (
        select(Meeting)
        .join(Subject, Subject.id == Meeting.id)
        .where(frame.scope.holds(), Subject.is_draft.is_(False), Meeting.held_on > frame.day)
        .where(Meeting.state.in_((MeetingState.DRAFT, MeetingState.CALLED)))
        .order_by(Meeting.held_on)
        .limit(1)
    )
    found = session.scalar(wanted) if frame.scope.committee_id else None
    if found is None:
        return None
    when = f"{found.held_on:%A} {found.held_on.day} {MONTHS[found.held_on.month - 1]}"
    return f"{when}, {found.local_time:%H:%M}" if found.local_time else when
