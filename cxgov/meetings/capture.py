"""Lines of minutes that become objects while they are typed: ACTION, DECISION, INFO, IDEA and GAP.

Pure text to values: saving the block, and what a line makes or changes, is the service's.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from hashlib import sha256

from cxgov.core import due_words
from cxgov.core.due_words import Due
from cxgov.people.owner_words import read_owners
from cxgov.people.resolving import fold

_LIST_MARK = r"(?:[-*+•]|\d{1,3}[.)])[ \t]{1,8}"
_BOX = r"\[([ xX]?)\][ \t]{0,8}"
_WORDS = "ACTION|DECISION|INFO|IDEA|GAP"
_LINE = re.compile(
    rf"[ \t]{{0,40}}(?:>[ \t]?)?(?:{_LIST_MARK})?(?:{_BOX})?[*_`]{{0,3}}({_WORDS})"
    rf"[*_`]{{0,3}}[ \t]?:[*_`]{{0,3}}(?=[ \t]|$)",
    re.IGNORECASE,
)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_BETWEEN = re.compile(r"[(\[]\s?between ([^()\[\]]{1,200})[)\]]", re.IGNORECASE)
_AND = re.compile(r" (?:and|&|to|→|->) ", re.IGNORECASE)
LONGEST_LINE = 4_000
ALIKE = 0.6
MOST_PAIRS = 400


class Kind(StrEnum):
    """What a line becomes."""

    ACTION = "action"
    DECISION = "decision"
    INFO = "info"
    IDEA = "idea"
    GAP = "gap"


@dataclass(frozen=True)
class CapturedLine:
    """One line that becomes an object.

    `key` stays the same while the line's words stay the same, wherever the line is moved in its block. `owners` and
    `due` are as written; `between` are the two sides of a gap, where they are named.
    """

    kind: Kind
    line: int
    key: str
    text: str
    owners: tuple[str, ...] = ()
    task: str = ""
    due: str | None = None
    between: tuple[str, str] | None = None
    is_ticked: bool = False


@dataclass(frozen=True)
class Change:
    """One captured line between two savings: new (no before), gone (no after), or kept and perhaps edited."""

    before: CapturedLine | None
    after: CapturedLine | None

    @property
    def is_edited(self) -> bool:
        return self.before is not None and self.after is not None and self.before.key != self.after.key


def read_lines(block_text: str, *, known: Collection[str] = ()) -> list[CapturedLine]:
    """The captured lines of a block of Markdown, from top to bottom; lines in fenced code are only text.

    `known` are names of members, attendees and departments: they let "Billing to call them" name an owner.
    """
    captured: list[CapturedLine] = []
    seen: dict[tuple[Kind, str], int] = defaultdict(int)
    fence = ""
    for number, raw in enumerate(block_text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        mark = _FENCE.match(raw)
        if mark and (not fence or mark.group(1).startswith(fence)):
            fence = "" if fence else mark.group(1)[:3]
        match = None if fence or mark else _LINE.match(raw[:LONGEST_LINE])
        if match is None:
            continue
        kind = Kind(match.group(2).lower())
        text = " ".join(raw[match.end() : LONGEST_LINE].split())
        if not text:
            continue
        seen[kind, fold(text)] += 1
        captured.append(_captured(kind, number, text, seen[kind, fold(text)], match.group(1) in ("x", "X"), known))
    return captured


def apart(block_text: str) -> str:
    """The block with each captured line on a line of its own where it is shown: Markdown would join them to one."""
    lines = block_text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for captured in read_lines(block_text):
        if captured.line > 1 and lines[captured.line - 2].strip():
            lines[captured.line - 2] = lines[captured.line - 2].rstrip() + "  "
    return "\n".join(lines)


def read_due(words: str, *, today: date) -> Due | None:
    """The day that due words mean; `today` is the day in the committee's zone. None where they mean no day."""
    return due_words.read_due(words, today=today)


def compare(before: Sequence[CapturedLine], after: Sequence[CapturedLine]) -> list[Change]:
    """Pair the lines of two versions of a block: unchanged words first, then similar ones, then the rest in order.

    So a corrected line keeps its object, a moved line too, and only a line without a partner is new or gone.
    """
    changes: list[Change] = []
    by_key = {line.key: line for line in before}
    kept = {line.key for line in after if line.key in by_key}
    left: dict[Kind, list[CapturedLine]] = defaultdict(list)
    for line in before:
        if line.key not in kept:
            left[line.kind].append(line)
    similar = _similar(left, [line for line in after if line.key not in by_key])
    for line in after:
        partner = by_key.get(line.key) or similar.get(line.key)
        if partner is None and left[line.kind]:
            partner = left[line.kind].pop(0)
        changes.append(Change(partner, line))
    gone = [line for lines in left.values() for line in lines]
    return changes + [Change(line, None) for line in sorted(gone, key=lambda line: line.line)]


def _similar(left: dict[Kind, list[CapturedLine]], fresh: Sequence[CapturedLine]) -> dict[str, CapturedLine]:
    """The partners of new lines by their words, the most alike first; what is paired leaves `left`."""
    pairs = [(old, new) for new in fresh for old in left[new.kind]][:MOST_PAIRS]
    rated = [(SequenceMatcher(None, old.text[:300], new.text[:300]).ratio(), old, new) for old, new in pairs]
    found: dict[str, CapturedLine] = {}
    for ratio, old, new in sorted(rated, key=lambda row: (-row[0], row[2].line, row[1].line)):
        if ratio >= ALIKE and new.key not in found and old in left[old.kind]:
            left[old.kind].remove(old)
            found[new.key] = old
    return found


def _captured(
    kind: Kind, number: int, text: str, occurrence: int, is_ticked: bool, known: Collection[str]
) -> CapturedLine:
    """The line with what its kind can say: owner and due date of an ACTION, the two sides of a GAP."""
    digest = sha256(fold(text).encode()).hexdigest()[:16]
    key = f"{kind}:{digest}:{occurrence}"
    if kind is Kind.ACTION:
        words = read_owners(text, known=known)
        due = due_words.find_due(text)
        return CapturedLine(
            kind, number, key, text, words.owners, words.task, due.words if due else None, is_ticked=is_ticked
        )
    between = _sides(text) if kind is Kind.GAP else None
    task = " ".join(_BETWEEN.sub("", text).split()) if between else text
    return CapturedLine(kind, number, key, text, task=task or text, between=between, is_ticked=is_ticked)


def _sides(text: str) -> tuple[str, str] | None:
    """The two sides in "(between Billing and Contact centre)"."""
    match = _BETWEEN.search(text)
    if not match:
        return None
    first, *rest = _AND.split(match.group(1), maxsplit=1)
    return (first.strip(), rest[0].strip()) if rest and first.strip() and rest[0].strip() else None
