"""Departments, persons, their dated roles, and what else they are called."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cxgov.core.db import Base, pk
from cxgov.core.enums import Role
from cxgov.journal.enums import Kind
from cxgov.journal.models import SubjectOf
from cxgov.people.enums import GrantSource


class Department(SubjectOf, Base):
    """A department with its head and the department above it; its name is its subject's title."""

    __tablename__ = "departments"
    KIND = Kind.DEPARTMENT

    slug: Mapped[str] = mapped_column(String(64), unique=True)
    above_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    head_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", use_alter=True))
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)

    head: Mapped["Person | None"] = relationship(foreign_keys=[head_id], lazy="raise")


class Person(SubjectOf, Base):
    """A person, who may or may not sign in; the name is the subject's title, the department the subject's."""

    __tablename__ = "people"
    __table_args__ = (
        CheckConstraint("handle = lower(handle)", name="handle_lower"),
        Index("ix_people_folded", "folded_name"),
    )
    KIND = Kind.PERSON

    handle: Mapped[str | None] = mapped_column(String(64), unique=True)
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    folded_name: Mapped[str] = mapped_column(String(500))
    job: Mapped[str | None] = mapped_column(String(120))
    may_sign_in: Mapped[bool] = mapped_column(default=False)
    left_on: Mapped[date | None]
    handed_over_at: Mapped[datetime | None]

    @property
    def name(self) -> str:
        """Return the person's name."""
        return self.subject.title


class RoleGrant(Base):
    """A role in the whole organisation, from one day to another; nobody grants one to themselves."""

    __tablename__ = "role_grants"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates_in_order"),
        Index("ix_role_grants_person", "person_id", "role"),
    )

    id: Mapped[pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    role: Mapped[Role]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    source: Mapped[GrantSource] = mapped_column(default=GrantSource.HAND)


class Alias(Base):
    """What somebody is called in minutes, settled once: a name as written, in one committee or everywhere.

    `person_id` is empty where it was settled that the words name nobody, such as "Board".
    """

    __tablename__ = "aliases"
    __table_args__ = (Index("uq_aliases_place", "committee_id", "folded", unique=True),)

    id: Mapped[pk]
    committee_id: Mapped[int | None] = mapped_column(ForeignKey("committees.id", use_alter=True))
    folded: Mapped[str] = mapped_column(String(200))
    as_written: Mapped[str] = mapped_column(String(200))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    settled_at: Mapped[datetime]
