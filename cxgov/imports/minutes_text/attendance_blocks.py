"""The blocks of an attendance list: lines between blank ones and labels, each below the label that holds for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cxgov.imports.minutes_text.labels import GroupLabel, closes_attendance, group_label, office_label
from cxgov.imports.minutes_text.lines import Line, is_emphasised
from cxgov.imports.minutes_text.values import Group

LONGEST_LABEL_LINE = 120


@dataclass(frozen=True)
class Block:
    """Lines without a blank one between them, below one label; `is_labelled` where a label stands right above."""

    label: GroupLabel
    is_labelled: bool
    lines: tuple[Line, ...]


def blocks_of(lines: Sequence[Line], label: GroupLabel) -> Iterator[Block]:
    """The lines divided at blank ones and at labels; a label that begins something else ends the list.

    A bullet that is only a label ("- Observers" with people below it) holds until the next bullet of its own level.
    """
    is_labelled, block, own, edge, is_office = False, list[Line](), label, -1, False
    for line, below in pairwise((*lines, Line(0, ""))):
        is_office = _is_office(line) or (is_office and not line.is_blank)
        said = None if line.is_blank or is_office else label_line(line, below, is_inside=True)
        is_over = bool(line.mark) and line.indent <= edge
        if line.is_blank or line.is_hidden or is_over or is_office or said is not None:
            if block:
                yield Block(label, is_labelled, tuple(block))
                is_labelled, block = False, []
            if said is False:
                return
            if is_over:
                label, edge = own, -1
            if isinstance(said, GroupLabel):
                label, is_labelled, edge = said, True, line.indent if line.mark else -1
                own = own if line.mark else said
                continue
            if line.is_blank or line.is_hidden or is_office:
                continue
        block.append(line)
    if block:
        yield Block(label, is_labelled, tuple(block))


def _is_office(line: Line) -> bool:
    """Whether a line is the label of an office, "**Chair**", whose names below it are no list of their own."""
    return not line.mark and is_emphasised(line.text) and office_label(line.text.rstrip(":*_ ")) is not None


def label_line(line: Line, below: Line, *, is_inside: bool) -> GroupLabel | bool | None:
    """The group a whole line names; False where it begins something else; None where it is no label."""
    text = line.text
    if len(text) > LONGEST_LABEL_LINE or not text or text.startswith("|"):
        return None
    looks_so = text.endswith((":", ":**", ":*", ":__")) or is_emphasised(text) or text.startswith("** ")
    label = group_label(text)
    if line.mark:
        has_people = below.mark != "" and below.indent > line.indent
        return label if label and has_people and (looks_so or not label.is_weak) and "@" not in text else None
    if not looks_so:
        return label if label and not label.is_weak else None
    if label:
        return label
    if is_inside and is_emphasised(text) and closes_attendance(text):
        return False
    return GroupLabel(Group.PRESENT) if is_inside and text.endswith(":") else None
