"""Who attended: lists, tables and lines of names under headings and labels, in the order of the file."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from cxgov.imports.minutes_text import tables
from cxgov.imports.minutes_text.attendance_blocks import Block, blocks_of, label_line
from cxgov.imports.minutes_text.attendance_rows import attendance_of, inline_list, read_block
from cxgov.imports.minutes_text.front_matter import label_lines
from cxgov.imports.minutes_text.labels import GroupLabel, closes_attendance, fold_label, group_label
from cxgov.imports.minutes_text.lines import Line, Part, plain
from cxgov.imports.minutes_text.people_lines import (
    Person,
    names_several,
    read_people,
    read_person,
)
from cxgov.imports.minutes_text.values import Attendance, Group, Skipped, SkipReason


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
            found.attendances += [attendance_of(number, one, label) for one in people if one]


def _read_rolls(parts: Sequence[Part], found: Found) -> None:
    """The people of the first table with names and ticks, where nothing else says who attended."""
    for part in parts:
        for block in blocks_of(part.lines, GroupLabel(Group.PRESENT)):
            if not found.attendances and tables.is_table(block.lines) and tables.is_roll(block.lines):
                rows = tables.people_of(block.lines)
                found.attendances += [attendance_of(line, one, block.label) for line, one in rows]


def _heading_label(part: Part) -> GroupLabel | None:
    """What the part's heading says about attendance."""
    return group_label(plain(part.heading.text).partition(":")[0]) if part.heading else None


def _with_subheadings(parts: Sequence[Part], by_heading: Container[int]) -> Iterator[Part]:
    """The attendance parts, with the deeper ones right below that divide the same list ("### Observers").

    Where nothing stands between the attendance heading and the deeper ones, these divide it whatever they are called.
    """
    inside, is_open = 0, False
    for part in parts:
        level = part.heading.level if part.heading else 0
        if part.heading and part.heading.number in by_heading:
            inside = inside if inside and level > inside else level
            is_open = is_open or all(line.is_blank or line.is_hidden for line in part.lines)
            yield part
        elif inside and level > inside and (_heading_label(part) or (is_open and not _closes(part))):
            yield part
        else:
            inside, is_open = 0, False


def _closes(part: Part) -> bool:
    """Whether a deeper heading begins something else than people: "### Agenda"."""
    return part.heading is not None and closes_attendance(part.heading.text)


def _read_part(part: Part, label: GroupLabel, found: Found) -> None:
    """The people below one heading: its blocks in order, until something else than people begins."""
    heading_names = _names_in_heading(part)
    found.attendances += [attendance_of(part.heading.number, one, label) for one in heading_names if part.heading]
    style, is_closed = "", False
    for block in blocks_of(part.lines, label):
        if block.is_labelled:
            style, is_closed = "", False
        if is_closed:
            continue
        people, refused, this_style = read_block(block)
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


def _read_labelled_lines(part: Part, found: Found) -> None:
    """The lists below label lines and the lines "Present: …" of a part whose heading says nothing of attendance."""
    label, block, blanks, edge = None, list[Line](), 0, -1
    for line, below in pairwise((*part.lines, Line(0, ""), Line(0, ""))):
        said = None if line.is_blank or line.is_hidden else label_line(line, below, is_inside=False)
        if isinstance(said, GroupLabel) and not said.is_weak and (line.indent <= 1 or not line.mark):
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
            found.attendances += inline_list(line)


def _close(label: GroupLabel | None, block: list[Line], found: Found) -> None:
    """Take the people of the list below a label line; a list of mostly other things is none."""
    if label and block:
        people, refused, _ = read_block(Block(label, True, tuple(block)))
        if len(people) >= len(refused):
            found.attendances += people
            found.skipped += refused


def _list_second_ones(parts: Sequence[Part], by_heading: Container[int], found: Found) -> None:
    """List label lines outside the attendance section: they are a second list, which is not counted."""
    for part in parts:
        if part.heading and part.heading.number in by_heading:
            continue
        for line in part.lines:
            if not line.is_blank and not line.is_hidden and inline_list(line):
                found.skipped.append(Skipped(line.number, SkipReason.SECOND_ATTENDANCE, line.text[:200]))
