"""Commands of the clock: which periods a job has, and one run by hand."""

import json
import sys
from datetime import date, datetime

import click

from cxgov.cli.errors import Wrong
from cxgov.cli.opening import ready_app
from cxgov.core import clock
from cxgov.core.config import load
from cxgov.scheduler import queries, service
from cxgov.scheduler.periods import periods as periods_of
from cxgov.scheduler.registry import job_named
from cxgov.web.extensions import db
from cxgov.web.settings import settings


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.UsageError(f"“{text}” is not a date. Write it as 2026-10-25.") from None


@click.command()
@click.argument("job")
@click.option("--zone", required=True, help="IANA time zone, such as Europe/Berlin.")
@click.option("--from", "first", required=True, help="First day, as 2026-01-01.")
@click.option("--to", "last", required=True, help="Last day, as 2026-12-31.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def periods(job: str, zone: str, first: str, last: str, as_json: bool) -> None:
    """List the periods that JOB has in a zone, each with its start, its end and when it is due."""
    rule = job_named(job).rule(load())
    rows = [
        {
            "period": one.key,
            "start": one.starts_at.isoformat(),
            "end": one.ends_at.isoformat(),
            "due": one.due_at.isoformat(),
        }
        for one in periods_of(rule, zone, _day(first), _day(last))
    ]
    if as_json:
        click.echo(json.dumps(rows, indent=1))
    else:
        for row in rows:
            click.echo(f"{row['period']:<10} {row['start']}  {row['end']}  due {row['due']}")


@click.command("run-job")
@click.argument("name")
@click.option("--at", "instant", help="Act as if it were this instant, such as 2026-11-01T00:05+01:00.")
@click.option("--dry-run", is_flag=True, help="Only say what is due.")
def run_job(name: str, instant: str | None, dry_run: bool) -> None:
    """Run every period of a job that is due and not done, oldest first."""
    job = job_named(name)
    now = _instant(instant)
    with ready_app():
        due = queries.open_periods(db.session(), job, now=now, settings=settings(), by_hand=True)
        if not due:
            click.echo("Nothing is due.")
        failed = 0
        for period in due:
            if dry_run:
                click.echo(f"{period.key} is due since {period.due_at.isoformat()}")
                continue
            token = service.claim_run(db.session(), job, period, now=now, by_hand=True)
            if token is None:
                click.echo(f"{period.key}: another process is at it")
                continue
            worked = service.run_claimed(db.session(), job, period, token, now=now, settings=settings())
            failed += not worked
            run = queries.states(db.session(), job.name)[period.key]
            click.echo(f"{period.key}: {run.said}")
    sys.exit(1 if failed else 0)


def _instant(text: str | None) -> datetime:
    if text is None:
        return clock.now()
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Wrong(f"“{text}” is not an instant. Write it as 2026-11-01T00:05+01:00.") from None
    if found.tzinfo is None:
        raise Wrong("The instant needs its offset, such as 2026-11-01T00:05+01:00.")
    return found


COMMANDS = (periods, run_job)
