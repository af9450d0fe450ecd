"""How days, figures and names are said on a page. Pure; English for now, in one place so that languages can follow.

`FILTERS` is what templates get: `{{ day|day_words(today) }}`. Figures are those of core.numbers.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from cxgov.core.numbers import NBSP, number, percent, share, with_unit

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
FULL_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
FULL_MONTHS = (
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
SMALL_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


class Due(NamedTuple):
    """How a due date is said, and the tone it is said in ("bad" when late, else empty)."""

    words: str
    tone: str


def day_words(day: date | None, today: date) -> str:
    """Say a day as "Thu 19 Nov", with the year only when it is not the year of today; no day is a dash."""
    if day is None:
        return "–"
    year = "" if day.year == today.year else f" {day.year}"
    return f"{WEEKDAYS[day.weekday()]} {day.day}{NBSP}{MONTHS[day.month - 1]}{year}"


def short_day(day: date | None, today: date) -> str:
    """Say a day as "19 Nov", for narrow columns and timelines."""
    if day is None:
        return "–"
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day.day}{NBSP}{MONTHS[day.month - 1]}{year}"


def long_day(day: date) -> str:
    """Say a day as "19 November 2026", for letters and what is kept."""
    return f"{day.day} {FULL_MONTHS[day.month - 1]} {day.year}"


def today_words(day: date) -> str:
    """Say today as "Monday 23 November"."""
    return f"{FULL_WEEKDAYS[day.weekday()]} {day.day} {FULL_MONTHS[day.month - 1]}"


def month_words(day: date) -> str:
    """Say the month of a day as "October 2026"."""
    return f"{FULL_MONTHS[day.month - 1]} {day.year}"


def due_words(due_on: date | None, today: date) -> Due:
    """Say how far a due date is: "4 days late", "today", "tomorrow", "in 11 days", "in 3 weeks", "in 4 months"."""
    if due_on is None:
        return Due("no date yet", "")
    days = (due_on - today).days
    if days < 0:
        return Due(f"{plural(-days, 'day', 'days')} late", "bad")
    if days < 2:
        return Due(("today", "tomorrow")[days], "")
    if days < 14:
        return Due(f"in {plural(days, 'day', 'days')}", "")
    if days < 56:
        return Due(f"in {plural(days // 7, 'week', 'weeks')}", "")
    return Due(f"in {plural(max(round(days / 30.4), 2), 'month', 'months')}", "")


def plural(count: int, one: str, many: str = "") -> str:
    """Say a count with its noun: "1 action", "14 actions"."""
    noun = one if count == 1 else many or f"{one}s"
    return f"{number(count)}{NBSP}{noun}" if " " not in noun else f"{number(count)} {noun}"


def in_camera_words(count: int) -> str:
    """Say how many items are in camera: "1 item in camera"; nothing where none is."""
    return f"{number(count)} {'item' if count == 1 else 'items'} in camera" if count else ""


def spelled(count: int) -> str:
    """Say small counts as words inside a sentence: "no", "one", "two" up to "ten", then figures."""
    return SMALL_NUMBERS[count] if 0 <= count <= 10 else number(count)


def initials(name: str) -> str:
    """Return first and last initial of a name: "Ada Morvane" is AM, "Cher" is C."""
    parts = [part for part in name.replace("-", " ").split() if part[0].isalnum()]
    letters = [part[0].upper() for part in ([parts[0], parts[-1]] if len(parts) > 1 else parts)]
    return "".join(letters) or "?"


def listed(words: Iterable[str], last: str = "and") -> str:
    """Join words as a sentence does: "Sales, Billing and Legal"."""
    held = [str(word) for word in words]
    if len(held) < 2:
        return "".join(held)
    return f"{', '.join(held[:-1])} {last} {held[-1]}"


def left_words(left_on: date | None, today: date) -> str:
    """Say that somebody left: "left in May", with the year where it is not this one; or when they will."""
    if left_on is None:
        return ""
    if left_on >= today:
        return f"leaves on {short_day(left_on, today)}"
    year = "" if left_on.year == today.year else f" {left_on.year}"
    return f"left in {FULL_MONTHS[left_on.month - 1]}{year}"


def clock_words(moment: datetime, zone: str | ZoneInfo) -> str:
    """Say the time of day of an instant in a zone: "09:12"."""
    return f"{moment.astimezone(_zone(zone)):%H:%M}"


def instant_words(moment: datetime | None, zone: str | ZoneInfo, now: datetime) -> str:
    """Say an instant from near to far: "09:12" today, "yesterday 17:05", "Sat 21 Nov, 10:02", else with the year."""
    if moment is None:
        return "never"
    where = _zone(zone)
    local, today = moment.astimezone(where), now.astimezone(where).date()
    clock = f"{local:%H:%M}"
    if local.date() == today:
        return clock
    if local.date() == today - timedelta(days=1):
        return f"yesterday {clock}"
    return f"{day_words(local.date(), today)}, {clock}"


def signed(value: Decimal | float, places: int | None = None) -> str:
    """Say a change with its sign: "+2.3", "−4", and "0" without one."""
    text = number(value, places)
    return f"+{text}" if value > 0 else text


def _zone(zone: str | ZoneInfo) -> ZoneInfo:
    return zone if isinstance(zone, ZoneInfo) else ZoneInfo(zone)


FILTERS: dict[str, Callable[..., Any]] = {
    "clock_words": clock_words,
    "day_words": day_words,
    "due_words": due_words,
    "initials": initials,
    "instant_words": instant_words,
    "listed": listed,
    "long_day": long_day,
    "month_words": month_words,
    "number": number,
    "percent": percent,
    "in_camera_words": in_camera_words,
    "plural": plural,
    "share": share,
    "short_day": short_day,
    "signed": signed,
    "spelled": spelled,
    "today_words": today_words,
    "with_unit": with_unit,
}
