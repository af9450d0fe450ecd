"""Committees with their charter, and memberships with terms."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cxgov.committees.enums import CommitteeRole, QuorumKind
from cxgov.core.db import Base, pk
from cxgov.journal.enums import Kind
from cxgov.journal.models import SubjectOf
from cxgov.people.models import Person


class Committee(SubjectOf, Base):
    """A cross-functional committee and its charter; its name is its subject's title."""

    __tablename__ = "committees"
    __table_args__ = (CheckConstraint("quorum_value IS NULL OR quorum_value >= 0", name="quorum_value"),)
    KIND = Kind.COMMITTEE

    slug: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(Text, default="")
    authority: Mapped[str] = mapped_column(Text, default="")
    vision: Mapped[str] = mapped_column(Text, default="")
    cadence: Mapped[str] = mapped_column(String(120), default="")
    zone: Mapped[str] = mapped_column(String(64))
    sponsor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    quorum_kind: Mapped[QuorumKind] = mapped_column(default=QuorumKind.MAJORITY)
    quorum_value: Mapped[int | None]
    is_active: Mapped[bool] = mapped_column(default=True)

    sponsor: Mapped[Person | None] = relationship(foreign_keys=[sponsor_id], lazy="raise")


class Membership(Base):
    """What a person is in a committee from one day to another, and whether they vote."""

    __tablename__ = "memberships"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates_in_order"),
        Index("ix_memberships_person", "person_id", "committee_id"),
        Index("ix_memberships_committee", "committee_id", "valid_from"),
    )

    id: Mapped[pk]
    committee_id: Mapped[int] = mapped_column(ForeignKey("committees.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    role: Mapped[CommitteeRole]
    is_voting: Mapped[bool]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]

    person: Mapped[Person] = relationship(lazy="raise")
