"""Where a printed report begins a new page: large sections do, unless the one before is so small that
its page would stay nearly empty.

Heights are estimates in millimetres, good enough to choose between "new page" and "below the last section".
"""

from collections.abc import Mapping

from cxgov.reports.figures.report import ReportFigures
from cxgov.reports.words import MEETINGS_ON_A_LINE

LARGE = 110.0
FILLED_ENOUGH = 90.0  # a third of a page
HEADING, TABLE_HEAD, SENTENCE = 34.0, 22.0, 16.0


def section_breaks(report: ReportFigures) -> Mapping[str, str]:
    """Return the class of each section: "r-part" begins a page, "r-follow" goes on below."""
    classes: dict[str, str] = {}
    before = 0.0
    for name, height in _heights(report).items():
        fresh = not classes or (height >= LARGE and before >= FILLED_ENOUGH)
        classes[name] = "r-part" if fresh else "r-follow"
        before = height
    return classes


def _heights(report: ReportFigures) -> Mapping[str, float]:
    """Estimate the height of every section from its rows."""
    actions, goals = report.actions, report.goals
    groups = (*actions.groups, *actions.no_longer_mentioned)
    slices = -(-len(report.attendance.meetings) // MEETINGS_ON_A_LINE)
    return {
        "rates": HEADING
        + _table(len(goals.watermelons), 13)
        + _table(len(actions.rates), 7)
        + _table(len(report.coverage), 7),
        "decisions": HEADING
        + SENTENCE
        + _table(len(report.decisions.rows), 11)
        + (60 if report.decisions.by_month else 0)
        + _table(len(report.decisions.behind), 8),
        "actions": HEADING
        + 30
        + sum(_table(len(group.rows), 9.4) for group in groups)
        + (60 if groups else 0)
        + _table(len(actions.unresolved), 7)
        + _table(len(actions.finished_late), 6.5)
        + _table(len(actions.ladder), 6.5),
        "goals": HEADING + 24 + sum(34 + 17 * len(objective.key_results) for objective in goals.objectives),
        "initiatives": HEADING + _table(len(report.initiatives.rows), 14) + (70 if report.initiatives.design else 0),
        "attendance": HEADING + slices * _table(len(report.attendance.rows), 9),
        "stories": HEADING + 24.0 * len(report.stories),
        "words": HEADING + _table(len(report.words), 7),
        "method": HEADING + 40 + _table(len(report.method), 9),
    }


def _table(rows: int, each: float) -> float:
    """A table with its heading; what is empty is left out, or is one sentence."""
    return TABLE_HEAD + rows * each if rows else 0.0
