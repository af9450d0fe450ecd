"""Stories and lessons with the departments and people thanked, and thanks between colleagues."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cxgov.core.db import Base, pk
from cxgov.journal.enums import Kind
from cxgov.journal.models import Subject, SubjectOf
from cxgov.people.models import Department, Person
from cxgov.stories.enums import StoryKind, StoryState


class Story(SubjectOf, Base):
    """What worked, or what was learnt; `evidence` is empty where nothing was measured, and then it says so."""

    __tablename__ = "stories"
    __table_args__ = (
        CheckConstraint("state <> 'published' OR published_at IS NOT NULL", name="published_has_instant"),
        Index("ix_stories_published", "state", "published_at"),
    )
    KIND = Kind.STORY

    kind: Mapped[StoryKind]
    state: Mapped[StoryState] = mapped_column(default=StoryState.DRAFT)
    text: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str | None] = mapped_column(Text)
    is_not_measured: Mapped[bool] = mapped_column(default=False)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    published_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str | None] = mapped_column(Text)

    author: Mapped[Person | None] = relationship(foreign_keys=[author_id], lazy="raise")
    departments: Mapped[list["StoryDepartment"]] = relationship(lazy="raise", viewonly=True)
    people: Mapped[list["StoryPerson"]] = relationship(lazy="raise", viewonly=True)


class StoryDepartment(Base):
    """A department that worked on what the story tells."""

    __tablename__ = "story_departments"

    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id"), primary_key=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), primary_key=True, index=True)

    department: Mapped[Department] = relationship(lazy="raise")


class StoryPerson(Base):
    """A person whom the story thanks."""

    __tablename__ = "story_people"

    story_id: Mapped[int] = mapped_column(ForeignKey("stories.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)

    person: Mapped[Person] = relationship(lazy="raise")


class Thanks(Base):
    """Thanks from one colleague to another, shown on both pages and in the digest."""

    __tablename__ = "thanks"
    __table_args__ = (CheckConstraint("from_id <> to_id", name="not_to_oneself"),)

    id: Mapped[pk]
    from_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    to_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    about_id: Mapped[int | None] = mapped_column(ForeignKey("subjects.id"))
    words: Mapped[str] = mapped_column(Text)
    said_at: Mapped[datetime] = mapped_column(index=True)

    sender: Mapped[Person] = relationship(foreign_keys=[from_id], lazy="raise")
    receiver: Mapped[Person] = relationship(foreign_keys=[to_id], lazy="raise")
    about: Mapped[Subject | None] = relationship(lazy="raise")
