"""One action item: its text, checkbox, owners, due date and the bullets below it."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from html import unescape

from cxgov.core.due_words import find_due, read_due
from cxgov.imports.minutes_text import tables
from cxgov.imports.minutes_text.labels import is_same_list
from cxgov.imports.minutes_text.lines import Line, is_emphasised, plain
from cxgov.imports.minutes_text.values import ActionItem, Box, ItemStyle, SubItem
from cxgov.people.owner_words import looks_like_owner, read_owners
from cxgov.people.resolving import fold, split_owners

LONGEST_LABEL_LINE = 100
MOST_CONTINUED_LINES = 50
_NOTHING = re.compile(
    r"(?:none|n/?a|nil|nothing|-+|tb[ad]|no|unassigned|no (?:owner|date)|none[ ,;.-].{0,80}"
    r"|(?:there (?:are|were) )?no (?:(?:new|open|further|other|outstanding) )?"
    r"(?:actions?|action items?|items?|to-?dos?)(?: .{0,40})?)[.!]?",
    re.IGNORECASE,
)
_STATUS = re.compile(r"status\s?:", re.IGNORECASE)
_OWNER_BELOW = re.compile(
    r"(?:owners?|assigned(?: to)?|assignees?|who|responsible|lead)\s?:\s?(.{1,120})", re.IGNORECASE
)
_DUE_BELOW = re.compile(
    r"(?:due(?: date| on| by)?|deadline|when|by(?: when)?|target(?: date)?)\s?:\s?(.{1,60})", re.IGNORECASE
)


@dataclass(frozen=True)
class Context:
    """What the lines of one file have in common: the day of the meeting and the names of those who attended."""

    day: date
    known: Collection[str]


def read_item(lines: Sequence[Line], place: int, context: Context, label_owners: tuple[str, ...]) -> ActionItem | None:
    """The item that begins on a line, with the lines that continue it and the bullets below; None where it says none.

    `label_owners` are those of a label above the list ("Ada Novak:"), for items that name no owner themselves.
    """
    line = lines[place]
    text, subs = _text_and_subs(lines, place)
    if not text or says_nothing(text):
        return None
    words = plain(text)
    owners = read_owners(words, known=context.known)
    due = find_due(words)
    due_words = due.words if due else _said_below(subs, _DUE_BELOW)
    return ActionItem(
        line=line.number,
        written=line.raw.strip(),
        text=text,
        task=owners.task,
        owners=owners.owners or _owners_below(subs, context) or label_owners,
        due_words=due_words,
        due=read_due(due_words, today=context.day) if due_words else None,
        box=line.box,
        style=_style(line),
        sub_items=tuple(subs),
    )


def read_row(row: tables.TableItem, context: Context) -> ActionItem | None:
    """The item in a row of a table, where owner and date have cells of their own."""
    text = normal(row.task)
    if says_nothing(text):
        return None
    written = tuple(one for one in split_owners(row.owner) if not says_nothing(one))
    return ActionItem(
        line=row.line,
        written=row.raw.strip(),
        text=text,
        task=text,
        owners=written or read_owners(text, known=context.known).owners,
        due_words=None if says_nothing(row.due) else row.due or None,
        due=read_due(row.due, today=context.day) if row.due else None,
        box=Box.DONE if row.is_done else None,
        style=ItemStyle.TABLE,
    )


def normal(text: str) -> str:
    """The text by which an item is recognised in the next meeting: entities decoded, blanks squeezed."""
    return " ".join(unescape(text).split())


def says_nothing(text: str) -> bool:
    """Whether a line says that there is no action item."""
    return bool(_NOTHING.fullmatch(plain(text[:200]).strip(" ()[]_?")))


def is_divider(line: Line) -> bool:
    """Whether a line only divides a list of action items: "From this meeting:", "**Previous**"."""
    return is_label(line) and is_same_list(line.text)


def owners_of_label(line: Line, known: Collection[str]) -> tuple[str, ...]:
    """The owners that a label above a list names for all of its items: "@ben:", or "Ada:" where an Ada attended."""
    return owners_named(line, known) if is_label(line) else ()


def owners_named(line: Line, known: Collection[str]) -> tuple[str, ...]:
    """The owners whose names are all that a line says: handles, or names of those who attended."""
    near = {fold(word) for name in known for word in (name, name.split(" ")[0])}
    parts = split_owners(plain(line.text).rstrip(" :"))
    is_sure = all(fold(part) in near or (part.startswith("@") and looks_like_owner(part)) for part in parts)
    return tuple(parts) if is_sure else ()


def is_label(line: Line) -> bool:
    """Whether a line stands above a list: it ends with a colon or is emphasised, and has no list mark."""
    is_short = 0 < len(line.text) <= LONGEST_LABEL_LINE
    return is_short and not line.mark and (line.text.rstrip("*_").endswith(":") or is_emphasised(line.text))


def _text_and_subs(lines: Sequence[Line], place: int) -> tuple[str, list[SubItem]]:
    """The item's text with its continued lines, and the bullets below it."""
    line = lines[place]
    words, subs, is_text = [line.text], list[SubItem](), True
    for at in range(place + 1, len(lines)):
        below = lines[at]
        if (below.mark and below.indent <= max(line.indent, 1)) or below.is_hidden:
            break
        if below.is_blank or is_label(below) or below.text.startswith("|"):
            is_text = False
        elif below.mark:
            is_text = False
            subs.append(SubItem(below.number, normal(below.text), below.box))
        elif is_text and len(words) < MOST_CONTINUED_LINES:
            is_text = not _STATUS.match(below.text)  # it differs from meeting to meeting
            words += [below.text] if is_text else []
        elif below.indent <= 1:
            break
    return normal(" ".join(words)), subs


def _style(line: Line) -> ItemStyle:
    """How an item is written; a first-level bullet stands behind one blank at most."""
    if line.is_numbered:
        return ItemStyle.NUMBER
    return ItemStyle.BULLET if line.indent <= 1 and line.mark in "-*+" else ItemStyle.INDENTED


def _owners_below(subs: Sequence[SubItem], context: Context) -> tuple[str, ...]:
    """The owners that a bullet "Owner: Ada Novak" below the item names."""
    parts = split_owners(_said_below(subs, _OWNER_BELOW) or "")
    near = {fold(name) for name in context.known}
    return tuple(parts) if parts and all(fold(part) in near or looks_like_owner(part) for part in parts) else ()


def _said_below(subs: Sequence[SubItem], pattern: re.Pattern[str]) -> str | None:
    """What a bullet below an item says of its owner or its date."""
    found = (pattern.fullmatch(plain(sub.text[:200])) for sub in subs[:20])
    return next((match.group(1).strip() for match in found if match), None)
