"""Two texts that were written at the same time: what differs, and one text that holds both. Pure."""

import re
from difflib import SequenceMatcher

Segment = tuple[bool, str]
_PARTS = re.compile(r"\s+|[^\s]+")
MOST_PARTS = 3_000


def join_texts(base: str, theirs: str, yours: str) -> str:
    """One text with the changes of both: each side's where only one changed, theirs and then yours where both did."""
    old, their, your = base.split("\n"), theirs.split("\n"), yours.split("\n")
    in_theirs, in_yours = _matches(old, their), _matches(old, your)
    joined: list[str] = []
    at = t = y = 0
    for place in range(len(old) + 1):
        is_end = place == len(old)
        if not is_end and not (place in in_theirs and place in in_yours):
            continue
        t_to, y_to = (len(their), len(your)) if is_end else (in_theirs[place], in_yours[place])
        joined += _both(old[at:place], their[t:t_to], your[y:y_to])
        if not is_end:
            joined.append(old[place])
            at, t, y = place + 1, t_to + 1, y_to + 1
    return "\n".join(joined).strip()


def marked(text: str, other: str) -> list[Segment]:
    """The text in pieces, marked where the other one does not say the same."""
    here, there = _PARTS.findall(text), _PARTS.findall(other)
    if len(here) + len(there) > MOST_PARTS:
        here, there = text.splitlines(keepends=True), other.splitlines(keepends=True)
    matcher = SequenceMatcher(None, here, there, autojunk=False)
    pieces = [(tag != "equal", "".join(here[start:end])) for tag, start, end, _, _ in matcher.get_opcodes()]
    return [(is_marked, piece) for is_marked, piece in pieces if piece]


def _matches(old: list[str], new: list[str]) -> dict[int, int]:
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}


def _both(old: list[str], theirs: list[str], yours: list[str]) -> list[str]:
    if yours in (old, theirs):
        return theirs
    if theirs == old:
        return yours
    return theirs + [line for line in yours if line not in theirs and line not in old]
