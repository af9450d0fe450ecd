"""The plain structure of a Markdown file: numbered lines with list mark and checkbox, and sections below headings.

Everything is one pass over the lines and bounded patterns, so that no text can make it slow.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from cxgov.imports.minutes_text.values import Box, Section

LONGEST_LINE = 4_000
_HEADING = re.compile(r" {0,3}(#{1,6}(?=[ \t]|$)|#{2,6}(?=[^\s#\d]))[ \t]*(.*)$")
_MARKED = re.compile(r"(\s*)([-*+•‣–]|\d{1,3}[.)])(?:[ \t]+(.*)|$)", re.DOTALL)
_BOXED = re.compile(r"\\?\[([ xX]?)\\?\](?:\s+|$)(.*)", re.DOTALL)
_CHECKBOX = re.compile(r"\s*(?:>\s?)?(?:[-*+]|\d{1,3}[.)])\s+\[([ xX])\](?=\s|$)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_LINK = re.compile(r"!?\[([^\[\]]{0,400})\]\(([^()\s]{0,800})(?:\s\"[^\"]{0,200}\")?\)")
_REFERENCE = re.compile(r"\[([^\[\]]{1,200})\]\[[^\[\]]{0,100}\]")
_TAG = re.compile(r"`[^`]{1,400}`|<(?:https?://|mailto:|/?[A-Za-z])[^<>]{0,400}>")
_MARKUP = re.compile(r"\*\*|__|~~|`")
_ATTRIBUTES = re.compile(r"\s*\{:[^{}]{0,200}\}\s*$")
_EDGES = "*_ \t"


@dataclass(frozen=True)
class Line:
    """One line: `indent` in blanks (a tab counts 4), `mark` of a list or "", `box`, and the text behind them."""

    number: int
    raw: str
    indent: int = 0
    mark: str = ""
    box: Box | None = None
    text: str = ""
    level: int = 0
    is_hidden: bool = False

    @property
    def is_blank(self) -> bool:
        return not self.raw.strip()

    @property
    def is_heading(self) -> bool:
        return self.level > 0

    @property
    def is_numbered(self) -> bool:
        return self.mark[:1].isdigit()


@dataclass(frozen=True)
class Part:
    """A heading and the lines below it, up to the next heading of any level."""

    heading: Line | None
    lines: tuple[Line, ...]


def read_lines(text: str) -> tuple[Line, ...]:
    """Every line of the text; fenced code, comments, attributes `{: .x}` and front matter are hidden, not lost."""
    raw = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    hidden = _hidden(raw)
    lines: list[Line] = []
    for place, one in enumerate(raw):
        if place in hidden or _ATTRIBUTES.match(one):
            lines.append(Line(place + 1, one, is_hidden=True))
            continue
        under = raw[place + 1].strip() if place + 1 < len(raw) and place + 1 not in hidden else ""
        lines.append(_line(place + 1, one, under))
    return tuple(lines)


def parts_of(lines: Sequence[Line]) -> tuple[Part, ...]:
    """The lines divided at the headings; the first part may have none."""
    parts: list[Part] = []
    heading: Line | None = None
    below: list[Line] = []
    for line in lines:
        if line.is_heading:
            if heading or any(not one.is_blank for one in below):
                parts.append(Part(heading, tuple(below)))
            heading, below = line, []
        else:
            below.append(line)
    if heading or any(not one.is_blank for one in below):
        parts.append(Part(heading, tuple(below)))
    return tuple(parts)


def sections_of(parts: Iterable[Part]) -> tuple[Section, ...]:
    """The parts as blocks to store: heading in plain words, raw Markdown below it; empty front matter is none."""
    sections: list[Section] = []
    for part in parts:
        text = "\n".join(line.raw for line in part.lines).strip("\n")
        if part.heading:
            heading = part.heading
            sections.append(Section(heading.number, heading.level, plain(heading.text), text, heading.raw.rstrip()))
        elif any(sign.isalnum() for sign in text):
            sections.append(Section(part.lines[0].number, 0, "", text))
    return tuple(sections)


def count_boxes(lines: Iterable[Line]) -> tuple[int, int]:
    """How many checkboxes are ticked and how many are not, anywhere in the file and at any depth."""
    signs = [match.group(1) for line in lines if (match := _CHECKBOX.match(line.raw[:LONGEST_LINE]))]
    done = sum(sign in "xX" for sign in signs)
    return done, len(signs) - done


def plain(text: str) -> str:
    """A line's words: links by their text, entities decoded, markup and tags removed, blanks squeezed."""
    words = _LINK.sub(r"\1", text[:LONGEST_LINE])
    words = _REFERENCE.sub(r"\1", words)
    words = unescape(_TAG.sub(_without_tag, words))
    return " ".join(_MARKUP.sub("", words).replace("\\", "").split()).strip(_EDGES)


