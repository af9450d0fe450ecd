"""The page of the jobs: who may see it, who may run one, what it says afterwards."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.core import clock
from cxgov.reports.models import IssuedDigest
from cxgov.scheduler import service
from cxgov.scheduler.models import JobRun
from cxgov.scheduler.queries import open_periods
from cxgov.scheduler.registry import job_named
from cxgov.web.settings import settings
from tests.support.cast import Cast
from tests.support.client import Browser

Open = Callable[..., Browser]


@pytest.mark.parametrize(
    ("who", "reads", "runs"),
    [("alma", 200, 303), ("cora", 200, 303), ("otto", 200, 403), ("ada", 403, 403), ("eve", 403, 403)],
)
def test_jobs_are_seen_by_administration_cx_office_and_auditor_and_run_by_the_first_two(
    session: Session, cast: Cast, browser: Open, who: str, reads: int, runs: int
) -> None:
    one = browser(getattr(cast, who))
    assert one.get("/jobs").status_code == reads
    assert one.send("/jobs/digest/run").status_code == runs
    assert len(session.scalars(select(JobRun)).all()) == (runs == 303)


def test_a_stranger_is_asked_to_sign_in_and_an_unknown_job_is_not_found(
    session: Session, cast: Cast, browser: Open
) -> None:
    assert browser().get("/jobs").status_code == 302
    assert browser().send("/jobs/digest/run").status_code == 401
    assert browser(cast.alma).send("/jobs/tidy/run").status_code == 404


def test_the_page_shows_what_is_due_runs_it_once_and_says_what_comes_next(
    session: Session, cast: Cast, browser: Open
) -> None:
    due = open_periods(session, job_named("digest"), now=clock.now(), settings=settings())
    alma = browser(cast.alma)
    text = alma.get_page("/jobs")
    assert "Collaboration digest" in text
    assert "Run it now" in text
    assert "Run it now" not in browser(cast.otto).get_page("/jobs")
    assert alma.send("/jobs/digest/run").location == "/jobs"
    text = alma.get_page("/jobs")
    assert f"Done for {due[0].span.words}." in text
    assert f"The digest of {due[0].span.words} is issued; 9 mails queued." in text
    alma.send("/jobs/digest/run")
    assert "Nothing is due: the last period is done already." in alma.get_page("/jobs")
    assert [one.period for one in session.scalars(select(IssuedDigest))] == [due[0].key]


def test_a_period_that_another_process_works_on_is_left_to_it(session: Session, cast: Cast, browser: Open) -> None:
    job, now = job_named("digest"), clock.now()
    (due,) = open_periods(session, job, now=now, settings=settings())
    assert service.claim_run(session, job, due, now=now)
    alma = browser(cast.alma)
    assert "At it since" in alma.get_page("/jobs")
    alma.send("/jobs/digest/run")
    assert session.scalars(select(IssuedDigest)).all() == []
