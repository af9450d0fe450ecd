"""Decisions in their register."""

from datetime import date

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cxgov.core.db import Base
from cxgov.decisions.enums import DecisionState
from cxgov.journal.enums import Kind
from cxgov.journal.models import SubjectOf


class Decision(SubjectOf, Base):
    """What a committee decided, numbered by its yearly counter.

    Its text follows the line in the minutes while they are a draft; from `is_final` on (the minutes were closed) the
    database refuses to change or delete it.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        UniqueConstraint("in_committee_id", "year", "number"),
        Index("ix_decisions_decided_on", "decided_on"),
    )
    KIND = Kind.DECISION

    in_committee_id: Mapped[int] = mapped_column(ForeignKey("committees.id"))
    year: Mapped[int]
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[DecisionState] = mapped_column(default=DecisionState.IN_FORCE)
    decided_on: Mapped[date]
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id", use_alter=True), index=True)
    without_quorum: Mapped[bool] = mapped_column(default=False)
    review_on: Mapped[date | None]
    is_final: Mapped[bool] = mapped_column(default=False)

    @property
    def label(self) -> str:
        """Return the number as people say it, such as D-2026-13."""
        return f"D-{self.year}-{self.number:02d}"
