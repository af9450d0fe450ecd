"""Names as written that fit no one person, each with its place, until somebody settles them."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cxgov.core.db import Base, pk
from cxgov.imports.enums import NameKind


class OpenName(Base):
    """One place where a name could not be resolved: committee, meeting, line, and the item it would own.

    `settled_at` is set when the name was settled and applied here. The item and the roll hold what came of it, and
    their entries say so; the row itself is a list of places and is not journalled.
    """

    __tablename__ = "open_names"
    __table_args__ = (
        UniqueConstraint("meeting_id", "kind", "line", "folded"),
        Index("ix_open_names_waiting", "settled_at", "committee_id", "folded"),
    )
    JOURNALLED: ClassVar[bool] = False

    id: Mapped[pk]
    committee_id: Mapped[int] = mapped_column(ForeignKey("committees.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    kind: Mapped[NameKind]
    line: Mapped[int]
    folded: Mapped[str] = mapped_column(String(200))
    as_written: Mapped[str] = mapped_column(String(200))
    action_id: Mapped[int | None] = mapped_column(ForeignKey("action_items.id"), index=True)
    is_first: Mapped[bool] = mapped_column(default=True)
    settled_at: Mapped[datetime | None]
