"""One person in an attendance list: "Ada Novak (@ada, Tarnwick) - voting", "@ada - Ada Novak", "AN: Ada Novak"."""

import re
from dataclasses import dataclass
from html import unescape

from cxgov.imports.minutes_text.labels import office_label
from cxgov.imports.minutes_text.lines import links_of, plain
from cxgov.imports.minutes_text.values import Office
from cxgov.people.ordinary_words import ROLE_WORDS
from cxgov.people.resolving import fold, split_owners

LONGEST_NAME = 60
_MAIL = re.compile(r"[(<\[]?[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}[)>\]]?")
_HANDLE = re.compile(r"(?<![\w@])@\s?([A-Za-z0-9][\w-]{0,60})")
_PROFILE = re.compile(
    r"https?://(?:www\.)?(?:github|gitlab|codeberg|twitter|bitbucket)\.(?:com|org)/@?([\w-]{1,60})/?$", re.IGNORECASE
)
_BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]{0,300})(?:[)\]}]|$)")
_TICK = re.compile(r"^(?:[✓✔☑✅☒🗹]️?|:white_check_mark:|:heavy_check_mark:)\s*|\s*(?:[✓✔☑✅]️?|:white_check_mark:)$")
_CROSS = re.compile(r"^(?:[✗✘❌☐🗆]️?|:x:)\s*|\s*(?:[✗✘❌]️?|:x:)$")
_INITIALS = re.compile(r"^([A-Z]{2,4})\s?[:=–-]\s?(?=\S)")
_BEHIND = re.compile(r"\s[–—-]{1,2}\s|\s?[–—]\s?|:\s|,\s|;\s?|\s(?:for|representing|from)\s(?=[A-Z])|\s\|\s|\s{2,}")
_HONORIFIC = re.compile(
    r"((?:(?:mr|mrs|ms|miss|mx|dr|prof|professor|rev|cllr|councillor|council ?member|council ?woman|council ?man"
    r"|alderman|alderwoman|commissioner|supervisor|mayor|vice[- ]mayor|deputy mayor|mayor pro tem"
    r"|(?:city|town|county|village) (?:manager|clerk|attorney|administrator|engineer|planner|treasurer))\b\.?\s+)+)"
    r"(?=\S)",
    re.IGNORECASE,
)
_HONORIFICS = re.compile(
    r"(?:council ?members|councillors|commissioners|aldermen|supervisors)\s+(?=[A-Z])", re.IGNORECASE
)
_COUNT_ONLY = re.compile(
    r"\+?\s?\d{0,3}\s?(?:more |other )?(?:others?|guests?|observers?|members|people|residents|students|et al\.?)",
    re.IGNORECASE,
)
_PLAIN_TITLES = frozenset("mr mrs ms miss mx dr".split())
_WORD = re.compile(r"[^\W\d_](?:[\w'’`.·-]*[\w.])?")
_ORGANISATION = frozenset(
    """
    association board bureau center centre chapter chapters committee committees community company consortium
    cooperation corp corporation council councils department departments directorate directors division foundation
    gmbh group groups inc initiative institute llc ltd maintainers members ministry network organisation
    organization participants project projects reps representatives society team teams trustees union university
    volunteers
    """.split()
)
_NO_PERSON = frozenset(
    """
    a an the all none nil nobody everyone everybody anyone n/a na tbd tba unknown various several same here yes no
    is was were are be would should could to from with without by at on into about for we us our they their them it
    its this that these those there not but or if please add your name names here's see also who what when where
    agenda meeting minutes notes quorum present absent regrets apologies approved accepted pending draft started
    adjourned recording link links http https joined left late early only
    """.split()
)
_MODALS = frozenset("will can may might must shall".split())  # in small letters: Will and May are names
_ISSUE = re.compile(r"#\d|https?://")
LONGEST_REMARK = 14
_VOTING = re.compile(r"\b(non-? ?)?voting\b|\bvoter\b", re.IGNORECASE)


@dataclass(frozen=True)
class Person:
    """A person as one line names them; `is_there` is None where neither a tick nor a cross stands at the name."""

    written: str
    name: str
    handle: str | None
    role: str
    may_vote: bool | None
    offices: frozenset[Office]
    is_there: bool | None


def read_person(text: str) -> Person | None:
    """The person a line (without its list mark) names, or None where it names none: an organisation, a sentence."""
    written = " ".join(text.split()).strip()
    if not written or len(written) > 500:
        return None
    handle = _profile(written)
    words, is_there = _marks(_MAIL.sub("", plain(written)))
    words, at = _take_handle(words)
    handle = at or handle
    words = words.replace("()", "").strip()
    words = _INITIALS.sub("", words) if len(words.split()) > 2 or handle else words
    notes = [note.strip(" ,;:") for note in _BRACKETS.findall(words)]
    name, behind = _divide(" ".join(_BRACKETS.sub(" ; ", words, count=9).split()))
    name, title = _without_title(name.replace("_", " ") if handle is None else name)
    role = "; ".join(note for note in (title, *notes, behind) if note)
    if not is_person_name(name, has_handle=handle is not None) or (handle is None and _is_talk(words, name, behind)):
        return None
    may_vote = _votes(role)
    return Person(written, name, handle, _without_vote(role), may_vote, _offices(role), is_there)


def read_people(text: str) -> list[Person]:
    """The people of a line that names several, divided at commas, "and" and semicolons; other parts are left out."""
    return [person for part in _parts(text) if (person := read_person(part))]


def names_several(text: str) -> bool:
    """Whether a line is a list of people by itself: two or more parts and each of them a person."""
    parts = _parts(text)
    return len(parts) > 1 and all(_is_plain_person(part) for part in parts)


