"""The action items of a file: which sections and labels hold them, and which of their lines are items."""

from collections.abc import Sequence
from dataclasses import replace

from cxgov.imports.minutes_text import tables
from cxgov.imports.minutes_text.action_items import (
    Context,
    is_divider,
    is_label,
    owners_named,
    owners_of_label,
    read_item,
    read_row,
    says_nothing,
)
from cxgov.imports.minutes_text.inline_actions import FoundActions, list_inline, list_singular, list_unclear
from cxgov.imports.minutes_text.labels import action_label, is_same_list
from cxgov.imports.minutes_text.lines import Line, Part
from cxgov.imports.minutes_text.values import ItemStyle, Skipped, SkipReason

DEEPEST_FIRST_LEVEL = 3
LONGEST_NUMBERED = 60


def read_actions(parts: Sequence[Part], context: Context) -> FoundActions:
    """The action items of every action section and label, and the inline ones elsewhere."""
    found = FoundActions()
    inside = 0
    for part in parts:
        label = action_label(part.heading.text) if part.heading else None
        level = part.heading.level if part.heading else 0
        if part.heading and label is None and inside and level > inside:
            _read_below(part, part.heading, context, found)
            continue
        inside = level if label and label.is_plural else 0
        if label is None or part.heading is None:
            _read_running_text(part, context, found)
        elif label.is_unclear:
            list_unclear(part, context, found)
        elif label.is_plural:
            _read_section(part.lines, context, found, line=part.heading.number)
        else:
            list_singular(part, context, found)
    if not found.has_section:
        found.skipped.append(Skipped(1, SkipReason.NO_ACTIONS))
    return found


def _read_below(part: Part, heading: Line, context: Context, found: FoundActions) -> None:
    """A deeper heading right below an action section: an attendee's name or "Previous" divides the same list.

    Its items are not counted, since a section ends at the next heading of any level. Other headings begin something
    that cannot be told apart from talk.
    """
    owners = owners_named(heading, context.known)
    if not owners and not is_same_list(heading.text):
        list_unclear(part, context, found)
        return
    own = FoundActions()
    _read_section(part.lines, context, own, line=heading.number)
    found.items += [replace(one, style=ItemStyle.BELOW_HEADING, owners=one.owners or owners) for one in own.items]
    found.skipped += own.skipped


def _read_section(lines: Sequence[Line], context: Context, found: FoundActions, *, line: int) -> None:
    """The items of one section: the first level of its lists, and the rows of its tables."""
    found.has_section = True
    before = len(found.items)
    visible = [one for one in lines if not one.is_blank and not one.is_hidden]
    _read_lists(lines, context, found)
    _read_tables(visible, context, found)
    if len(found.items) > before:
        return
    for one in visible:
        if not (one.mark or "|" in one.raw or says_nothing(one.text) or is_divider(one)):
            found.skipped.append(Skipped(one.number, SkipReason.UNBULLETED_ACTION, one.text[:200]))
    found.skipped.append(Skipped(line, SkipReason.NO_ACTIONS))


def _read_lists(lines: Sequence[Line], context: Context, found: FoundActions) -> None:
    """The items of the lists; a label that names an owner holds for the items below it, any other label ends that."""
    first = min((one.indent for one in lines if one.mark and not one.is_hidden), default=0)
    owners: tuple[str, ...] = ()
    for place, one in enumerate(lines):
        if one.is_hidden or one.is_blank:
            continue
        if not one.mark:
            owners = owners_of_label(one, context.known) if is_label(one) else owners
        elif one.indent <= max(first, 1) and first <= DEEPEST_FIRST_LEVEL:
            item = read_item(lines, place, context, owners)
            if item:
                found.items.append(item)


def _read_tables(visible: Sequence[Line], context: Context, found: FoundActions) -> None:
    """The rows of tables with a column for the task."""
    table: list[Line] = []
    for line in (*visible, Line(0, "")):
        if "|" in line.raw and not line.mark:
            table.append(line)
            continue
        rows = (read_row(row, context) for row in tables.items_of(table))
        found.items += [item for item in rows if item]
        table = []


def _read_running_text(part: Part, context: Context, found: FoundActions) -> None:
    """A part without an action heading: lists below a label line "Action items:", and inline action lines."""
    lines, place = part.lines, 0
    while place < len(lines):
        line = lines[place]
        if not line.is_blank and not line.is_hidden:
            end = _labelled_list_end(lines, place)
            if end is not None and line.mark:
                _read_numbered(lines[place + 1 : end], context, found, line=line.number)
            elif end is not None:
                _read_section(lines[place + 1 : end], context, found, line=line.number)
            if end is not None:
                place = end
                continue
            if (end := _action_table_end(lines, place)) is not None:
                found.has_section = True
                _read_tables(lines[place:end], context, found)
                place = end
                continue
            list_inline(lines, place, context, found)
        place += 1


def _labelled_list_end(lines: Sequence[Line], place: int) -> int | None:
    """Where the list below a label line ends, if this line is an action label with a list right below it."""
    line = lines[place]
    is_short = (
        is_label(line) or _is_capital_label(line.text) or (line.is_numbered and len(line.text) <= LONGEST_NUMBERED)
    )
    if (line.mark and not line.is_numbered) or line.indent > 1 or not is_short:
        return None
    label = action_label(line.text)
    if label is None or not label.is_plural or label.is_unclear:
        return None
    start = place + 1
    while start < len(lines) and lines[start].is_blank and start - place < 3:
        start += 1
    if start >= len(lines) or not (lines[start].mark or lines[start].text.startswith("|")):
        return None
    end = start
    if line.mark and lines[start].indent <= line.indent:
        return None
    while end < len(lines) and not (_ends_numbered(lines, end, line) if line.mark else _ends_list(lines, end)):
        end += 1
    return end


def _is_capital_label(text: str) -> bool:
    """Whether a line without a colon is a label all the same: "Action items" alone, that begins with a capital."""
    return 0 < len(text) <= 30 and text[0].isupper()


def _ends_numbered(lines: Sequence[Line], place: int, label: Line) -> bool:
    """Whether a line stands no longer below a numbered label: "3. Any other business"."""
    return not lines[place].is_blank and lines[place].indent <= label.indent


def _read_numbered(lines: Sequence[Line], context: Context, found: FoundActions, *, line: int) -> None:
    """The items below "2. Actions" in minutes that number their points: not counted, since they begin further right."""
    edge = min((one.indent for one in lines if one.mark), default=0)
    own = FoundActions()
    _read_section([replace(one, indent=max(0, one.indent - edge)) for one in lines], context, own, line=line)
    is_bullet = ItemStyle.BULLET
    found.items += [replace(one, style=ItemStyle.INDENTED) if one.style is is_bullet else one for one in own.items]
    found.skipped += own.skipped
    found.has_section = True


def _action_table_end(lines: Sequence[Line], place: int) -> int | None:
    """Where a table of actions ends that begins on this line, without a heading that says so."""
    is_within = place > 0 and "|" in lines[place - 1].raw
    if is_within or not tables.is_of_actions(lines[place : place + 2]):
        return None
    end = place
    while end < len(lines) and "|" in lines[end].raw and not lines[end].mark:
        end += 1
    return end if end - place > 2 else None


def _ends_list(lines: Sequence[Line], place: int) -> bool:
    """Whether a line below a list begins something of its own: a paragraph behind a blank line, or another label."""
    line = lines[place]
    if line.is_blank or line.mark or line.indent > 1 or line.text.startswith("|"):
        return False
    return (lines[place - 1].is_blank or is_label(line)) and not is_divider(line)
