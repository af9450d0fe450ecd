"""Tokens: 256 random bits for the person, a hash for the database."""

import hashlib
import secrets


def new_token() -> str:
    """Return a token that nobody can guess."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def hint_of(token: str) -> str:
    """Return what a log may hold of a token: six characters of its hash."""
    return hashed(token)[:6]
