"""Short names for addresses and commands, such as `customer-council`."""

import re
import unicodedata

from cxgov.core.errors import RuleBroken

LONGEST = 64
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})
_ALLOWED = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def slug_of(words: str) -> str:
    """Make a short name of words: "Customer Council" is "customer-council"; empty where no letter fits."""
    plain = unicodedata.normalize("NFKD", words.casefold().translate(_LETTERS))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return "-".join(re.findall(r"[a-z0-9]+", letters))[:LONGEST].strip("-")


def check_slug(slug: str, *, field: str = "slug") -> None:
    """Small letters, digits and single hyphens between them, at most 64."""
    if len(slug) > LONGEST or not _ALLOWED.fullmatch(slug):
        raise RuleBroken(
            "A short name is made of small letters, digits and hyphens, such as customer-council.", field=field
        )
