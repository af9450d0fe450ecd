"""Issued once: also after a crash between commit and PDF, a killed renderer, and without the library."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.app import create_app
from cxgov.core.config import Reports
from cxgov.core.errors import NotAllowed
from cxgov.journal.chain import Anchor, verify
from cxgov.journal.queries import head
from cxgov.post.models import Delivery
from cxgov.reports import issuing
from cxgov.reports.collect.scope import scope_of, scope_of_all
from cxgov.reports.enums import PdfState, ScopeKind
from cxgov.reports.figures.base import content_hash
from cxgov.reports.figures.report import ReportFigures
from cxgov.reports.models import IssuedDigest, IssuedReport
from cxgov.web.extensions import db
from cxgov.web.settings import settings
from tests.conftest import fill_schema, make_settings
from tests.reports.build import AS_OF, OCTOBER, council_scope, issue_digest, issued
from tests.support.cast import NOW, SYSTEM, make_cast


def reports(session: Session) -> list[IssuedReport]:
    session.expire_all()
    return list(session.scalars(select(IssuedReport).order_by(IssuedReport.id)))


def issue_all(session: Session) -> str:
    return issuing.issue_all(session, OCTOBER, as_of=AS_OF, now=AS_OF, is_late=False, settings=settings())


def test_the_organisation_and_each_active_committee_get_a_report_and_a_second_run_adds_none(session, cast):
    said = issue_all(session)
    first = {(one.scope_key, one.figures_hash, one.pdf_hash, one.pdf_state) for one in reports(session)}
    assert said == "3 reports issued for October 2026."
    assert {key for key, *_ in first} == {"all", f"committee:{cast.council.id}", f"committee:{cast.board.id}"}
    assert {state for *_, state in first} == {PdfState.MADE}
    assert issue_all(session) == said
    assert {(one.scope_key, one.figures_hash, one.pdf_hash, one.pdf_state) for one in reports(session)} == first


def test_what_is_stored_hashes_to_what_is_printed(session, cast):
    report = issued(session)
    assert content_hash(ReportFigures.model_validate_json(report.figures)) == report.figures_hash
    assert (report.edition, report.is_late, report.pdf_state) == (1, False, PdfState.WAITING)


def test_the_head_of_the_journal_is_printed_in_each_report_so_that_a_cut_is_found(session, cast, browser):
    seq, mac = head(session)
    report = issued(session)
    session.commit()
    assert ReportFigures.model_validate_json(report.figures).anchor == f"{seq}:{mac}"
    assert f"{seq}:{mac}" in browser(cast.cora).get_page(f"/reports/{report.id}")
    assert verify(session, anchor=Anchor(seq, mac))[1] is None


def test_a_report_made_while_its_period_runs_does_not_take_the_place_of_the_final_one(session, cast):
    early = issued(session, period="2026-11", as_of=NOW, now=NOW)
    assert issued(session, period="2026-11", as_of=NOW, now=NOW).id == early.id
    final = issued(session, period="2026-11")
    assert (early.edition, final.edition) == (1, 2)
    assert issued(session, period="2026-11").id == final.id


def test_a_crash_between_commit_and_pdf_is_made_good_by_the_next_run(session, cast):
    waiting = issued(session, scope_of_all())
    assert issuing.stored_pdf(session, waiting.id, settings=settings()) is None
    again = issued(session, scope_of_all())
    assert again.id == waiting.id
    assert issuing.make_pdf(session, again.id, now=AS_OF, settings=settings())
    assert session.get_one(IssuedReport, waiting.id).pdf_state is PdfState.MADE
    assert issuing.stored_pdf(session, waiting.id, settings=settings()) is not None


def test_without_the_library_reports_are_issued_all_the_same_and_printed_once_it_is_there(session, cast, without_pdf):
    assert issue_all(session) == "3 reports issued for October 2026; 3 without a PDF, see their pages."
    assert {one.pdf_state for one in reports(session)} == {PdfState.FAILED}
    assert "apt-get install -y libpango" in str(reports(session)[0].pdf_trouble)
    without_pdf.undo()
    (waiting, *_) = reports(session)
    assert issuing.make_pdf(session, waiting.id, now=AS_OF, settings=settings())
    assert waiting.pdf_trouble is None


def test_a_renderer_that_is_killed_loses_no_figures_and_is_tried_again(session, cast):
    report = issued(session, council_scope(session, cast))
    killed: list[int] = []
    hunter = threading.Thread(target=_kill_renderer, args=(killed,))
    hunter.start()
    made = issuing.make_pdf(session, report.id, now=AS_OF, settings=settings())
    hunter.join()
    assert (len(killed), made) == (1, False)
    assert session.get_one(IssuedReport, report.id).pdf_state is PdfState.FAILED
    assert not list((settings().instance / "reports").glob("*.part"))
    assert issuing.make_pdf(session, report.id, now=AS_OF, settings=settings())


def _kill_renderer(killed: list[int]) -> None:
    """Kill the first child of this process that renders, as soon as it is seen."""
    until = time.monotonic() + 20
    while not killed and time.monotonic() < until:
        for found in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = found.read_bytes()
            except OSError:
                continue
            if b"cxgov.reports.render" in words and f"--parent\0{os.getpid()}\0".encode() in words:
                os.kill(int(found.parent.name), signal.SIGKILL)
                killed.append(int(found.parent.name))
                return
        time.sleep(0.005)


def test_a_document_over_its_limit_is_said_on_its_page(session, cast):
    report = issued(session)
    tight = settings().model_copy(update={"reports": Reports().model_copy(update={"memory_limit_mb": 90})})
    assert not issuing.make_pdf(session, report.id, now=AS_OF, settings=tight)
    assert session.get_one(IssuedReport, report.id).pdf_trouble == "The PDF needed more than 90 MB."


def test_a_full_disk_keeps_the_figures_and_leaves_no_half_file(session, cast, tmp_path):
    report = issued(session)
    (tmp_path / "reports").write_text("a file where the folder should be")
    full = settings().model_copy(update={"instance": tmp_path})
    assert not issuing.make_pdf(session, report.id, now=AS_OF, settings=full)
    assert session.get_one(IssuedReport, report.id).pdf_trouble == issuing.NOT_STORED


def test_those_who_may_not_make_a_report_are_refused_by_the_verb_as_well(session, cast):
    for who in (cast.eve, cast.alma, cast.otto, cast.ben):
        with pytest.raises(NotAllowed):
            issuing.freeze(
                session, scope_of_all(), OCTOBER, as_of=AS_OF, now=AS_OF, settings=settings(),
                actor=cast.actor(who, session),
            )  # fmt: skip


def test_a_digest_is_issued_once_and_one_mail_is_queued_for_each_person_who_may_sign_in(session, cast):
    assert issue_digest(session) == "The digest of October 2026 is issued; 9 mails queued."
    assert issue_digest(session) == "The digest of October 2026 is issued; 0 mails queued."
    mails = session.scalars(select(Delivery)).all()
    assert len({(mail.person_id, mail.occasion) for mail in mails}) == len(mails) == 9
    assert {mail.headline for mail in mails} == {"Working together, October 2026: Our organisation"}
    (digest,) = session.scalars(select(IssuedDigest))
    assert all(f"/d/{digest.link_token}" in mail.text for mail in mails)


def test_a_late_digest_is_kept_and_not_mailed(session, cast):
    assert (
        issue_digest(session, is_late=True, is_mailed=False) == "The digest of October 2026 is issued; 0 mails queued."
    )
    assert session.scalars(select(IssuedDigest)).one().is_late


@pytest.mark.commits
def test_two_that_issue_at_once_on_one_file_make_one_report(tmp_path):
    app = create_app(make_settings(tmp_path))
    fill_schema(app)
    with app.app_context():
        committee_id = make_cast(db.session()).council.id
    found: list[object] = []
    ready = threading.Barrier(4)

    def one() -> None:
        with app.app_context():
            session = db.session()
            scope = scope_of(session, SYSTEM, ScopeKind.COMMITTEE, committee_id)
            ready.wait()
            try:
                found.append(
                    issuing.issue(session, scope, OCTOBER, as_of=AS_OF, now=AS_OF, settings=settings()).figures_hash
                )
            except Exception as trouble:  # noqa: BLE001 - the test says which it was
                found.append(trouble)

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        assert len(db.session().scalars(select(IssuedReport)).all()) == 1
        db.engine.dispose()
    assert len(set(found)) == 1
