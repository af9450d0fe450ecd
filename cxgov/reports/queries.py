"""What is read of issued reports and digests."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cxgov.core.actor import Actor
from cxgov.core.errors import NotFound
from cxgov.core.spans import parse_period
from cxgov.journal.models import Subject
from cxgov.journal.queries import visible
from cxgov.reports.models import IssuedDigest, IssuedReport

MOST, MOST_BESIDE = 100, 12


def reports(session: Session, actor: Actor) -> Sequence[IssuedReport]:
    """Return the issued reports that the actor may know of, the newest period first."""
    wanted = visible(actor, IssuedReport).order_by(
        IssuedReport.last_on.desc(), Subject.title, IssuedReport.edition.desc()
    )
    return session.scalars(wanted.limit(MOST)).all()


def digests(session: Session, actor: Actor) -> Sequence[IssuedDigest]:
    """Return the issued digests, the newest first."""
    return session.scalars(visible(actor, IssuedDigest).order_by(IssuedDigest.last_on.desc()).limit(MOST)).all()


def digest_of(session: Session, actor: Actor, period: str) -> IssuedDigest:
    """Return the digest of a period, or raise NotFound."""
    found = session.scalar(visible(actor, IssuedDigest).where(IssuedDigest.period == period))
    if found is None:
        raise NotFound
    return found


def digest_by_token(session: Session, token: str) -> IssuedDigest:
    """Return the digest behind the unguessable link of a mail, or raise NotFound."""
    found = session.scalar(select(IssuedDigest).where(IssuedDigest.link_token == token))
    if found is None:
        raise NotFound
    return found


def by_period(rows: Sequence[IssuedReport]) -> list[tuple[str, list[IssuedReport]]]:
    """Return reports in groups of one period each, in the order given."""
    groups: dict[str, list[IssuedReport]] = {}
    for row in rows:
        groups.setdefault(parse_period(row.period).words, []).append(row)
    return list(groups.items())


def beside(session: Session, actor: Actor, report: IssuedReport) -> list[tuple[str, int]]:
    """Return words and ids of other reports: other periods and editions of its scope, other scopes of its period."""
    near = or_(IssuedReport.scope_key == report.scope_key, IssuedReport.period == report.period)
    wanted = visible(actor, IssuedReport).where(near, IssuedReport.id != report.id)
    found = session.scalars(wanted.order_by(IssuedReport.last_on.desc(), Subject.title).limit(MOST_BESIDE)).all()
    return [(f"{one.title}{f', edition {one.edition}' if one.edition > 1 else ''}", one.id) for one in found]
