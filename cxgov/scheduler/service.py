"""Claim a period, do its work, confirm: once, by one process, also after a crash."""

import secrets
from datetime import datetime, timedelta

import structlog
from sqlalchemy import and_, false, or_, select, true, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from cxgov.core.config import Settings
from cxgov.journal import installation
from cxgov.journal import service as journal
from cxgov.scheduler import permissions  # noqa: F401 - defines the policy rows of this feature
from cxgov.scheduler.enums import RunState
from cxgov.scheduler.leases import LEASE, held
from cxgov.scheduler.models import JobRun
from cxgov.scheduler.periods import Period, is_late
from cxgov.scheduler.queries import open_periods
from cxgov.scheduler.registry import JOBS, Job

log = structlog.get_logger()
MAX_TRIES = 8
_WAITS = (1, 5, 30, 60, 120, 240, 480)


def claim_run(session: Session, job: Job, period: Period, *, now: datetime, by_hand: bool = False) -> str | None:
    """Claim a period of a job and commit; return the lease's token, or None where another process has it or had it.

    A person who asks by hand does not wait for the next try, and may try again what was given up. Raises RuleBroken
    while the installation is held after a restore.
    """
    journal.begin_write(session)
    installation.check_released(session)
    token = secrets.token_hex(16)
    make = sqlite_insert if session.connection().dialect.name == "sqlite" else pg_insert
    fresh = (
        make(JobRun)
        .values(
            job=job.name, period=period.key, state=RunState.RUNNING, starts_at=period.starts_at, ends_at=period.ends_at,
            due_at=period.due_at, claimed_at=now, lease_until=now + LEASE, lease_token=token, tries=1,
            is_late=is_late(period, now), said="",
        )
        .on_conflict_do_nothing(index_elements=["job", "period"])
        .returning(JobRun.id)
    )  # fmt: skip
    won = session.execute(fresh).scalar_one_or_none() is not None
    if not won:
        left = or_(
            and_(JobRun.state == RunState.RUNNING, JobRun.lease_until <= now),
            and_(JobRun.state == RunState.FAILED, or_(JobRun.next_try_at.is_(None), JobRun.next_try_at <= now)),
            and_(JobRun.state.in_((RunState.FAILED, RunState.DEAD)), true() if by_hand else false()),
        )
        again = (
            update(JobRun)
            .where(JobRun.job == job.name, JobRun.period == period.key, left)
            .values(
                state=RunState.RUNNING, claimed_at=now, lease_until=now + LEASE, lease_token=token,
                tries=JobRun.tries + 1, next_try_at=None,
            )
            .returning(JobRun.id)
        )  # fmt: skip
        won = session.execute(again).scalar_one_or_none() is not None
    session.commit()
    if not won:
        log.info("job.not_owner", job=job.name, period=period.key)
    return token if won else None


def claim_result(
    session: Session, job: Job, period: Period, token: str, *, now: datetime, said: str, failed: bool = False
) -> None:
    """Write down how a run ended and commit; nothing happens where the lease went to another process meanwhile."""
    journal.begin_write(session)
    mine = JobRun.job == job.name, JobRun.period == period.key, JobRun.lease_token == token
    run = session.scalar(select(JobRun).where(*mine))
    if run is not None:
        run.said = said[:1000]
        run.finished_at = now
        run.state = RunState.DONE
        if failed:
            is_dead = run.tries >= MAX_TRIES
            run.state = RunState.DEAD if is_dead else RunState.FAILED
            run.next_try_at = None if is_dead else now + timedelta(minutes=_WAITS[min(run.tries, len(_WAITS)) - 1])
    session.commit()


def run_claimed(session: Session, job: Job, period: Period, token: str, *, now: datetime, settings: Settings) -> bool:
    """Do the work of a claimed period and write down how it ended; one that fails does not hold up the others."""
    newest = open_periods(session, job, now=now, settings=settings)
    session.rollback()
    is_newest = not newest or newest[-1].starts_at <= period.starts_at
    late = is_late(period, now)
    try:
        with held(session, token):
            said = job.run(session, period, now=now, is_late=late, is_newest=is_newest, settings=settings)
    except Exception as trouble:
        session.rollback()
        log.exception("job.failed", job=job.name, period=period.key)
        claim_result(session, job, period, token, now=now, said=f"Failed: {trouble}", failed=True)
        return False
    claim_result(session, job, period, token, now=now, said=said)
    log.info("job.done", job=job.name, period=period.key, late=late, said=said)
    return True


def tick(session: Session, *, now: datetime, settings: Settings) -> int:
    """Run every period that is due and not done, oldest first; return how many this process did; none while held."""
    done = 0
    if installation.held_since(session) is not None:
        log.info("scheduler.held")
        return done
    for job in JOBS:
        for period in open_periods(session, job, now=now, settings=settings):
            token = claim_run(session, job, period, now=now)
            if token is not None:
                done += run_claimed(session, job, period, token, now=now, settings=settings)
    return done
