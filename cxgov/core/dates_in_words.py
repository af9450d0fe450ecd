"""Dates as people write them, in digits or with the month's name; a date is never guessed from an unclear one."""

import re
from dataclasses import dataclass
from datetime import date

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
            "august aug", "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(\d{4})"
_WRITTEN = (
    # 2020-08-05, 2020/8/5, 2020.08.05, 2020_08_05, 2020 08 05
    (re.compile(r"(?<!\d)(\d{4})([-/._ ])(\d{1,2})\2(\d{1,3})(?!\d)"), "y-m-d"),
    # 20200805
    (re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)"), "ymd"),
    # August 5, 2020; Aug. 5th 2020
    (
        re.compile(rf"(?<![a-z])({MONTH})\.?[ _-]{{1,3}}{_DAY}(?:,| of|)[ _,-]{{0,3}}{_YEAR}(?!\d)", re.IGNORECASE),
        "mon d y",
    ),
    # 5 August 2020; 5th of Aug, 2020; 05-Aug-2020
    (
        re.compile(rf"(?<!\d){_DAY}[. _-]{{0,2}}(?:of )?({MONTH})\.?[ ,._-]{{1,2}}{_YEAR}(?!\d)", re.IGNORECASE),
        "d mon y",
    ),
    # 2020 August 5; 2020-Aug-05
    (re.compile(rf"(?<!\d){_YEAR}[ ,_-]{{1,2}}({MONTH})\.?[ _-]{{1,2}}{_DAY}(?!\d)", re.IGNORECASE), "y mon d"),
    # 8/5/2020, 8-5-20 (either the month or the day first); 5.8.2020 (the day first)
    (re.compile(r"(?<![\d.])(\d{1,2})([-/._])(\d{1,2})\2(\d{4}|\d{2})(?![\d])(?!\.\d)"), "?-?-y"),
)
LONGEST_TEXT = 2_000


@dataclass(frozen=True)
class WrittenDate:
    """A date in a text: where it stands, as written, and every day it can mean (none where it is impossible)."""

    start: int
    end: int
    written: str
    days: tuple[date, ...]

    @property
    def day(self) -> date | None:
        """The one day that is meant, or None where it is impossible or can be read in two ways."""
        return self.days[0] if len(self.days) == 1 else None


def possible_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has no such day or the year lies outside 1900 to 2199."""
    if not 1900 <= year <= 2199:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def find_dates(text: str) -> list[WrittenDate]:
    """Every complete date in the text, from left to right, impossible and unclear ones included."""
    found: list[WrittenDate] = []
    for pattern, shape in _WRITTEN:
        for match in pattern.finditer(text[:LONGEST_TEXT]):
            if all(match.end() <= other.start or match.start() >= other.end for other in found):
                found.append(WrittenDate(match.start(), match.end(), match.group(), _days(match, shape)))
    return sorted(found, key=lambda one: one.start)


def only_date(text: str) -> date | None:
    """The first clear date in the text, or None."""
    return next((one.day for one in find_dates(text) if one.day), None)


def _days(match: re.Match[str], shape: str) -> tuple[date, ...]:
    """Every day that a match of one shape can mean."""
    parts = match.groups()
    if shape == "?-?-y":
        return _either_order(parts)
    if shape == "y-m-d":
        readings = [(int(parts[0]), int(parts[2]), int(parts[3]))]
    elif shape == "ymd":
        readings = [(int(parts[0]), int(parts[1]), int(parts[2]))]
    elif shape == "mon d y":
        readings = [(int(parts[2]), MONTHS[parts[0].lower()], int(parts[1]))]
    elif shape == "d mon y":
        readings = [(int(parts[2]), MONTHS[parts[1].lower()], int(parts[0]))]
    else:
        readings = [(int(parts[0]), MONTHS[parts[1].lower()], int(parts[2]))]
    return tuple(day for reading in readings if (day := possible_day(*reading)))


def _either_order(parts: tuple[str, ...]) -> tuple[date, ...]:
    """The days of 8/5/2020: two where both orders exist; with dots the day stands first."""
    first, sign, second, written_year = int(parts[0]), parts[1], int(parts[2]), parts[3]
    year = int(written_year) + (2000 if len(written_year) == 2 else 0)
    orders = [(second, first)] if sign == "." else [(first, second), (second, first)]
    days = [day for month, number in orders if (day := possible_day(year, month, number))]
    return tuple(dict.fromkeys(days))
