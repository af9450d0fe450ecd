"""What is read of the runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.core.config import Settings
from cxgov.core.spans import parse_period
from cxgov.scheduler.enums import RunState
from cxgov.scheduler.models import JobRun
from cxgov.scheduler.periods import Period, due_periods, next_period
from cxgov.scheduler.registry import JOBS, Job


def runs(session: Session, job: str, *, limit: int = 12) -> Sequence[JobRun]:
    """Return the newest runs of a job, by period."""
    return session.scalars(select(JobRun).where(JobRun.job == job).order_by(JobRun.starts_at.desc()).limit(limit)).all()


def states(session: Session, job: str) -> Mapping[str, JobRun]:
    """Return every run of a job by its period's key."""
    return {run.period: run for run in session.scalars(select(JobRun).where(JobRun.job == job))}


def open_periods(
    session: Session, job: Job, *, now: datetime, settings: Settings, by_hand: bool = False
) -> list[Period]:
    """Return the periods of a job that are due and not done, oldest first; `by_hand` with those that wait or were
    given up.

    On the first start only the newest one is; from then on none is ever left out, however long nothing ran.
    """
    rule, zone, known = job.rule(settings), settings.organisation.zone, states(session, job.name)
    if not known:
        coming = next_period(rule, zone, now)
        before = rule.span_of(coming.span.first.fromordinal(coming.span.first.toordinal() - 1))
        return due_periods(rule, zone, now, since=before.first)[-1:]
    first = min(parse_period(key).first for key in known)
    due = due_periods(rule, zone, now, since=first)
    return [one for one in due if one.key not in known or _is_open(known[one.key], now, by_hand=by_hand)]


def _is_open(run: JobRun, now: datetime, *, by_hand: bool) -> bool:
    if run.state is RunState.RUNNING:
        return run.lease_until <= now
    if by_hand:
        return run.state in (RunState.FAILED, RunState.DEAD)
    return run.state is RunState.FAILED and (run.next_try_at is None or run.next_try_at <= now)


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job on its page: what ran last, what is open, what comes next."""

    job: Job
    runs: Sequence[JobRun]
    open: Sequence[Period]
    next: Period

    @property
    def words(self) -> Mapping[str, str]:
        """Return the periods of its runs in words, by their keys."""
        return {run.period: parse_period(run.period).words for run in self.runs}


def job_rows(session: Session, *, now: datetime, settings: Settings) -> list[JobRow]:
    """Return every job with its last runs and its next period."""
    zone = settings.organisation.zone
    return [
        JobRow(
            job,
            runs(session, job.name),
            open_periods(session, job, now=now, settings=settings, by_hand=True),
            next_period(job.rule(settings), zone, now),
        )
        for job in JOBS
    ]
