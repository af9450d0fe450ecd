"""Verbs of reports: freeze the figures once per scope and period, and note how the PDF came out."""

import secrets
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.spans import DateSpan
from cxgov.journal import service as journal
from cxgov.journal import words
from cxgov.journal.queries import head_seq
from cxgov.reports import permissions  # noqa: F401 - defines the policy rows that are checked here
from cxgov.reports.collect.scope import Scope
from cxgov.reports.enums import PdfState
from cxgov.reports.figures.base import canonical_json, content_hash
from cxgov.reports.figures.digest import DigestFigures
from cxgov.reports.figures.report import ReportFigures
from cxgov.reports.models import IssuedDigest, IssuedReport

words.define(
    {
        "reports:report:issue": "issued the report",
        "reports:pdf:make": "made the PDF",
        "reports:pdf:fail": "could not make the PDF",
        "reports:digest:issue": "issued the digest",
    }
)


def issued(session: Session, scope: Scope, period: str) -> IssuedReport | None:
    """Return the newest edition of a report that was issued for a scope and a period."""
    wanted = select(IssuedReport).where(IssuedReport.scope_key == scope.key, IssuedReport.period == period)
    return session.scalar(wanted.order_by(IssuedReport.edition.desc()).limit(1))


def issue_report(
    session: Session,
    scope: Scope,
    span: DateSpan,
    figures: ReportFigures,
    *,
    actor: Actor,
    now: datetime,
    is_late: bool = False,
    again: bool = False,
) -> IssuedReport:
    """Store the frozen figures, once: what was issued before and counted as far as these is returned as it is.

    A period in progress, counted further than before, gets a further edition, and so does whoever asks for one with
    `again`: what was issued stays as it was.
    """
    journal.begin_write(session)
    policy.check(actor, "reports:report:make", scope)
    known = issued(session, scope, span.key)
    if known is not None and not again and known.as_of >= figures.masthead.as_of:
        return known
    edition = session.scalar(
        select(func.coalesce(func.max(IssuedReport.edition), 0)).where(
            IssuedReport.scope_key == scope.key, IssuedReport.period == span.key
        )
    )
    made = IssuedReport(
        scope_kind=scope.kind, scope_key=scope.key, scope_subject_id=scope.subject_id, period=span.key,
        edition=(edition or 0) + 1, first_on=span.first, last_on=span.last, as_of=figures.masthead.as_of, issued_at=now,
        is_late=is_late, figures=canonical_json(figures), figures_hash=content_hash(figures),
        journal_seq=head_seq(session), pdf_state=PdfState.WAITING,
    )  # fmt: skip
    title = f"{figures.masthead.title}: {scope.title}"
    return journal.create(
        session, made, "reports:report:issue", actor=actor, now=now, title=title, committee_id=scope.committee_id,
        level=scope.level,
    )  # fmt: skip


def note_pdf(session: Session, report: IssuedReport, sha256: str, *, actor: Actor, now: datetime) -> None:
    """Note that the PDF lies in the instance, with the hash of its bytes."""
    journal.begin_write(session)
    policy.check(actor, "reports:report:make", report)
    journal.change(
        session, report, "reports:pdf:make", actor=actor, now=now, pdf_state=PdfState.MADE, pdf_hash=sha256,
        pdf_trouble=None,
    )  # fmt: skip


def note_trouble(session: Session, report: IssuedReport, trouble: str, *, actor: Actor, now: datetime) -> None:
    """Note why there is no PDF; the page shows the same figures."""
    journal.begin_write(session)
    policy.check(actor, "reports:report:make", report)
    journal.change(
        session, report, "reports:pdf:fail", actor=actor, now=now, pdf_state=PdfState.FAILED, pdf_trouble=trouble[:500]
    )


def issue_digest(
    session: Session, span: DateSpan, figures: DigestFigures, *, actor: Actor, now: datetime, is_late: bool = False
) -> IssuedDigest:
    """Store the frozen figures of a month's digest, once; a month that was issued before is returned as it is."""
    journal.begin_write(session)
    policy.check(actor, "reports:digest:make")
    known = session.scalar(select(IssuedDigest).where(IssuedDigest.period == span.key))
    if known is not None:
        return known
    made = IssuedDigest(
        period=span.key, first_on=span.first, last_on=span.last, issued_at=now, is_late=is_late,
        figures=canonical_json(figures), figures_hash=content_hash(figures), link_token=secrets.token_urlsafe(24),
    )  # fmt: skip
    return journal.create(session, made, "reports:digest:issue", actor=actor, now=now, title=figures.masthead.title)
