"""What a password must be, and how often one may try; plain functions of what was typed and when."""

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from cxgov.core.errors import RuleBroken

SHORTEST, LONGEST = 8, 1024
TOO_COMMON = "This password stands in the lists that are tried first. Choose another one: three or four words will do."
TOO_NEAR = "This password is made of names that anybody would try. Choose another one: three or four words will do."


class Window(NamedTuple):
    """How many tries are let through within how long."""

    tries: int
    within: timedelta


PER_ACCOUNT_HERE = (
    Window(5, timedelta(seconds=60)),
    Window(10, timedelta(minutes=10)),
    Window(20, timedelta(hours=1)),
)
"""Wrong tries on one account from one network address: who tries elsewhere cannot lock anybody out here."""
PER_ACCOUNT = (Window(200, timedelta(hours=1)),)
PER_ADDRESS = (Window(100, timedelta(minutes=10)),)
LINKS_PER_ADDRESS = (Window(300, timedelta(minutes=10)),)
MAILS_PER_ACCOUNT_HERE = (Window(3, timedelta(minutes=10)), Window(6, timedelta(hours=1)))
MAILS_PER_ACCOUNT = (Window(12, timedelta(hours=1)),)
MAILS_PER_ADDRESS = (Window(30, timedelta(minutes=10)),)
LONGEST_WINDOW = timedelta(hours=1)
HALF_WAY = timedelta(minutes=30)
"""How long somebody may take from the first factor to the second."""


def seconds_to_wait(tries: Iterable[datetime], windows: Sequence[Window], now: datetime) -> int:
    """Return how long somebody must wait before another try, 0 for not at all; `tries` newest first."""
    made = sorted(tries, reverse=True)
    waits = [
        (made[window.tries - 1] + window.within - now).total_seconds()
        for window in windows
        if len(made) >= window.tries
    ]
    longest = max(waits, default=0)
    return int(longest) + 1 if longest > 0 else 0


def check_length(password: str) -> None:
    """Refuse what is too long to be looked at further, before anything costly is done with it."""
    if len(password) > LONGEST:
        raise RuleBroken(f"A password has at most {LONGEST} characters.", field="password")


def normalised(password: str) -> str:
    """Return the password as it is compared: the same signs however a keyboard composes them (NFKC).

    Raises where it holds what no keyboard sends: NUL and other controls, halves of characters.
    """
    if any(unicodedata.category(sign) in ("Cc", "Cs") for sign in password):
        raise RuleBroken("This password holds a character that cannot be kept.", field="password")
    return unicodedata.normalize("NFKC", password)


def check_password(password: str, *, names: Iterable[str], common: Collection[str]) -> str:
    """Return a new password in its normal form, or say why it is refused: by length or because it would be tried first.

    `names` are those of the person, the address and the organisation. There is no rule of what it is composed of.
    """
    check_length(password)
    found = normalised(password)
    if len(found) < SHORTEST:
        raise RuleBroken(
            f"A password has at least {SHORTEST} characters. Three or four words will do.", field="password"
        )
    folded = found.casefold()
    if folded in common or len(set(folded)) < 3:
        raise RuleBroken(TOO_COMMON, field="password")
    if _is_made_of(_letters(folded), {_letters(part) for name in names for part in _parts(name)}):
        raise RuleBroken(TOO_NEAR, field="password")
    return found


def _letters(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalpha())


def _parts(name: str) -> list[str]:
    return [name, *"".join(sign if sign.isalnum() else " " for sign in name).split()]


def _is_made_of(text: str, names: Collection[str]) -> bool:
    """Say whether the letters of a password are nothing but names, one or several of at least two letters."""
    known = {name for name in names if len(name) > 1}
    reached = {0}
    for end in range(1, len(text) + 1):
        if any(end - len(name) in reached and text.endswith(name, 0, end) for name in known):
            reached.add(end)
    return bool(text) and len(text) in reached
