"""Periods, not triggers: which local days, weeks or months a job has, and from when each may run.

A trigger that asks for the next 00:05 loses a month when clocks change. Here the calendar is counted in local dates and
only the finished answer is turned into instants, so each period of the calendar comes exactly once, whatever clocks do.
A period is due at the rule's time on the rule's day of the period after it: it is over when it is reported.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import takewhile

from cxgov.core.errors import RuleBroken
from cxgov.core.spans import DateSpan, day_span, month_span, parse_period, week_span
from cxgov.core.zones import instant_of, zone_named

ONE_DAY = timedelta(days=1)
DAYS_OF_WEEK = 7
LAST_DAY = 31
"""As a day of the month: the last one, in any month."""


@dataclass(frozen=True, slots=True)
class Period:
    """One period of a rule in a zone: its key and days by the local calendar, and three UTC instants.

    It holds from `starts_at` until just before `ends_at`, and may be worked on from `due_at`, never before it is over.
    """

    key: str
    span: DateSpan
    starts_at: datetime
    ends_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class MonthlyRule:
    """Each calendar month, due on a day of the next month; a day that it lacks is its last one."""

    day: int = 1
    at: time = time(0, 5)

    def __post_init__(self) -> None:
        if not 1 <= self.day <= LAST_DAY:
            raise RuleBroken("The day of a month is 1 to 31; 31 is the last one.", field="day")

    def span_of(self, day: date) -> DateSpan:
        """The month that a day lies in."""
        return month_span(day.year, day.month)

    def due_on(self, span: DateSpan) -> date:
        """The local day on which a month is due."""
        following = span.last + ONE_DAY
        return following.replace(day=min(self.day, monthrange(following.year, following.month)[1]))


@dataclass(frozen=True, slots=True)
class WeeklyRule:
    """Each ISO week, Monday to Sunday, due on a weekday of the next week; Monday is 1."""

    weekday: int = 1
    at: time = time(0, 5)

    def __post_init__(self) -> None:
        if not 1 <= self.weekday <= DAYS_OF_WEEK:
            raise RuleBroken("A weekday is 1 to 7; Monday is 1.", field="weekday")

    def span_of(self, day: date) -> DateSpan:
        """The week that a day lies in."""
        year, week, _ = day.isocalendar()
        return week_span(year, week)

    def due_on(self, span: DateSpan) -> date:
        """The local day on which a week is due."""
        return span.last + timedelta(days=self.weekday)


@dataclass(frozen=True, slots=True)
class DailyRule:
    """Each local day, due on the next one. A day that a zone skipped altogether has no period."""

    at: time = time(0, 5)

    def span_of(self, day: date) -> DateSpan:
        """The day itself."""
        return day_span(day)

    def due_on(self, span: DateSpan) -> date:
        """The local day on which a day is due."""
        return span.last + ONE_DAY


Rule = MonthlyRule | WeeklyRule | DailyRule


def periods(rule: Rule, zone: str, start: date, end: date) -> list[Period]:
    """The periods that lie wholly within two local days, both included, in order."""
    return list(takewhile(lambda one: one.span.last <= end, _from(rule, zone, start)))


def due_periods(
    rule: Rule, zone: str, now: datetime, *, last_key: str | None = None, since: date | None = None
) -> list[Period]:
    """The periods that may run by `now`, oldest first: after the one keyed `last_key`, or else from that of `since` on.

    `last_key` may come from another rule, as when a report becomes weekly: no day after it is left out. What was missed
    while nothing ran is simply due, so it comes late rather than never.
    """
    return list(takewhile(lambda one: one.due_at <= now, _after(rule, zone, last_key, since)))


def next_period(rule: Rule, zone: str, now: datetime, *, last_key: str | None = None) -> Period:
    """The first period that is not yet due, and not the one keyed `last_key` or before it."""
    earliest = now.astimezone(zone_named(zone)).date() - timedelta(days=2 * LAST_DAY)
    return next(one for one in _after(rule, zone, last_key, earliest) if one.due_at > now)


def period_of(rule: Rule, zone: str, key: str) -> Period:
    """The period of a rule with that key; a key of another shape is refused."""
    span = parse_period(key)
    if rule.span_of(span.first) != span:
        raise RuleBroken(f"“{key}” is not a period of this job.", field="period")
    return _period(rule, zone, span)


def is_late(period: Period, now: datetime, grace: timedelta = timedelta(hours=1)) -> bool:
    """Whether a period that runs now does so later than it should."""
    return now > period.due_at + grace


def _after(rule: Rule, zone: str, last_key: str | None, since: date | None) -> Iterator[Period]:
    """Periods without end: from the one after a key, or from the one that a day lies in."""
    if last_key is not None:
        yield from _every(rule, zone, rule.span_of(parse_period(last_key).last + ONE_DAY))
    elif since is not None:
        yield from _every(rule, zone, rule.span_of(since))
    else:
        raise ValueError("either last_key or since")


def _from(rule: Rule, zone: str, start: date) -> Iterator[Period]:
    """Periods without end, from the first that begins on or after a day."""
    span = rule.span_of(start)
    if span.first < start:
        span = rule.span_of(span.last + ONE_DAY)
    yield from _every(rule, zone, span)


def _every(rule: Rule, zone: str, span: DateSpan) -> Iterator[Period]:
    while True:
        one = _period(rule, zone, span)
        if one.starts_at < one.ends_at:
            yield one
        span = rule.span_of(span.last + ONE_DAY)


@lru_cache(maxsize=4096)
def _period(rule: Rule, zone: str, span: DateSpan) -> Period:
    starts_at, ends_at = span.instants(zone)
    due_at = max(ends_at, instant_of(rule.due_on(span), rule.at, zone))
    return Period(span.key, span, starts_at, ends_at, due_at)
