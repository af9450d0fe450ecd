"""The pages of reports and digests: who may read, who may make, what is handed out."""

import hashlib
import re

import pytest
from sqlalchemy import select

from cxgov.core.enums import Level
from cxgov.journal import service as journal
from cxgov.reports import issuing
from cxgov.reports.collect.scope import scope_of
from cxgov.reports.enums import PdfState, ScopeKind
from cxgov.reports.models import IssuedDigest, IssuedReport
from cxgov.web.settings import settings
from tests.reports.build import AS_OF, council_scope, issue_digest, issued
from tests.support.cast import SYSTEM


def test_an_empty_room_says_what_a_report_is_and_offers_one_to_those_who_may(session, cast, browser):
    for_cora, for_eve = browser(cast.cora).get_page("/reports"), browser(cast.eve).get_page("/reports")
    assert "No report yet" in for_cora
    assert "Make the report" in for_cora
    assert "No report yet" in for_eve
    assert "Make the report" not in for_eve


def test_the_secretary_makes_a_report_of_the_own_committee_and_reads_it(session, cast, browser):
    ben = browser(cast.ben)
    answer = ben.send("/reports", scope=f"committee:{cast.council.id}", period="2026-10")
    assert answer.status_code == 303
    text = ben.get_page(answer.location)
    assert "Accountability report, October 2026" in text
    assert "Customer Council" in text
    report = session.scalars(select(IssuedReport)).one()
    assert report.pdf_state is PdfState.MADE
    pdf = ben.get(f"/reports/{report.id}.pdf")
    assert pdf.mimetype == "application/pdf"
    assert pdf.data.startswith(b"%PDF-")
    assert hashlib.sha256(pdf.data).hexdigest() == report.pdf_hash
    assert pdf.headers["Content-Disposition"].startswith("attachment")
    assert "October 2026" in ben.get_page("/reports")


def test_a_second_click_makes_no_second_report(session, cast, browser, without_pdf):
    ben = browser(cast.ben)
    fields = {"scope": f"committee:{cast.council.id}", "period": "2026-11", "nonce": "once"}
    first, second = (ben.send("/reports", **fields) for _ in range(2))
    assert (first.status_code, second.status_code, second.location) == (303, 303, first.location)
    assert len(session.scalars(select(IssuedReport)).all()) == 1


@pytest.mark.parametrize(
    ("period", "sentence"),
    [("soon", "Write a period as"), ("2199", "has not begun"), ("", "Which period?")],
)
def test_a_period_that_cannot_be_is_refused_in_words(session, cast, browser, period, sentence):
    answer = browser(cast.cora).send("/reports", scope="all", period=period)
    assert answer.status_code == 422
    assert sentence in answer.get_data(as_text=True)


def test_a_scope_that_is_not_theirs_is_refused(session, cast, browser):
    ben, eve = browser(cast.ben), browser(cast.eve)
    assert ben.send("/reports", scope="all", period="2026-10").status_code == 422
    assert ben.send("/reports", scope=f"committee:{cast.board.id}", period="2026-10").status_code == 422
    assert eve.send("/reports", scope="all", period="2026-10").status_code == 403
    assert browser().send("/reports", scope="all", period="2026-10").status_code == 401


def test_a_restricted_report_does_not_exist_for_others_and_is_kept_nowhere(session, cast, browser):
    report = issued(session, scope_of(session, SYSTEM, ScopeKind.COMMITTEE, cast.board.id))
    for who in (cast.eve, cast.ada, cast.alma):
        outside = browser(who)
        assert {outside.get(f"/reports/{report.id}{end}").status_code for end in ("", ".pdf")} == {404}
        assert "Remuneration" not in outside.get_page("/reports")
    cora = browser(cast.cora)
    answer = cora.get(f"/reports/{report.id}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert cora.get("/reports").headers["Cache-Control"] == "no-store"
    assert "Level 2" in cora.get_page("/reports")


def test_a_report_of_level_1_is_read_by_all_staff(session, cast, browser):
    report = issued(session, council_scope(session, cast))
    answer = browser(cast.eve).get(f"/reports/{report.id}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_a_pdf_that_was_lost_or_altered_is_printed_again_with_the_same_bytes(session, cast, browser):
    report = issued(session, council_scope(session, cast))
    assert issuing.make_pdf(session, report.id, now=AS_OF, settings=settings())
    path = issuing.pdf_path(settings(), report.id)
    first = path.read_bytes()
    path.write_bytes(b"%PDF-1.7 forged")
    assert browser(cast.eve).get(f"/reports/{report.id}.pdf").data == first
    path.unlink()
    assert browser(cast.eve).get(f"/reports/{report.id}.pdf").data == first


def test_without_the_library_the_page_works_names_the_command_and_can_be_retried(session, cast, browser, without_pdf):
    report = issued(session, council_scope(session, cast))
    assert not issuing.make_pdf(session, report.id, now=AS_OF, settings=settings())
    for who, sees_button in ((cast.ada, True), (cast.eve, False)):
        text = browser(who).get_page(f"/reports/{report.id}")
        assert "apt-get install -y libpango" in text
        assert ("Make the PDF" in text) is sees_button
    answer = browser(cast.eve).get(f"/reports/{report.id}.pdf")
    assert answer.status_code == 503
    assert "apt-get install" in answer.get_data(as_text=True)
    assert browser(cast.eve).send(f"/reports/{report.id}/pdf").status_code == 403
    without_pdf.undo()
    assert browser(cast.ada).send(f"/reports/{report.id}/pdf").status_code == 303
    session.expire_all()
    assert session.get_one(IssuedReport, report.id).pdf_state is PdfState.MADE


def test_the_digest_shows_the_readers_department_first_or_another_that_is_asked_for(session, cast, browser):
    issue_digest(session)
    eve = browser(cast.eve)
    assert "chosen for <b>Support</b> first" in eve.get_page("/digests/2026-10")
    assert "chosen for <b>Billing</b> first" in eve.get_page(f"/digests/2026-10?department={cast.billing.id}")
    assert eve.get("/digests/2026-09").status_code == 404
    assert browser().get("/digests/2026-10").status_code == 302


def test_the_link_of_a_mail_opens_the_digest_without_signing_in_and_only_up_to_level_1(session, cast, browser):
    issue_digest(session)
    digest = session.scalars(select(IssuedDigest)).one()
    stranger = browser()
    answer = stranger.get(f"/d/{digest.link_token}")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Working together, October 2026" in stranger.get_page(f"/d/{digest.link_token}")
    assert stranger.get("/d/guess").status_code == 404
    journal.begin_write(session)
    journal.set_level(session, digest, Level.RESTRICTED, actor=SYSTEM, now=AS_OF)
    session.commit()
    assert stranger.get(f"/d/{digest.link_token}").status_code == 404


def test_the_list_costs_a_constant_number_of_statements(session, cast, browser, count_sql):
    counts = []
    for period in ("2026-08", "2026-09", "2026-10"):
        issued(session, council_scope(session, cast), period)
        issue_digest(session, period, is_mailed=False)
        cora = browser(cast.cora)
        with count_sql() as seen:
            text = cora.get_page("/reports")
        counts.append(len(seen))
    assert counts[0] == counts[2]
    assert re.search(r"October 2026.*September 2026.*August 2026", text, re.DOTALL)
