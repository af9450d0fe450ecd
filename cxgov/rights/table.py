"""The page of docs/rights.md, written from the policy itself, so that it cannot say anything else than what holds."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from itertools import groupby

from cxgov.core import policy
from cxgov.core.enums import Level
from cxgov.core.policy import Bar, Predicate
from cxgov.rights.explaining import ABOUT

_HEAD = (
    "# Who may do what\n"
    "\n"
    "Written by `cxgov rights` from the policy of the program; do not change it by hand.\n"
    "\n"
    "What somebody may do with a thing is asked only once they may know that it exists: otherwise the answer "
    "is the same as for a thing that never was. Each permission holds where **any** of its sentences holds for"
    " the person and the thing, unless one of the sentences after “never” holds as well. Roles are dated: what"
    " counts is now. The system itself (import, jobs, command line) may do what the rules of each life-cycle "
    "allow.\n"
    "\n"
    "## Levels\n"
    "\n"
    "The level that holds for a thing is the highest of its own and of everything it belongs to.\n"
    "\n"
    "| level | who reads it |\n"
    "|---|---|\n"
)
_READING = (
    "\n"
    "Besides, at every level: whoever is **named** for the thing (those who sat there when it was in camera, "
    "owe or own a part, or were let in for 30 days by two persons), unless they **declared an interest**; and "
    "an administrator for whom the committee's **glass is broken**: with a reason, for an hour, told to the "
    "chair and kept in the journal. A **draft** is read only by its maker, by chair and secretary, by those "
    "named, and by the CX office (what stands in draft minutes up to level 1 only).\n"
    "\n"
    "A level is raised by one person and lowered by two. The page “Who can see this, and why” of each thing "
    "says all this for that thing, by name.\n"
)
_TITLES = {
    "rights": "Levels and broken glass", "imports": "Import", "scheduler": "Jobs", "post": "Mails", "overview": "Home",
}  # fmt: skip


def load_policy(features: tuple[str, ...]) -> None:
    """Import the rows of every feature."""
    for feature in features:
        if find_spec(f"cxgov.{feature}.permissions") is not None:
            import_module(f"cxgov.{feature}.permissions")


def rights_page(features: tuple[str, ...]) -> str:
    """Return the whole page: the levels, and every permission with the sentences under which it holds."""
    load_policy(features)
    levels = "".join(f"| {level.words} | {ABOUT[level]} |\n" for level in Level)
    return _HEAD + levels + _READING + "".join(_sections())


def _sections() -> Iterator[str]:
    for feature, rows in groupby(policy.permissions(), lambda row: row[0].split(":")[0]):
        yield f"\n## {_TITLES.get(feature, feature.capitalize())}\n\n| may | who |\n|---|---|\n"
        for permission, predicates in rows:
            yield f"| {_verb(permission)} | {_who(predicates, policy.bars_of(permission))} |\n"


def _verb(permission: str) -> str:
    _, thing, verb = permission.split(":")
    return f"{verb} {thing}".replace("_", " ") + f"<br>`{permission}`"


def _who(predicates: tuple[Predicate, ...], bars: tuple[Bar, ...]) -> str:
    said = [_sentence(holds) for holds in predicates]
    never = [f"never {_sentence(bar.holds)} (`{bar.rule}`)" for bar in bars]
    return "<br>".join([*dict.fromkeys(said), *never])


def _sentence(holds: Predicate) -> str:
    """Return a predicate's first sentence without its beginning, on one line."""
    text = " ".join((holds.__doc__ or holds.__name__).split("\n\n", 1)[0].split())
    return text.removeprefix("Hold for ").removesuffix(".").replace("|", "/")
