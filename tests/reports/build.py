"""Small data for reports, made through the verbs."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from cxgov.core.spans import parse_period
from cxgov.reports import issuing
from cxgov.reports.collect.report import report_figures
from cxgov.reports.collect.scope import Scope, scope_of, scope_of_all
from cxgov.reports.enums import ScopeKind
from cxgov.reports.figures.report import ReportFigures
from cxgov.reports.models import IssuedReport
from cxgov.web.settings import settings
from tests.support.cast import SYSTEM, Cast

OCTOBER = parse_period("2026-10")
AS_OF = datetime(2026, 11, 1, tzinfo=UTC)
"""The end of October in the tests' zone, which is UTC."""


def at(day: date, hour: int = 9) -> datetime:
    """Return an instant on a day."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def council_scope(session: Session, cast: Cast) -> Scope:
    """Return the scope of the council."""
    return scope_of(session, SYSTEM, ScopeKind.COMMITTEE, cast.council.id)


def figures(session: Session, scope: Scope | None = None, period: str = "2026-10", **more: Any) -> ReportFigures:
    """Return the figures of a month, as of its end unless another instant is given."""
    span = parse_period(period)
    as_of = more.pop("as_of", span.instants("UTC")[1])
    return report_figures(session, scope or scope_of_all(), span, as_of=as_of, now=as_of, settings=settings())


def issued(session: Session, scope: Scope | None = None, period: str = "2026-10", **more: Any) -> IssuedReport:
    """Issue a month's report without its PDF."""
    span = parse_period(period)
    facts: dict[str, Any] = {"as_of": span.instants("UTC")[1], "now": span.instants("UTC")[1], "settings": settings()}
    return issuing.issue(session, scope or scope_of_all(), span, **(facts | more))


def issue_digest(session: Session, period: str = "2026-10", **more: Any) -> str:
    """Issue a month's digest."""
    span = parse_period(period)
    end = span.instants("UTC")[1]
    facts: dict[str, Any] = {
        "as_of": end, "now": end, "is_late": False, "is_mailed": True, "settings": settings(),
    }  # fmt: skip
    return issuing.issue_digest(session, span, **(facts | more))
