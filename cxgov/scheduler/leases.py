"""A lease is short, so that what a crash left behind is taken over soon, and is renewed while its work goes on."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import structlog
from sqlalchemy import Connection, Engine, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from cxgov.core import clock
from cxgov.journal.service import begin_write
from cxgov.scheduler.enums import RunState
from cxgov.scheduler.models import JobRun

log = structlog.get_logger()
LEASE = timedelta(minutes=2)
RENEWED_EVERY = 20.0
"""Seconds."""
LONGEST = timedelta(hours=2)
"""Work that hangs is not held for ever: after this long another process may take it over."""


_HERE: set[str] = set()
"""The tokens of what this process is at work on."""


@contextmanager
def held(session: Session, token: str) -> Iterator[None]:
    """Renew the lease of a token from a thread of its own while the block runs; the thread dies with its process."""
    bound, ended = session.get_bind(), threading.Event()
    engine = bound.engine if isinstance(bound, Connection) else bound
    thread = threading.Thread(target=_renew, args=(engine, token, ended), daemon=True, name="lease")
    thread.start()
    _HERE.add(token)
    try:
        yield
    finally:
        _HERE.discard(token)
        ended.set()
        thread.join()


def _renew(engine: Engine, token: str, ended: threading.Event) -> None:
    until = clock.now() + LONGEST
    while not ended.wait(RENEWED_EVERY) and clock.now() < until:
        try:
            with Session(engine) as session:
                renew(session, token)
        except SQLAlchemyError as trouble:
            log.warning("lease.not_renewed", why=str(trouble)[:300])


def renew(session: Session, token: str) -> bool:
    """Put the end of a running lease off and commit; False where another process took it over meanwhile."""
    begin_write(session)
    mine = update(JobRun).where(JobRun.lease_token == token, JobRun.state == RunState.RUNNING)
    done = session.execute(mine.values(lease_until=clock.now() + LEASE).returning(JobRun.id)).scalar_one_or_none()
    session.commit()
    return done is not None


def give_back_all(session: Session) -> int:
    """Let others take over at once what this process is at work on, because it ends now; return how many runs."""
    if not _HERE:
        return 0
    begin_write(session)
    mine = update(JobRun).where(JobRun.lease_token.in_(_HERE), JobRun.state == RunState.RUNNING)
    given = session.scalars(mine.values(lease_until=clock.now()).returning(JobRun.id)).all()
    session.commit()
    return len(given)
