"""Cycles, objectives with the departments that share them, key results and check-ins."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cxgov.core.db import Base, pk
from cxgov.goals.enums import Ambition, Cadence, KeyResultKind, KeyResultState, ObjectiveState
from cxgov.journal.enums import Kind
from cxgov.journal.models import SubjectOf
from cxgov.people.models import Department, Person


class Cycle(SubjectOf, Base):
    """A stretch of days in which goals are pursued, such as the second half of 2026."""

    __tablename__ = "cycles"
    __table_args__ = (CheckConstraint("last_on >= first_on", name="dates_in_order"),)
    KIND = Kind.CYCLE

    first_on: Mapped[date]
    last_on: Mapped[date]
    cadence: Mapped[Cadence] = mapped_column(default=Cadence.MONTHLY)


class Objective(SubjectOf, Base):
    """A goal that at least two departments share, with an executive sponsor and one owner."""

    __tablename__ = "objectives"
    KIND = Kind.OBJECTIVE

    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles.id"), index=True)
    state: Mapped[ObjectiveState] = mapped_column(default=ObjectiveState.DRAFT)
    ambition: Mapped[Ambition] = mapped_column(default=Ambition.COMMITTED)
    outcome: Mapped[str] = mapped_column(Text, default="")
    sponsor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    one_department_reason: Mapped[str | None] = mapped_column(Text)
    dropped_on: Mapped[date | None]
    dropped_reason: Mapped[str | None] = mapped_column(Text)

    cycle: Mapped[Cycle] = relationship(lazy="raise")
    owner: Mapped[Person] = relationship(foreign_keys=[owner_id], lazy="raise")
    sponsor: Mapped[Person | None] = relationship(foreign_keys=[sponsor_id], lazy="raise")
    key_results: Mapped[list["KeyResult"]] = relationship(
        back_populates="objective", lazy="raise", order_by="KeyResult.position"
    )
    departments: Mapped[list["ObjectiveDepartment"]] = relationship(lazy="raise", viewonly=True)


class ObjectiveDepartment(Base):
    """A department's part in an objective, in words."""

    __tablename__ = "objective_departments"

    objective_id: Mapped[int] = mapped_column(ForeignKey("objectives.id"), primary_key=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), primary_key=True, index=True)
    part: Mapped[str] = mapped_column(String(300), default="")

    department: Mapped[Department] = relationship(lazy="raise")


class KeyResult(SubjectOf, Base):
    """How an objective is measured: from a baseline to a target, inside the cycle."""

    __tablename__ = "key_results"
    __table_args__ = (
        CheckConstraint("baseline <> target", name="target_differs"),
        CheckConstraint("last_on >= first_on", name="dates_in_order"),
        Index("ix_key_results_objective", "objective_id", "position"),
    )
    KIND = Kind.KEY_RESULT

    objective_id: Mapped[int] = mapped_column(ForeignKey("objectives.id"))
    position: Mapped[int] = mapped_column(default=0)
    kind: Mapped[KeyResultKind] = mapped_column(default=KeyResultKind.NUMERIC)
    state: Mapped[KeyResultState] = mapped_column(default=KeyResultState.ACTIVE)
    owner_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    baseline: Mapped[Decimal]
    target: Mapped[Decimal]
    unit: Mapped[str] = mapped_column(String(40), default="")
    weight: Mapped[Decimal] = mapped_column(default=Decimal(1))
    first_on: Mapped[date]
    last_on: Mapped[date]
    dropped_on: Mapped[date | None]

    objective: Mapped[Objective] = relationship(back_populates="key_results", lazy="raise")
    owner: Mapped[Person] = relationship(foreign_keys=[owner_id], lazy="raise")


class CheckIn(Base):
    """What was measured or said of a key result: valid on a day, recorded at an instant, never edited."""

    __tablename__ = "check_ins"
    __table_args__ = (
        Index("ix_check_ins_latest", "key_result_id", "valid_on", "recorded_at", "id"),
        CheckConstraint("confidence IS NULL OR confidence BETWEEN 0 AND 10", name="confidence_tenths"),
    )

    id: Mapped[pk]
    key_result_id: Mapped[int] = mapped_column(ForeignKey("key_results.id"))
    valid_on: Mapped[date]
    recorded_at: Mapped[datetime]
    value: Mapped[Decimal]
    confidence: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    person: Mapped[Person | None] = relationship(lazy="raise")