def is_person_name(name: str, *, has_handle: bool) -> bool:
    """Whether a text can be the name of somebody who attended; with a handle beside it hardly anything is asked.

    Lower case is a name too ("cruz", "ada novak"): whether a list is a list of people is decided by where it stands.
    """
    if has_handle:
        return len(name) <= LONGEST_NAME and not (len(name.split()) > 6)
    words = name.split()
    if not 1 <= len(words) <= 5 or len(name) > LONGEST_NAME:
        return False
    if not all(_WORD.fullmatch(word) or re.fullmatch(r"[A-Za-z][\w-]{1,38}", word) for word in words):
        return False
    said = {fold(word) for word in words if len(word) > 2 or not word.endswith(".")}  # "A." is no article
    is_sentence = bool(said & _NO_PERSON or _MODALS & set(words))
    return not is_sentence and not (said & _ORGANISATION and len(words) > 1)


def is_capitalised(name: str) -> bool:
    """Whether a name is written as names are, which is asked of lines that stand in no list."""
    words = name.split()
    return bool(words) and all(not word[0].islower() for word in (words[0], words[-1]))


def _parts(text: str) -> list[str]:
    """The parts of a line that names several; handles alone may be divided by blanks only."""
    line = " ".join(unescape(text).split()).rstrip(" .")
    if re.fullmatch(r"@[\w-]{1,60}(?:[ ,;&/]{1,3}@[\w-]{1,60})*", line):
        return re.split(r"[ ,;&/]+", line)
    if "; " in line:  # "Ada Novak, Director of Sales; Ben Okoro, Clerk": the commas divide name and role
        whole = [part.strip() for part in line.removesuffix(";").split("; ") if part.strip()]
        return [one for part in whole for one in _several_with_title(part)]
    if _HONORIFICS.match(line):
        return _several_with_title(line)
    parts: list[str] = []
    for part in split_owners(line):
        if parts and (office_label(part) or fold(part) in ROLE_WORDS):
            parts[-1] = f"{parts[-1]} ({part})"  # "Ada Novak, Clerk": the second is no person
        elif not _COUNT_ONLY.fullmatch(part):
            parts.append(part)
    return parts


def _several_with_title(part: str) -> list[str]:
    """The people of "Councilmembers Ben Okoro, Cleo Lind, and Dan Hill", which commas divide; otherwise the part."""
    match = _HONORIFICS.match(part)
    return split_owners(part[match.end() :]) if match else [part]


def _without_title(name: str) -> tuple[str, str]:
    """The name without what stands before it, and that where it is an office: "Mayor Ada Novak", "Mrs A. Novak"."""
    match = _HONORIFIC.match(name)
    if not match:
        return name, ""
    title = match.group(1).strip()
    return name[match.end() :], "" if title.rstrip(".").lower() in _PLAIN_TITLES else title


def _is_plain_person(part: str) -> bool:
    """Whether one part of a list in one line is a person: a handle, or a name of at most four words."""
    person = read_person(part)
    return person is not None and (person.handle is not None or len(person.name.split()) <= 4)


def _profile(written: str) -> str | None:
    """The handle in a link to somebody's page: [Ada Novak](https://github.com/ada)."""
    return next((match.group(1) for _, url in links_of(written) if (match := _PROFILE.match(url))), None)


def _marks(words: str) -> tuple[str, bool | None]:
    """The words without a tick or a cross before or behind them, and what it said."""
    if _TICK.search(words):
        return _TICK.sub("", words).strip(), True
    if _CROSS.search(words):
        return _CROSS.sub("", words).strip(), False
    return words.strip(), None


def _take_handle(words: str) -> tuple[str, str | None]:
    """The first @handle and the words without any; what stands behind the handle of a name is a remark."""
    match = _HANDLE.search(words)
    if not match:
        return words, None
    before, behind = words[: match.start()].rstrip(" (["), _HANDLE.sub("", words[match.end() :]).lstrip(" )]")
    if before and behind and _WORD.match(behind):
        return f"{before} ; {behind}", match.group(1)
    return _HANDLE.sub("", words).strip(), match.group(1)


def _is_talk(words: str, name: str, behind: str) -> bool:
    """Whether a line that begins like a name goes on like a topic or a remark in the discussion."""
    if _ISSUE.search(words) or len(behind.split()) > LONGEST_REMARK or office_label(name) or fold(name) in ROLE_WORDS:
        return True
    is_said = words[len(name) :].lstrip().startswith(":")
    return is_said and (len(behind.split()) > 3 or name.islower())


def _divide(words: str) -> tuple[str, str]:
    """The name and what stands behind it: role, organisation, remark."""
    bare = words.strip(" ;,:–—-|/()[]")
    match = _BEHIND.search(bare)
    if not match:
        return bare.strip("'\"") if re.search(r"(?:^| )[^\W\d_]\.$", bare) else bare.strip("'\"."), ""
    start = match.start() if match.group().strip().isalpha() else match.end()
    return bare[: match.start()].strip(" ;,'\""), bare[start:].replace(" ;", "").strip(" ;,:–—-|.")


def _votes(role: str) -> bool | None:
    """Whether a remark says that the person votes."""
    match = _VOTING.search(role)
    return None if match is None else not match.group(1)


def _without_vote(role: str) -> str:
    """The remark without the word about voting, which is kept apart."""
    parts = (part.strip() for part in re.split(r"[;,]", _VOTING.sub("", role)))
    return "; ".join(part for part in parts if part and fold(part) not in ("member", "-"))


def _offices(role: str) -> frozenset[Office]:
    """The offices named in a remark: "(chair)", "- note taker"."""
    return frozenset(office for part in re.split(r"[;,/&]| and ", role[:300]) if (office := office_label(part)))
