"""The owners in a line of text, as written: before a colon, as @handles, in brackets, or in "Ada Novak to do it".

What is not plausibly a name, a handle or a role is no owner: a line without an owner is better than a wrong one.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from cxgov.people.ordinary_words import DEPARTMENTS, MONTHS_ALONE, NO_NAME, PARTICLES, ROLE_WORDS, VERBS
from cxgov.people.resolving import fold, split_owners

LONGEST_LINE = 4_000
LONGEST_OWNER = 80
_HANDLE = r"@[A-Za-z0-9][\w.-]{0,60}"
_HANDLES = rf"{_HANDLE}(?:(?:\s{{0,2}}[,/&+]\s{{0,2}}|\s(?:and|&)\s){_HANDLE}){{0,9}}"
_MARKUP = re.compile(r"\*\*|__|`|~~")
_AT_START = re.compile(rf"[\[(]?({_HANDLES})[\])]?(?:\s*[:–—-]\s+|\s*:|\s+|$)")
_SQUARE_FIRST = re.compile(r"\[([^\[\]]{1,80})\]:?\s+(?=\S)")
_BRACKET_LAST = re.compile(r"[(\[]([^()\[\]]{1,80})[)\]][\s.]*$")
_REMARK_LAST = re.compile(r"\([^()@]{0,60}\)[\s.]*$")
_HANDLE_LAST = re.compile(rf"(?:\s[–—-]+>?|→|=>|:)\s{{0,2}}({_HANDLES})(?=[\s.,]|$)")
_NAMED = re.compile(
    r"\b(?:owners?|assigned to|assignees?|responsible|lead)\s?[:=]\s?([^;()\[\]|–—]{1,80}?)"
    r"(?=\s[-–—|]|[;)\]|]|,?\s(?:due|by|deadline)\b|$)",
    re.IGNORECASE,
)
_TO_DO = re.compile(r"([^:;()\[\]]{1,80}?)\s(?:to|will|shall)\s([a-z]+)")
_MARKED = re.compile(
    r"[\[(]?(?:todo|action(?: item| point)?|ai)s?(?:[ -]?#?\d{1,6})?[\])]?\s?"
    r"(?:[(\[]([^()\[\]]{1,80})[)\]]|(?:(?:on|to|for) )?([^:()\[\]]{1,60}))?\s?:\s?",
    re.IGNORECASE,
)
_DASH_FIRST = re.compile(r"([^:;()\[\]–—-]{1,80})\s[–—-]{1,2}\s(?=\S)")
_BY_WHEN = re.compile(r"(?:by|due|before|until|in)\s", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")


@dataclass(frozen=True)
class OwnerWords:
    """The owners of a line as written, and the line without them where they stood at its beginning."""

    owners: tuple[str, ...]
    task: str


Reader = Callable[[str, set[str]], OwnerWords | None]


def looks_like_name(text: str, *, most_words: int = 4) -> bool:
    """Whether a text can be a person's name: few words, capitalised or particles, and no ordinary word."""
    words = text.split()
    if not 1 <= len(words) <= most_words or len(text) > LONGEST_OWNER:
        return False
    if not all(_WORD.fullmatch(word) for word in words):
        return False
    if any(word.casefold().strip(".") in NO_NAME for word in words if len(word) > 2 or word[-1] != "."):
        return False
    if len(words) == 1 and words[0].casefold() in MONTHS_ALONE:
        return False
    return not words[0][0].islower() and all(not w[0].islower() or w.casefold() in PARTICLES for w in words)


