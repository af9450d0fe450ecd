"""Each period once: races, takeovers, failures, clock changes, a long pause."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.app import create_app
from cxgov.core.config import Organisation, Settings
from cxgov.core.zones import instant_of
from cxgov.post.models import Delivery
from cxgov.reports.models import IssuedDigest, IssuedReport
from cxgov.scheduler import service
from cxgov.scheduler.enums import RunState
from cxgov.scheduler.leases import LEASE
from cxgov.scheduler.models import JobRun
from cxgov.scheduler.periods import MonthlyRule, Period, next_period, period_of, periods
from cxgov.scheduler.queries import open_periods
from cxgov.scheduler.registry import JOBS, Job, job_named
from cxgov.web.extensions import db
from cxgov.web.settings import settings
from tests.conftest import fill_schema, make_settings
from tests.support.cast import Cast
from tests.support.databases import new_url

MIDNIGHT_FIVE = datetime(2026, 11, 1, 0, 5, tzinfo=UTC)
REPORT, DIGEST = job_named("accountability-report"), job_named("digest")


def october() -> Period:
    return period_of(MonthlyRule(), "UTC", "2026-10")


def runs_of(session: Session, job: Job) -> list[JobRun]:
    session.expire_all()
    return list(session.scalars(select(JobRun).where(JobRun.job == job.name).order_by(JobRun.period)))


def in_threads(app: Flask, count: int, work: Callable[[], object]) -> list[object]:
    """Let threads begin the same work at one moment, each with a context of its own; return what they returned."""
    ready, found = threading.Barrier(count), list[object]()

    def one() -> None:
        with app.app_context():
            ready.wait()
            try:
                found.append(work())
            except Exception as trouble:  # noqa: BLE001 - the test says which it was
                found.append(trouble)

    threads = [threading.Thread(target=one) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
@pytest.mark.commits
def test_twenty_schedulers_at_once_issue_each_period_once(kind: str, tmp_path: Path, without_pdf: object) -> None:
    app = create_app(make_settings(tmp_path, new_url(kind, tmp_path)))
    fill_schema(app)
    for now, months in ((MIDNIGHT_FIVE, 1), (MIDNIGHT_FIVE + timedelta(days=92), 4)):

        def tick(now: datetime = now) -> int:
            return service.tick(db.session(), now=now, settings=settings())

        done = in_threads(app, 20, tick)
        assert [one for one in done if isinstance(one, Exception)] == []
        with app.app_context():
            keys = ["2026-10", "2026-11", "2026-12", "2027-01"][:months]
            for job in JOBS:
                runs = runs_of(db.session(), job)
                assert [run.period for run in runs] == keys
                assert {(run.state, run.tries) for run in runs} == {(RunState.DONE, 1)}
            assert sorted(db.session.scalars(select(IssuedReport.period))) == keys
            assert sorted(db.session.scalars(select(IssuedDigest.period))) == keys
    with app.app_context():
        db.engine.dispose()


def test_a_period_is_claimed_once_and_not_again_when_it_is_done(session: Session) -> None:
    token = service.claim_run(session, DIGEST, october(), now=MIDNIGHT_FIVE)
    assert token is not None
    assert service.claim_run(session, DIGEST, october(), now=MIDNIGHT_FIVE) is None
    assert service.run_claimed(session, DIGEST, october(), token, now=MIDNIGHT_FIVE, settings=settings())
    assert service.claim_run(session, DIGEST, october(), now=MIDNIGHT_FIVE + timedelta(days=9)) is None
    assert [run.said for run in runs_of(session, DIGEST)] == ["The digest of October 2026 is issued; 0 mails queued."]


def test_what_a_crash_left_behind_is_taken_over_when_its_lease_is_over(session: Session) -> None:
    lost = service.claim_run(session, DIGEST, october(), now=MIDNIGHT_FIVE)
    later = MIDNIGHT_FIVE + LEASE
    assert service.claim_run(session, DIGEST, october(), now=later - timedelta(seconds=1)) is None
    assert open_periods(session, DIGEST, now=later, settings=settings()) == [october()]
    taken = service.claim_run(session, DIGEST, october(), now=later)
    assert taken is not None
    assert taken != lost
    service.claim_result(session, DIGEST, october(), str(lost), now=later, said="I woke up again.", failed=True)
    (run,) = runs_of(session, DIGEST)
    assert (run.state, run.tries, run.said) == (RunState.RUNNING, 2, "")


def test_a_job_that_fails_waits_longer_each_time_dies_and_holds_up_no_other(session: Session) -> None:
    def breaks(*_: object, **__: object) -> str:
        raise OSError("No space left on device")

    bad, now = Job("breaks", "A job that fails", breaks), MIDNIGHT_FIVE
    waits = []
    for _ in range(service.MAX_TRIES):
        token = service.claim_run(session, bad, october(), now=now)
        assert token is not None
        assert not service.run_claimed(session, bad, october(), token, now=now, settings=settings())
        (run,) = runs_of(session, bad)
        assert run.said == "Failed: No space left on device"
        if run.next_try_at is not None:
            waits.append(int((run.next_try_at - now).total_seconds() // 60))
            assert service.claim_run(session, bad, october(), now=run.next_try_at - timedelta(seconds=1)) is None
            now = run.next_try_at
    assert waits == [1, 5, 30, 60, 120, 240, 480]
    assert run.state is RunState.DEAD
    assert service.claim_run(session, bad, october(), now=now + timedelta(days=30)) is None
    assert service.claim_run(session, DIGEST, october(), now=now) is not None


def berlin() -> Settings:
    return settings().model_copy(update={"organisation": Organisation(name="Tarnwick Energy", zone="Europe/Berlin")})


def test_24_months_over_every_clock_change_come_exactly_once_and_at_their_minute(
    session: Session, without_pdf: object
) -> None:
    at, rule = berlin(), REPORT.rule(berlin())
    start, end = date(2026, 1, 15), date(2028, 1, 1)
    expected = periods(rule, "Europe/Berlin", date(2025, 12, 1), date(2027, 12, 31))
    dues = {one.due_at for one in expected[1:]}
    days = [start + timedelta(days=n) for n in range((end - start).days)]
    moments = {
        instant_of(day, datetime.min.time().replace(hour=hour), "Europe/Berlin") for day in days for hour in (2, 14)
    }
    for now in sorted(moments | dues | {due - timedelta(minutes=1) for due in dues}):
        done = service.tick(session, now=now, settings=at)
        assert done == (2 if now in dues or now == min(moments) else 0), now
    keys = [one.key for one in expected]
    assert len(keys) == 25
    for job in JOBS:
        runs = runs_of(session, job)
        assert [run.period for run in runs] == keys
        assert [run.finished_at for run in runs[1:]] == sorted(dues)
        assert [run.is_late for run in runs] == [True] + [False] * 24
    assert sorted(session.scalars(select(IssuedReport.period))) == keys
    assert sorted(session.scalars(select(IssuedDigest.period))) == keys


def test_after_three_months_down_all_are_made_and_only_the_newest_digest_is_mailed(
    session: Session, cast: Cast, without_pdf: object
) -> None:
    service.tick(session, now=MIDNIGHT_FIVE, settings=settings())
    assert set(session.scalars(select(Delivery.occasion))) == {"digest:2026-10"}
    back = datetime(2027, 2, 3, 8, 0, tzinfo=UTC)
    assert service.tick(session, now=back, settings=settings()) == 6
    assert [run.is_late for run in runs_of(session, DIGEST)] == [False, True, True, True]
    assert sorted(session.scalars(select(IssuedDigest.period))) == ["2026-10", "2026-11", "2026-12", "2027-01"]
    council = select(IssuedReport.period).where(IssuedReport.scope_key == f"committee:{cast.council.id}")
    assert sorted(session.scalars(council)) == ["2026-10", "2026-11", "2026-12", "2027-01"]
    assert set(session.scalars(select(Delivery.occasion))) == {"digest:2026-10", "digest:2027-01"}
    mailed = session.scalars(select(Delivery.address).where(Delivery.occasion == "digest:2027-01")).all()
    assert len(mailed) == len(set(mailed)) == 9
    assert service.tick(session, now=back, settings=settings()) == 0
    assert next_period(DIGEST.rule(settings()), "UTC", back).key == "2027-02"
