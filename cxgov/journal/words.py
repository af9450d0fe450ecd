"""What the journal's verbs are called on the screen; each feature's service adds its own beside its verbs."""

from collections.abc import Iterable, Mapping

_WORDS: dict[str, str] = {
    "link:link:make": "linked it",
    "link:link:break": "took a link away",
    "subject:level:set": "set how confidential it is",
    "subject:level:inherit": "passed on a new level",
    "subject:reader:add": "let somebody read it",
}

_HIDDEN: set[str] = set()
_QUIET: set[str] = {"subject:reader:add", "subject:reader:remove"}


def define(words: Mapping[str, str]) -> None:
    """Add a feature's verbs with what a person did, to be read after the person's name."""
    _WORDS.update(words)


def hide_details(verbs: Iterable[str]) -> None:
    """Name verbs whose before and after no timeline tells: what draft minutes said before is not for their readers."""
    _HIDDEN.update(verbs)


def is_hidden(verb: str) -> bool:
    """Say whether timelines keep the before and after of the verb to themselves."""
    return verb in _HIDDEN


def keep_quiet(verbs: Iterable[str]) -> None:
    """Name verbs that stay in the journal and that no timeline tells: they only follow from another one."""
    _QUIET.update(verbs)


def quiet() -> frozenset[str]:
    """Return the verbs that no timeline tells."""
    return frozenset(_QUIET)


def words_of(verb: str) -> str:
    """Return what the person did, in words; an unknown verb by its own name."""
    return _WORDS.get(verb) or verb.rsplit(":", 1)[-1].replace("_", " ")


def known() -> frozenset[str]:
    """Return every verb that has words."""
    return frozenset(_WORDS)
