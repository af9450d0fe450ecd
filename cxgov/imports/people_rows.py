"""The rows of a CSV file of people, read and checked before anything is written."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cxgov.core.characters import name_fault
from cxgov.imports.minutes_text.reading import decode
from cxgov.imports.minutes_text.values import BadFile
from cxgov.imports.outcome import Listed
from cxgov.people.resolving import fold

MAX_ROWS = 20_000
LONGEST = {"name": 200, "email": 254, "handle": 64, "department": 200, "job": 120}
_WORDS = {
    "name": "name, full name, person, display name, employee, employee name",
    "first": "first name, firstname, given name, forename",
    "last": "last name, lastname, surname, family name",
    "email": "email, e-mail, mail, email address, e-mail address, work email, work e-mail",
    "handle": "handle, username, user name, user, login, github, nickname",
    "department": "department, dept, department name, team, unit, division, organisation unit",
    "job": "job, title, job title, position, role, function",
}
_NAMES = {word: name for name, words in _WORDS.items() for word in words.split(", ")}


@dataclass(frozen=True, slots=True)
class Row:
    """One row as read, with the line that it begins on."""

    line: int
    name: str
    email: str = ""
    handle: str = ""
    department: str = ""
    job: str = ""


@dataclass(slots=True)
class ReadPeople:
    """The rows that are well, those that are bad, what was left alone, and how many rows there were."""

    rows: list[Row] = field(default_factory=list)
    bad: list[Listed] = field(default_factory=list)
    skipped: list[Listed] = field(default_factory=list)
    count: int = 0


def read_people(path: Path, *, max_bytes: int) -> ReadPeople:
    """Read a file; a file that cannot be read at all is one bad line, a row that cannot is one of its own."""
    try:
        with path.open("rb") as file:
            text = decode(file.read(max_bytes + 1), max_bytes=max_bytes)
    except OSError as trouble:
        return ReadPeople(bad=[Listed(path.name, 1, "unreadable", trouble.strerror or "The file cannot be opened.")])
    except BadFile as no:
        return ReadPeople(bad=[Listed(path.name, no.line or 1, no.code, no.reason)])
    first = text.lstrip().split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    try:
        return _read(path.name, _cells(reader))
    except csv.Error as trouble:
        line = max(1, reader.line_num)
        return ReadPeople(bad=[Listed(path.name, line, "not_csv", f"This is no CSV: {trouble}.")])


def _cells(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """Every row that is not blank, with the line that it begins on."""
    line = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield line, cells
        line = reader.line_num + 1


def _read(file: str, rows: Iterator[tuple[int, list[str]]]) -> ReadPeople:
    read = ReadPeople()
    line, header = next(rows, (1, []))
    columns = [_NAMES.get(fold(cell)) for cell in header]
    wrong = _wrong_header(header, columns)
    if wrong:
        read.bad.append(Listed(file, line, "header", wrong))
        return read
    read.skipped += [
        Listed(file, line, "column", f"“{cell.strip()[:80]}” is not imported.")
        for cell, name in zip(header, columns, strict=True)
        if name is None and cell.strip()
    ]
    seen: dict[str, Row] = {}
    for at, cells in rows:
        read.count += 1
        if read.count > MAX_ROWS:
            read.bad.append(Listed(file, at, "row", f"More than {MAX_ROWS:,} rows."))
            break
        _take(file, at, cells, columns, seen, read)
    return read


def _wrong_header(header: Sequence[str], columns: Sequence[str | None]) -> str:
    known = [name for name in columns if name]
    if "name" not in known and not {"first", "last"} <= set(known):
        return "The first line must name the columns; “name” is missing."
    for name in known:
        twice = [cell.strip() for cell, column in zip(header, columns, strict=True) if column == name]
        if len(twice) > 1:
            return f"“{twice[0]}” and “{twice[1]}” are the same column: {name}. Rename one of them."
    return ""


def _take(
    file: str,
    line: int,
    cells: Sequence[str],
    columns: Sequence[str | None],
    seen: dict[str, Row],
    read: ReadPeople,
) -> None:
    values: dict[str, Any] = {
        name: " ".join(cell.split()) for name, cell in zip(columns, cells, strict=False) if name is not None
    }
    first, last = values.pop("first", ""), values.pop("last", "")
    values["name"] = values.get("name") or f"{first} {last}".strip()
    extra = [cell for cell in cells[len(columns) :] if cell.strip()]
    wrong = "The row has more cells than the header." if extra else _wrong(values)
    if wrong:
        read.bad.append(Listed(file, line, "row", wrong))
        return
    row = Row(line, **{name: values.get(name, "") for name in LONGEST})
    twin = next((seen[key] for key in _keys(row) if key in seen), None)
    if twin is None:
        seen.update((key, row) for key in _keys(row))
        read.rows.append(row)
    elif _same(row, twin):
        read.skipped.append(Listed(file, line, "twice", f"The same as line {twin.line}."))
    else:
        read.bad.append(Listed(file, line, "row", f"Line {twin.line} is about the same person and says otherwise."))


def _keys(row: Row) -> list[str]:
    """By what a row says who it is: e-mail address and handle; the name where it has neither."""
    keys = [f"mail {row.email.lower()}"] if row.email else []
    keys += [f"handle {row.handle.lstrip('@').lower()}"] if row.handle.lstrip("@") else []
    return keys or [f"name {fold(row.name)}"]


def _same(row: Row, twin: Row) -> bool:
    return all(getattr(row, name) == getattr(twin, name) for name in LONGEST)


def _wrong(values: Mapping[str, str]) -> str:
    if not fold(values["name"]):
        return "The name is missing."
    for name, value in values.items():
        if len(value) > LONGEST[name]:
            return f"“{name}” is longer than {LONGEST[name]} characters."
        if any(not sign.isprintable() for sign in value):
            return f"“{name}” holds a character that cannot be kept."
    for name in ("name", "department"):
        if values.get(name) and (fault := name_fault(values[name])):
            return f"“{name}”: {fault}"
    email = values.get("email", "")
    local, at, domain = email.partition("@")
    if email and not (
        local and at and "." in domain.strip(".") and "@" not in domain and not set(email) & set(' ,;<>"')
    ):
        return f"“{email}” is no e-mail address."
    return ""
