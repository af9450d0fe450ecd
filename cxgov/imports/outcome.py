"""What an import did or would do: counts, what was skipped and why, what was bad."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Listed:
    """A line that did not become an object, or a file that is bad: file, line (1 for the whole file), reason, words."""

    file: str
    line: int
    reason: str
    text: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}" + (f": {self.text}" if self.text else "")

    def as_json(self) -> dict[str, Any]:
        """Return the three keys that the JSON prints."""
        return {"file": self.file, "line": self.line, "reason": self.reason}


@dataclass(slots=True)
class Outcome:
    """The result of an import; created, updated and unchanged count objects of all kinds."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: list[Listed] = field(default_factory=list)
    bad: list[Listed] = field(default_factory=list)

    def note(self, *, is_new: bool, is_changed: bool = False) -> None:
        """Count one object."""
        if is_new:
            self.created += 1
        elif is_changed:
            self.updated += 1
        else:
            self.unchanged += 1

    def counts(self) -> dict[str, Any]:
        """Return what every import's JSON ends with."""
        return {
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "skipped": [one.as_json() for one in (*self.bad, *self.skipped)],
        }


@dataclass(slots=True)
class MinutesOutcome(Outcome):
    """The result of an import of minutes, with what was read, file by file, and how many names wait to be settled."""

    figures: dict[str, int] = field(default_factory=dict)
    open_names: int = 0
    by_file: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the whole answer of `--json`."""
        return {**self.figures, **self.counts(), "by_file": self.by_file}
