"""Action items: the bullets of action sections, their checkboxes, owners and due dates, and the inline ones."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import unescape

from cxgov.core.due_words import find_due, read_due
from cxgov.imports.minutes_text import tables
from cxgov.imports.minutes_text.labels import action_label, is_same_list
from cxgov.imports.minutes_text.lines import Line, Part, is_emphasised, plain
from cxgov.imports.minutes_text.values import (
    ActionItem,
    Box,
    InlineAction,
    ItemStyle,
    Skipped,
    SkipReason,
    SubItem,
)
from cxgov.people.owner_words import read_owners

LONGEST_LABEL_LINE = 100
_NOTHING = re.compile(
    r"(?:none|n/?a|nil|nothing|-+|tbd|no|(?:there (?:are|were) )?no (?:(?:new|open|further|other|outstanding) )?"
    r"(?:action|actions|action items?|items?|to-?dos?)(?: .{0,40})?|none .{0,30})[.!]?",
    re.IGNORECASE,
)
_INLINE = re.compile(
    r"(?:\(?\[?(?:action items?|actions?|action points?|todos?|to-do|ai)(?:[ -]?#?\d{1,6})?\]?\)?\s?"
    r"(?:to [^:]{1,60}|for [^:]{1,60}|[A-Z]{2,4})?\s?[:–—]\s?|\[(?:action items?|action|todo|ai)\]\s?)(.*)",
    re.IGNORECASE,
)
_INLINE_LATER = re.compile(r"(?<=[.;)\]] )(?:ACTION(?: ITEM)?S?|TODO|AI)\s?:\s?(.+)")


@dataclass
class FoundActions:
    """What was found in all parts."""

    items: list[ActionItem] = field(default_factory=list)
    inline: list[InlineAction] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    has_section: bool = False


@dataclass(frozen=True)
class Context:
    """What the lines of one file have in common: the day of the meeting and the names of those who attended."""

    day: date
    known: Collection[str]


def read_actions(parts: Sequence[Part], context: Context) -> FoundActions:
    """The action items of every action section and label, and the inline ones elsewhere."""
    found = FoundActions()
    for part in parts:
        label = action_label(part.heading.text) if part.heading else None
        if label is None:
            _read_running_text(part, context, found)
        elif label.is_unclear:
            _list_unclear(part, context, found)
        elif label.is_plural:
            found.has_section = True
            _read_section(part.lines, context, found, line=part.heading.number if part.heading else 1)
        else:
            _list_singular(part, context, found)
    if not found.has_section:
        found.skipped.append(Skipped(1, SkipReason.NO_ACTIONS))
    return found


def _read_section(lines: Sequence[Line], context: Context, found: FoundActions, *, line: int) -> None:
    """The items of one section: first-level bullets, else numbered ones, and the rows of its tables."""
    before = len(found.items)
    visible = [one for one in lines if not one.is_blank and not one.is_hidden]
    marked = [one for one in visible if one.mark]
    first = min((one.indent for one in marked), default=0)
    for place, one in enumerate(lines):
        if one.is_hidden or not one.mark or one.indent > max(first, 1):
            continue
        if first <= 3:
            _add_item(lines, place, context, found)
    _read_tables(visible, context, found)
    loose = [] if len(found.items) > before else [one for one in visible if not one.mark and "|" not in one.raw]
    for one in loose:
        if not _says_nothing(one.text) and not _is_divider(one):
            found.skipped.append(Skipped(one.number, SkipReason.UNBULLETED_ACTION, one.text[:200]))
    if len(found.items) == before:
        found.skipped.append(Skipped(line, SkipReason.NO_ACTIONS))


def _add_item(lines: Sequence[Line], place: int, context: Context, found: FoundActions) -> None:
    """The item that begins on a line, with the lines that continue it and the bullets below it."""
    line = lines[place]
    words, subs = [line.text], list[SubItem]()
    is_text = True
    for below in lines[place + 1 :]:
        if (below.mark and below.indent <= max(line.indent, 1)) or below.is_hidden:
            break
        if below.is_blank or _is_divider(below) or below.text.startswith("|"):
            is_text = False
            continue
        if below.mark:
            is_text = False
            subs.append(SubItem(below.number, normal(below.text), below.box))
        elif is_text and len(words) < 50:
            words.append(below.text)
        elif below.indent <= 1:
            break
    text = normal(" ".join(words))
    if not text or _says_nothing(text):
        return
    found.items.append(_item(line, text, _style(line), context, tuple(subs)))


def _style(line: Line) -> ItemStyle:
    """How an item is written; a first-level bullet stands behind one blank at most."""
    if line.is_numbered:
        return ItemStyle.NUMBER
    return ItemStyle.BULLET if line.indent <= 1 and line.mark in "-*+" else ItemStyle.INDENTED


def _item(line: Line, text: str, style: ItemStyle, context: Context, subs: tuple[SubItem, ...]) -> ActionItem:
    """The value of an item in a list."""
    owners = read_owners(plain_but_names(text), known=context.known)
    due = find_due(plain(text))
    return ActionItem(
        line=line.number,
        written=line.raw.strip(),
        text=text,
        task=owners.task,
        owners=owners.owners,
        due_words=due.words if due else None,
        due=read_due(due.words, today=context.day) if due else None,
        box=line.box,
        style=style,
        sub_items=subs,
    )


def _read_tables(visible: Sequence[Line], context: Context, found: FoundActions) -> None:
    """The rows of tables with a column for the task."""
    table: list[Line] = []
    for line in (*visible, Line(0, "")):
        if "|" in line.raw and not line.mark:
            table.append(line)
            continue
        for row in tables.items_of(table) if table else ():
            if not _says_nothing(row.task):
                found.items.append(_row_item(row, context))
        table = []


def _row_item(row: tables.TableItem, context: Context) -> ActionItem:
    """The value of an item in a table: owner and date have cells of their own."""
    text = normal(row.task)
    written = read_owners(f"{row.owner}: {text}", known=context.known).owners if row.owner else ()
    words = row.due or None
    return ActionItem(
        line=row.line,
        written=row.raw.strip(),
        text=text,
        task=text,
        owners=written or read_owners(text, known=context.known).owners,
        due_words=words,
        due=read_due(words, today=context.day) if words else None,
        box=Box.DONE if row.is_done else None,
        style=ItemStyle.TABLE,
    )


def _read_running_text(part: Part, context: Context, found: FoundActions) -> None:
    """A part without an action heading: lists below a label line "Action items:", and inline action lines."""
    lines, place = part.lines, 0
    while place < len(lines):
        line = lines[place]
        if not line.is_blank and not line.is_hidden:
            end = _labelled_list_end(lines, place)
            if end is not None:
                found.has_section = True
                _read_section(lines[place + 1 : end], context, found, line=line.number)
                place = end
                continue
            _list_inline(lines, place, context, found)
        place += 1


def _labelled_list_end(lines: Sequence[Line], place: int) -> int | None:
    """Where the list below a label line ends, if this line is an action label with a list right below it."""
    line = lines[place]
    is_labelled = not line.mark and line.indent <= 1 and len(line.text) <= LONGEST_LABEL_LINE
    if not is_labelled or not (line.text.endswith(":") or is_emphasised(line.text) or _is_capital_label(line.text)):
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
    while end < len(lines) and not _ends_list(lines, end):
        end += 1
    return end


def _is_capital_label(text: str) -> bool:
    """Whether a line without a colon is a label all the same: "Action Items" alone, each word with a capital."""
    return len(text) <= 30 and all(word[0].isupper() for word in text.split())


def _ends_list(lines: Sequence[Line], place: int) -> bool:
    """Whether a line below a list, behind a blank one, begins a paragraph of its own."""
    line = lines[place]
    if line.is_blank or line.mark or line.indent > 1 or line.text.startswith("|"):
        return False
    return (lines[place - 1].is_blank or line.text.endswith(":") or is_emphasised(line.text)) and not _is_divider(line)


def _list_inline(lines: Sequence[Line], place: int, context: Context, found: FoundActions) -> None:
    """List an inline action line; where nothing stands behind the word, the bullets below it."""
    line = lines[place]
    text = plain(line.text)
    match = _INLINE.match(text) or _INLINE_LATER.search(text)
    if not match:
        return
    said = match.group(1).strip()
    if said:
        if not _says_nothing(said):
            _add_inline(line.number, text, said, context, found)
        return
    for below in lines[place + 1 :]:
        if below.is_blank or not below.mark or below.indent <= line.indent:
            break
        _add_inline(below.number, plain(below.text), plain(below.text), context, found)


def _list_unclear(part: Part, context: Context, found: FoundActions) -> None:
    """List the first-level bullets with an owner under "Follow-up": talk or tasks, which cannot be told apart."""
    for place, line in enumerate(part.lines):
        if line.is_hidden or not line.mark:
            continue
        if line.indent <= 1 and read_owners(plain_but_names(line.text), known=context.known).owners:
            found.skipped.append(Skipped(line.number, SkipReason.UNCLEAR_ACTIONS, plain(line.text)[:200]))
        else:
            _list_inline(part.lines, place, context, found)


def _list_singular(part: Part, context: Context, found: FoundActions) -> None:
    """List what stands under "Action item" in the singular as an inline action."""
    for line in part.lines:
        if line.text and not line.is_hidden and line.indent <= 1 and not _says_nothing(line.text):
            _add_inline(line.number, plain(line.text), plain(line.text), context, found)


def _add_inline(line: int, text: str, said: str, context: Context, found: FoundActions) -> None:
    """List one inline action with the owners as written."""
    owners = read_owners(said, known=context.known).owners
    found.inline.append(InlineAction(line, text[:1_000], owners))
    found.skipped.append(Skipped(line, SkipReason.INLINE_ACTION, text[:200]))


def normal(text: str) -> str:
    """The text by which an item is recognised in the next meeting: entities decoded, blanks squeezed."""
    return " ".join(unescape(text).split())


def plain_but_names(text: str) -> str:
    """The words of an item for reading its owners; a link around a name or handle becomes its text."""
    return plain(text)


def _says_nothing(text: str) -> bool:
    """Whether a line says that there is no action item."""
    return bool(_NOTHING.fullmatch(plain(text).strip(" ()_")))


def _is_divider(line: Line) -> bool:
    """Whether a line only divides a list of action items: "From this meeting:", "**Previous**"."""
    is_label = line.text.endswith(":") or is_emphasised(line.text)
    return not line.mark and is_label and len(line.text) <= LONGEST_LABEL_LINE and is_same_list(line.text)
