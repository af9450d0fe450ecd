"""Issuing after accidents: a file without its hash, a period in progress, a digest that was only archived."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.core.spans import parse_period
from cxgov.post.models import Delivery
from cxgov.reports import issuing
from cxgov.reports.models import IssuedReport
from cxgov.web.settings import settings
from tests.reports.build import AS_OF, issue_digest, issued
from tests.support.cast import Cast


def all_reports(session: Session) -> list[IssuedReport]:
    session.expire_all()
    return list(session.scalars(select(IssuedReport).order_by(IssuedReport.id)).unique())


def test_a_crash_after_the_file_and_before_its_hash_is_written_down_is_made_up_for(session: Session) -> None:
    report_id = issued(session).id
    path = issuing.pdf_path(settings(), report_id)
    issuing.write_whole(path, b"%PDF-1.7 of a run that died")
    assert issuing.stored_pdf(session, report_id, settings=settings()) is None
    assert issuing.make_pdf(session, report_id, now=AS_OF, settings=settings())
    assert issuing.stored_pdf(session, report_id, settings=settings()) == path.read_bytes()


def test_a_period_in_progress_is_counted_again_as_a_further_edition(session: Session) -> None:
    span = parse_period("2026-11")
    days = [span.instants("UTC")[0] + timedelta(days=day) for day in (9, 20, 20)]
    for now in days:
        issued(session, period="2026-11", as_of=issuing.instant_for(span, now=now, zone="UTC"), now=now)
    assert [(report.edition, report.as_of) for report in all_reports(session)] == [(1, days[0]), (2, days[1])]


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
