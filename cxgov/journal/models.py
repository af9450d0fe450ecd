"""Subjects, their readers and links, and the chain of entries with its head."""

from datetime import datetime
from typing import Any, ClassVar, cast

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from cxgov.core.db import Base, pk
from cxgov.core.enums import Level
from cxgov.journal.enums import Kind, Relation


class Subject(Base):
    """The row behind every first-class object: the only copy of its title, department, committee and level.

    `own_level` is what a person set, `level` the highest of it and its parents'. A draft is read by those who run its
    committee, by its maker, by the CX office and by named readers. `version` grows by one with each change.
    """

    __tablename__ = "subjects"
    __table_args__ = (
        CheckConstraint("level >= own_level", name="level_not_below_own"),
        CheckConstraint("level BETWEEN 0 AND 3", name="level_known"),
        CheckConstraint("length(title) BETWEEN 1 AND 500", name="title_length"),
        Index("ix_subjects_kind_level", "kind", "level"),
        Index("ix_subjects_committee_kind", "committee_id", "kind"),
    )

    id: Mapped[pk]
    kind: Mapped[Kind]
    title: Mapped[str] = mapped_column(String(500))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("subjects.id"), index=True)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id", use_alter=True), index=True)
    committee_id: Mapped[int | None] = mapped_column(ForeignKey("committees.id", use_alter=True))
    own_level: Mapped[Level] = mapped_column(default=Level.INTERNAL)
    level: Mapped[Level] = mapped_column(default=Level.INTERNAL)
    is_draft: Mapped[bool] = mapped_column(default=False)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", use_alter=True))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - declared so by SQLAlchemy


class SubjectOf:
    """Mixed into a model whose primary key is its subject's: gives `id`, `subject`, and the subject's words."""

    KIND: ClassVar[Kind]

    @declared_attr
    def id(cls) -> Mapped[int]:
        """The subject's id."""
        return mapped_column(ForeignKey("subjects.id"), primary_key=True, autoincrement=False)

    @declared_attr
    def subject(cls) -> Mapped[Subject]:
        """The subject row, always loaded with the thing."""
        model = cast(Any, cls)
        return relationship(Subject, lazy="joined", innerjoin=True, foreign_keys=lambda: [model.id])

    @property
    def title(self) -> str:
        """Return the subject's title."""
        return self.subject.title

    @property
    def level(self) -> Level:
        """Return the level that holds: the highest of its own and its parents'."""
        return self.subject.level

    @property
    def version(self) -> int:
        """Return the version that a form carries to notice a second writer."""
        return self.subject.version

    @property
    def committee_id(self) -> int | None:
        """Return the committee it belongs to."""
        return self.subject.committee_id

    @property
    def department_id(self) -> int | None:
        """Return the department it belongs to."""
        return self.subject.department_id


class SubjectReader(Base):
    """A person who may read a restricted or in-camera subject although no role says so, until a moment or for good.

    Whoever is barred, having declared an interest, is named no more and is not named again.
    """

    __tablename__ = "subject_readers"

    subject_id: Mapped[int] = mapped_column(ForeignKey("subjects.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    until: Mapped[datetime | None]
    is_barred: Mapped[bool] = mapped_column(default=False)


class Link(Base):
    """One link of the chain, from a subject to another, read in both directions."""

    __tablename__ = "links"
    __table_args__ = (
        UniqueConstraint("from_id", "relation", "to_id"),
        CheckConstraint("from_id <> to_id", name="not_itself"),
    )

    id: Mapped[pk]
    from_id: Mapped[int] = mapped_column(ForeignKey("subjects.id"))
    relation: Mapped[Relation]
    to_id: Mapped[int] = mapped_column(ForeignKey("subjects.id"), index=True)
    made_at: Mapped[datetime]


class Entry(Base):
    """One line of the journal; `body` is canonical JSON, `mac` chains it to the entry before with a keyed hash."""

    __tablename__ = "entries"
    __table_args__ = (Index("ix_entries_subject_seq", "subject_id", "seq"),)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    on_behalf_of_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    via: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[int | None] = mapped_column(ForeignKey("subjects.id"))
    verb: Mapped[str] = mapped_column(String(64))
    body: Mapped[str] = mapped_column(Text)
    mac: Mapped[str] = mapped_column(String(64))


class JournalHead(Base):
    """The one row that says how far the chain goes; locking it puts writers in order."""

    __tablename__ = "journal_head"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int]
    mac: Mapped[str] = mapped_column(String(64))


class Counter(Base):
    """The last number given in a scope, such as the decisions of one committee and year; never given twice."""

    __tablename__ = "counters"

    scope: Mapped[str] = mapped_column(String(80), primary_key=True)
    last: Mapped[int]


class Installation(Base):
    """The one row that says which installation this is; `held_since` while it is restored and not yet released."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    uid: Mapped[str] = mapped_column(String(36))
    held_since: Mapped[datetime | None]
    restored_from: Mapped[str | None] = mapped_column(String(200))


UNJOURNALLED: tuple[type[Base], ...] = (Entry, JournalHead, Counter, Installation)
