"""Who chaired, facilitated and took the minutes, from lines such as "Chair: Ada Novak" or "chaired by Ada Novak"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from cxgov.imports.minutes_text.front_matter import label_lines
from cxgov.imports.minutes_text.labels import office_label
from cxgov.imports.minutes_text.lines import Line, as_label, plain
from cxgov.imports.minutes_text.people_lines import is_capitalised, names_several, read_people, read_person
from cxgov.imports.minutes_text.values import Attendance, Office, Officer
from cxgov.people.resolving import fold

LONGEST_LINE = 160
_LED = re.compile(
    r"(?:meeting|session|call) was (led|chaired|facilitated|moderated|hosted) by (.{2,80}?)\.?$", re.IGNORECASE
)
_LEADS = {"led": Office.CHAIR, "chaired": Office.CHAIR, "hosted": Office.CHAIR}


def read_officers(lines: Sequence[Line]) -> tuple[Officer, ...]:
    """The first people named for each office."""
    found: dict[Office, list[Officer]] = {}
    for number, text in _said(lines):
        office, names = _office_line(text)
        if office is None or office in found:
            continue
        people = read_people(names) if names_several(names) else [one for one in [read_person(names)] if one]
        named = [one for one in people if one.handle or is_capitalised(one.name)]
        if named and len(named) == len(people):
            found[office] = [Officer(number, office, one.name, one.handle) for one in named]
    return tuple(officer for officers in found.values() for officer in officers)


def _said(lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """Everything that can name an officer: the front matter, and short lines, divided where a bar divides them."""
    yield from ((number, f"{key}: {', '.join(values)}") for number, key, values in label_lines(lines))
    for line in lines:
        if not line.is_hidden and line.text and len(line.text) <= LONGEST_LINE:
            yield from ((line.number, part) for part in plain(as_label(line.text)).split(" | "))


def with_offices(attendances: Sequence[Attendance], officers: Sequence[Officer]) -> tuple[Attendance, ...]:
    """The attendances with the offices of those whom an officer's line names by the same name or handle."""
    held: dict[str, set[Office]] = {}
    for officer in officers:
        for key in (fold(officer.name), f"@{(officer.handle or '').casefold()}"):
            if key not in ("", "@"):
                held.setdefault(key, set()).add(officer.office)
    return tuple(
        replace(
            one,
            offices=one.offices
            | held.get(fold(one.name), set())
            | held.get(f"@{(one.handle or '').casefold()}", set()),
        )
        for one in attendances
    )


def _office_line(words: str) -> tuple[Office | None, str]:
    """The office and the names of a line, or None."""
    led = _LED.search(words)
    if led:
        return _LEADS.get(led.group(1).lower(), Office.FACILITATOR), led.group(2)
    before, colon, names = words.partition(":")
    office = office_label(before) if colon and names.strip() else None
    return office, names.strip()
