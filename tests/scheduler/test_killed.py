"""Servers that are killed in the middle: what they had begun is done by the next one, once."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text, update
from sqlalchemy.orm import Session

from cxgov.app import create_app
from cxgov.core import clock
from cxgov.core.config import load
from cxgov.core.config_sources import make_secrets
from cxgov.scheduler import leases, service
from cxgov.scheduler.enums import RunState
from cxgov.scheduler.models import JobRun
from cxgov.scheduler.periods import MonthlyRule, next_period
from cxgov.scheduler.queries import open_periods
from cxgov.scheduler.registry import job_named
from cxgov.web import schema
from cxgov.web.extensions import db
from cxgov.web.settings import settings
from tests.conftest import ROOT, fill_schema
from tests.support.cast import make_cast

pytestmark = pytest.mark.commits


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """An instance with the cast, in a folder of its own, ready to be served."""
    make_secrets(tmp_path)
    app = create_app(load(tmp_path, {}))
    fill_schema(app)
    with app.app_context():
        make_cast(db.session())
        with db.engine.begin() as connection:
            connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)"))
            connection.execute(text("INSERT INTO alembic_version VALUES (:now)"), {"now": schema.newest()})
        db.session.remove()
        db.engine.dispose()
    return tmp_path


def serve(instance: Path, log: str) -> subprocess.Popen[bytes]:
    """Start a server of the instance on any free port, with its heartbeat."""
    command = [sys.executable, "-m", "cxgov", "serve", "--port", str(20_000 + os.getpid() % 20_000)]
    environ = {**os.environ, "CXGOV_INSTANCE": str(instance)}
    with (instance / log).open("wb") as out:
        return subprocess.Popen(command, cwd=ROOT, env=environ, stdout=out, stderr=out, start_new_session=True)


def rows(instance: Path, query: str) -> list[tuple[object, ...]]:
    """Read the instance's database beside the server."""
    engine = create_engine(f"sqlite:///{instance / 'cxgov.sqlite3'}")
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(query))]
    engine.dispose()
    return found


def until(what: Callable[[], object], seconds: float = 60) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


def test_a_server_killed_in_the_middle_of_a_report_leaves_it_to_the_next_one(instance):
    first = serve(instance, "first.log")
    until(lambda: rows(instance, "SELECT 1 FROM issued_reports"))
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    begun = rows(instance, "SELECT id, scope_key, figures_hash FROM issued_reports")
    assert rows(instance, "SELECT state FROM job_runs WHERE job = 'accountability-report'") == [("running",)]
    assert len(begun) < 3, "the server was killed too late for this test"
    _let_the_lease_run_out(instance)
    second = serve(instance, "second.log")
    try:
        until(lambda: _is_done(instance))
        until(lambda: rows(instance, "SELECT count(*) FROM deliveries WHERE state = 'sent'") == [(9,)])
    finally:
        second.terminate()
        second.wait(20)
    reports = rows(instance, "SELECT id, scope_key, figures_hash FROM issued_reports ORDER BY id")
    assert reports[: len(begun)] == begun
    assert len(reports) == len({key for _, key, _ in reports}) == 3
    assert rows(instance, "SELECT DISTINCT pdf_state FROM issued_reports") == [("made",)]
    assert sorted(path.stem for path in (instance / "reports").glob("*.pdf")) == sorted(str(row[0]) for row in reports)
    assert rows(instance, "PRAGMA integrity_check") == [("ok",)]
    assert _verified(instance)


def _let_the_lease_run_out(instance: Path) -> None:
    engine = create_engine(f"sqlite:///{instance / 'cxgov.sqlite3'}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE job_runs SET lease_until = '2026-01-01 00:00:00'"))
    engine.dispose()


def _is_done(instance: Path) -> bool:
    return rows(instance, "SELECT state FROM job_runs ORDER BY job") == [("done",), ("done",)]


def _verified(instance: Path) -> bool:
    environ = {**os.environ, "CXGOV_INSTANCE": str(instance)}
    done = subprocess.run(
        [sys.executable, "-m", "cxgov", "verify"], cwd=ROOT, env=environ, check=True, capture_output=True, text=True
    )
    return re.fullmatch(r"All \d+ entries fit\.", done.stdout.strip()) is not None


def test_a_lease_is_short_and_is_put_off_only_by_the_one_that_has_it(instance):
    job, now = job_named("digest"), clock.now()
    app = create_app(load(instance, {}))
    with app.app_context():
        session = db.session()
        coming = next_period(MonthlyRule(), "UTC", now)
        token = service.claim_run(session, job, coming, now=now - timedelta(hours=1))
        assert token is not None
        assert leases.renew(session, token)
        assert not leases.renew(session, "somebody else")
        assert service.claim_run(session, job, coming, now=clock.now()) is None
        assert service.claim_run(session, job, coming, now=clock.now() + leases.LEASE) is not None
        assert not leases.renew(session, token)
        db.session.remove()
        db.engine.dispose()
    assert timedelta(minutes=2) >= leases.LEASE


def test_an_application_made_for_another_server_never_runs_a_job(instance):
    code = (
        "import runpy, threading, sys\n"
        "runpy.run_path('wsgi.py')\n"
        "print([thread.name for thread in threading.enumerate()], 'apscheduler' in sys.modules)\n"
    )
    environ = {**os.environ, "CXGOV_INSTANCE": str(instance)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environ, check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "['MainThread'] False"
    assert rows(instance, "SELECT * FROM job_runs") == []


def test_what_was_given_up_is_tried_again_by_hand_and_not_by_the_clock(instance):
    job, now = job_named("digest"), clock.now()
    app = create_app(load(instance, {}))
    with app.app_context():
        session, at = db.session(), settings()
        (period,) = open_periods(session, job, now=now, settings=at)
        token = service.claim_run(session, job, period, now=now)
        assert token is not None
        service.claim_result(session, job, period, token, now=now, said="Failed: no disk", failed=True)
        _set(session, state=RunState.DEAD, next_try_at=None)
        assert open_periods(session, job, now=now, settings=at) == []
        assert service.claim_run(session, job, period, now=now) is None
        assert open_periods(session, job, now=now, settings=at, by_hand=True) == [period]
        assert service.claim_run(session, job, period, now=now, by_hand=True) is not None
        assert service.claim_run(session, job, period, now=now, by_hand=True) is None
        db.session.remove()
        db.engine.dispose()


def _set(session: Session, **values: object) -> None:
    session.execute(update(JobRun).values(**values))
    session.commit()
