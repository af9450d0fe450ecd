"""The people in one block or line of an attendance list: bullets, tables, plain lines, "Present: Ada, Ben"."""

import re
from collections.abc import Sequence

from cxgov.imports.minutes_text import tables
from cxgov.imports.minutes_text.attendance_blocks import LONGEST_LABEL_LINE, Block
from cxgov.imports.minutes_text.labels import GroupLabel, group_label, office_label
from cxgov.imports.minutes_text.lines import Line, as_label, plain
from cxgov.imports.minutes_text.people_lines import (
    Person,
    is_capitalised,
    names_several,
    read_people,
    read_person,
)
from cxgov.imports.minutes_text.values import Attendance, Box, Group, Skipped, SkipReason

_LABEL_BEFORE = re.compile(r"(?:^|(?<=[.;|)])\s(?=[A-Z]))([^:.;|]{2,70}):\s*")
_LINKS_SIDE_BY_SIDE = re.compile(r"(\]\([^()\s]{1,400}\))\s+(?=\[)")
_OBSERVER = re.compile(r"\bobserver\b", re.IGNORECASE)


def read_block(block: Block) -> tuple[list[Attendance], list[Skipped], str]:
    """The people of a block, the lines that are none, and whether it is a bulleted list, a table or plain lines."""
    if block.lines[0].text.startswith("|") or tables.is_table(block.lines):
        rows = tables.people_of(block.lines)
        return [attendance_of(line, one, block.label) for line, one in rows], [], "table"
    bulleted = [line for line in block.lines if line.mark or _is_bullet_without_blank(line)]
    if bulleted:
        return (*_read_bullets(bulleted, block), "bullet")
    return (*_read_plain(block), "plain")


def _is_bullet_without_blank(line: Line) -> bool:
    """*AN: Ada, a bullet somebody forgot the blank of; *bold* and **bold** are none."""
    return not line.mark and line.indent <= 1 and line.text.startswith("*") and "*" not in line.text[1:]


def _read_bullets(bulleted: Sequence[Line], block: Block) -> tuple[list[Attendance], list[Skipped]]:
    """The first level of a bulleted list: a person a line, or "Council members: Ada, Ben"."""
    first = min(line.indent for line in bulleted)
    if first > 1 and not block.is_labelled:
        return [], [Skipped(bulleted[0].number, SkipReason.NOT_A_PERSON, bulleted[0].raw.strip()[:200])]
    people: list[Attendance] = []
    refused: list[Skipped] = []
    rows = [line for line in bulleted if line.indent <= max(first, 1)]
    for line in rows:
        text = line.text if line.mark else line.text[1:]
        named = _labelled_names(text) or _whole_list(text, block.label, len(rows))
        if named:
            people += [attendance_of(line.number, one, label) for label, several in named for one in several]
            continue
        person = read_person(text)
        if person:
            people.append(attendance_of(line.number, person, block.label, box=line.box))
        elif not _is_empty(text) and office_label(text.partition(":")[0]) is None:
            refused.append(Skipped(line.number, SkipReason.NOT_A_PERSON, text[:200]))
    return people, refused


def _whole_list(text: str, label: GroupLabel, rows: int) -> list[tuple[GroupLabel, list[Person]]]:
    """The people of a single bullet that names three or more; otherwise a comma divides name and organisation."""
    several = read_people(text) if rows == 1 and names_several(text) else []
    return [(label, several)] if len(several) > 2 else []


def _read_plain(block: Block) -> tuple[list[Attendance], list[Skipped]]:
    """Lines without list marks: a person a line, or names divided by commas; prose is left alone."""
    lines = [line for line in block.lines if line.text]
    people: list[Attendance] = []
    refused: list[Skipped] = []
    joined = " ".join(line.text for line in lines)
    if len(lines) > 1 and any(line.text.endswith(",") for line in lines) and names_several(joined):
        return [attendance_of(lines[0].number, one, block.label) for one in read_people(joined)], []
    for line in lines:
        for text in line.text.removeprefix(": ").replace("<br/>", "<br>").replace("<br />", "<br>").split("<br>"):
            named = _labelled_names(text)
            if not named and names_several(text) and (len(lines) == 1 or text.count(",") > 1):
                named = [(block.label, read_people(text))]
            if named:
                people += [attendance_of(line.number, one, label) for label, several in named for one in several]
                continue
            person = read_person(text)
            if person and (person.handle or is_capitalised(person.name)):
                people.append(attendance_of(line.number, person, block.label, box=line.box))
            elif not _is_empty(text) and office_label(text.partition(":")[0]) is None:
                refused.append(Skipped(line.number, SkipReason.NOT_A_PERSON, text[:200]))
    return ([], refused) if len(refused) > len(people) else (people, refused)


def _labelled_names(text: str) -> list[tuple[GroupLabel, list[Person]]]:
    """The groups and people of "Observers: Ada, Ben", "Present were Ada and Ben", "Present: Ada. Absent: Ben"."""
    words = plain(text)
    if ":" not in words:
        before, sign, names = words.partition(" were ")
        label = group_label(before) if sign and len(before) <= LONGEST_LABEL_LINE else None
        return [(label, read_people(names))] if label else []
    labels = [(match, label) for match in _LABEL_BEFORE.finditer(words) if (label := group_label(match.group(1)))]
    if not labels or labels[0][0].start() > 0:
        return []
    ends = [match.start() for match, _ in labels[1:]] + [len(words)]
    return [(label, read_people(words[match.end() : end])) for (match, label), end in zip(labels, ends, strict=True)]


def inline_list(line: Line) -> list[Attendance]:
    """The people of a line "Present: Ada Novak, Ben Okoro", where all that stands behind the label is names."""
    text = _LINKS_SIDE_BY_SIDE.sub(r"\1, ", as_label(line.text[:4_000]))
    named = _labelled_names(text)
    if not named or named[0][0].is_weak or not _is_list_of_names(text):
        return []
    return [attendance_of(line.number, one, label) for label, people in named for one in people]


def _is_list_of_names(text: str) -> bool:
    """Whether all of what stands behind a label is names."""
    words = plain(text)
    names = words.partition(":")[2] or words.partition(" were ")[2]
    names = re.split(_LABEL_BEFORE, names, maxsplit=1)[0]
    person = read_person(names)
    return names_several(names) or (person is not None and (person.handle is not None or is_capitalised(person.name)))


def _is_empty(text: str) -> bool:
    """Whether a line says that nobody is listed: blank, none, n/a."""
    return plain(text).strip(" ()_.-–—?").casefold() in (
        "",
        "none",
        "n/a",
        "na",
        "nil",
        "nobody",
        "no one",
        "tbd",
        "all",
    )


def attendance_of(line: int, person: Person, label: GroupLabel, *, box: Box | None = None) -> Attendance:
    """The value for one person; an empty box or a cross in a list of those present says that they were not."""
    group, is_there = label.group, person.is_there
    if box is not None and box is not Box.DONE:
        is_there = False
    if is_there is False and group.is_there:
        group = Group.ABSENT
    elif box is Box.DONE and group is Group.INVITED:
        group = Group.PRESENT
    if group is Group.PRESENT and _OBSERVER.search(person.role):
        group = Group.OBSERVER
    may_vote = label.may_vote if person.may_vote is None else person.may_vote
    return Attendance(line, person.written, person.name, person.handle, person.role, group, may_vote, person.offices)
