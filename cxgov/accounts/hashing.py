"""Passwords hashed with argon2id, as many at once as the machine's memory bears; equal work for known and unknown."""

import secrets
from functools import lru_cache
from threading import BoundedSemaphore
from typing import Any

MEMORY_KIB, ROUNDS, LANES = 47_104, 2, 1
"""Above the least that OWASP asks for (46 MiB, one round); about a twentieth of a second."""
_AT_ONCE = BoundedSemaphore(4)


@lru_cache(maxsize=1)
def _hasher() -> Any:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=ROUNDS, memory_cost=MEMORY_KIB, parallelism=LANES)


def hash_password(password: str) -> str:
    """Return what is stored of a password."""
    with _AT_ONCE:
        return str(_hasher().hash(password))


@lru_cache(maxsize=1)
def _of_nobody() -> str:
    return hash_password(secrets.token_urlsafe(24))


def is_right(stored: str | None, password: str) -> bool:
    """Say whether this is the password; where there is none, the same work is done and the answer is no."""
    from argon2.exceptions import InvalidHashError, VerificationError

    nobody = _of_nobody()  # made for whoever comes first, so that this tells nothing either
    known = stored or nobody
    with _AT_ONCE:
        try:
            found = bool(_hasher().verify(known, password))
        except (InvalidHashError, VerificationError):
            return False
    return found and stored is not None


def needs_rehash(stored: str) -> bool:
    """Say whether a hash was made with other figures than today's."""
    return bool(_hasher().check_needs_rehash(stored))
