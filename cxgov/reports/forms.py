"""The form that asks for a report."""

from wtforms import SelectField
from wtforms.validators import DataRequired, Length

from cxgov.core.errors import RuleBroken
from cxgov.core.spans import DateSpan, parse_period
from cxgov.reports.enums import ScopeKind
from cxgov.web.forms import Form, Line


class ReportForm(Form):
    """Whom the report is about, and for which period."""

    scope = SelectField("About", validate_choice=True)
    period = Line("Period", [DataRequired("Which period?"), Length(max=40)])

    def asked(self) -> tuple[ScopeKind, int | None]:
        """Return the scope that was chosen."""
        kind, _, number = (self.scope.data or "all").partition(":")
        return ScopeKind(kind), int(number) if number else None

    def span(self) -> DateSpan:
        """Return the period, or raise RuleBroken that says how to write one."""
        try:
            return parse_period(self.period.data or "")
        except RuleBroken as no:
            raise RuleBroken(str(no), field="period") from no
