"""Who attended: lists, tables and lines of names under headings and labels, in the order of the file."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from cxgov.imports.minutes_text import tables
from cxgov.imports.minutes_text.attendance_blocks import LONGEST_LABEL_LINE, Block, blocks_of, label_line
from cxgov.imports.minutes_text.front_matter import label_lines
from cxgov.imports.minutes_text.labels import GroupLabel, fold_label, group_label, office_label
from cxgov.imports.minutes_text.lines import Line, Part, as_label, plain
from cxgov.imports.minutes_text.people_lines import (
    Person,
    is_capitalised,
    names_several,
    read_people,
    read_person,
)
from cxgov.imports.minutes_text.values import Attendance, Box, Group, Skipped, SkipReason

_LABEL_BEFORE = re.compile(r"(?:^|(?<=[.;|)])\s(?=[A-Z]))([^:.;|]{2,70}):\s*")


@dataclass
class Found:
    """What was found so far; `number` of the part that holds the first list decides which parts count."""

    attendances: list[Attendance] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def read_attendance(parts: Sequence[Part], lines: Sequence[Line]) -> Found:
    """Everybody named in the attendance list of the minutes.

    The section with an attendance heading decides; only where there is none do label lines ("Present: …") elsewhere
    count, those of the first part that has one; only where there are none of these do front matter, a table with ticks
    and a weak heading ("Members").
    """
    found = Found()
    by_heading = [part for part in parts if (label := _heading_label(part)) and not label.is_weak]
    if by_heading:
        numbers = {part.heading.number for part in by_heading if part.heading}
        for part in _with_subheadings(parts, numbers):
            _read_part(part, _heading_label(part) or GroupLabel(Group.PRESENT), found)
        _list_second_ones(parts, numbers, found)
        return found
    for part in parts:
        _read_labelled_lines(part, found)
        if found.attendances:
            return found
    _read_front_matter(lines, found)
    _read_rolls(parts, found)
    weak = next((part for part in parts if _heading_label(part) and _is_of_members(part)), None)
    if weak and not found.attendances:
        _read_part(weak, _heading_label(weak) or GroupLabel(Group.PRESENT), found)
    return found


def _is_of_members(part: Part) -> bool:
    """Whether the heading speaks of members, not only of a body: "Board" may well be the title."""
    return part.heading is not None and fold_label(part.heading.text).endswith("members")


def _read_front_matter(lines: Sequence[Line], found: Found) -> None:
    """The people that the front matter lists."""
    for number, key, values in label_lines(lines):
        label = group_label(key)
        if label:
            people = [
                one for value in values for one in (read_people(value) if len(values) == 1 else [read_person(value)])
            ]
            found.attendances += [_attendance(number, one, label) for one in people if one]


def _read_rolls(parts: Sequence[Part], found: Found) -> None:
    """The people of the first table with names and ticks, where nothing else says who attended."""
    for part in parts:
        for block in blocks_of(part.lines, GroupLabel(Group.PRESENT)):
            if not found.attendances and tables.is_table(block.lines) and tables.is_roll(block.lines):
                rows = tables.people_of(block.lines)
                found.attendances += [_attendance(line, one, block.label) for line, one in rows]


def _heading_label(part: Part) -> GroupLabel | None:
    """What the part's heading says about attendance."""
    return group_label(plain(part.heading.text).partition(":")[0]) if part.heading else None


def _with_subheadings(parts: Sequence[Part], by_heading: Container[int]) -> Iterator[Part]:
    """The attendance parts, with the deeper ones right below whose headings divide the same list ("### Members")."""
    inside = 0
    for part in parts:
        level = part.heading.level if part.heading else 0
        if part.heading and part.heading.number in by_heading:
            inside = inside if inside and level > inside else level
            yield part
        elif inside and level > inside and _heading_label(part):
            yield part
        else:
            inside = 0


def _read_part(part: Part, label: GroupLabel, found: Found) -> None:
    """The people below one heading: its blocks in order, until something else than people begins."""
    heading_names = _names_in_heading(part)
    found.attendances += [_attendance(part.heading.number, one, label) for one in heading_names if part.heading]
    style, is_closed = "", False
    for block in blocks_of(part.lines, label):
        if block.is_labelled:
            style, is_closed = "", False
        if is_closed:
            continue
        people, refused, this_style = _read_block(block)
        if style and people and this_style != style:
            continue
        if style and refused and (not people or refused[0].line < people[0].line):
            is_closed = True
            continue
        found.attendances += people
        found.skipped += refused if people or this_style == "bullet" else []
        style = this_style if people else style


