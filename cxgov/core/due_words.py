"""When something is due, in the words people use: "by 4 December 2026", "next Friday", "end of month", "next meeting".

`find_due` finds the words in a line, `read_due` turns them into a day. Both know nothing of the clock: the caller says
which day it is in the committee's zone.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cxgov.core.dates_in_words import MONTH, MONTHS, find_dates, possible_day


class DueKind(StrEnum):
    """A due date that is not a day yet."""

    NEXT_MEETING = "next meeting"


NEXT_MEETING = DueKind.NEXT_MEETING
Due = date | DueKind

_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("monday mon", "tuesday tues tue", "wednesday wed", "thursday thurs thur thu", "friday fri", "saturday sat",
         "sunday sun")
    )
    for name in names.split()
}  # fmt: skip
_WEEKDAY = "|".join(sorted(_WEEKDAYS, key=len, reverse=True))
_NUMBERS = {
    name: number
    for number, name in enumerate("a one two three four five six seven eight nine ten eleven twelve".split())
} | {"a": 1, "an": 1}
_COUNT = r"\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True))
_PERIOD = rf"week|month|quarter|year|{MONTH}"
_YEARLESS = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?[ .]{{1,2}}(?:of )?(?:{MONTH})|(?:{MONTH})\.?[ ]\d{{1,2}}(?:st|nd|rd|th)?)"
_FULL = (
    rf"\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[ .-]{{1,2}}(?:of )?(?:{MONTH})[ .,-]{{1,2}}\d{{4}}"
    rf"|(?:{MONTH})\.?[ ]\d{{1,2}}(?:st|nd|rd|th)?[ ,]{{1,2}}\d{{4}}"
)
_RELATIVE = (
    rf"today|tomorrow|(?:(?:next|this|coming) )?(?:{_WEEKDAY})|next (?:week|month)"
    rf"|(?:with)?in (?:{_COUNT}) (?:day|week|month)s?"
    rf"|(?:the )?end of (?:the |this |next )?(?:{_PERIOD})(?: \d{{4}})?|eo[dwmqy]|(?:the )?next meeting"
)
_DAY_WORDS = rf"(?:{_FULL}|{_YEARLESS}|{_RELATIVE})"
_BEFORE = r"(?:no later than|not later than|by|due(?: on| by| date)?:?|until|till|before|deadline:?|for|at|on)"
_CUED = re.compile(rf"(?<![\w-])({_BEFORE}) (?:the )?({_DAY_WORDS})(?![\w-])", re.IGNORECASE)
_LAST = re.compile(rf"(?:^|[ (,–—-])({_DAY_WORDS})[).\s]*$", re.IGNORECASE)
_SOFT_CUES = ("for", "at", "on")
LONGEST_TEXT = 2_000


@dataclass(frozen=True)
class DueWords:
    """Where a line says when it is due: the words to read, and the place of the whole phrase in the line."""

    words: str
    start: int
    end: int


def find_due(text: str) -> DueWords | None:
    """The words in a line that say when it is due: after by, due, until, before, or at the very end of the line."""
    text = text[:LONGEST_TEXT]
    cued = [match for match in _CUED.finditer(text) if _is_due(match, text)]
    if cued:
        match = cued[-1]
        return DueWords(match.group(2), match.start(), match.end())
    last = _LAST.search(text[-80:])
    if last and not _is_weak(last.group(1)):
        offset = max(0, len(text) - 80)
        return DueWords(last.group(1), offset + last.start(1), offset + last.end(1))
    return None


def _is_due(match: re.Match[str], text: str) -> bool:
    """Whether a cue means a deadline: "for", "at" and "on" only before the next meeting or at the end of the line."""
    if match.group(1).lower() not in _SOFT_CUES:
        return True
    return "meeting" in match.group(2).lower() or not text[match.end() :].strip(" .)")


def _is_weak(words: str) -> bool:
    """Whether words at a line's end may be part of a name instead: "ask Mon", "plan for May"."""
    return len(words) <= 3 and words.lower() not in ("eod", "eow", "eom", "eoq", "eoy")


