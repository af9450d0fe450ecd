"""The pages of reports and digests, and documents handed out as PDF."""

from io import BytesIO

from flask import Blueprint, request, send_file, url_for
from werkzeug.wrappers import Response

from cxgov.core import clock, policy
from cxgov.core.enums import Level
from cxgov.core.errors import NotFound
from cxgov.journal.enums import Kind
from cxgov.journal.queries import get
from cxgov.meetings.models import Meeting
from cxgov.people.choices import department_choices
from cxgov.reports import issuing, queries
from cxgov.reports.collect.agenda import agenda_figures
from cxgov.reports.collect.minutes import minutes_figures
from cxgov.reports.collect.report import as_of_words
from cxgov.reports.collect.scope import scope_choices, scope_of
from cxgov.reports.digest_page import context_of_digest
from cxgov.reports.enums import PdfState
from cxgov.reports.figures.digest import DigestFigures
from cxgov.reports.figures.report import ReportFigures
from cxgov.reports.forms import ReportForm
from cxgov.reports.models import IssuedDigest, IssuedReport
from cxgov.reports.paper import PrintFigures, context_of
from cxgov.reports.rendering import RenderError
from cxgov.web import errors
from cxgov.web.access import actor, public, requires
from cxgov.web.extensions import db
from cxgov.web.forms import Button, done
from cxgov.web.headers import no_store
from cxgov.web.pages import page, page_of
from cxgov.web.paging import chosen_id
from cxgov.web.settings import settings, today

bp = Blueprint("reports", __name__)
page_of(Kind.REPORT, "reports.show", "report_id")


def load_report(report_id: int) -> IssuedReport:
    """Return the report of the URL, or answer as for an id that never was."""
    return get(db.session(), actor(), IssuedReport, report_id)


def load_digest(period: str) -> IssuedDigest:
    """Return the digest of the URL's month."""
    return queries.digest_of(db.session(), actor(), period)


def load_meeting(meeting_id: int) -> Meeting:
    """Return the meeting of the URL, or answer as for an id that never was."""
    return get(db.session(), actor(), Meeting, meeting_id)


def asking() -> ReportForm:
    """Return the form that asks for a report, with the scopes that the actor may have one made of."""
    form = ReportForm()
    form.scope.choices = scope_choices(db.session(), actor())
    if not form.is_submitted():
        form.period.data = f"{today():%Y-%m}"
    return form


@bp.get("/reports")
@requires("reports:report:list")
def index() -> Response:
    """List the issued reports by period, and the digests."""
    return listed(asking() if policy.allows(actor(), "reports:report:ask") else None)


def listed(form: ReportForm | None) -> Response:
    """Render the list with its form, or without one for those who may not make a report."""
    rows = queries.reports(db.session(), actor())
    if any(row.level >= Level.RESTRICTED for row in rows):
        no_store()
    return page(
        "reports/index.html", periods=queries.by_period(rows), count=len(rows), form=form,
        as_of=as_of_words,        digests=queries.digests(db.session(), actor()),
    )  # fmt: skip


@bp.post("/reports")
@requires("reports:report:ask")
def make() -> Response:
    """Issue a report, as of its period's end or of now, and print it once it stands."""
    form, session, now, at = asking(), db.session(), clock.now(), settings()
    if not form.validate_on_submit():
        return listed(form)

    def verb() -> IssuedReport:
        span = form.span()
        as_of = issuing.instant_for(span, now=now, zone=at.organisation.zone)
        scope = scope_of(session, actor(), *form.asked())
        return issuing.freeze(session, scope, span, as_of=as_of, now=now, settings=at, actor=actor())

    report = form.run(verb)
    if report is None:
        return listed(form)
    report_id = report.id
    answer = done(url_for("reports.show", report_id=report_id))
    issuing.make_pdf(session, report_id, now=now, settings=at)
    return answer


@bp.get("/reports/<int:report_id>")
@requires("reports:report:read", load_report)
def show(report: IssuedReport) -> Response:
    """Show a report: the same figures as its PDF."""
    figures = ReportFigures.model_validate_json(report.figures)
    is_made = report.pdf_state is PdfState.MADE
    may_retry = not is_made and policy.allows(actor(), "reports:report:make", report)
    beside = queries.beside(db.session(), actor(), report)
    return page(
        "reports/show.html", **context_of(figures, paper=False), issued=report,
        pdf_url=url_for("reports.pdf", report_id=report.id) if is_made else "",
        pdf_words="" if is_made else report.pdf_trouble or "The PDF is not made yet.",
        retry_url=url_for("reports.retry", report_id=report.id) if may_retry else "",
        others=[(words, url_for("reports.show", report_id=other)) for words, other in beside],
    )  # fmt: skip


