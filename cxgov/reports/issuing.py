"""From figures to issued: collect, freeze, commit, render outside of any transaction, note how that came out, mail."""

import hashlib
import os
from datetime import datetime
from pathlib import Path

import structlog
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.config import Settings
from cxgov.core.enums import Level
from cxgov.core.errors import RuleBroken
from cxgov.core.spans import DateSpan
from cxgov.people.models import Person
from cxgov.people.queries import department_names
from cxgov.post import service as post
from cxgov.post.hooks import Ready, at_delivery
from cxgov.post.models import Delivery
from cxgov.reports import service
from cxgov.reports.collect.digest import digest_figures
from cxgov.reports.collect.report import report_figures
from cxgov.reports.collect.scope import Scope, active_committees, scope_of, scope_of_all
from cxgov.reports.enums import PdfState, ScopeKind
from cxgov.reports.figures.digest import DigestFigures
from cxgov.reports.figures.report import ReportFigures
from cxgov.reports.models import IssuedDigest, IssuedReport
from cxgov.reports.paper import PrintFigures
from cxgov.reports.rendering import RenderError, RenderJob, render_pdf

log = structlog.get_logger()
CLOCK = Actor.system("scheduler")
NOT_STORED = "The PDF could not be stored: the disk is full or read-only. The page shows the same figures."


def issue_all(
    session: Session, span: DateSpan, *, as_of: datetime, now: datetime, is_late: bool, settings: Settings
) -> str:
    """Issue the report of the organisation and of each active committee, and render those without a PDF."""
    scopes = [scope_of_all()]
    scopes += [scope_of(session, CLOCK, ScopeKind.COMMITTEE, one) for one in active_committees(session, CLOCK)]
    trouble = 0
    for scope in scopes:
        report = issue(session, scope, span, as_of=as_of, now=now, is_late=is_late, settings=settings)
        trouble += not make_pdf(session, report.id, now=now, settings=settings)
    said = f"{len(scopes)} reports issued for {span.words}"
    return f"{said}; {trouble} without a PDF, see their pages." if trouble else f"{said}."


def issue(
    session: Session,
    scope: Scope,
    span: DateSpan,
    *,
    as_of: datetime,
    now: datetime,
    settings: Settings,
    is_late: bool = False,
) -> IssuedReport:
    """Collect and freeze the figures of one report, once, and commit."""
    report = freeze(session, scope, span, as_of=as_of, now=now, settings=settings, is_late=is_late)
    session.commit()
    return report


def freeze(
    session: Session,
    scope: Scope,
    span: DateSpan,
    *,
    as_of: datetime,
    now: datetime,
    settings: Settings,
    actor: Actor = CLOCK,
    is_late: bool = False,
) -> IssuedReport:
    """Collect and freeze the figures of one report; what was issued and counted as far is returned as it is."""
    policy.check(actor, "reports:report:make", scope)
    known = service.issued(session, scope, span.key)
    if known is not None and known.as_of >= as_of:
        return known
    figures = report_figures(session, scope, span, as_of=as_of, now=now, settings=settings)
    return service.issue_report(session, scope, span, figures, actor=actor, now=now, is_late=is_late)


def instant_for(span: DateSpan, *, now: datetime, zone: str) -> datetime:
    """Return the instant as of which a period is counted: its end, or now while it is in progress.

    Raises RuleBroken for a period that has not begun.
    """
    start, end = span.instants(zone)
    if start > now:
        raise RuleBroken(f"{span.words} has not begun: there is nothing to report yet.", field="period")
    return min(end, now)


def pdf_path(settings: Settings, report_id: int) -> Path:
    """Return where the PDF of an issued report lies."""
    return settings.instance / "reports" / f"{report_id}.pdf"


def stored_pdf(session: Session, report_id: int, *, settings: Settings) -> bytes | None:
    """Return the stored PDF where it is the one that was made, by its hash; None where it is missing or was altered."""
    report = session.get(IssuedReport, report_id)
    if report is None or report.pdf_state is not PdfState.MADE:
        return None
    try:
        content = pdf_path(settings, report_id).read_bytes()
    except OSError:
        return None
    return content if hashlib.sha256(content).hexdigest() == report.pdf_hash else None


