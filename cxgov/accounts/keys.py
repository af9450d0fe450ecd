"""What is derived from the instance's secret key, each for one purpose, so that none opens the lock of another.

A key that was replaced still opens what it sealed, for as long as it is kept as a fallback.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

from sqlalchemy.orm import Session

OPTION = "cx_secret_keys"
"""Under which name the keys travel with each connection, for jobs."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The present secret key and those that it replaced."""

    secret: str = field(repr=False)
    fallbacks: tuple[str, ...] = field(default=(), repr=False)

    def link_token(self, nonce: str) -> str:
        """Return the token of the mailed link with this nonce, under the present key."""
        return _mac(self.secret, "links", nonce)

    def link_tokens(self, nonce: str) -> Iterator[str]:
        """Return the tokens that a nonce has under each key."""
        return (_mac(secret, "links", nonce) for secret in (self.secret, *self.fallbacks))

    def counted(self, what: str, value: str) -> str:
        """Return under which name tries of a kind are counted, so that the rows name neither person nor address."""
        return hmac.new(_derived(self.secret, "attempts"), f"{what}:{value}".encode(), hashlib.sha256).hexdigest()

    def seal(self, text: str, purpose: str) -> str:
        """Return text that only this instance can read, and that nobody can alter unnoticed."""
        from cryptography.fernet import Fernet

        return Fernet(_fernet_key(self.secret, purpose)).encrypt(text.encode()).decode()

    def unseal(self, sealed: str, purpose: str, *, ttl: int | None = None) -> str | None:
        """Return what was sealed under any of the keys, at most `ttl` seconds ago; None where nothing fits."""
        from cryptography.fernet import Fernet, InvalidToken, MultiFernet

        box = MultiFernet([Fernet(_fernet_key(secret, purpose)) for secret in (self.secret, *self.fallbacks)])
        try:
            return box.decrypt(sealed.encode(errors="replace"), ttl=ttl).decode()
        except InvalidToken:
            return None


def keys_of(session: Session) -> Keys:
    """Return the keys of the instance whose database this is."""
    return cast(Keys, session.connection().get_execution_options()[OPTION])


def _derived(secret: str, purpose: str) -> bytes:
    """Return 32 bytes for one purpose: HKDF with SHA-256 (RFC 5869), one block long."""
    extracted = hmac.new(b"cxgov", secret.encode(), hashlib.sha256).digest()
    return hmac.new(extracted, f"cxgov {purpose}\x01".encode(), hashlib.sha256).digest()


def _mac(secret: str, purpose: str, text: str) -> str:
    digest = hmac.new(_derived(secret, purpose), text.encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")


def _fernet_key(secret: str, purpose: str) -> bytes:
    return urlsafe_b64encode(_derived(secret, f"seal {purpose}"))
