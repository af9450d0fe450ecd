"""The doctor: whether schema, journal, database, stored reports, PDF libraries and outbox are as they should be."""

import ctypes
import hashlib
import json
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import click
from sqlalchemy import or_, select, text
from sqlalchemy.orm import Session

from cxgov.backups import making
from cxgov.cli.opening import open_app
from cxgov.core import clock
from cxgov.core.config import Settings
from cxgov.journal.chain import verify
from cxgov.post.enums import DeliveryState
from cxgov.post.queries import counts
from cxgov.reports.enums import PdfState
from cxgov.reports.issuing import pdf_path
from cxgov.reports.models import IssuedReport
from cxgov.reports.rendering import ONE_COMMAND
from cxgov.scheduler.enums import RunState
from cxgov.scheduler.models import JobRun
from cxgov.web import schema
from cxgov.web.extensions import db
from cxgov.web.settings import settings

LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")


class Finding(NamedTuple):
    """What was looked at, whether it is well, and a sentence about it."""

    check: str
    ok: bool
    words: str


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def doctor(as_json: bool) -> None:
    """Look the instance over; exit 1 where something is wrong."""
    app = open_app()
    with app.app_context():
        found = list(examine(db.session(), settings()))
    if as_json:
        click.echo(json.dumps([one._asdict() for one in found], indent=1, ensure_ascii=False))
    else:
        for one in found:
            click.echo(f"{'ok   ' if one.ok else 'WRONG'} {one.check:<9} {one.words}")
    sys.exit(0 if all(one.ok for one in found) else 1)


def examine(session: Session, at: Settings) -> Iterator[Finding]:
    """Return each finding; without the right schema, nothing that reads tables is looked at."""
    file = Path(at.database.url.removeprefix("sqlite:///"))
    if at.database.is_sqlite and not file.is_file():  # connecting would make an empty one
        yield Finding("schema", False, "there is no database yet: run cxgov init, or restore a backup")
        yield libraries()
        return
    with db.engine.connect() as connection:
        known = schema.present(connection)
    is_current = known == schema.newest()
    said = f"{known}" if is_current else f"{known or 'none'}; this program needs {schema.newest()}: run cxgov init"
    yield Finding("schema", is_current, said)
    yield libraries()
    if not is_current:
        return
    yield integrity(session, at)
    count, broken = verify(session)
    said = f"entry {broken.seq} {broken.why}; keep this file and restore a backup that verifies" if broken else ""
    said = said or f"all {count} entries fit"
    yield Finding("journal", broken is None, said)
    yield stored_reports(session, at)
    yield outbox(session, at)
    yield jobs(session)
    if at.backups.folder:
        yield backups(Path(at.backups.folder), at.backups.max_age_hours)


def libraries() -> Finding:
    """Say whether the system has what PDF files need; the pages work without."""
    missing = [name for name in LIBRARIES if not _is_there(name)]
    words = f"{', '.join(missing)} missing; type: {ONE_COMMAND}" if missing else "the libraries for PDF files are here"
    return Finding("pdf", not missing, words)


def _is_there(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def integrity(session: Session, at: Settings) -> Finding:
    """Ask SQLite to look over its file; PostgreSQL looks after itself, so that only an answer is asked of it."""
    if not at.database.is_sqlite:
        session.execute(text("SELECT 1"))
        return Finding("database", True, "PostgreSQL answers")
    trouble = [str(row[0]) for row in session.execute(text("PRAGMA integrity_check(5)")) if row[0] != "ok"]
    orphans = len(session.execute(text("PRAGMA foreign_key_check")).all())
    trouble += [f"{orphans} rows lead nowhere"] if orphans else []
    return Finding("database", not trouble, "; ".join(trouble) or "the file is whole")


def stored_reports(session: Session, at: Settings) -> Finding:
    """Compare the PDF files with their rows, both ways and by hash."""
    rows = session.execute(select(IssuedReport.id, IssuedReport.pdf_state, IssuedReport.pdf_hash)).all()
    made = {row.id: row.pdf_hash for row in rows if row.pdf_state is PdfState.MADE}
    files = {path.name for path in (at.instance / "reports").glob("*.pdf")}
    trouble = [
        f"{key}.pdf is missing or altered: open it on its page, it is printed again"
        for key, sha256 in made.items()
        if _sha256(at, key) != sha256
    ]
    trouble += [
        f"{name} belongs to no report: move it away" for name in sorted(files - {f"{row.id}.pdf" for row in rows})
    ]
    without = len(rows) - len(made)
    words = "; ".join(trouble[:5]) or f"{len(made)} PDF files fit" + (f", {without} not made" if without else "")
    return Finding("reports", not trouble, words)


def _sha256(at: Settings, report_id: int) -> str | None:
    try:
        return hashlib.sha256(pdf_path(at, report_id).read_bytes()).hexdigest()
    except OSError:
        return None


def outbox(session: Session, at: Settings) -> Finding:
    """Say how many messages wait, whether any was given up, and whether mail files can be written."""
    folder = at.instance / "outbox"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as trouble:
        return Finding("outbox", False, f"{folder} cannot be written ({trouble.strerror}): give this user the right to")
    by_state = counts(session)
    dead = by_state.get(DeliveryState.DEAD, 0)
    waiting = by_state.get(DeliveryState.PENDING, 0) + by_state.get(DeliveryState.LEASED, 0)
    words = f"{waiting} wait, {by_state.get(DeliveryState.SENT, 0)} went out"
    return Finding("outbox", not dead, f"{words}, {dead} given up: see the page Outbox" if dead else words)


def jobs(session: Session) -> Finding:
    """Say whether a job was given up, or was left behind by a crash and not taken over since."""
    held = select(JobRun).where(or_(JobRun.state == RunState.DEAD, JobRun.state == RunState.RUNNING))
    trouble = []
    for run in session.scalars(held.order_by(JobRun.job, JobRun.period)):
        if run.state is RunState.DEAD:
            trouble.append(f"{run.job} of {run.period} was given up ({run.said}): cxgov run-job {run.job}")
        elif run.lease_until <= clock.now():
            trouble.append(f"{run.job} of {run.period} was left behind by a crash: cxgov serve takes it over")
    return Finding("jobs", not trouble, "; ".join(trouble[:5]) or "none is stuck")


def backups(folder: Path, max_age_hours: int) -> Finding:
    """Say how old the newest backup of the configured folder is."""
    newest = making.newest_in(folder)
    taken_at = making.taken_at(newest) if newest else None
    if newest is None or taken_at is None:
        return Finding("backups", False, f"there is no backup in {folder}: cxgov backup")
    hours = (clock.now() - taken_at) // timedelta(hours=1)
    is_young = hours < max_age_hours
    return Finding("backups", is_young, f"{newest.name} is {hours} hours old" + ("" if is_young else ": cxgov backup"))


COMMANDS: tuple[click.Command, ...] = (doctor,)
