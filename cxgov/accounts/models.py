"""One-time links and sign-ins; tokens are stored as hashes only."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from cxgov.core.db import Base, pk


class SignInLink(Base):
    """A link that opens the door once, until it expires."""

    __tablename__ = "sign_in_links"
    JOURNALLED: ClassVar[bool] = False

    id: Mapped[pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignIn(Base):
    """A browser in which a person is signed in; where the row is gone, so is the sign-in."""

    __tablename__ = "sign_ins"
    JOURNALLED: ClassVar[bool] = False

    id: Mapped[pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
