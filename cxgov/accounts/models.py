"""Passwords, second factors, one-time links, sign-ins, tokens; whatever opens a door is stored as a hash only."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cxgov.accounts.enums import LinkPurpose, Proof
from cxgov.core.db import Base, pk


class SignInLink(Base):
    """A link that opens the door once, until it expires.

    `address` is where it was mailed to, if it was, and `nonce` what its token is then derived from.
    """

    __tablename__ = "sign_in_links"
    JOURNALLED: ClassVar[bool] = False

    id: Mapped[pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    purpose: Mapped[LinkPurpose] = mapped_column(default=LinkPurpose.SIGN_IN)
    address: Mapped[str | None] = mapped_column(String(254))
    nonce: Mapped[str | None] = mapped_column(String(43))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignIn(Base):
    """A browser in which a person is signed in; where the row is gone, so is the sign-in.

    `proved_at` is when the person last proved who they are, `second_at` when they last gave a second factor; a sign-in
    that lacks a second factor it needs opens nothing.
    """

    __tablename__ = "sign_ins"
    JOURNALLED: ClassVar[bool] = False

    id: Mapped[pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    proof: Mapped[Proof]
    proved_at: Mapped[datetime]
    second_at: Mapped[datetime | None]
    device: Mapped[str] = mapped_column(String(120), default="")
    ip: Mapped[str] = mapped_column(String(45), default="")
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class Password(Base):
    """A person's password, as argon2 hashed it."""

    __tablename__ = "passwords"
    JOURNALLED: ClassVar[bool] = False

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False)
    hash: Mapped[str] = mapped_column(String(255))
    set_at: Mapped[datetime]


class Authenticator(Base):
    """The secret that a person's authenticator shares with us, sealed with the instance's key.

    It counts once `confirmed_at` is set; `last_step` is the last time step used, so that no code works twice.
    """

    __tablename__ = "authenticators"
    JOURNALLED: ClassVar[bool] = False

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, autoincrement=False)
    sealed: Mapped[str] = mapped_column(String(255))
    made_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int | None]


class RecoveryCode(Base):
    """A code that stands for the authenticator once."""

    __tablename__ = "recovery_codes"
    JOURNALLED: ClassVar[bool] = False

    id: Mapped[pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None]


class Identity(Base):
    """Who a person is at the organisation's sign-on: the provider's address and its own name for them."""

    __tablename__ = "identities"
    __table_args__ = (UniqueConstraint("issuer", "sub"),)
    JOURNALLED: ClassVar[bool] = False

    id: Mapped[pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    issuer: Mapped[str] = mapped_column(String(255))
    sub: Mapped[str] = mapped_column(String(255))
    made_at: Mapped[datetime]


class ApiToken(Base):
    """A personal token for programs. `hint` is its beginning, to know it by; `scopes` are words with blanks between."""

    __tablename__ = "api_tokens"
    JOURNALLED: ClassVar[bool] = False

    id: Mapped[pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    hint: Mapped[str] = mapped_column(String(12))
    scopes: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Attempt(Base):
    """A try to get in that failed or costs something; counted per account and per network address, never by name."""

    __tablename__ = "attempts"
    __table_args__ = (Index("ix_attempts_key", "key_hash", "at"), Index("ix_attempts_at", "at"))
    JOURNALLED: ClassVar[bool] = False

    id: Mapped[pk]
    key_hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
