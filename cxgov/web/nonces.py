"""Nonces of forms are kept for a week: a back button pressed later than that makes a new thing, as a new form would."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cxgov.web.models import FormNonce

KEPT = timedelta(days=7)


def sweep(session: Session, *, now: datetime) -> int:
    """Remove old nonces and return how many went; without any nothing is written."""
    old = FormNonce.used_at <= now - KEPT
    if session.execute(select(FormNonce.nonce).where(old).limit(1)).first() is None:
        session.rollback()
        return 0
    gone = session.execute(delete(FormNonce).where(old))
    session.commit()
    return int(gone.rowcount)  # type: ignore[attr-defined]  # rowcount of a CursorResult
