"""Issued reports and digests: the frozen figures, their hash, and where the PDF lies."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cxgov.core.db import Base
from cxgov.journal.enums import Kind
from cxgov.journal.models import SubjectOf
from cxgov.reports.enums import PdfState, ScopeKind


class IssuedReport(SubjectOf, Base):
    """An accountability report as issued for a scope and a period, once; the figures are never edited.

    `scope_key` is `all`, `committee:ID` or `department:ID`; `figures` is canonical JSON, its sha256 the hash printed.
    The PDF lies at `reports/ID.pdf` of the instance, with its sha256 here; it may be made later than the figures.
    """

    __tablename__ = "issued_reports"
    __table_args__ = (
        UniqueConstraint("scope_key", "period", "edition"),
        Index("ix_issued_reports_period", "first_on", "last_on"),
    )
    KIND = Kind.REPORT

    scope_kind: Mapped[ScopeKind]
    scope_key: Mapped[str] = mapped_column(String(64))
    scope_subject_id: Mapped[int | None] = mapped_column(ForeignKey("subjects.id"))
    period: Mapped[str] = mapped_column(String(32))
    edition: Mapped[int] = mapped_column(default=1)
    first_on: Mapped[date]
    last_on: Mapped[date]
    as_of: Mapped[datetime]
    issued_at: Mapped[datetime]
    is_late: Mapped[bool] = mapped_column(default=False)
    figures: Mapped[str] = mapped_column(Text)
    figures_hash: Mapped[str] = mapped_column(String(64))
    journal_seq: Mapped[int]
    pdf_state: Mapped[PdfState] = mapped_column(default=PdfState.WAITING)
    pdf_hash: Mapped[str | None] = mapped_column(String(64))
    pdf_trouble: Mapped[str | None] = mapped_column(Text)


class IssuedDigest(SubjectOf, Base):
    """The collaboration digest of a month, once; read on its page and sent as a mail to each person."""

    __tablename__ = "issued_digests"
    KIND = Kind.DIGEST

    period: Mapped[str] = mapped_column(String(32), unique=True)
    first_on: Mapped[date]
    last_on: Mapped[date]
    issued_at: Mapped[datetime]
    is_late: Mapped[bool] = mapped_column(default=False)
    figures: Mapped[str] = mapped_column(Text)
    figures_hash: Mapped[str] = mapped_column(String(64))
    link_token: Mapped[str] = mapped_column(String(64), unique=True)
