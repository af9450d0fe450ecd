"""What is read to know who knocks."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.accounts.models import SignInLink
from cxgov.accounts.tokens import hashed


def open_link(session: Session, token: str, now: datetime) -> SignInLink | None:
    """Return the link of a token where it can still be used."""
    return session.scalar(
        select(SignInLink).where(
            SignInLink.token_hash == hashed(token), SignInLink.used_at.is_(None), SignInLink.expires_at > now
        )
    )
