"""Which characters a text may hold, and a name: the one rule that forms, verbs and imports follow."""

import re
import unicodedata

from cxgov.core.errors import RuleBroken

# Controls but tab and line break, lone surrogates, and the two that are no characters: no database, no mail and no
# PDF carries them all.
_UNKEEPABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# These turn the order of the letters that follow, beyond the end of what holds them: a file "exe.fdp" reads "pdf.exe".
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Letters without a shape of their own, with which two names look alike; the two joiners belong to several scripts.
_JOINERS = "\u200c\u200d"
_BLANK_LETTERS = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2800"

UNKEEPABLE = "This text holds a character that cannot be kept. Please remove it."
TURNING = "This text holds an invisible character that turns its letters around. Please type it again."
UNSEEN = "A name cannot hold characters that nobody sees. Please type it again."


def has_unkeepable(text: str) -> bool:
    """Say whether a text holds what cannot be stored alike on both databases; CR counts, forms have made it LF."""
    return _UNKEEPABLE.search(text) is not None


def has_turning(text: str) -> bool:
    """Say whether a text holds a character that turns the order of others around."""
    return _TURNING.search(text) is not None


def name_fault(name: str) -> str | None:
    """Return what is wrong with the characters of a name, as a sentence, or None."""
    if has_unkeepable(name) or "\n" in name or "\t" in name:
        return UNKEEPABLE
    if has_turning(name):
        return TURNING
    for letter in name:
        kind = unicodedata.category(letter)
        if letter in _BLANK_LETTERS or kind in {"Zl", "Zp", "Co"} or (kind == "Cf" and letter not in _JOINERS):
            return UNSEEN
    if not any(letter.isalnum() for letter in name):
        return "A name has letters."
    return None


def check_name(name: str, *, field: str = "name") -> None:
    """Refuse a name with characters that are not seen, that turn others around, or that cannot be kept."""
    fault = name_fault(name)
    if fault is not None:
        raise RuleBroken(fault, field=field)
