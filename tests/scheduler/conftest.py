"""What the tests of the clock share with those of reports."""

from tests.reports.conftest import without_pdf

__all__ = ["without_pdf"]