def looks_like_owner(text: str) -> bool:
    """Whether a text can be an owner: an @handle, a person's name, or a role ("Secretary", "the board")."""
    bare = re.sub(r"[(\[][^()\[\]]*[)\]]", "", text).strip(" .:*_`?")
    if re.fullmatch(_HANDLE, bare):
        return True
    words = fold(bare).removeprefix("the ").split()
    if words and words[-1] in ROLE_WORDS and len(words) <= 4 and not any(word in NO_NAME for word in words):
        return bare[:1].isupper() or len(words) == 1 or bare.casefold().startswith("the ")
    if not looks_like_name(bare):
        return False
    first = words[0] if words else ""
    return first not in VERBS and not (len(words) == 1 and first.endswith("ing") and first not in DEPARTMENTS)


def read_owners(text: str, *, known: Collection[str] = ()) -> OwnerWords:
    """The owners as written in one line of an action item, and what is to be done.

    `known` are the names of those who attended: a single word in a place that is not an owner's alone ("- Ada") counts
    only where it is the first name, the name or the initials of one of them.
    """
    line = " ".join(_MARKUP.sub("", text[:LONGEST_LINE]).split())
    near = {fold(word) for name in known for word in (name, name.split(" ")[0]) if word}
    return _first_found(line, near, _READERS) or OwnerWords((), line)


def _first_found(line: str, near: set[str], readers: Sequence[Reader]) -> OwnerWords | None:
    """What the first reader that finds owners found."""
    return next((found for read in readers if (found := read(line, near)) is not None), None)


def _all_owners(text: str, near: set[str]) -> tuple[str, ...]:
    """The parts of a text that names several, or nothing where one of them is no plausible owner."""
    parts = split_owners(text)
    return tuple(parts) if parts and all(fold(part) in near or looks_like_owner(part) for part in parts) else ()


def _handles_first(line: str, near: set[str]) -> OwnerWords | None:
    """@ada to write it; [@ada] write it; @ada/@ben: write it; @ada and @ben will write it."""
    match = _AT_START.match(line)
    if not match:
        return None
    return OwnerWords(tuple(split_owners(match.group(1))), _task(line[match.end() :]) or line)


def _square_first(line: str, near: set[str]) -> OwnerWords | None:
    """[Ada] write it; [Ada, Ben] write it."""
    match = _SQUARE_FIRST.match(line)
    owners = _all_owners(match.group(1), near) if match else ()
    return OwnerWords(owners, _task(line[match.end() :])) if match and owners else None


def _marked(line: str, near: set[str]) -> OwnerWords | None:
    """TODO(ada): write it; Action for Ada: write it; Action: Ada to write it."""
    match = _MARKED.match(line)
    if not match:
        return None
    rest = line[match.end() :]
    if match.group(1) and (re.fullmatch(r"@?[\w.-]+", match.group(1)) or _all_owners(match.group(1), near)):
        return OwnerWords(tuple(split_owners(match.group(1))), rest)
    if match.group(2):
        owners = _all_owners(match.group(2), near)
        return OwnerWords(owners, rest) if owners else None
    return None if match.group(1) else _first_found(rest, near, _READERS[1:])


def _before_colon(line: str, near: set[str]) -> OwnerWords | None:
    """Ada Novak: write it; Ada Novak & Ben Okoro: write it; Secretary: write it; Ada (Secretary): write it."""
    before, colon, after = line.partition(":")
    if not colon or after.startswith("//") or len(before) > 3 * LONGEST_OWNER:
        return None
    owners = _all_owners(before, near)
    return OwnerWords(owners, after.strip() or line) if owners else None


def _does_it(line: str, near: set[str]) -> OwnerWords | None:
    """Ada to write it; Ada and Ben will write it; the word after "to" must be a plain verb, never "the" or a name."""
    match = _TO_DO.match(line)
    if not match or match.group(2) in NO_NAME - {"be", "have", "do", "follow", "open", "update", "note"}:
        return None
    owners = _all_owners(match.group(1), near)
    return OwnerWords(owners, line[match.start(2) :].strip()) if owners else None


def _named(line: str, near: set[str]) -> OwnerWords | None:
    """Write it (owner: Ada); write it, assigned to: Ada and Ben."""
    match = _NAMED.search(line[-300:].rstrip(" ."))
    owners = _all_owners(match.group(1), near) if match else ()
    return OwnerWords(owners, line) if owners else None


