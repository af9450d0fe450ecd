"""Initiatives, the part each department has in them, and their milestones."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cxgov.core.db import Base, pk
from cxgov.initiatives.enums import InitiativeKind, InitiativeStage, Part
from cxgov.journal.enums import Kind
from cxgov.journal.models import SubjectOf
from cxgov.people.models import Department, Person


class Initiative(SubjectOf, Base):
    """Cross-functional work with a sponsor and a lead; a design prevents trouble, a repair answers it.

    `benefit` says what was measured after it was delivered, or that nothing was and why.
    """

    __tablename__ = "initiatives"
    KIND = Kind.INITIATIVE

    number: Mapped[int] = mapped_column(unique=True)
    kind: Mapped[InitiativeKind]
    stage: Mapped[InitiativeStage] = mapped_column(default=InitiativeStage.IDEA)
    purpose: Mapped[str] = mapped_column(Text, default="")
    sponsor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    lead_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    effort_days: Mapped[int | None]
    stop_reason: Mapped[str | None] = mapped_column(Text)
    benefit: Mapped[str | None] = mapped_column(Text)

    lead: Mapped[Person] = relationship(foreign_keys=[lead_id], lazy="raise")
    sponsor: Mapped[Person | None] = relationship(foreign_keys=[sponsor_id], lazy="raise")
    departments: Mapped[list["InitiativeDepartment"]] = relationship(lazy="raise", viewonly=True)
    milestones: Mapped[list["Milestone"]] = relationship(
        lazy="raise", viewonly=True, order_by="Milestone.due_on, Milestone.id"
    )

    @property
    def label(self) -> str:
        """Return the number as people say it, such as N-03."""
        return f"N-{self.number:02d}"


class InitiativeDepartment(Base):
    """Which part a department has: responsible, accountable, consulted or informed."""

    __tablename__ = "initiative_departments"

    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"), primary_key=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), primary_key=True, index=True)
    part: Mapped[Part]

    department: Mapped[Department] = relationship(lazy="raise")


class Milestone(Base):
    """A step of an initiative with its day."""

    __tablename__ = "milestones"
    __table_args__ = (
        Index("ix_milestones_initiative", "initiative_id", "due_on"),
        CheckConstraint("weight > 0", name="weight"),
    )

    id: Mapped[pk]
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"))
    title: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    weight: Mapped[int] = mapped_column(default=1)
