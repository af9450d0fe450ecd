"""Markdown tables of people and of action items, read by the words in their first row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cxgov.imports.minutes_text.lines import Line, plain
from cxgov.imports.minutes_text.people_lines import Person, read_person
from cxgov.people.resolving import fold

_RULE = re.compile(r"[\s|:=-]+")
_NAME = frozenset(
    """
    name names member members attendee attendees participant participants who person people delegate director
    """.split()
)
_HANDLE = frozenset("handle handles github username user account id gitlab nick".split())
_ROLE = frozenset(
    """
    role position title office affiliation organisation organization company employer org team project department
    """.split()
)
_THERE = frozenset("present attended attendance attending here attend in?".split())
_TASK = frozenset("action actions item items task tasks what todo description topic title deliverable step".split())
_SURE_TASK = frozenset("action actions task tasks todo".split())
_NUMBER = frozenset("# id no nr number ref key".split())
_OWNER = frozenset("owner owners who assignee assignees responsible assigned lead person by champion".split())
_DUE = frozenset("due deadline when date by until eta target".split())
_STATUS = frozenset("status state done? done completed complete progress".split())
_YES = frozenset(
    """
    x yes y present ja oui ✓ ✔ ✅ ☑ p in attended true 1 :white_check_mark: [x] voting remote online
    """.split()
)
_NO = frozenset("no n absent - – — regrets apologies excused ✗ ✘ ❌ a false 0 :x: [ ] nein non away".split())
_DONE = frozenset("done closed complete completed finished resolved ✓ ✔ ✅ ☑ x [x] yes".split())


@dataclass(frozen=True)
class Row:
    """One row: the number of its line, the line, and its cells in plain words by what their column holds."""

    line: int
    raw: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class TableItem:
    """An action item in a row of a table."""

    line: int
    raw: str
    task: str
    owner: str
    due: str
    is_done: bool


def is_table(lines: Sequence[Line]) -> bool:
    """Whether lines are a table: a first row with cells and a rule of dashes below it."""
    return len(lines) > 1 and "|" in lines[0].raw and "-" in lines[1].raw and bool(_RULE.fullmatch(lines[1].raw))


def rows_of(lines: Sequence[Line]) -> tuple[tuple[str, ...], list[Row]]:
    """The words of the first row, folded, and the rows below; where there is no rule the first row is one of them."""
    rows = [Row(line.number, line.raw, _cells(line.raw)) for line in lines if "|" in line.raw]
    if not is_table(lines):
        return (), [row for row in rows if not _RULE.fullmatch(row.raw)]
    body = [row for row in rows[1:] if not _RULE.fullmatch(row.raw) and any(row.cells)]
    return tuple(fold(cell) for cell in rows[0].cells), body


def people_of(lines: Sequence[Line]) -> list[tuple[int, Person]]:
    """The people in a table of attendance: the column of names (else the first), handle, role and a column of ticks."""
    head, rows = rows_of(lines)
    name_at, handle_at = _column(head, _NAME), _column(head, _HANDLE)
    role_at, there_at = _column(head, _ROLE), _column(head, _THERE)
    name_at = name_at if name_at is not None else (handle_at if handle_at is not None else 0)
    found: list[tuple[int, Person]] = []
    for row in rows:
        person = read_person(_at(row, name_at))
        if person is None:
            continue
        handle = _at(row, handle_at).lstrip("@ ") if handle_at not in (None, name_at) else ""
        role = person.role or (_at(row, role_at) if role_at != name_at else "")
        is_there = _said(_at(row, there_at)) if there_at not in (None, name_at) else person.is_there
        found.append((row.line, replace(person, handle=person.handle or handle or None, role=role, is_there=is_there)))
    return found


def is_roll(lines: Sequence[Line]) -> bool:
    """Whether a table is one of attendance wherever it stands: it has a column of names and one of ticks."""
    head, _ = rows_of(lines[:2])
    return _column(head, _NAME) is not None and _column(head, _THERE) is not None


def is_of_actions(lines: Sequence[Line]) -> bool:
    """Whether a table is one of actions wherever it stands: one column is called so, and another names who does it."""
    head, _ = rows_of(lines[:2])
    return is_table(lines) and _column(head, _SURE_TASK) is not None and _column(head, _OWNER) is not None


def items_of(lines: Sequence[Line]) -> list[TableItem]:
    """The action items of a table that has a column for what is to be done; others hold none."""
    head, rows = rows_of(lines)
    owner_at, due_at, status_at = _column(head, _OWNER), _column(head, _DUE), _column(head, _STATUS)
    numbered = [place for place, cell in enumerate(head) if set(cell.split()) & _NUMBER]
    task_at = _column(head, _TASK, but=(owner_at, due_at, status_at, *numbered))
    if task_at is None:
        return []
    return [
        TableItem(
            row.line,
            row.raw,
            _at(row, task_at),
            _at(row, owner_at),
            _at(row, due_at),
            fold(_at(row, status_at)) in _DONE,
        )
        for row in rows
        if _at(row, task_at)
    ]


def _cells(raw: str) -> tuple[str, ...]:
    """The cells of a row in plain words, but names keep their links."""
    body = raw[:4_000].strip()
    body = body.removeprefix("|").removesuffix("|")
    return tuple(cell.strip() for cell in body.replace("\\|", "¦").split("|"))


def _column(head: Sequence[str], words: frozenset[str], *, but: Sequence[int | None] = ()) -> int | None:
    """The first column whose heading has one of the words."""
    places = (place for place, cell in enumerate(head) if place not in but and set(cell.split()) & words)
    return next(places, None)


def _at(row: Row, place: int | None) -> str:
    """A cell in plain words, or "" where the row or the column is too short."""
    if place is None or place >= len(row.cells):
        return ""
    return row.cells[place] if "](" in row.cells[place] else plain(row.cells[place])


def _said(cell: str) -> bool | None:
    """Whether a cell says yes or no; an empty cell in a column of ticks is a no."""
    said = fold(cell)
    if said in _YES or said.split(" ")[0] in _YES:
        return True
    return False if said in _NO or not said else None
