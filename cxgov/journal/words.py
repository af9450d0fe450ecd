"""What the journal's verbs are called on the screen; each feature's service adds its own beside its verbs."""

from collections.abc import Mapping

_WORDS: dict[str, str] = {
    "link:link:make": "linked it",
    "link:link:break": "took a link away",
    "subject:level:set": "set how confidential it is",
    "subject:level:inherit": "passed on a new level",
    "subject:reader:add": "let somebody read it",
}


def define(words: Mapping[str, str]) -> None:
    """Add a feature's verbs with what a person did, to be read after the person's name."""
    _WORDS.update(words)


def words_of(verb: str) -> str:
    """Return what the person did, in words; an unknown verb by its own name."""
    return _WORDS.get(verb) or verb.rsplit(":", 1)[-1].replace("_", " ")


def known() -> frozenset[str]:
    """Return every verb that has words."""
    return frozenset(_WORDS)
