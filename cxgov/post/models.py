"""Deliveries: one row for one person and one message."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cxgov.core.db import Base, pk
from cxgov.post.enums import DeliveryState


class Delivery(Base):
    """A message to one person. `occasion` names what it tells, so that it is queued once, however often a job runs."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("person_id", "occasion"),
        Index("ix_deliveries_waiting", "state", "lease_until"),
    )
    JOURNALLED: ClassVar[bool] = False

    id: Mapped[pk]
    kind: Mapped[str] = mapped_column(String(32))
    occasion: Mapped[str] = mapped_column(String(120))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    about_id: Mapped[int | None] = mapped_column(ForeignKey("subjects.id"))
    address: Mapped[str] = mapped_column(String(254))
    headline: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text, default="")
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
    state: Mapped[DeliveryState] = mapped_column(default=DeliveryState.PENDING)
    queued_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    lease_token: Mapped[str | None] = mapped_column(String(32))
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    file_name: Mapped[str | None] = mapped_column(String(200))
    trouble: Mapped[str | None] = mapped_column(Text)
