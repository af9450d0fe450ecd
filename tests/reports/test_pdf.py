"""The printed documents against the PDF/UA checklist, and the stored text of the first page."""

import io
from collections.abc import Callable

import pikepdf
import pytest

from cxgov.reports.figures.base import content_hash
from cxgov.reports.paper import PrintFigures
from cxgov.reports.rendering import RenderJob, render_pdf
from tests.reports import sample, sample_meetings, write_expected
from tests.reports.checks_pdf import bookmarks, complaints, elements, text_of, whole_text

BUILDERS: dict[str, Callable[[], PrintFigures]] = {
    "report": sample.report,
    "empty": sample.empty_report,
    "imported": sample.imported_report,
    "agenda": sample_meetings.agenda,
    "minutes": sample_meetings.minutes,
}
SECTIONS = [
    "What changed since 30 September", "Watermelons, rates, coverage", "Decisions and follow-through", "Action items",
    "Shared goals", "Initiatives and design share", "Attendance", "Stories and lessons", "Glossary",
    "How each figure is counted",
]  # fmt: skip


@pytest.fixture(scope="module", params=BUILDERS)
def document(request) -> bytes:
    """Each document, rendered once."""
    return render_pdf(RenderJob(BUILDERS[request.param]()))


@pytest.fixture(scope="module")
def report() -> bytes:
    """The full report, rendered once."""
    return render_pdf(RenderJob(sample.report()))


def test_a_document_meets_the_checklist_of_pdf_ua(document):
    assert complaints(document) == []


def test_the_checks_notice_a_figure_outside_its_page(report):
    pdf = pikepdf.open(io.BytesIO(report))
    figure = next(element for element in elements(pdf) if element.S == "/Figure")
    figure.A.BBox = [0, 0, 9999, 10]
    broken = io.BytesIO()
    pdf.save(broken)
    assert [one[:22] for one in complaints(broken.getvalue())] == ["a figure outside its p"]


def test_the_bookmarks_are_the_sections(report):
    assert bookmarks(pikepdf.open(io.BytesIO(report))) == SECTIONS


def test_every_page_says_its_number_the_instant_and_the_hash(report):
    pages = len(pikepdf.open(io.BytesIO(report)).pages)
    short = content_hash(sample.report())[:8]
    for number in range(pages):
        text = text_of(report, number)
        assert f"Page {number + 1} of {pages}" in text
        assert "As of 31 October 2026, 24:00 CET" in text
        assert short in text


def test_the_whole_hash_stands_at_the_end(report):
    assert content_hash(sample.report()) in whole_text(report).replace("\n", "").replace("\u200b", "")


def test_the_first_page_reads_in_the_order_in_which_it_is_meant(report):
    text = text_of(report)
    parts = (
        "Tarnwick Energy", "Accountability report", "As of 31 October", "Fewer customers have to call", "What changed",
        "5 Nobody has asked", "Watermelons: 3", "Coverage", "Contents",
    )  # fmt: skip
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_the_first_page_is_the_stored_one(report):
    """If this is meant: `python -m tests.reports.write_expected`, then read the diff."""
    assert f"{text_of(report)}\n" == (write_expected.EXPECTED / "report-page-1.txt").read_text(encoding="utf-8")


def test_no_page_but_the_last_is_nearly_empty(report):
    pages = len(pikepdf.open(io.BytesIO(report)).pages)
    lengths = [len(text_of(report, number)) for number in range(pages)]
    assert [number + 1 for number, length in enumerate(lengths[:-1]) if length < 500] == []


def test_a_thousand_action_items_are_all_there_and_accessible():
    pdf = render_pdf(RenderJob(sample.large_report(1000)))
    text = whole_text(pdf)
    assert [number for number in range(1, 1001) if f"A-{number} " not in text and f"A-{number}\n" not in text] == []
    assert complaints(pdf) == []


def test_the_date_of_the_file_is_that_of_issue(report):
    pdf = pikepdf.open(io.BytesIO(report))
    assert str(pdf.docinfo["/CreationDate"]).startswith("D:20261101050000")
