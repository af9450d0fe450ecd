"""The jobs with their last and next periods, and a button to run one."""

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from cxgov.core import clock, policy
from cxgov.core.errors import NotFound, RuleBroken
from cxgov.scheduler import queries, service
from cxgov.scheduler.registry import Job, job_named
from cxgov.web.access import actor, requires
from cxgov.web.extensions import db
from cxgov.web.forms import Button, done
from cxgov.web.headers import no_store
from cxgov.web.pages import page
from cxgov.web.settings import settings

bp = Blueprint("scheduler", __name__, url_prefix="/jobs")


def load_job(name: str) -> Job:
    """Return the job of the URL."""
    try:
        return job_named(name)
    except RuleBroken as no:
        raise NotFound from no


@bp.get("")
@requires("scheduler:job:read")
def index() -> Response:
    """List the jobs."""
    no_store()
    now = clock.now()
    return page(
        "scheduler/index.html", rows=queries.job_rows(db.session(), now=now, settings=settings()), now=now,
        may_run=policy.allows(actor(), "scheduler:job:run"),
    )  # fmt: skip


@bp.post("/<name>/run")
@requires("scheduler:job:run", load_job)
def run(job: Job) -> Response:
    """Run the oldest period that is due and not done."""
    now = clock.now()
    if not Button().validate_on_submit():
        return done(url_for("scheduler.index"))
    waiting = queries.open_periods(db.session(), job, now=now, settings=settings(), by_hand=True)
    if not waiting:
        return done(url_for("scheduler.index"), "Nothing is due: the last period is done already.")
    token = service.claim_run(db.session(), job, waiting[0], now=now, by_hand=True)
    if token is None:
        return done(url_for("scheduler.index"), "Another process is at it already.")
    worked = service.run_claimed(db.session(), job, waiting[0], token, now=now, settings=settings())
    said = f"Done for {waiting[0].span.words}." if worked else "That failed; the page says why, and it is tried again."
    return done(url_for("scheduler.index"), said)
