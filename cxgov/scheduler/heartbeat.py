"""APScheduler as a heartbeat and nothing more: once a minute it asks what is due. The truth is in the claim rows."""

import os
import sys
from datetime import timedelta

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

from cxgov.accounts import jobs as accounts
from cxgov.core import clock
from cxgov.people import jobs as people
from cxgov.post import jobs as post
from cxgov.scheduler import leases, service
from cxgov.web import nonces
from cxgov.web.extensions import db
from cxgov.web.settings import settings, today

log = structlog.get_logger()


def beat(app: Flask) -> int:
    """Run what is due and send what waits; return how many periods were done; failing is logged, not fatal."""
    with app.app_context():
        try:
            done = service.tick(db.session(), now=clock.now(), settings=settings())
            post.deliver_waiting(db.session(), folder=settings().instance / "outbox", sender=sender(), now=clock.now())
            people.hand_over_due(db.session(), now=clock.now(), today=today())
            accounts.sweep_expired(db.session(), now=clock.now())
            nonces.sweep(db.session(), now=clock.now())
        except Exception:
            log.exception("heartbeat.failed")
            db.session.rollback()
            return 0
        return done


def sender() -> str:
    """Return the address that mails come from, under the name by which people reach cxgov."""
    host = settings().server.public_url.split("://", 1)[-1].split(":", 1)[0].strip("[]")
    return f"cxgov@{host if '.' in host and not host.replace('.', '').isdigit() else 'localhost.localdomain'}"


def start(app: Flask) -> BackgroundScheduler:
    """Start the heartbeat in this process: at once, then every minute; never two beats side by side."""
    scheduler = BackgroundScheduler(timezone="UTC")
    scheduler.add_job(
        beat, "interval", args=[app], seconds=60, id="heartbeat", coalesce=True, max_instances=1,
        misfire_grace_time=None, next_run_time=clock.now() + timedelta(seconds=1),
    )  # fmt: skip
    scheduler.start()
    return scheduler


def stop(app: Flask, clockwork: BackgroundScheduler) -> None:
    """End the heartbeat, and with it the process where a job is at work: another process takes that over at once."""
    clockwork.shutdown(wait=False)
    with app.app_context():
        given = leases.give_back_all(db.session())
    if given:
        log.info("lease.given_back", runs=given)
        sys.stdout.flush()
        os._exit(0)  # the thread of the job would hold the process until its work is done
