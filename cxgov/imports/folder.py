"""Files of minutes from disk: found below PATH, read and parsed before anything is written."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cxgov.imports.minutes_text.reading import read_minutes
from cxgov.imports.minutes_text.values import BadFile, ParsedMinutes
from cxgov.imports.outcome import Listed

SUFFIXES = (".md", ".markdown", ".txt")


@dataclass(frozen=True, slots=True)
class Read:
    """What was read: the minutes in the order of their days, and the files that are bad."""

    minutes: Sequence[ParsedMinutes]
    bad: Sequence[Listed]


def files_below(path: Path) -> Iterator[tuple[str, Path]]:
    """Return every file of minutes with its path relative to PATH, which names the meeting; a single file by its name."""
    if path.is_file():
        yield path.name, path
        return
    for found in sorted(path.rglob("*")):
        is_hidden = any(part.startswith(".") for part in found.relative_to(path).parts)
        if found.suffix.lower() in SUFFIXES and found.is_file() and not is_hidden:
            yield found.relative_to(path).as_posix(), found


def read_all(paths: Iterable[Path], *, max_bytes: int) -> Read:
    """Read and parse every file below the paths; a path that is not there is bad, and so is one file given twice."""
    minutes: list[ParsedMinutes] = []
    bad: list[Listed] = []
    seen: set[str] = set()
    for path in paths:
        if not path.exists():
            bad.append(Listed(str(path), 1, "unreadable", "There is no such file or folder."))
            continue
        for name, file in files_below(path):
            if name in seen:
                bad.append(Listed(name, 1, "twice", "Two files have this path below what is imported."))
                continue
            seen.add(name)
            try:
                minutes.append(read_minutes(_bytes_of(file, max_bytes), name, max_bytes=max_bytes))
            except OSError as trouble:
                bad.append(Listed(name, 1, "unreadable", trouble.strerror or "The file cannot be opened."))
            except BadFile as no:
                bad.append(Listed(name, no.line or 1, no.code, no.reason))
    return Read(sorted(minutes, key=lambda one: (one.meeting_date, one.path)), bad)


def _bytes_of(file: Path, max_bytes: int) -> bytes:
    """Return the file's bytes, and no more than one beyond the limit."""
    with file.open("rb") as opened:
        return opened.read(max_bytes + 1)