def read_due(words: str, *, today: date) -> Due | None:
    """The day that the words mean on a given day, NEXT_MEETING, or None where they mean no day.

    "Friday" and "next Friday" are the first Friday after today; a day without a year is the next one, today included;
    "next week" is its Friday, "next month" its last day.
    """
    said = " ".join(words.strip(" .,;()").lower().split())
    said = re.sub(rf"^{_BEFORE} ", "", said).removeprefix("the ")
    if said == "next meeting":
        return NEXT_MEETING
    written = find_dates(said)
    if written:
        return written[0].day
    for read in (_yearless, _named_day, _in_some_time, _end_of):
        day = read(said, today)
        if day is not None:
            return day
    return None


def _yearless(said: str, today: date) -> date | None:
    """12 Dec or December 12: this year's, or the next year's where it has passed."""
    match = re.fullmatch(rf"(\d{{1,2}})(?:st|nd|rd|th)?[ .]+(?:of )?({MONTH})\.?", said)
    day, name = (match.group(1), match.group(2)) if match else ("", "")
    if not match:
        match = re.fullmatch(rf"({MONTH})\.? (\d{{1,2}})(?:st|nd|rd|th)?", said)
        if not match:
            return None
        name, day = match.group(1), match.group(2)
    years = (possible_day(today.year + more, MONTHS[name], int(day)) for more in range(9))
    return next((found for found in years if found and found >= today), None)


def _named_day(said: str, today: date) -> date | None:
    """today, tomorrow, Friday, next Friday, next week, next month."""
    if said in ("today", "eod", "end of day"):
        return today
    if said == "tomorrow":
        return today + timedelta(days=1)
    if said == "next week":
        return today + timedelta(days=7 - today.weekday() + 4)
    if said == "next month":
        return _last_of_month(today, 1)
    match = re.fullmatch(rf"(?:(?:next|this|coming) )?({_WEEKDAY})", said)
    if not match:
        return None
    return today + timedelta(days=(_WEEKDAYS[match.group(1)] - today.weekday() - 1) % 7 + 1)


def _in_some_time(said: str, today: date) -> date | None:
    """In 2 weeks, within three days, in a month."""
    match = re.fullmatch(rf"(?:with)?in ({_COUNT}) (day|week|month)s?", said)
    if not match:
        return None
    count = int(match.group(1)) if match.group(1).isdigit() else _NUMBERS[match.group(1)]
    if match.group(2) != "month":
        return today + timedelta(days=count * (7 if match.group(2) == "week" else 1))
    last = _last_of_month(today, count)
    return last.replace(day=min(today.day, last.day))


def _end_of(said: str, today: date) -> date | None:
    """End of week (Friday), of month, of quarter, of year, of a named month; eow, eom, eoq, eoy."""
    short = {"eow": "week", "eom": "month", "eoq": "quarter", "eoy": "year"}.get(said)
    match = re.fullmatch(
        rf"end of (?:the |this |(next) )?({_PERIOD})(?: (\d{{4}}))?", f"end of {short}" if short else said
    )
    if not match:
        return None
    later, period, year = bool(match.group(1)), match.group(2), match.group(3)
    if period == "week":
        return today + timedelta(days=(4 - today.weekday()) % 7 + 7 * later)
    if period == "month":
        return _last_of_month(today, int(later))
    if period == "quarter":
        return _last_of_month(today, (-today.month) % 3 + 3 * later)
    if period == "year":
        return date(int(year) if year else today.year + later, 12, 31)
    month = MONTHS[period]
    chosen = int(year) if year else today.year + (month < today.month)
    return _last_of_month(date(chosen, month, 1), 0) if 1900 <= chosen <= 2199 else None


def _last_of_month(day: date, later: int) -> date:
    """The last day of the month that comes so many months after a day's."""
    year, month = divmod(day.year * 12 + day.month - 1 + later, 12)
    return date(year, month + 1, monthrange(year, month + 1)[1])