def _last_brackets(line: str) -> list[str]:
    """What stands in the last bracket of a line, and in the one before it, divided as several owners are."""
    end = line[-300:]
    last = _BRACKET_LAST.search(end)
    before = _BRACKET_LAST.search(_REMARK_LAST.sub("", end)) if last else None
    return [match.group(1) for match in (last, before) if match]


def _handles_in_last_bracket(line: str, near: set[str]) -> OwnerWords | None:
    """Write it (@ada); write it (@ada, and others); write it (@ada) (soon)."""
    for words in _last_brackets(line):
        handles = tuple(part for part in split_owners(words) if re.fullmatch(_HANDLE, part))
        if handles:
            return OwnerWords(handles, line)
    return None


def _names_in_last_bracket(line: str, near: set[str]) -> OwnerWords | None:
    """Write it (Ada), write it (Ada and Ben): capital letters alone are no name, except initials that are known."""
    parts = [part for part in split_owners(next(iter(_last_brackets(line)), "")) if not _BY_WHEN.match(part)]
    sure = [
        part
        for part in parts
        if fold(part) in near or (looks_like_name(part, most_words=3) and looks_like_owner(part) and not part.isupper())
    ]
    return OwnerWords(tuple(parts), line) if parts and len(sure) == len(parts) else None


def _handles_last(line: str, near: set[str]) -> OwnerWords | None:
    """Write it - @ada; write it - @ada following up."""
    match = _HANDLE_LAST.search(line)
    return OwnerWords(tuple(split_owners(match.group(1))), line) if match else None


def _names_last(line: str, near: set[str]) -> OwnerWords | None:
    """Write it - Ada, where Ada attended."""
    _, dash, last = re.sub(r"\s[–—]\s|\s->\s|\s--\s", " - ", line).rpartition(" - ")
    parts = split_owners(last.rstrip(" ."))
    if dash and parts and all(fold(part) in near and looks_like_owner(part) for part in parts):
        return OwnerWords(tuple(parts), line)
    return None


def _known_first(line: str, near: set[str]) -> OwnerWords | None:
    """Ada Novak write it, where an Ada Novak attended: a full name only, since "Mark the day" begins like a Mark."""
    words = line.split(" ", 4)
    for count in (4, 3, 2):
        name = " ".join(words[:count]).rstrip(" .,")
        if len(words) > count and " " in name and fold(name) in near:
            return OwnerWords((name,), _task(" ".join(words[count:])))
    return None


def _dash_first(line: str, near: set[str]) -> OwnerWords | None:
    """Ada Novak - write it: a full name, or one word that is a name of those who attended."""
    match = _DASH_FIRST.match(line)
    if not match:
        return None
    owners = _all_owners(match.group(1), near)
    sure = all(fold(one) in near or (" " in one and not looks_like_role(one)) for one in owners)
    return OwnerWords(owners, line[match.end() :].strip()) if owners and sure else None


def looks_like_role(text: str) -> bool:
    """Whether the last word is a role's or a body's: Secretary, board, working group."""
    words = fold(text).split()
    return bool(words) and words[-1] in ROLE_WORDS


def _task(rest: str) -> str:
    """What is left behind the owners, without "to" or "will" before it."""
    return re.sub(r"^(?:[–—:-]{1,2}\s|(?:to|will|shall|should)\s)", "", rest.strip())


# The one that reads a mark ("TODO:") tries those behind it on what follows the mark; a second mark is only text.
_READERS: Sequence[Reader] = (
    _marked,
    _handles_first,
    _square_first,
    _before_colon,
    _named,
    _handles_in_last_bracket,
    _handles_last,
    _does_it,
    _known_first,
    _names_in_last_bracket,
    _names_last,
    _dash_first,
)
