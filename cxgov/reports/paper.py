"""The document as HTML for print: the same sections as the page, in an environment that knows no request.

Whatever others wrote passes `text_for_print`: it stays text, without marks that a reader cannot see and without
words so long that no line can hold them.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from cxgov.core import markdown, paths
from cxgov.reports.breaks import section_breaks
from cxgov.reports.charts import key_results, overview
from cxgov.reports.figures.base import content_hash
from cxgov.reports.figures.meetings import AgendaFigures, MinutesFigures
from cxgov.reports.figures.report import ReportFigures
from cxgov.reports.words import SECTIONS, Words

PrintFigures = ReportFigures | AgendaFigures | MinutesFigures

LONGEST_TEXT = 4_000  # signs of one figure; longer ones are cut, and say so. Minutes are not a figure.
LONGEST_WORD = 80  # signs; longer ones get places to break, invisible to the eye

# Control signs, lone surrogates, signs that turn the writing direction of what follows, and non-characters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")
_LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD},}}")
_UNIT = re.compile(r"(?<=\d) (?=[%€])")
_HEADING = re.compile(r"<h[1-6]>(.*?)</h[1-6]>", re.DOTALL)


class Charts:
    """The pictures, under the names that templates know."""

    key_result = staticmethod(key_results.key_result)
    legend = staticmethod(key_results.legend)
    decisions_by_month = staticmethod(overview.decisions_by_month)
    ages = staticmethod(overview.ages)
    stages = staticmethod(overview.stages)
    design_share = staticmethod(overview.design_share)


def text_for_print(value: object) -> object:
    """Return what a template prints: our own markup as it is, the text of others harmless and breakable."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return breakable(value)


def breakable(text: str, longest: int = LONGEST_TEXT) -> str:
    """Cut at `longest` with a word about it, show a '?' for unprintable signs, let overlong words break."""
    if len(text) > longest:
        text = f"{text[:longest]} … (cut here; {len(text) - longest:,} more signs stand in the record)"
    text = _UNIT.sub("\u202f", _UNPRINTABLE.sub("?", text))
    return _LONG_WORD.sub(lambda found: _with_breaks(found.group()), text)


def _with_breaks(word: str) -> str:
    """Put a zero-width space after every tenth sign."""
    return "\u200b".join(word[place : place + 10] for place in range(0, len(word), 10))


def markdown_for_print(text: str) -> Markup:
    """Return Markdown as HTML whose headings are bold lines, so that the document keeps its own order of headings."""
    clean = str(markdown.render(breakable(text, markdown.MAX_CHARS - 100)))
    return Markup(_HEADING.sub(r'<p class="r-head">\1</p>', clean))  # noqa: S704 - cleaned by core.markdown


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the environment of the printed documents; there is one a process."""
    found = Environment(
        loader=FileSystemLoader(paths.TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=text_for_print,
        auto_reload=False,
    )
    found.globals["markdown"] = markdown_for_print
    return found


def sections_of(report: ReportFigures) -> tuple[str, ...]:
    """Return the sections of this report in their order; the glossary only where there are words."""
    return tuple(name for name in SECTIONS if name != "words" or report.words)


def year_of(figures: PrintFigures) -> int:
    """Return the year that dates in this document need not name."""
    return figures.period.last.year if isinstance(figures, ReportFigures) else figures.masthead.as_of.year


def context_of(figures: PrintFigures, *, paper: bool) -> Mapping[str, Any]:
    """Return what the templates of a document see: its figures, their spelling, and the hash that is printed."""
    context: dict[str, Any] = {
        "masthead": figures.masthead,
        "hash": content_hash(figures),
        "w": Words(year_of(figures), paper=paper),
        "charts": Charts,
    }
    match figures:
        case ReportFigures():
            context |= {"report": figures, "sections": sections_of(figures), "breaks": section_breaks(figures)}
        case AgendaFigures():
            context["agenda"] = figures
        case MinutesFigures():
            context["minutes"] = figures
    return context


def html_of(figures: PrintFigures) -> str:
    """Return the HTML that is printed for these figures."""
    name = {"accountability-report": "report"}.get(figures.kind, figures.kind)
    return environment().get_template(f"pdf/{name}.html").render(context_of(figures, paper=True))
