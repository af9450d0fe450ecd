"""The list of passwords that are tried first: those of eight characters and more of Django's list (BSD licence)."""

from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def common_passwords() -> frozenset[str]:
    """Return the common passwords, in small letters; read once, when the first password is chosen."""
    text = (Path(__file__).parent / "common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(text.split("\n"))
