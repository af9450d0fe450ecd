"""The glass that an administrator breaks, and the acts that need two persons."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from cxgov.core.db import Base, pk
from cxgov.core.enums import Level
from cxgov.rights.enums import ActOfTwo, AskState


class GlassOpening(Base):
    """An administrator reads one committee's restricted content for an hour, with a reason that its chair is told."""

    __tablename__ = "glass_openings"
    __table_args__ = (
        CheckConstraint("until > opened_at", name="times_in_order"),
        Index("ix_glass_openings_person", "person_id", "until"),
    )

    id: Mapped[pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    committee_id: Mapped[int] = mapped_column(ForeignKey("committees.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    opened_at: Mapped[datetime]
    until: Mapped[datetime]


class Ask(Base):
    """One person asks for an act that needs two, and another one answers; at most one open ask for an act on a subject.

    `wanted` is the level asked for, `reader_id` the person to be let in, by `act`.
    """

    __tablename__ = "asks"
    __table_args__ = (
        CheckConstraint("answered_by_id IS NULL OR answered_by_id <> asked_by_id", name="two_persons"),
        CheckConstraint("(act = 'lower_level') = (wanted IS NOT NULL)", name="wanted_level"),
        CheckConstraint("(act = 'let_read') = (reader_id IS NOT NULL)", name="wanted_reader"),
        Index(
            "uq_asks_open", "subject_id", "act", unique=True,
            sqlite_where=text("state = 'asked'"), postgresql_where=text("state = 'asked'"),
        ),
    )  # fmt: skip

    id: Mapped[pk]
    subject_id: Mapped[int] = mapped_column(ForeignKey("subjects.id"), index=True)
    act: Mapped[ActOfTwo]
    wanted: Mapped[Level | None]
    reader_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[AskState] = mapped_column(default=AskState.ASKED)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    answered_at: Mapped[datetime | None]
    answer: Mapped[str | None] = mapped_column(Text)
