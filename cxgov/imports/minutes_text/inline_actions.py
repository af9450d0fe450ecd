"""Actions outside action sections: they are listed with file and line, and never become items by themselves."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from cxgov.imports.minutes_text.action_items import Context, says_nothing
from cxgov.imports.minutes_text.lines import Line, Part, plain
from cxgov.imports.minutes_text.values import ActionItem, InlineAction, Skipped, SkipReason
from cxgov.people.owner_words import read_owners

_INLINE = re.compile(
    r"(?:\(?\[?(?:action items?|actions?|action points?|todos?|to-do|ai)\b(?:[ -]?#?\d{1,6})?\]?\)?\s?"
    r"(?:to [^:]{1,60}|for [^:]{1,60}|(?-i:[A-Z]{2,4})|[(\[][^()\[\]:]{1,60}[)\]])?\s?[:–—]\s?"
    r"|\[(?:action items?|action|todo|ai)\]\s?)(.*)",
    re.IGNORECASE,
)
_INLINE_LATER = re.compile(r"(?<=[.;)\]] )(?:ACTION(?: ITEM)?S?|Action(?: item)?s?|TODO|AI)\s?:\s?(.+)")


@dataclass
class FoundActions:
    """What was found in all parts of a file."""

    items: list[ActionItem] = field(default_factory=list)
    inline: list[InlineAction] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    has_section: bool = False


def list_inline(lines: Sequence[Line], place: int, context: Context, found: FoundActions) -> None:
    """List an inline action line; where nothing stands behind the word, what stands below it; a box with an owner."""
    line = lines[place]
    text = plain(line.text)
    match = _INLINE.match(text) or _INLINE_LATER.search(text)
    if not match:
        if line.box is not None and read_owners(text, known=context.known).owners:
            found.skipped.append(Skipped(line.number, SkipReason.CHECKBOX, text[:200]))
        return
    said = match.group(1).strip()
    if said:
        if not says_nothing(said):
            _add(line.number, text, context, found)
        return
    for at in range(place + 1, len(lines)):
        below = lines[at]
        is_next_line = at == place + 1 and not below.mark and not line.mark and not below.is_hidden
        if below.is_blank or not (is_next_line or (below.mark and below.indent > line.indent)):
            break
        _add(below.number, plain(below.text), context, found)


def list_unclear(part: Part, context: Context, found: FoundActions) -> None:
    """List the first-level bullets with an owner under "Follow-up": talk or tasks, which cannot be told apart."""
    for place, line in enumerate(part.lines):
        if line.is_hidden or not line.mark:
            continue
        if line.indent <= 1 and read_owners(plain(line.text), known=context.known).owners:
            found.skipped.append(Skipped(line.number, SkipReason.UNCLEAR_ACTIONS, plain(line.text)[:200]))
        else:
            list_inline(part.lines, place, context, found)


def list_singular(part: Part, context: Context, found: FoundActions) -> None:
    """List what stands under "Action item" in the singular as an inline action."""
    for line in part.lines:
        if line.text and not line.is_hidden and line.indent <= 1 and not says_nothing(line.text):
            _add(line.number, plain(line.text), context, found)


def _add(line: int, text: str, context: Context, found: FoundActions) -> None:
    """List one inline action with the owners as written."""
    owners = read_owners(text, known=context.known).owners
    found.inline.append(InlineAction(line, text[:1_000], owners))
    found.skipped.append(Skipped(line, SkipReason.INLINE_ACTION, text[:200]))