@bp.get("/reports/<int:report_id>.pdf")
@requires("reports:report:read", load_report, token_scope="read")
def pdf(report: IssuedReport) -> Response:
    """Hand out the stored PDF; one that is missing or altered is printed again from the frozen figures."""
    report_id, name = report.id, f"{report.title} {report.period}"
    content = issuing.stored_pdf(db.session(), report_id, settings=settings())
    if content is None and issuing.make_pdf(db.session(), report_id, now=clock.now(), settings=settings()):
        content = issuing.stored_pdf(db.session(), report_id, settings=settings())
    if content is None:
        why = db.session().get_one(IssuedReport, report_id).pdf_trouble
        return errors.answer(503, why or issuing.NOT_STORED)
    return _as_file(content, name)


@bp.post("/reports/<int:report_id>/pdf")
@requires("reports:report:make", load_report)
def retry(report: IssuedReport) -> Response:
    """Print a report again whose PDF could not be made."""
    report_id, form = report.id, Button()
    url = url_for("reports.show", report_id=report_id)
    if not form.validate_on_submit():
        return done(url)
    worked = issuing.make_pdf(db.session(), report_id, now=clock.now(), settings=settings())
    return done(url, "The PDF is made." if worked else None)


@bp.get("/digests/<period>")
@requires("reports:digest:read", load_digest)
def digest(digest: IssuedDigest) -> Response:
    """Show the digest of a month, the reader's department first, or the one that was asked for."""
    rooms = department_choices(db.session(), actor())
    wanted = chosen_id(request.args, "department") or actor().department_id
    return page(
        "reports/digest.html",
        **context_of_digest(DigestFigures.model_validate_json(digest.figures), dict(rooms).get(wanted or 0)),
        departments=[(name, url_for("reports.digest", period=digest.period, department=room)) for room, name in rooms],
    )


@bp.get("/d/<token>")
@public
def digest_by_link(token: str) -> Response:
    """Show a digest to whoever has the link of its mail: nothing above level 1, and nothing that leads further in."""
    no_store()
    found = queries.digest_by_token(db.session(), token)
    if found.level > Level.INTERNAL:
        raise NotFound
    return page(
        "reports/digest.html",
        **context_of_digest(DigestFigures.model_validate_json(found.figures), None),
        departments=[],
    )


@bp.get("/meetings/<int:meeting_id>/agenda.pdf")
@requires("reports:agenda:print", load_meeting, token_scope="read")
def meeting_agenda(meeting: Meeting) -> Response:
    """Print the agenda of a meeting as it is now."""
    figures = agenda_figures(db.session(), actor(), meeting, now=clock.now(), organisation=settings().organisation.name)
    return _printed(figures, f"Agenda {meeting.title} {meeting.held_on}")


@bp.get("/meetings/<int:meeting_id>/minutes.pdf")
@requires("reports:minutes:print", load_meeting, token_scope="read")
def meeting_minutes(meeting: Meeting) -> Response:
    """Print the minutes of a meeting; drafts only for those who may read them."""
    figures = minutes_figures(
        db.session(), actor(), meeting, now=clock.now(), organisation=settings().organisation.name
    )
    return _printed(figures, f"Minutes {meeting.title} {meeting.held_on}")


def _printed(figures: PrintFigures, name: str) -> Response:
    """Render on demand; where that cannot be done, say why and what to do."""
    db.session.rollback()
    try:
        return _as_file(issuing.rendered(figures, settings=settings()), name)
    except RenderError as trouble:
        return errors.answer(503, str(trouble))


def _as_file(content: bytes, name: str) -> Response:
    return send_file(BytesIO(content), "application/pdf", as_attachment=True, download_name=file_name(name))


def file_name(words: str) -> str:
    """Return a file name that every system takes, made of a title."""
    plain = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in words)
    return f"{'-'.join(part for part in plain.split('-') if part)[:120] or 'document'}.pdf"
