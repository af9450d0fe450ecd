"""How often a committee meets, as a charter writes it, and the day after a meeting on which it meets again."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

DAYS_OF_WEEK = 7
LAST = -1
"""As the n-th weekday of a month: the last one."""

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": LAST, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "other": 2, "second": 2}
SIMPLE_WEEKS = {"weekly": 1, "fortnightly": 2, "biweekly": 2, "bi-weekly": 2, "two-weekly": 2, "four-weekly": 4}
SIMPLE_MONTHS = {"monthly": 1, "bimonthly": 2, "bi-monthly": 2, "two-monthly": 2, "quarterly": 3, "yearly": 12}


@dataclass(frozen=True, slots=True)
class EveryWeeks:
    """On the same weekday, each so many weeks."""

    weeks: int

    @property
    def words(self) -> str:
        return "every week" if self.weeks == 1 else f"every {self.weeks} weeks"


@dataclass(frozen=True, slots=True)
class EveryMonths:
    """Each so many months: on the n-th weekday (Monday is 0), on a day of the month, or as the last meeting was."""

    months: int = 1
    nth: int | None = None
    weekday: int | None = None
    day: int | None = None

    @property
    def words(self) -> str:
        often = "every month" if self.months == 1 else f"every {self.months} months"
        if self.nth is not None and self.weekday is not None:
            which = next(word for word, number in ORDINALS.items() if number == self.nth)
            return f"{often} on the {which} {WEEKDAYS[self.weekday].capitalize()}"
        return often if self.day is None else f"{often} on day {self.day}"


Cadence = EveryWeeks | EveryMonths


def read_cadence(text: str) -> Cadence | None:
    """Read what a charter says, such as “every 4 weeks” or “monthly on the first Tuesday”, or None."""
    said = re.sub(r"[\s,.]+", " ", text.strip().lower())
    if not said or len(said) > 120:
        return None
    if weeks := _weeks(said):
        return EveryWeeks(weeks)
    months = _months(said)
    if found := re.search(rf"\b({'|'.join(ORDINALS)}) ({'|'.join(WEEKDAYS)})\b", said):
        return EveryMonths(months or 1, ORDINALS[found[1]], WEEKDAYS.index(found[2]))
    if months and (found := re.search(r"\bon (?:the |day )?([0-9]{1,2})(?:st|nd|rd|th)?\b", said)):
        return EveryMonths(months, day=int(found[1])) if 1 <= int(found[1]) <= 31 else None
    return EveryMonths(months) if months else None


def next_day(cadence: Cadence, last: date) -> date:
    """The day of the meeting after that of `last`; a fifth weekday or a day that a month lacks is its last one."""
    if isinstance(cadence, EveryWeeks):
        return last + timedelta(weeks=cadence.weeks)
    year, month = divmod(last.year * 12 + last.month - 1 + cadence.months, 12)
    month += 1
    if cadence.day is not None:
        return date(year, month, min(cadence.day, monthrange(year, month)[1]))
    weekday = last.weekday() if cadence.weekday is None else cadence.weekday
    nth = (last.day - 1) // DAYS_OF_WEEK + 1 if cadence.nth is None else cadence.nth
    return nth_weekday(year, month, nth, weekday)


def nth_weekday(year: int, month: int, nth: int, weekday: int) -> date:
    """The n-th weekday of a month, Monday being 0; the last one where it has no n-th, or where `nth` is LAST."""
    first = date(year, month, 1)
    days = list(range(1 + (weekday - first.weekday()) % DAYS_OF_WEEK, monthrange(year, month)[1] + 1, DAYS_OF_WEEK))
    return first.replace(day=days[-1] if nth == LAST or nth > len(days) else days[nth - 1])


def _weeks(said: str) -> int | None:
    """So many weeks, where the words speak of weeks and not of a weekday of the month."""
    if (word := said.split(" ", maxsplit=1)[0]) in SIMPLE_WEEKS:
        return SIMPLE_WEEKS[word]
    return _every(said, "week")


def _months(said: str) -> int | None:
    if (word := said.split(" ", maxsplit=1)[0]) in SIMPLE_MONTHS:
        return SIMPLE_MONTHS[word]
    if re.search(r"\b(?:each|every|a|the) month\b", said):
        return 1
    return _every(said, "month") or (3 if re.search(r"\b(?:each|every|a) quarter\b", said) else None)


def _every(said: str, unit: str) -> int | None:
    found = re.search(rf"\b(?:each|every|once a)(?: ([0-9]{{1,2}}|{'|'.join(NUMBERS)}))? {unit}s?\b", said)
    if not found:
        return None
    count = found[1]
    return 1 if count is None else NUMBERS.get(count) or int(count) or None
