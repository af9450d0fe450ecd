"""Spans of days as people write them: a year, a quarter, a month, a week, a day, or from one day to another."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from cxgov.core.errors import RuleBroken
from cxgov.core.zones import day_starts

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
QUARTERS = ("first", "second", "third", "fourth")
EARLIEST_YEAR, LATEST_YEAR = 1900, 2200
HOW_TO_WRITE = "Write a period as 2026, 2026-Q3, 2026-10, 2026-W07, 2026-10-25 or 2026-01-01..2026-03-15."


@dataclass(frozen=True, slots=True)
class DateSpan:
    """Whole local days, both ends included; `key` sorts and is stored, `words` are for people."""

    first: date
    last: date
    key: str
    words: str

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __len__(self) -> int:
        return (self.last - self.first).days + 1

    def instants(self, zone: str | ZoneInfo) -> tuple[datetime, datetime]:
        """The UTC instants at which the span begins and ends in a zone; the end is the beginning of what follows."""
        return day_starts(self.first, zone), day_starts(self.last + timedelta(days=1), zone)


def day_words(day: date) -> str:
    """A day in words: 5 March 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def year_span(year: int) -> DateSpan:
    """A calendar year, keyed `2026`."""
    return DateSpan(date(year, 1, 1), date(year, 12, 31), f"{year:04d}", f"{year}")


def quarter_span(year: int, quarter: int) -> DateSpan:
    """A calendar quarter, keyed `2026-Q3`."""
    if not 1 <= quarter <= len(QUARTERS):
        raise ValueError(quarter)
    last_month = quarter * 3
    last = date(year, last_month, monthrange(year, last_month)[1])
    words = f"{QUARTERS[quarter - 1]} quarter of {year}"
    return DateSpan(date(year, last_month - 2, 1), last, f"{year:04d}-Q{quarter}", words)


def month_span(year: int, month: int) -> DateSpan:
    """A calendar month, keyed `2026-10`."""
    first = date(year, month, 1)
    last = date(year, month, monthrange(year, month)[1])
    return DateSpan(first, last, f"{year:04d}-{month:02d}", f"{MONTHS[month - 1]} {year}")


def week_span(year: int, week: int) -> DateSpan:
    """An ISO week, Monday to Sunday, keyed `2026-W07`."""
    first = date.fromisocalendar(year, week, 1)
    last = date.fromisocalendar(year, week, 7)
    words = f"week {week} of {year} ({_from_to(first, last)})"
    return DateSpan(first, last, f"{year:04d}-W{week:02d}", words)


def day_span(day: date) -> DateSpan:
    """One day, keyed `2026-10-25`."""
    return DateSpan(day, day, day.isoformat(), day_words(day))


def range_span(first: date, last: date) -> DateSpan:
    """From one day to another, both included, keyed `2026-01-01..2026-03-15`; the last is not before the first."""
    if last < first:
        raise RuleBroken("The period ends before it begins.", field="period")
    return DateSpan(first, last, f"{first.isoformat()}..{last.isoformat()}", _from_to(first, last))


def parse_period(text: str) -> DateSpan:
    """Read a period as people type it; what is not one is refused with the forms that are."""
    written = text.strip()
    for pattern, make in _FORMS:
        if found := pattern.fullmatch(written):
            try:
                return _in_reach(make(*found.groups()))
            except ValueError as error:
                raise RuleBroken(f"There is no period “{written}”. {HOW_TO_WRITE}", field="period") from error
    raise RuleBroken(f"“{written[:40]}” is not a period. {HOW_TO_WRITE}", field="period")


def _in_reach(span: DateSpan) -> DateSpan:
    if span.first.year < EARLIEST_YEAR or span.last.year > LATEST_YEAR:
        raise ValueError(span.key)
    return span


def _from_to(first: date, last: date) -> str:
    """Two days in words, naming a year or month that they share only once: 9 to 15 February 2026."""
    if first.year != last.year:
        return f"{day_words(first)} to {day_words(last)}"
    if first.month != last.month:
        return f"{first.day} {MONTHS[first.month - 1]} to {day_words(last)}"
    return f"{first.day} to {day_words(last)}"


_DAY = r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
_FORMS: tuple[tuple[re.Pattern[str], Callable[..., DateSpan]], ...] = (
    (re.compile(r"([0-9]{4})"), lambda year: year_span(int(year))),
    (re.compile(r"([0-9]{4})-?Q([0-9])", re.IGNORECASE), lambda year, quarter: quarter_span(int(year), int(quarter))),
    (re.compile(r"([0-9]{4})-([0-9]{2})"), lambda year, month: month_span(int(year), int(month))),
    (re.compile(r"([0-9]{4})-?W([0-9]{1,2})", re.IGNORECASE), lambda year, week: week_span(int(year), int(week))),
    (re.compile(_DAY), lambda day: day_span(date.fromisoformat(day))),
    (
        re.compile(rf"{_DAY}\s*\.\.\s*{_DAY}"),
        lambda first, last: range_span(date.fromisoformat(first), date.fromisoformat(last)),
    ),
)
