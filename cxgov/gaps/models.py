"""Gaps and ideas as they come out of meetings; describing and closing them comes with the rooms of their own."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from cxgov.core.db import Base
from cxgov.gaps.enums import GapState, IdeaState
from cxgov.journal.enums import Kind
from cxgov.journal.models import SubjectOf


class Gap(SubjectOf, Base):
    """A gap between stages or departments, as named in a meeting; `between` keeps the words of who it lies between."""

    __tablename__ = "gaps"
    KIND = Kind.GAP

    number: Mapped[int] = mapped_column(unique=True)
    state: Mapped[GapState] = mapped_column(default=GapState.IDENTIFIED)
    between: Mapped[str | None] = mapped_column(String(300))
    seen_on: Mapped[date]
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id", use_alter=True), index=True)

    @property
    def label(self) -> str:
        """Return the number as people say it, such as G-07."""
        return f"G-{self.number:02d}"


class Idea(SubjectOf, Base):
    """An idea named in a meeting."""

    __tablename__ = "ideas"
    KIND = Kind.IDEA

    number: Mapped[int] = mapped_column(unique=True)
    state: Mapped[IdeaState] = mapped_column(default=IdeaState.OPEN)
    said_on: Mapped[date]
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id", use_alter=True), index=True)

    @property
    def label(self) -> str:
        """Return the number as people say it, such as I-07."""
        return f"I-{self.number:02d}"
