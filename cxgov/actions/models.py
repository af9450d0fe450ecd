"""Action items, who helps, in which meetings each appeared, and the new dates that were asked for."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cxgov.actions.enums import ActionState
from cxgov.core.db import Base, pk
from cxgov.journal.enums import Kind
from cxgov.journal.models import SubjectOf
from cxgov.people.models import Person

ACTIVE_IN_SQL = "state IN ('open', 'accepted', 'in_progress', 'blocked')"
"""The active states as literal words: a partial index is used only where the query says the same words."""


class ActionItem(SubjectOf, Base):
    """One thing that one person owes; its words are the subject's title, its committee the subject's.

    `due_on` is empty where it is due at the next meeting (`due_next_meeting`). `first_due_on` is the date first agreed,
    which on-time figures are counted against. `owner_as_written` keeps what others wrote where it was not one person.
    """

    __tablename__ = "action_items"
    __table_args__ = (
        CheckConstraint("state NOT IN ('done', 'verified') OR claimed_at IS NOT NULL", name="done_has_instant"),
        CheckConstraint("state <> 'verified' OR verified_at IS NOT NULL", name="verified_has_instant"),
        CheckConstraint(
            "state IN ('proposed', 'cancelled', 'merged', 'done') OR owner_id IS NOT NULL", name="has_owner"
        ),
        CheckConstraint("state <> 'blocked' OR blocked_reason IS NOT NULL", name="blocked_has_reason"),
        CheckConstraint(
            "verifier_id IS NULL OR owner_id IS NULL OR verifier_id <> owner_id", name="verified_by_another"
        ),
        CheckConstraint("slips >= 0", name="slips"),
        Index("ix_action_items_owner", "owner_id", "state", "due_on", "id"),
        Index("ix_action_items_state", "state", "due_on", "id"),
        Index("ix_action_items_due", "due_on", "id"),
        Index(
            "ix_action_items_active_due", "due_on", "id", sqlite_where=text(ACTIVE_IN_SQL),
            postgresql_where=text(ACTIVE_IN_SQL),
        ),
    )  # fmt: skip
    KIND = Kind.ACTION

    number: Mapped[int] = mapped_column(unique=True)
    state: Mapped[ActionState] = mapped_column(default=ActionState.PROPOSED)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    owner_as_written: Mapped[str | None] = mapped_column(String(300))
    has_several_owners: Mapped[bool] = mapped_column(default=False)
    verifier_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    due_on: Mapped[date | None]
    due_next_meeting: Mapped[bool] = mapped_column(default=False)
    first_due_on: Mapped[date | None]
    slips: Mapped[int] = mapped_column(default=0)
    carries: Mapped[int] = mapped_column(default=0)
    made_on: Mapped[date] = mapped_column(index=True)
    source_id: Mapped[int | None] = mapped_column(ForeignKey("subjects.id"), index=True)
    not_mentioned_since: Mapped[date | None]
    blocked_reason: Mapped[str | None] = mapped_column(Text)
    unblocker_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    evidence: Mapped[str | None] = mapped_column(Text)
    claimed_at: Mapped[datetime | None]
    verified_at: Mapped[datetime | None]
    closed_reason: Mapped[str | None] = mapped_column(Text)
    import_key: Mapped[str | None] = mapped_column(String(64), index=True)

    owner: Mapped[Person | None] = relationship(foreign_keys=[owner_id], lazy="raise")
    verifier: Mapped[Person | None] = relationship(foreign_keys=[verifier_id], lazy="raise")
    unblocker: Mapped[Person | None] = relationship(foreign_keys=[unblocker_id], lazy="raise")
    contributors: Mapped[list["Contributor"]] = relationship(lazy="raise", viewonly=True)

    @property
    def label(self) -> str:
        """Return the number as people say it, such as A-104."""
        return f"A-{self.number:03d}"


class Contributor(Base):
    """A person who helps with an action item and may report its state, but is not accountable for it."""

    __tablename__ = "action_contributors"

    action_id: Mapped[int] = mapped_column(ForeignKey("action_items.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)

    person: Mapped[Person] = relationship(lazy="raise")


class Appearance(Base):
    """An action item on a meeting's list, with the state and date it had that day: a carry is a row, not a copy."""

    __tablename__ = "action_appearances"
    __table_args__ = (UniqueConstraint("action_id", "meeting_id"),)

    id: Mapped[pk]
    action_id: Mapped[int] = mapped_column(ForeignKey("action_items.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    state: Mapped[ActionState]
    due_on: Mapped[date | None]
    is_carry: Mapped[bool] = mapped_column(default=False)
    line: Mapped[int | None]
    as_written: Mapped[str | None] = mapped_column(Text)


class DateRequest(Base):
    """A new date that the owner asks for; the standing date holds until chair or secretary decide."""

    __tablename__ = "action_date_requests"
    __table_args__ = (
        CheckConstraint("(decided_at IS NULL) = (was_granted IS NULL)", name="decided_or_not"),
        Index(
            "uq_action_date_requests_waiting",
            "action_id",
            unique=True,
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
    )

    id: Mapped[pk]
    action_id: Mapped[int] = mapped_column(ForeignKey("action_items.id"), index=True)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    old_due_on: Mapped[date | None]
    wanted_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[datetime | None]
    was_granted: Mapped[bool | None]
    answer: Mapped[str | None] = mapped_column(Text)
