"""Fills an empty instance with the demo: a year of work through the real verbs, then last month's report and digest."""

import random
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cxgov.committees.models import Committee
from cxgov.core.config import Settings
from cxgov.core.errors import RuleBroken
from cxgov.demo.cast import ORGANISATION
from cxgov.demo.founding import found
from cxgov.demo.pursuits import pursue
from cxgov.demo.sittings import convene
from cxgov.demo.stage import Stage
from cxgov.demo.telling import tell
from cxgov.people.models import Department, Person
from cxgov.post.jobs import deliver_waiting
from cxgov.scheduler import service as scheduler
from cxgov.scheduler.queries import open_periods
from cxgov.scheduler.registry import JOBS

SENDER = "cxgov@localhost.localdomain"


def has_content(session: Session) -> bool:
    """Say whether somebody has begun to use the instance: there are people, departments or committees."""
    wanted = select(or_(*(select(kind.id).exists() for kind in (Person, Department, Committee))))
    return bool(session.scalar(wanted))


def fill(
    session: Session, *, size: str, seed: int, now: datetime, settings: Settings, say: Callable[[str], object]
) -> None:
    """Play the year before `now`, the same for the same seed and day, and issue last month's report and digest.

    The year is one transaction: where it is interrupted nothing is there, and it can be done again.
    """
    if has_content(session):
        raise RuleBroken("There is something already: the demo fills an empty instance only.")
    say(f"Playing a year at {ORGANISATION} ({size}, seed {seed})…")
    stage = play(session, seed=seed, now=now, zone=settings.organisation.zone)
    session.commit()
    say(f"{len(stage.people)} people, {len(stage.committees)} committees. Now the papers of last month…")
    _issue(session, now, settings, say)


def play(session: Session, *, seed: int, now: datetime, zone: str) -> Stage:
    """Play the year without committing it, and return the stage with everybody on it."""
    stage = Stage(session, zone, now, random.Random(seed))  # noqa: S311 - chance, not secrets
    found(stage)
    convene(stage)
    pursue(stage)
    tell(stage)
    stage.play()
    return stage


def _issue(session: Session, now: datetime, settings: Settings, say: Callable[[str], object]) -> None:
    """Run both monthly jobs for the newest period, as the scheduler does, and write the mails that wait."""
    for job in JOBS:
        for period in open_periods(session, job, now=now, settings=settings):
            token = scheduler.claim_run(session, job, period, now=now)
            if token is not None:
                done = scheduler.run_claimed(session, job, period, token, now=now, settings=settings)
                say(f"{job.words} of {period.key}: {'ready' if done else 'not made, see the page of the jobs'}.")
    mails = deliver_waiting(session, folder=settings.instance / "outbox", sender=SENDER, now=now)
    say(f"{mails} mails lie in the outbox.")
