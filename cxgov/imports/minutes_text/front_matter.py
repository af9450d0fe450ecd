"""The YAML front matter of a file as plain label lines: "attendees: [Ada, Ben]" reads like "attendees" and a list.

Only flat keys with a value, a list in brackets or a list of dashes are read; anything else is left alone.
"""

import re
from collections.abc import Iterator, Sequence

from cxgov.imports.minutes_text.lines import Line

_KEY = re.compile(r"([A-Za-z][\w -]{1,40}):\s*(.*)$")
_ITEM = re.compile(r"\s*-\s+(.+)$")
_QUOTES = "'\" "


def label_lines(lines: Sequence[Line]) -> Iterator[tuple[int, str, list[str]]]:
    """The keys of the front matter: line, key in words, values."""
    key, number, values = "", 0, list[str]()
    for line in _front(lines):
        match, item = _KEY.match(line.raw[:1_000]), _ITEM.match(line.raw[:1_000])
        if match:
            if key and values:
                yield number, key, values
            key, number, values = match.group(1).replace("_", " "), line.number, _values(match.group(2))
        elif item and key:
            values.append(item.group(1).strip(_QUOTES))
    if key and values:
        yield number, key, values


def _front(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines between the two rules, where the file begins with front matter."""
    if not lines or not lines[0].is_hidden or lines[0].raw.strip() != "---":
        return
    for line in lines[1:]:
        if not line.is_hidden or line.raw.strip() in ("---", "..."):
            return
        yield line


def _values(text: str) -> list[str]:
    """The value of a key: one, or those of a list in brackets."""
    bare = text.strip()
    if bare.startswith("[") and bare.endswith("]"):
        return [part.strip(_QUOTES) for part in bare[1:-1].split(",") if part.strip(_QUOTES)]
    return [bare.strip(_QUOTES)] if bare.strip(_QUOTES) else []