def _without_tag(match: re.Match[str]) -> str:
    """A blank for a tag; what stands in backticks is meant as it is written."""
    return match.group() if match.group().startswith("`") else " "


def links_of(text: str) -> Iterator[tuple[str, str]]:
    """The links of a line: text and address."""
    return ((match.group(1), match.group(2)) for match in _LINK.finditer(text[:LONGEST_LINE]))


def is_emphasised(text: str) -> bool:
    """Whether a whole line is bold or italic, which people use as a small heading."""
    bare = text.strip().rstrip(":").strip()
    return len(bare) > 2 and bare[0] in "*_" and (bare[-1] in "*_" or bare.startswith("**"))


def as_label(text: str) -> str:
    """A row of a two-column table as a label line: "| Present | Ada, Ben |" reads "Present: Ada, Ben"."""
    if not text.startswith("|"):
        return text
    cells = [cell.strip() for cell in text.strip("| ").split("|")]
    return f"{cells[0].rstrip('*_: ')}: {cells[1]}" if len(cells) == 2 and all(cells) else text


def _line(number: int, raw: str, under: str) -> Line:
    """One visible line; a text above ===== or ----- is a heading too."""
    body = raw[:LONGEST_LINE].expandtabs(4).rstrip()
    heading = _HEADING.match(body)
    if heading:
        return Line(number, raw, text=heading.group(2).strip().rstrip("#").strip(), level=len(heading.group(1)))
    marked = _MARKED.match(body)
    if not marked:
        is_title = bool(body.strip()) and len(under) > 2 and under.strip("=-") == "" and not body.startswith("    ")
        level = (1 if under[0] == "=" else 2) if is_title and len(set(under)) == 1 and "|" not in body else 0
        return Line(number, raw, len(body) - len(body.lstrip()), text=body.strip(), level=level)
    text, box = marked.group(3) or "", None
    boxed = _BOXED.match(text)
    if boxed:
        box = {"": Box.EMPTY, " ": Box.OPEN}.get(boxed.group(1), Box.DONE)
        text = boxed.group(2)
    return Line(number, raw, len(marked.group(1)), marked.group(2), box, text.strip())


def _hidden(raw: Sequence[str]) -> set[int]:
    """The places of lines in front matter, fenced code and comments; what is never closed hides nothing."""
    hidden = set(range(front_matter_end(raw)))
    place, last_close = len(hidden), _last_closings(raw)
    while place < len(raw):
        end = _end_of_hiding(raw, place, last_close)
        if end is None:
            place += 1
            continue
        hidden.update(range(place, end + 1))
        place = end + 1
    return hidden


def _last_closings(raw: Sequence[str]) -> dict[str, int]:
    """Where the last line stands that can close a fence of one kind or a comment."""
    last = {"```": -1, "~~~": -1, "-->": -1}
    for place, line in enumerate(raw):
        for sign in last:
            if sign in line:
                last[sign] = place
    return last


def _end_of_hiding(raw: Sequence[str], place: int, last_close: dict[str, int]) -> int | None:
    """The last line of the fence or comment that begins on this line, if one does and is closed."""
    fence = _FENCE.match(raw[place])
    if fence:
        sign = fence.group(1)[:3]
        following = range(place + 1, last_close[sign] + 1)
        return next((at for at in following if raw[at].strip().startswith(sign)), None)
    if not raw[place].lstrip().startswith("<!--"):
        return None
    return next((at for at in range(place, last_close["-->"] + 1) if "-->" in raw[at]), None)


def front_matter_end(raw: Sequence[str]) -> int:
    """How many lines the YAML front matter takes, 0 where there is none."""
    if not raw or raw[0].strip() != "---":
        return 0
    end = next((place for place in range(1, min(len(raw), 200)) if raw[place].strip() in ("---", "...")), None)
    return end + 1 if end is not None else 0
