"""Commands that write reports, agendas, minutes and digests as files."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import click
from sqlalchemy import select

from cxgov.cli.errors import Wrong
from cxgov.cli.instance import CLI
from cxgov.cli.opening import ready_app
from cxgov.committees.queries import committee_by_slug
from cxgov.core import clock
from cxgov.core.errors import NotFound
from cxgov.core.spans import DateSpan, parse_period
from cxgov.journal.queries import get
from cxgov.meetings.models import Meeting
from cxgov.people.queries import department_by_slug
from cxgov.reports import issuing
from cxgov.reports.collect.agenda import agenda_figures
from cxgov.reports.collect.digest import digest_figures
from cxgov.reports.collect.minutes import minutes_figures
from cxgov.reports.collect.report import report_figures
from cxgov.reports.collect.scope import Scope, scope_of, scope_of_all
from cxgov.reports.digest_mail import digest_mail
from cxgov.reports.enums import ScopeKind
from cxgov.reports.figures.digest import DigestFigures
from cxgov.reports.models import IssuedDigest
from cxgov.reports.paper import PrintFigures
from cxgov.reports.rendering import RenderError
from cxgov.web.extensions import db
from cxgov.web.settings import settings

T = TypeVar("T")
OUT = click.option("--out", required=True, type=click.Path(path_type=Path), help="The PDF file to write.")
MEETING = click.option("--meeting", "meeting_id", required=True, type=int, help="Number of the meeting in its address.")


@click.group()
def report() -> None:
    """Write a report, an agenda or minutes as a PDF file."""


@report.command()
@click.option("--committee", help="Short name of the committee.")
@click.option("--department", help="Short name of the department.")
@click.option("--person", help="Not yet: a report about one person comes later.")
@click.option("--all", "is_all", is_flag=True, help="The whole organisation.")
@click.option("--period", required=True, help="2026, 2026-Q3, 2026-10, 2026-W07 or 2026-01-01..2026-03-15.")
@OUT
def accountability(
    committee: str | None, department: str | None, person: str | None, is_all: bool, period: str, out: Path
) -> None:
    """Write the accountability report of a period, as of its end or of now; nothing is issued."""
    if person:
        raise Wrong("A report about one person is not made yet; that of their department names what they owe.")
    if sum((bool(committee), bool(department), is_all)) != 1:
        raise click.UsageError("Name one of --committee, --department and --all.")
    span, now = parse_period(period), clock.now()
    with ready_app():
        scope, as_of = _scope(committee, department), _instant(span, now)
        figures = report_figures(db.session(), scope, span, as_of=as_of, now=now, settings=settings())
        _print(figures, out)


@report.command()
@MEETING
@OUT
def agenda(meeting_id: int, out: Path) -> None:
    """Write the agenda of a meeting."""
    with ready_app():
        meeting, name = _meeting(meeting_id), settings().organisation.name
        _print(agenda_figures(db.session(), CLI, meeting, now=clock.now(), organisation=name), out)


@report.command()
@MEETING
@OUT
def minutes(meeting_id: int, out: Path) -> None:
    """Write the minutes of a meeting."""
    with ready_app():
        meeting, name = _meeting(meeting_id), settings().organisation.name
        _print(minutes_figures(db.session(), CLI, meeting, now=clock.now(), organisation=name), out)


@click.command()
@click.option("--month", required=True, help="The month, as 2026-10.")
@click.option("--department", help="Short name of the department that reads it.")
@click.option("--out", type=click.Path(path_type=Path), help="The folder for digest.html and digest.txt.")
@click.option("--send", is_flag=True, help="Issue it and queue a mail for everybody who may sign in, once.")
def digest(month: str, department: str | None, out: Path | None, send: bool) -> None:
    """Write the digest of a month as the mail that it would be, or issue and send it."""
    if (out is None) is not send:
        raise click.UsageError("Name one of --out and --send.")
    span, now = parse_period(month), clock.now()
    with ready_app():
        if out is None:
            _send(span, now)
        else:
            _write_digest(span, department, out, now)


def _write_digest(span: DateSpan, department: str | None, out: Path, now: datetime) -> None:
    """Write the digest as it was issued, else as of the month's end or of now."""
    room = _known("department", department, department_by_slug).title if department else None
    issued = db.session.scalar(select(IssuedDigest.figures).where(IssuedDigest.period == span.key))
    if issued is not None:
        figures = DigestFigures.model_validate_json(issued)
    else:
        figures = digest_figures(db.session(), span, as_of=_instant(span, now), now=now, settings=settings())
    letter = digest_mail(figures, department=room, base_url=settings().server.public_url)
    issuing.write_whole(out / "digest.html", letter.html.encode())
    issuing.write_whole(out / "digest.txt", letter.text.encode())
    click.echo(f"{out / 'digest.html'} and {out / 'digest.txt'}: {letter.subject}")


def _send(span: DateSpan, now: datetime) -> None:
    end = span.instants(settings().organisation.zone)[1]
    if end > now:
        raise Wrong(f"{span.words} is not over; its digest is sent when it is. --out shows it as of now.")
    said = issuing.issue_digest(
        db.session(), span, as_of=end, now=now, is_late=False, is_mailed=True, settings=settings()
    )
    click.echo(said)


def _instant(span: DateSpan, now: datetime) -> datetime:
    return issuing.instant_for(span, now=now, zone=settings().organisation.zone)


def _scope(committee: str | None, department: str | None) -> Scope:
    if committee:
        found = _known("committee", committee, committee_by_slug)
        return scope_of(db.session(), CLI, ScopeKind.COMMITTEE, found.id)
    if department:
        room = _known("department", department, department_by_slug)
        return scope_of(db.session(), CLI, ScopeKind.DEPARTMENT, room.id)
    return scope_of_all()


def _known(what: str, slug: str, find: Callable[..., T]) -> T:
    try:
        return find(db.session(), CLI, slug)
    except NotFound:
        raise Wrong(f"There is no {what} “{slug}”.") from None


def _meeting(meeting_id: int) -> Meeting:
    try:
        return get(db.session(), CLI, Meeting, meeting_id)
    except NotFound:
        raise Wrong(f"There is no meeting {meeting_id}.") from None


def _print(figures: PrintFigures, out: Path) -> None:
    """Render the figures and write the file whole, or say in a sentence why not."""
    at = settings()
    db.session.rollback()
    try:
        content = issuing.rendered(figures, settings=at)
    except RenderError as trouble:
        raise Wrong(str(trouble)) from trouble
    issuing.write_whole(out, content)
    click.echo(f"{out}: {figures.masthead.title}, {figures.masthead.scope}, as of {figures.masthead.as_of_words}")


COMMANDS: tuple[click.Command, ...] = (report, digest)