def _names_in_heading(part: Part) -> list[Person]:
    """The names in a heading such as "## Present: Ada Novak, Ben Okoro"."""
    _, colon, names = plain(part.heading.text).partition(":") if part.heading else ("", "", "")
    return read_people(names) if colon and names_several(names) else []


def _read_block(block: Block) -> tuple[list[Attendance], list[Skipped], str]:
    """The people of a block, the lines that are none, and whether it is a bulleted list, a table or plain lines."""
    if block.lines[0].text.startswith("|") or tables.is_table(block.lines):
        rows = tables.people_of(block.lines)
        return [_attendance(line, one, block.label) for line, one in rows], [], "table"
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
            people += [_attendance(line.number, one, label) for label, several in named for one in several]
            continue
        person = read_person(text)
        if person:
            people.append(_attendance(line.number, person, block.label, box=line.box))
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
        return [_attendance(lines[0].number, one, block.label) for one in read_people(joined)], []
    for line in lines:
        for text in line.text.replace("<br/>", "<br>").replace("<br />", "<br>").split("<br>"):
            named = _labelled_names(text)
            if not named and names_several(text) and (len(lines) == 1 or text.count(",") > 1):
                named = [(block.label, read_people(text))]
            if named:
                people += [_attendance(line.number, one, label) for label, several in named for one in several]
                continue
            person = read_person(text)
            if person and (person.handle or is_capitalised(person.name)):
                people.append(_attendance(line.number, person, block.label, box=line.box))
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


def _read_labelled_lines(part: Part, found: Found) -> None:
    """The lists below label lines and the lines "Present: …" of a part whose heading says nothing of attendance."""
    label, block, blanks, edge = None, list[Line](), 0, -1
    for line, below in pairwise((*part.lines, Line(0, ""), Line(0, ""))):
        said = None if line.is_blank or line.is_hidden else label_line(line, below, is_inside=False)
        if isinstance(said, GroupLabel) and not said.is_weak and line.indent <= 1:
            _close(label, block, found)
            label, block, blanks, edge = said, [], 0, line.indent if line.mark else -1
        elif line.is_blank or (line.mark and line.indent <= edge):
            blanks += 1
            if block or blanks > 1 or edge >= 0:
                _close(label, block, found)
                label, block, edge = (label if not block and blanks < 2 and edge < 0 else None), [], -1
        elif label:
            block.append(line)
        if label is None and line.indent <= 1 and not line.is_hidden:
            found.attendances += _inline_list(line)


def _inline_list(line: Line) -> list[Attendance]:
    """The people of a line "Present: Ada Novak, Ben Okoro", where all that stands behind the label is names."""
    text = as_label(line.text)
    named = _labelled_names(text)
    if not named or named[0][0].is_weak or not _is_list_of_names(text):
        return []
    return [_attendance(line.number, one, label) for label, people in named for one in people]


def _is_list_of_names(text: str) -> bool:
    """Whether all of what stands behind a label is names."""
    words = plain(text)
    names = words.partition(":")[2] or words.partition(" were ")[2]
    names = re.split(_LABEL_BEFORE, names, maxsplit=1)[0]
    person = read_person(names)
    return names_several(names) or (person is not None and (person.handle is not None or is_capitalised(person.name)))


def _close(label: GroupLabel | None, block: list[Line], found: Found) -> None:
    """Take the people of the list below a label line; a list of mostly other things is none."""
    if label and block:
        people, refused, _ = _read_block(Block(label, True, tuple(block)))
        if len(people) >= len(refused):
            found.attendances += people
            found.skipped += refused


def _list_second_ones(parts: Sequence[Part], by_heading: Container[int], found: Found) -> None:
    """List label lines outside the attendance section: they are a second list, which is not counted."""
    for part in parts:
        if part.heading and part.heading.number in by_heading:
            continue
        for line in part.lines:
            if not line.is_blank and not line.is_hidden and _inline_list(line):
                found.skipped.append(Skipped(line.number, SkipReason.SECOND_ATTENDANCE, line.text[:200]))


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


def _attendance(line: int, person: Person, label: GroupLabel, *, box: Box | None = None) -> Attendance:
    """The value for one person; an empty box or a cross in a list of those present says that they were not."""
    group, is_there = label.group, person.is_there
    if box is not None and box is not Box.DONE:
        is_there = False
    if is_there is False and group.is_there:
        group = Group.ABSENT
    elif box is Box.DONE and group is Group.INVITED:
        group = Group.PRESENT
    may_vote = label.may_vote if person.may_vote is None else person.may_vote
    return Attendance(line, person.written, person.name, person.handle, person.role, group, may_vote, person.offices)
