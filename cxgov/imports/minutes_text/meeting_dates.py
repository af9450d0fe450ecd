"""The day of the meeting: the file's name wins, then front matter, headings, "Date:" lines, the first lines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cxgov.core.dates_in_words import MONTH, WrittenDate, find_dates
from cxgov.imports.minutes_text.lines import Line, front_matter_end, plain
from cxgov.imports.minutes_text.values import BadFile, Skipped, SkipReason

FIRST_LINES = 40
DECLARING_LINES = 15
_DATE_LABEL = re.compile(
    r"^(?:meeting )?(?:date(?: and time| & time|/time)?|when|time|day|held(?: on)?|date of (?:the )?meeting)"
    r"\s?[:–—-]\s?",
    re.IGNORECASE,
)
_FRONT_DATE = re.compile(r"^(?:date|meeting[_-]?date|day|published)\s*:\s*(.+)$", re.IGNORECASE)
_SPLIT_PATH = re.compile(r"[/_ ]")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_DAY_IN_NAME = re.compile(
    rf"(?<!\d)(\d{{1,2}})[-_. ](\d{{1,2}})(?!\d)|(?<![a-z])({MONTH})[-_. ](\d{{1,2}})(?!\d)", re.IGNORECASE
)
_OTHER_DAY = re.compile(r"\b(?:next|previous|last|approved|adopted|published|updated|due)\b", re.IGNORECASE)


@dataclass(frozen=True)
class MeetingDate:
    """The day, the line it stands on (None where the file's name says it), and what else the file said."""

    day: date
    line: int | None
    skipped: tuple[Skipped, ...]


def find_meeting_date(path: str, lines: Sequence[Line]) -> MeetingDate:
    """The day of the meeting, or BadFile where nothing in the file or its name is a date."""
    in_path = _in_path(path)
    day = next((found.day for found in in_path if found.day), None)
    skipped: list[Skipped] = []
    if day is None and any(not found.days for found in in_path):
        skipped.append(Skipped(1, SkipReason.FILE_DATE, next(f.written for f in in_path if not f.days)))
    if day is not None:
        return MeetingDate(day, None, tuple(skipped + _different(lines, day)))
    unclear = {one for found in in_path for one in found.days}
    for number, found in _said(lines):
        chosen = found.day or next((one for one in found.days if one in unclear), None)
        if chosen:
            wrong = [one for one in _different(lines, chosen) if one.line < number]
            return MeetingDate(chosen, number, tuple(skipped + wrong))
    raise BadFile("no_date", "There is no date in the name of the file, its headings or its first lines.")


def _in_path(path: str) -> list[WrittenDate]:
    """The dates in the file's name, then those that its folders and its name make together (2019-01/10.md)."""
    *folders, name = path.replace("\\", "/").split("/")
    stem = re.sub(r"\.[A-Za-z]{1,9}$", "", name)
    found = find_dates(_SPLIT_PATH.sub("-", stem)) or find_dates(stem)
    if any(one.day for one in found):
        return found
    for tail in ("-".join([*folders[-2:], stem]), _with_year_of_folder(folders, stem), *reversed(folders)):
        together = [one for one in find_dates(_SPLIT_PATH.sub("-", tail)) if one.day]
        if together:
            return together[-1:]
    return found


def _with_year_of_folder(folders: Sequence[str], stem: str) -> str:
    """The date that a folder's year and a name's month and day make: 2018/board-07-24.md, 2024/February-6.md."""
    years = [year for folder in folders for year in _YEAR.findall(folder)]
    day = _DAY_IN_NAME.search(stem)
    if not years or not day:
        return ""
    return "-".join((years[-1], *(part for part in day.groups() if part)))


def _different(lines: Sequence[Line], day: date) -> list[Skipped]:
    """The title's and the date line's dates that are impossible or another day's."""
    return [
        Skipped(number, SkipReason.HEADING_DATE, found.written)
        for number, found in _declared(lines)
        if day not in found.days
    ]


def _declared(lines: Sequence[Line]) -> Iterator[tuple[int, WrittenDate]]:
    """The dates that declare the day of this meeting: front matter, title, date lines of the first lines."""
    yield from _front_matter(lines)
    title = next((line for line in lines if line.is_heading), None)
    if title:
        yield from ((title.number, found) for found in find_dates(plain(title.text))[:1])
    seen = 0
    for line in lines:
        if line is title or line.is_blank or line.is_hidden or _OTHER_DAY.search(line.text[:200]):
            continue
        seen += 1
        if seen > DECLARING_LINES:
            return
        found = _date_line(line)
        if found:
            yield line.number, found


def _date_line(line: Line) -> WrittenDate | None:
    """The date of a line that is a date and little else: "Date: …", "March 4, 2019", "### Date: 3-6-19"."""
    words = plain(line.text).strip("| ").replace(" | ", ": ", 1)
    label = _DATE_LABEL.match(words)
    found = find_dates(words)
    if not found:
        return None
    alone = len(words) - (found[0].end - found[0].start) <= 14 and not line.is_heading and not line.mark
    return found[0] if label or alone else None


def _said(lines: Sequence[Line]) -> Iterator[tuple[int, WrittenDate]]:
    """Every date that can be the meeting's, the surest first."""
    yield from _declared(lines)
    yield from ((line.number, one) for line in lines if line.is_heading for one in find_dates(plain(line.text)))
    first = [line for line in lines if not line.is_blank and not line.is_hidden][:FIRST_LINES]
    yield from ((line.number, one) for line in first for one in find_dates(plain(line.text)))


def _front_matter(lines: Sequence[Line]) -> Iterator[tuple[int, WrittenDate]]:
    """The date in the front matter."""
    raw = [line.raw for line in lines[:200]]
    for number, text in enumerate(raw[: front_matter_end(raw)], start=1):
        match = _FRONT_DATE.match(text[:200])
        if match:
            yield from ((number, found) for found in find_dates(match.group(1))[:1])
