"""Claims: a row for each job and period decides who runs it."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cxgov.core.db import Base, pk
from cxgov.scheduler.enums import RunState


class JobRun(Base):
    """One period of one job. `lease_until` lets another process take over what a crash left behind."""

    __tablename__ = "job_runs"
    __table_args__ = (
        UniqueConstraint("job", "period"),
        Index("ix_job_runs_state", "state", "lease_until"),
    )
    JOURNALLED: ClassVar[bool] = False

    id: Mapped[pk]
    job: Mapped[str] = mapped_column(String(64))
    period: Mapped[str] = mapped_column(String(32))
    state: Mapped[RunState]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    due_at: Mapped[datetime]
    claimed_at: Mapped[datetime]
    lease_until: Mapped[datetime]
    lease_token: Mapped[str] = mapped_column(String(32))
    tries: Mapped[int] = mapped_column(Integer, default=1)
    next_try_at: Mapped[datetime | None]
    is_late: Mapped[bool] = mapped_column(default=False)
    finished_at: Mapped[datetime | None]
    said: Mapped[str] = mapped_column(Text, default="")
