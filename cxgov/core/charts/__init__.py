"""Pictures as SVG: the same drawing on the page and in the PDF, made from plain values by pure functions.

In templates the whole package is the global `charts`. Every picture has a sentence as its title, says when there is
nothing to show, and escapes each word it is given.
"""

from cxgov.core.charts.bars import (
    Column,
    Part,
    age_strip,
    attendance_row,
    columns_by_month,
    labelled_bars,
    progress_meter,
    quorum_bar,
    stacked_bar,
)
from cxgov.core.charts.series import Course, Reading, key_result_chart, sparkline

__all__ = [
    "Column",
    "Course",
    "Part",
    "Reading",
    "age_strip",
    "attendance_row",
    "columns_by_month",
    "key_result_chart",
    "labelled_bars",
    "progress_meter",
    "quorum_bar",
    "sparkline",
    "stacked_bar",
]
