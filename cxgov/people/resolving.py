"""Who is meant by an owner as written: exactly one person must fit, or nobody is named. Nothing here is guessed.

The rules, in their order: an @handle; a full name, folded for case and accents; a first name among the attendees of
that meeting and the committee's members on that day; a role held by one person that day; a settled alias.
"""

import re
import unicodedata
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "’": "'", "‘": "'"}
)
_BETWEEN_OWNERS = re.compile(r" (?:&|\+|and|AND|And) | ?[,;/] ?(?:(?:and|&) )?")
_BRACKETS = re.compile(r" ?[(\[]([^()\[\]]*)[)\]]")
LONGEST_OWNER = 400


class Rule(StrEnum):
    """Which rule found the person."""

    HANDLE = "handle"
    FULL_NAME = "full name"
    FIRST_NAME = "first name"
    ROLE = "role"
    ALIAS = "alias"


@dataclass(frozen=True)
class Candidate:
    """A person as the rules see one: a number, the full name, the handles without @."""

    id: int
    name: str
    handles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Resolution:
    """The person who is meant and by which rule, or nobody and a sentence that says why."""

    person_id: int | None
    rule: Rule | None
    reason: str

    @property
    def is_resolved(self) -> bool:
        return self.person_id is not None


def fold(text: str) -> str:
    """A name without case, accents, dots and double blanks, so that two spellings of one name are equal."""
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS).casefold().translate(_LETTERS))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(letters.replace(".", " ").split())


def split_owners(text: str) -> list[str]:
    """Several owners as written, divided at " & ", " and ", commas and slashes; brackets stay with their name."""
    text = " ".join(text.split())
    parts: list[str] = []
    depth, start = 0, 0
    divisions = {match.start(): match.end() for match in _BETWEEN_OWNERS.finditer(text)}
    for place, sign in enumerate(text):
        depth += (sign in "([") - (sign in ")]" and depth > 0)
        if depth == 0 and place >= start and place in divisions:
            parts.append(text[start:place])
            start = divisions[place]
    parts.append(text[start:])
    return [part.strip() for part in parts if part.strip()]


def resolve_owner(
    written: str,
    *,
    people: Sequence[Candidate],
    attendees: Container[int],
    members: Container[int],
    roles: Mapping[str, Sequence[int]],
    aliases: Mapping[str, int | None],
) -> Resolution:
    """Say which one person an owner as written is, by the rules of this module, or why that cannot be said.

    `attendees`, `members` and `roles` are those of the meeting's day. The keys of `roles` and `aliases` are folded
    here, so the caller may give them as written. An alias of None is settled too: no person is meant.
    """
    said = " ".join(written[:LONGEST_OWNER].split())
    name = _BRACKETS.sub("", said).strip(" :*_`")
    in_brackets = [note.strip() for note in _BRACKETS.findall(said)]
    if not name and in_brackets:
        name, in_brackets = in_brackets[0], []
    near = [one for one in people if one.id in attendees or one.id in members]
    held = {fold(role): holders for role, holders in roles.items()}
    fits: Iterable[tuple[Rule, set[int]]] = (
        (Rule.HANDLE, _by_handle(name, in_brackets, people)),
        (Rule.FULL_NAME, {one.id for one in people if fold(one.name) == fold(name)}),
        (Rule.FIRST_NAME, _by_first_name(name, near)),
        (Rule.ROLE, set(held.get(_without_article(name), ()))),
    )
    return _choose(written, name, list(fits), _narrowing(in_brackets, held), aliases)


def _choose(
    written: str,
    name: str,
    fits: list[tuple[Rule, set[int]]],
    narrowing: set[int],
    aliases: Mapping[str, int | None],
) -> Resolution:
    """The first rule that anybody fits decides; where several fit, the role in brackets or an alias may."""
    rule, ids = next(((rule, ids) for rule, ids in fits if ids), (None, set[int]()))
    if len(ids) > 1 and len(ids & narrowing) == 1:
        ids = ids & narrowing
    if len(ids) == 1:
        return Resolution(next(iter(ids)), rule, f"“{written}” is the {rule} of exactly one person.")
    settled = {fold(alias): person for alias, person in aliases.items()}
    for spelling in (fold(written), fold(name)):
        if spelling in settled:
            person = settled[spelling]
            reason = "was settled before" if person is not None else "was settled before as no person"
            return Resolution(person, Rule.ALIAS, f"“{written}” {reason}.")
    if ids:
        return Resolution(None, None, f"“{written}” fits {len(ids)} people by {rule}.")
    return Resolution(None, None, f"Nobody known by handle, name, role or alias fits “{written}”.")


def _by_handle(name: str, in_brackets: list[str], people: Sequence[Candidate]) -> set[int]:
    """Who has the @handle that is written, alone or in brackets behind a name."""
    wanted = {said[1:].casefold() for said in (name, *in_brackets) if said.startswith("@")}
    return {one.id for one in people if any(handle.casefold() in wanted for handle in one.handles)}


def _by_first_name(name: str, near: Sequence[Candidate]) -> set[int]:
    """Whose first name it is among those near; "Ada N." asks for the surname's first letter too."""
    words = fold(name).split()
    if not words or len(words) > 2 or (len(words) == 2 and len(words[1]) > 1):
        return set()
    return {one.id for one in near if _begins_like(fold(one.name).split(), words)}


def _begins_like(full: list[str], words: list[str]) -> bool:
    """Whether a full name begins with the first name, and its last word with the initial, where one is written."""
    if len(full) < 2 or full[0] != words[0]:
        return False
    return len(words) == 1 or full[-1].startswith(words[1])


def _narrowing(in_brackets: list[str], held: Mapping[str, Sequence[int]]) -> set[int]:
    """Who holds a role that stands in brackets behind the name."""
    return {person for note in in_brackets for person in held.get(_without_article(note), ())}


def _without_article(role: str) -> str:
    """A role's name folded, without "the" before it."""
    return fold(role).removeprefix("the ")
