"""Issuing: once, frozen, and with a PDF even where something fell over in between."""

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.core.errors import NotAllowed
from cxgov.core.spans import parse_period
from cxgov.journal.models import Entry
from cxgov.post.models import Delivery
from cxgov.reports import issuing, service
from cxgov.reports.collect.scope import scope_of_all
from cxgov.reports.enums import PdfState
from cxgov.reports.figures.base import content_hash
from cxgov.reports.figures.report import ReportFigures
from cxgov.reports.models import IssuedDigest, IssuedReport
from cxgov.web.settings import settings
from tests.reports.build import AS_OF, OCTOBER, council_scope, figures, issue_digest, issued
from tests.support.cast import Cast


def all_reports(session: Session) -> list[IssuedReport]:
    session.expire_all()
    return list(session.scalars(select(IssuedReport).order_by(IssuedReport.id)).unique())


def issue_all(session: Session, minutes: int = 0) -> str:
    now = AS_OF + timedelta(minutes=minutes)
    return issuing.issue_all(session, OCTOBER, as_of=AS_OF, now=now, is_late=False, settings=settings())


def test_every_active_committee_and_the_organisation_get_a_report_once_however_often_it_runs(
    session: Session, cast: Cast, without_pdf: pytest.MonkeyPatch
) -> None:
    assert issue_all(session) == "3 reports issued for October 2026; 3 without a PDF, see their pages."
    first = {report.scope_key: report.figures_hash for report in all_reports(session)}
    assert set(first) == {"all", f"committee:{cast.council.id}", f"committee:{cast.board.id}"}
    issue_all(session, minutes=7)
    assert {report.scope_key: report.figures_hash for report in all_reports(session)} == first
    assert len(all_reports(session)) == 3
    entries = select(Entry).where(Entry.verb == "reports:report:issue")
    assert len(session.scalars(entries).all()) == 3


def test_the_hash_is_that_of_the_frozen_figures_and_they_come_back_as_they_were(session: Session, cast: Cast) -> None:
    report = issued(session, council_scope(session, cast))
    back = ReportFigures.model_validate_json(report.figures)
    assert content_hash(back) == report.figures_hash == hashlib.sha256(report.figures.encode()).hexdigest()
    assert back == figures(session, council_scope(session, cast))


def test_a_crash_after_the_commit_and_before_the_pdf_is_made_up_for_by_the_next_run(session: Session) -> None:
    report = issued(session)
    report_id = report.id
    assert report.pdf_state is PdfState.WAITING
    assert not issuing.pdf_path(settings(), report_id).exists()
    assert issue_all(session, minutes=3) == "1 reports issued for October 2026."
    (again,) = all_reports(session)
    content = issuing.pdf_path(settings(), report_id).read_bytes()
    assert (again.id, again.pdf_state) == (report_id, PdfState.MADE)
    assert again.pdf_hash == hashlib.sha256(content).hexdigest()
    assert content.startswith(b"%PDF-")


def test_a_crash_after_the_file_and_before_its_hash_is_written_down_is_made_up_for(session: Session) -> None:
    report_id = issued(session).id
    path = issuing.pdf_path(settings(), report_id)
    issuing.write_whole(path, b"%PDF-1.7 of a run that died")
    assert issuing.stored_pdf(session, report_id, settings=settings()) is None
    assert issuing.make_pdf(session, report_id, now=AS_OF, settings=settings())
    assert issuing.stored_pdf(session, report_id, settings=settings()) == path.read_bytes()


def test_where_no_pdf_can_be_made_the_figures_stand_and_the_trouble_is_said(
    session: Session, without_pdf: pytest.MonkeyPatch
) -> None:
    issue_all(session)
    (report,) = all_reports(session)
    assert report.pdf_state is PdfState.FAILED
    assert "apt-get install" in str(report.pdf_trouble)
    without_pdf.undo()
    issue_all(session)
    (report,) = all_reports(session)
    assert (report.pdf_state, report.pdf_trouble) == (PdfState.MADE, None)


def test_a_period_in_progress_is_counted_again_as_a_further_edition(session: Session) -> None:
    span = parse_period("2026-11")
    days = [span.instants("UTC")[0] + timedelta(days=day) for day in (9, 20, 20)]
    for now in days:
        issued(session, period="2026-11", as_of=issuing.instant_for(span, now=now, zone="UTC"), now=now)
    assert [(report.edition, report.as_of) for report in all_reports(session)] == [(1, days[0]), (2, days[1])]


def test_who_may_make_no_report_makes_none(session: Session, cast: Cast) -> None:
    known = figures(session)
    for who in (cast.actor(cast.eve, session), cast.actor(cast.ada, session)):
        with pytest.raises(NotAllowed):
            issuing.freeze(session, scope_of_all(), OCTOBER, as_of=AS_OF, now=AS_OF, settings=settings(), actor=who)
        with pytest.raises(NotAllowed):
            service.issue_report(session, scope_of_all(), OCTOBER, known, actor=who, now=AS_OF)
    session.rollback()
    assert all_reports(session) == []


def test_a_digest_is_issued_once_and_mailed_once_to_each_person(session: Session, cast: Cast) -> None:
    assert issue_digest(session) == "The digest of October 2026 is issued; 9 mails queued."
    assert issue_digest(session) == "The digest of October 2026 is issued; 0 mails queued."
    assert len(session.scalars(select(IssuedDigest)).unique().all()) == 1
    rows = session.scalars(select(Delivery)).all()
    assert {row.person_id for row in rows} >= {cast.dan.id, cast.eve.id}
    assert len({row.message_id for row in rows}) == len(rows) == 9
    assert all("October 2026" in row.headline and row.text and row.html for row in rows)


def test_a_digest_that_was_archived_and_is_asked_for_by_mail_is_mailed(session: Session, cast: Cast) -> None:
    issue_digest(session, is_mailed=False)
    assert session.scalars(select(Delivery)).all() == []
    assert issue_digest(session) == "The digest of October 2026 is issued; 9 mails queued."


def test_a_file_is_whole_or_not_there(tmp_path: Path) -> None:
    issuing.write_whole(tmp_path / "new" / "a.pdf", b"whole")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["a.pdf"]
    (tmp_path / "new" / "b.pdf").mkdir()
    with pytest.raises(OSError, match=r"b\.pdf"):
        issuing.write_whole(tmp_path / "new" / "b.pdf", b"cannot be put there")
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["a.pdf", "b.pdf"]
