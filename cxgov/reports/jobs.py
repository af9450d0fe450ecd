"""What the clock calls: the reports and the digest of a period. Each may be called twice without harm."""

from datetime import datetime

from sqlalchemy.orm import Session

from cxgov.core.config import Settings
from cxgov.core.spans import DateSpan
from cxgov.reports import issuing


def issue_reports(
    session: Session,
    span: DateSpan,
    as_of: datetime,
    *,
    now: datetime,
    is_late: bool,
    is_newest: bool,
    settings: Settings,
) -> str:
    """Issue the accountability report of the organisation and of each active committee, with their PDFs."""
    return issuing.issue_all(session, span, as_of=as_of, now=now, is_late=is_late, settings=settings)


def issue_digest(
    session: Session,
    span: DateSpan,
    as_of: datetime,
    *,
    now: datetime,
    is_late: bool,
    is_newest: bool,
    settings: Settings,
) -> str:
    """Issue the digest; only the newest of several late ones is mailed, the others are archived."""
    return issuing.issue_digest(
        session, span, as_of=as_of, now=now, is_late=is_late, is_mailed=is_newest, settings=settings
    )
