"""Files of minutes from disk: found below PATH, read and parsed before anything is written."""

import os
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cxgov.imports.minutes_text.reading import read_minutes
from cxgov.imports.minutes_text.values import BadFile, ParsedMinutes
from cxgov.imports.outcome import Listed

SUFFIXES = (".md", ".markdown", ".txt")
LONGEST_PATH = 500


@dataclass(frozen=True, slots=True)
class Read:
    """What was read: the minutes in the order of their days, the files that are bad, and how many files there were.

    `others` counts the files of other kinds below the paths, which are left alone.
    """

    minutes: Sequence[ParsedMinutes]
    bad: Sequence[Listed]
    files: int
    others: int


@dataclass(frozen=True, slots=True)
class Found:
    """A file below PATH with its path relative to PATH, or why it or a folder cannot be looked at."""

    name: str
    file: Path
    trouble: str = ""


def files_below(path: Path) -> Iterator[Found]:
    """Return every file below PATH but hidden ones, sorted by path; a single file by its own name."""
    if not path.is_dir():
        yield _found(path.name, path)
        return
    troubles: list[OSError] = []
    found: list[Found] = []
    for folder, below, names in os.walk(path, onerror=troubles.append):
        below[:] = [one for one in below if not one.startswith(".")]
        places = [Path(folder, one) for one in names if not one.startswith(".")]
        places += [
            place for one in below if (place := Path(folder, one)).is_symlink()
        ]  # not followed: it may lead back
        found += [_found(_relative(place, path), place) for place in places]
    for trouble in troubles:
        place = Path(os.fsdecode(trouble.filename))
        found.append(Found(_relative(place, path), place, trouble.strerror or "The folder cannot be opened."))
    yield from sorted(found, key=lambda one: one.name)


def read_all(paths: Iterable[Path], *, max_bytes: int) -> Read:
    """Read and parse every file below the paths; a path that is not there is bad, and so is one file given twice."""
    minutes: list[ParsedMinutes] = []
    bad: list[Listed] = []
    seen: set[str] = set()
    files = others = 0
    for path in paths:
        if not os.path.lexists(path):
            bad.append(Listed(_shown(str(path)), 1, "unreadable", "There is no such file or folder."))
            continue
        for one in files_below(path):
            if one.file.suffix.lower() not in SUFFIXES and not one.trouble and one.file != path:
                others += 1
                continue
            files += 1
            try:
                minutes.append(_read(one, seen, max_bytes))
            except OSError as trouble:
                bad.append(Listed(one.name, 1, "unreadable", trouble.strerror or "The file cannot be opened."))
            except BadFile as no:
                bad.append(Listed(one.name, no.line or 1, no.code, no.reason))
    return Read(sorted(minutes, key=lambda one: (one.meeting_date, one.path)), bad, files, others)


def _read(one: Found, seen: set[str], max_bytes: int) -> ParsedMinutes:
    if one.trouble:
        raise BadFile("unreadable", one.trouble)
    if one.name in seen:
        raise BadFile("twice", "Two files have this path below what is imported.")
    seen.add(one.name)
    if not one.file.is_file():
        raise BadFile("unreadable", "It is no file, or a link that leads nowhere.")
    with one.file.open("rb") as opened:
        return read_minutes(opened.read(max_bytes + 1), one.name, max_bytes=max_bytes)


def _found(name: str, file: Path) -> Found:
    """A file by its path in composed letters, since one system composes them and another does not."""
    shown = _shown(name)
    if shown != name:
        return Found(shown, file, "Its name is not UTF-8.")
    if len(name) > LONGEST_PATH:
        return Found(shown[:LONGEST_PATH], file, f"Its path is longer than {LONGEST_PATH} letters.")
    return Found(unicodedata.normalize("NFC", name), file)


def _relative(place: Path, path: Path) -> str:
    return place.relative_to(path).as_posix()


def _shown(name: str) -> str:
    """A path as it can be printed: bytes that are no letters become a sign."""
    return os.fsencode(name).decode("utf-8", "replace")
