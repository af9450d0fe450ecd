"""The jobs there are: when each is due, and what it does for one period."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy.orm import Session

import cxgov.reports.jobs as reports
from cxgov.core.config import Settings
from cxgov.core.errors import RuleBroken
from cxgov.scheduler.periods import MonthlyRule, Period, Rule

Work = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Job:
    """One job: its name on the command line, its words on the page, and the work it does for a period.

    `work(session, span, as_of, now=, is_late=, is_newest=, settings=)` commits itself and returns a sentence; it may be
    called twice for one period without harm.
    """

    name: str
    words: str
    work: Work

    def rule(self, settings: Settings) -> Rule:
        """Return when it is due in this organisation."""
        at = settings.reports
        return MonthlyRule(day=at.day, at=time(at.hour, at.minute))

    def run(
        self, session: Session, period: Period, *, now: datetime, is_late: bool, is_newest: bool, settings: Settings
    ) -> str:
        """Do the work of one period and return what was done, in a sentence."""
        return self.work(
            session, period.span, period.ends_at, now=now, is_late=is_late, is_newest=is_newest, settings=settings
        )


JOBS = (
    Job("accountability-report", "Accountability report", reports.issue_reports),
    Job("digest", "Collaboration digest", reports.issue_digest),
)


def job_named(name: str) -> Job:
    """Return the job of a name, or raise RuleBroken that lists those there are."""
    for job in JOBS:
        if job.name == name:
            return job
    raise RuleBroken(f"There is no job “{name}”. There are: {', '.join(job.name for job in JOBS)}.")
