"""Meetings, their agenda and roll, and minutes in blocks that keep every revision."""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cxgov.core.db import Base, pk
from cxgov.journal.enums import Kind
from cxgov.journal.models import SubjectOf
from cxgov.meetings.enums import AgendaKind, AttendanceStatus, CapturedKind, MeetingState
from cxgov.people.models import Person


class Meeting(SubjectOf, Base):
    """A meeting of a committee. Local date, time and zone are what people agreed on, `starts_at` derived in UTC.

    `number` counts the committee's meetings; `source_path` and `source_hash` name the file of minutes of others.
    """

    __tablename__ = "meetings"
    __table_args__ = (
        UniqueConstraint("of_committee_id", "number"),
        UniqueConstraint("of_committee_id", "source_path"),
        CheckConstraint("(source_path IS NULL) = (source_hash IS NULL)", name="source_whole"),
        Index("ix_meetings_committee_day", "of_committee_id", "held_on"),
        Index("ix_meetings_day", "held_on"),
    )
    KIND = Kind.MEETING

    of_committee_id: Mapped[int] = mapped_column(ForeignKey("committees.id"))
    number: Mapped[int]
    state: Mapped[MeetingState] = mapped_column(default=MeetingState.DRAFT)
    held_on: Mapped[date]
    local_time: Mapped[time | None]
    zone: Mapped[str] = mapped_column(String(64))
    starts_at: Mapped[datetime]
    minutes_long: Mapped[int | None]
    place: Mapped[str] = mapped_column(String(200), default="")
    cancel_reason: Mapped[str | None] = mapped_column(Text)
    closed_at: Mapped[datetime | None]
    has_action_section: Mapped[bool] = mapped_column(default=True)
    source_path: Mapped[str | None] = mapped_column(String(500))
    source_hash: Mapped[str | None] = mapped_column(String(64))


class AgendaItem(SubjectOf, Base):
    """A point of the agenda; standing items are made anew in each meeting of the committee."""

    __tablename__ = "agenda_items"
    __table_args__ = (Index("ix_agenda_items_meeting", "meeting_id", "position"),)
    KIND = Kind.AGENDA_ITEM

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    position: Mapped[int]
    kind: Mapped[AgendaKind] = mapped_column(default=AgendaKind.DISCUSSION)
    minutes_planned: Mapped[int | None]
    is_standing: Mapped[bool] = mapped_column(default=False)
    brought_by: Mapped[str] = mapped_column(String(120), default="")
    background: Mapped[str] = mapped_column(Text, default="")
    is_removed: Mapped[bool] = mapped_column(default=False)


class Attendance(Base):
    """Who was there, as the roll or the imported list says it, with the words as written."""

    __tablename__ = "attendances"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: Mapped[pk]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    status: Mapped[AttendanceStatus]
    is_voting: Mapped[bool] = mapped_column(default=False)
    is_guest: Mapped[bool] = mapped_column(default=False)
    role_as_written: Mapped[str | None] = mapped_column(String(200))
    line: Mapped[int | None]

    person: Mapped[Person] = relationship(lazy="raise")


class Block(Base):
    """A piece of the minutes, in Markdown; `version` grows with each save, so that a second writer is noticed."""

    __tablename__ = "blocks"
    __table_args__ = (Index("ix_blocks_meeting", "meeting_id", "position"),)

    id: Mapped[pk]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    agenda_item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_items.id"))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(default=1)
    is_removed: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime]


class BlockRevision(Base):
    """What a block said after each save, and who saved it: nobody's paragraph vanishes."""

    __tablename__ = "block_revisions"
    __table_args__ = (UniqueConstraint("block_id", "version"),)

    id: Mapped[pk]
    block_id: Mapped[int] = mapped_column(ForeignKey("blocks.id"))
    version: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    saved_at: Mapped[datetime]


class CapturedLine(Base):
    """A line of a block that became an object: ACTION, DECISION, IDEA, GAP; INFO is only the mark."""

    __tablename__ = "captured_lines"
    __table_args__ = (
        Index("ix_captured_lines_block", "block_id"),
        CheckConstraint("(kind = 'info') = (subject_id IS NULL)", name="info_has_none"),
    )

    id: Mapped[pk]
    block_id: Mapped[int] = mapped_column(ForeignKey("blocks.id"))
    kind: Mapped[CapturedKind]
    key: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    line: Mapped[int]
    subject_id: Mapped[int | None] = mapped_column(ForeignKey("subjects.id"), index=True)
    is_withdrawn: Mapped[bool] = mapped_column(default=False)
