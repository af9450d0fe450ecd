"""Report and digest as pages: the sections of the print, whole pages without faults."""

from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask, g, render_template

from cxgov.reports.digest_page import context_of_digest
from cxgov.reports.paper import context_of
from tests.reports import sample, sample_digest
from tests.support.client import Page

BUILDERS: dict[str, Any] = {
    "full": sample.report,
    "empty": sample.empty_report,
    "imported": sample.imported_report,
}


def rendered(app: Flask, template: str, **context: Any) -> str:
    """Render a template as a view does, for nobody in particular."""
    with app.test_request_context("/"):
        g.actor = SimpleNamespace(id=0, name="Nobody")
        return render_template(template, **context)


@pytest.mark.parametrize("name", BUILDERS)
def test_a_report_is_a_whole_page_with_every_section(app, name):
    figures = BUILDERS[name]()
    html = rendered(
        app, "reports/show.html", **context_of(figures, paper=False), pdf_url="/reports/1.pdf", pdf_words="", others=[]
    )
    assert Page(html).problems() == []
    for section in ("watermelons-rates-coverage", "action-items", "shared-goals", "how-each-figure-is-counted"):
        assert f'id="{section}"' in html
    assert "Download the PDF" in html


def test_a_page_links_to_the_things_it_names_and_the_print_does_not(app):
    html = rendered(
        app, "reports/show.html", **context_of(sample.report(), paper=False), pdf_url="", pdf_words="", others=[]
    )
    assert '<a href="/actions/A-084">A-084</a>' in html
    assert '<a href="/decisions/D-2026-13">D-2026-13</a>' in html


def test_without_a_pdf_the_page_says_why_and_how_to_mend_it(app):
    why = "PDF files need three system libraries that are not here. Type: apt-get install -y libpango-1.0-0"
    html = rendered(
        app, "reports/show.html", **context_of(sample.report(), paper=False), pdf_url="", pdf_words=why, others=[]
    )
    assert why in html
    assert "Download the PDF" not in html


@pytest.mark.parametrize("build", [sample_digest.digest, sample_digest.empty_digest])
def test_a_digest_is_a_whole_page(app, build):
    html = rendered(
        app, "reports/digest.html", **context_of_digest(build(), "Billing"), departments=[("Sales", "?d=2")]
    )
    assert Page(html).problems() == []
    assert "Come and listen" in html
