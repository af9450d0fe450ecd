"""A clock that is set back, or forward and back, while somebody holds a lease: each period is still done once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.scheduler import leases, service
from cxgov.scheduler.enums import RunState
from cxgov.scheduler.models import JobRun
from cxgov.scheduler.periods import MonthlyRule, next_period
from cxgov.scheduler.queries import open_periods
from cxgov.scheduler.registry import job_named
from cxgov.web.extensions import db
from cxgov.web.settings import settings
from tests.support.apps import fresh_app
from tests.support.served import ON_BOTH

pytestmark = pytest.mark.commits
NOON = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def session(kind: str, tmp_path: Path) -> Iterator[Session]:
    with fresh_app(kind, tmp_path):
        yield db.session()


@ON_BOTH
def test_a_clock_set_back_gives_nobody_the_lease_of_another(session):
    job, coming = job_named("digest"), next_period(MonthlyRule(), "UTC", NOON - timedelta(days=3))
    token = service.claim_run(session, job, coming, now=NOON)
    assert token is not None
    for back in (timedelta(seconds=1), timedelta(hours=3), timedelta(days=40)):
        assert service.claim_run(session, job, coming, now=NOON - back) is None
        assert open_periods(session, job, now=NOON - back, settings=settings()) == []
    service.claim_result(session, job, coming, token, now=NOON - timedelta(hours=3), said="done")
    for at in (NOON - timedelta(days=40), NOON, NOON + timedelta(hours=1)):
        assert service.claim_run(session, job, coming, now=at) is None
    run = session.scalars(select(JobRun)).one()
    assert (run.state, run.tries, run.said) == (RunState.DONE, 1, "done")


@ON_BOTH
def test_a_lease_taken_while_the_clock_was_ahead_is_taken_over_and_its_old_owner_writes_nothing(session):
    job, coming = job_named("digest"), next_period(MonthlyRule(), "UTC", NOON - timedelta(days=3))
    first = service.claim_run(session, job, coming, now=NOON)
    second = service.claim_run(session, job, coming, now=NOON + leases.LEASE + timedelta(hours=5))
    assert first is not None
    assert second is not None
    assert service.claim_run(session, job, coming, now=NOON + timedelta(seconds=30)) is None
    service.claim_result(session, job, coming, first, now=NOON, said="from the first")
    assert session.scalars(select(JobRun.state)).one() is RunState.RUNNING
    assert not leases.renew(session, first)
    service.claim_result(session, job, coming, second, now=NOON, said="from the second")
    run = session.scalars(select(JobRun)).one()
    assert (run.state, run.tries, run.said) == (RunState.DONE, 2, "from the second")


@ON_BOTH
def test_a_clock_set_back_over_the_turn_of_the_month_makes_no_period_twice(session):
    job, done = job_named("digest"), []
    for at in (NOON, NOON - timedelta(days=1), NOON + timedelta(days=1), NOON - timedelta(days=35), NOON):
        for period in open_periods(session, job, now=at, settings=settings()):
            token = service.claim_run(session, job, period, now=at)
            if token is not None:
                done.append(period.key)
                service.claim_result(session, job, period, token, now=at, said="done")
    assert done == ["2026-11"]
