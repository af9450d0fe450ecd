"""The printed HTML: the text of others stays text, tables fit the page, sections know where to begin."""

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from markupsafe import Markup

from cxgov.core import paths
from cxgov.reports.breaks import section_breaks
from cxgov.reports.paper import LONGEST_TEXT, PrintFigures, html_of, markdown_for_print, text_for_print
from tests.reports import sample, sample_meetings

BUILDERS: dict[str, Callable[[], PrintFigures]] = {
    "report": sample.report,
    "empty": sample.empty_report,
    "imported": sample.imported_report,
    "agenda": sample_meetings.agenda,
    "minutes": sample_meetings.minutes,
}


class Tables(HTMLParser):
    """Collects the column widths of each table, and every class."""

    def __init__(self) -> None:
        super().__init__()
        self.widths: list[list[int]] = []
        self.columns: list[int] = []
        self.classes: set[str] = set()
        self.styles: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.classes |= set((given.get("class") or "").split())
        if "style" in given or tag in ("style", "script"):
            self.styles.append(tag)
        if tag == "table":
            self.widths.append([])
            self.columns.append(0)
        if tag == "col":
            self.widths[-1].append(int(given["class"].removeprefix("mm")))
        if tag == "th" and given.get("scope") == "col":
            self.columns[-1] += 1


@pytest.mark.parametrize("name", BUILDERS)
def test_every_table_fills_the_line_with_a_width_for_each_column(name):
    read = Tables()
    read.feed(html_of(BUILDERS[name]()))

    assert [sum(widths) for widths in read.widths] == [176] * len(read.widths)
    assert [len(widths) for widths in read.widths] == read.columns


@pytest.mark.parametrize("name", BUILDERS)
def test_every_class_is_known_to_the_stylesheets_and_nothing_is_styled_inline(name):
    read = Tables()
    read.feed(html_of(BUILDERS[name]()))
    css = (paths.TEMPLATES / "pdf" / "report.css").read_text() + (paths.STATIC / "bars.css").read_text()
    named = {found.lstrip(".") for found in re.findall(r"\.[a-zA-Z][\w-]*", css)}
    # Words for the page, for states without a look of their own, and for svg, which the page paints.
    unstyled = {"r-report", "r-pack", "r-story", "r-repair", "cx-print"}

    assert {one for one in read.classes - named - unstyled if not one.startswith(("f-", "s-"))} == set()
    assert read.styles == []


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ("a\x00b\x1bc", "a?b?c"),
        ("\u202egnp.exe", "?gnp.exe"),
        ("89.5 % of 31 €", "89.5\u202f% of 31\u202f€"),
        ("Çağıl Žan", "Çağıl Žan"),
    ],
)
def test_signs_that_no_reader_sees_become_visible(given, printed):
    assert text_for_print(given) == printed


def test_a_word_of_any_length_can_break():
    printed = str(text_for_print("x" * 200))
    assert max(len(part) for part in printed.split("\u200b")) == 10
    assert printed.replace("\u200b", "") == "x" * 200


def test_a_text_of_any_length_is_cut_and_says_so():
    printed = str(text_for_print("word " * 60_000))
    assert len(printed) < LONGEST_TEXT + 100
    assert printed.endswith("(cut here; 296,000 more signs stand in the record)")


def test_our_own_markup_passes_and_that_of_others_does_not():
    assert text_for_print(Markup("<b>x</b>")) == Markup("<b>x</b>")
    html = html_of(sample.report(lead="<img src=file:///etc/passwd> {{ 7 * 7 }}"))
    assert "&lt;img src=file:///etc/passwd&gt; {{ 7 * 7 }}" in html
    assert "<img" not in html


def test_markdown_keeps_its_lists_and_loses_its_headings_pictures_and_scripts():
    html = markdown_for_print("# Big\n\n- one\n\n![x](http://evil/x.png) <script>alert(1)</script> [x](javascript:y)")
    assert '<p class="r-head">Big</p>' in html
    assert "<li>one</li>" in html
    assert not re.search(r"<h\d|<img|<script|javascript:y\"", html)


def test_large_sections_begin_a_page_and_small_ones_go_on_below():
    full, empty = section_breaks(sample.report()), section_breaks(sample.empty_report())
    assert [name for name, how in full.items() if how == "r-part"][:5] == [
        "rates", "decisions", "actions", "goals", "initiatives",
    ]  # fmt: skip
    assert [name for name, how in empty.items() if how == "r-part"] == ["rates"]


def test_empty_sections_say_what_is_not_there():
    html = html_of(sample.empty_report())
    for sentence in (
        "No decisions in this period.", "No action item is open.", "No shared goal was in force in this period.",
        "No initiative was under way in this period.", "No meeting was held in this period.",
        "No story was told in this period.", "Nothing in this period asks for your attention.",
    ):  # fmt: skip
        assert sentence in html


def test_an_imported_item_shows_its_owner_as_written_its_carries_and_since_when_it_is_gone():
    html = html_of(sample.imported_report())
    assert "as written: Hugo (Secretary)" in html
    assert "5 times" in html
    assert "Not listed since" in html
    assert "8\u00a0Aug 2025" in html
