"""The digest as a page: everything the mail says and what it left out, with the reader's department first."""

from collections.abc import Mapping
from typing import Any

from cxgov.reports.digest_mail import own_first
from cxgov.reports.figures.digest import DigestFigures
from cxgov.reports.words import Words


def context_of_digest(figures: DigestFigures, department: str | None) -> Mapping[str, Any]:
    """Return what templates/reports/digest.html sees."""
    notes = own_first(figures.for_departments, department, of=lambda note: (note.department,))
    return {
        "d": figures,
        "masthead": figures.masthead,
        "w": Words(figures.period.last.year),
        "department": department,
        "first": next((note for note in notes if note.department == department), None),
        "others": [note for note in notes if note.department != department],
        "stories": own_first(figures.stories, department),
        "thanks": own_first(figures.thanks, department),
        "goals": own_first(figures.goals, department),
        "decisions": own_first(figures.decisions, department),
        "closed": own_first(figures.closed, department, of=lambda action: (action.department,)),
    }
