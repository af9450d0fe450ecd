"""What a report speaks of, and how far its PDF is."""

from enum import StrEnum


class ScopeKind(StrEnum):
    """Whom a report is about."""

    ALL = "all"
    COMMITTEE = "committee"
    DEPARTMENT = "department"


class PdfState(StrEnum):
    """A PDF is made after its figures were issued, and may fail without losing them."""

    WAITING = "waiting"
    MADE = "made"
    FAILED = "failed"
