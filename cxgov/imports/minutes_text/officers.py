"""Who chaired, facilitated and took the minutes, from lines such as "Chair: Ada Novak" or "chaired by Ada Novak"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from cxgov.imports.minutes_text.labels import office_label
from cxgov.imports.minutes_text.lines import Line, plain
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
    for line in lines:
        if line.is_hidden or not line.text or len(line.text) > LONGEST_LINE:
            continue
        office, names = _office_line(plain(line.text))
        if office is None or office in found:
            continue
        people = read_people(names) if names_several(names) else [one for one in [read_person(names)] if one]
        named = [one for one in people if one.handle or is_capitalised(one.name)]
        if named and len(named) == len(people):
            found[office] = [Officer(line.number, office, one.name, one.handle) for one in named]
    return tuple(officer for officers in found.values() for officer in officers)


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