def make_pdf(session: Session, report_id: int, *, now: datetime, settings: Settings) -> bool:
    """Render an issued report's PDF where it has none; False where that did not work, which its page then says."""
    if stored_pdf(session, report_id, settings=settings) is not None:
        return True
    report = session.get(IssuedReport, report_id)
    if report is None:
        return False
    figures = ReportFigures.model_validate_json(report.figures)
    session.rollback()
    try:
        pdf = rendered(figures, settings=settings)
        write_whole(pdf_path(settings, report_id), pdf)
    except (RenderError, OSError) as trouble:
        log.warning("pdf.failed", report=report_id, why=str(trouble), details=getattr(trouble, "details", "")[:1500])
        said = str(trouble) if isinstance(trouble, RenderError) else NOT_STORED
        service.note_trouble(session, session.get_one(IssuedReport, report_id), said, actor=CLOCK, now=now)
        session.commit()
        return False
    sha256 = hashlib.sha256(pdf).hexdigest()
    service.note_pdf(session, session.get_one(IssuedReport, report_id), sha256, actor=CLOCK, now=now)
    session.commit()
    return True


def rendered(figures: PrintFigures, *, settings: Settings) -> bytes:
    """Return a document as PDF, made in a child within the configured limits; raises RenderError."""
    limits = settings.reports
    return render_pdf(
        RenderJob(figures),
        time_limit=limits.time_limit_seconds,
        memory_limit_mb=limits.memory_limit_mb,
        fonts=settings.instance / "cache" / "fonts",
    )


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, also when the power fails in the middle."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def issue_digest(
    session: Session,
    span: DateSpan,
    *,
    as_of: datetime,
    now: datetime,
    is_late: bool,
    is_mailed: bool,
    settings: Settings,
) -> str:
    """Issue the digest of a month, once, and queue a mail to each person in the same transaction."""
    known = session.scalar(select(IssuedDigest).where(IssuedDigest.period == span.key))
    if known is None:
        figures = digest_figures(session, span, as_of=as_of, now=now, settings=settings)
        known = service.issue_digest(session, span, figures, actor=CLOCK, now=now, is_late=is_late)
    else:
        figures = DigestFigures.model_validate_json(known.figures)
    count = _queue_mails(session, known, figures, now=now, settings=settings) if is_mailed else 0
    session.commit()
    return f"The digest of {span.words} is issued; {count} mails queued."


def _queue_mails(
    session: Session, digest: IssuedDigest, figures: DigestFigures, *, now: datetime, settings: Settings
) -> int:
    """Queue the mail of every person with an address who has not left, one message a person.

    Its link opens the page without signing in, as far as the level allows.
    """
    from cxgov.reports.digest_mail import digest_mail

    figures = figures.model_copy(update={"path": f"/d/{digest.link_token}"})
    today = now.date()
    names = department_names(session)
    wanted = select(Person).where(
        Person.email.is_not(None), or_(Person.left_on.is_(None), Person.left_on > today), Person.may_sign_in.is_(True)
    )
    count = 0
    built: dict[str | None, tuple[str, str, str]] = {}
    for person in session.scalars(wanted.order_by(Person.id)).unique().all():
        department = names.get(person.department_id or 0)
        if department not in built:
            built[department] = digest_mail(figures, department=department, base_url=settings.server.public_url)
        headline, text, html = built[department]
        count += post.queue(
            session, kind="digest", occasion=f"digest:{digest.period}", person_id=person.id, address=person.email or "",
            headline=headline, text=text, html=html, about_id=digest.id, domain=mail_domain(settings), now=now,
        )  # fmt: skip
    return count


def mail_domain(settings: Settings) -> str:
    """Return the domain of Message-IDs: the name by which people reach cxgov."""
    host = settings.server.public_url.split("://", 1)[-1].split(":", 1)[0].strip("[]")
    return host or "localhost"


def _still_open(session: Session, delivery: Delivery, now: datetime) -> Ready | None:
    """Return the mail of a digest, or None where the digest was made restricted meanwhile: its text is in the mail."""
    digest = session.get(IssuedDigest, delivery.about_id) if delivery.about_id else None
    is_restricted = digest is not None and digest.level > Level.INTERNAL
    return None if is_restricted else Ready(delivery.text, delivery.html)


at_delivery("digest", _still_open)
