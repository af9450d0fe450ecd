"""What the heartbeat calls: sign-ins, links and tries that nobody needs any more go away."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.accounts import service
from cxgov.accounts.models import Attempt, SignIn, SignInLink
from cxgov.accounts.rules import LONGEST_WINDOW


def sweep_expired(session: Session, *, now: datetime) -> int:
    """Remove what has expired and return how many rows went; a beat without any takes no write lock."""
    old = (
        select(SignIn.id).where(SignIn.expires_at <= now),
        select(SignInLink.id).where(SignInLink.expires_at <= now - service.LINKS_KEPT),
        select(Attempt.id).where(Attempt.at <= now - LONGEST_WINDOW),
    )
    if not any(session.execute(wanted.limit(1)).first() for wanted in old):
        session.rollback()
        return 0
    gone = service.sweep(session, now=now)
    session.commit()
    return gone
