"""The last step of a restore: put what was prepared in the place of what is there, all or nothing.

What is prepared lies in `restoring/` of the instance. A plan in it says that everything is ready: from then on each
opening of the instance carries the restore to its end, so that a process killed in between leaves the old or the new.
On PostgreSQL the transaction that loaded the rows decides instead: whether it was committed is read from its row.
"""

import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from sqlalchemy import inspect, select

from cxgov.backups.engines import database_file, engine_of, key_of, settle
from cxgov.backups.errors import BackupTrouble
from cxgov.backups.manifest import DATABASE
from cxgov.core.config import Settings
from cxgov.core.whole_files import alone, sync_file, sync_folder
from cxgov.journal.models import Installation

WORK, LOCK = "restoring", ".cxgov-restore.lock"
_PLAN, _REPORTS = "plan.json", "reports"
_COMPANIONS = ("-wal", "-shm", "-journal")
RUNNING = "cxgov is still running on this database. Stop it first; nothing was changed."


class Plan(BaseModel):
    """What is about to be put in place: under which name the old is kept, and how a committed load is known."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    stamp: str
    held_since: datetime

    def kept(self, name: str) -> str:
        """Return the dated name under which something old is kept."""
        return f"{name}.before-{self.stamp}"


def is_planned(settings: Settings) -> bool:
    """Say whether a restore got as far as its plan and was not carried to its end."""
    return (settings.instance / WORK / _PLAN).is_file()


def finish(settings: Settings) -> None:
    """Carry a restore that was killed to its end; without one, nothing is done."""
    if not is_planned(settings):
        return
    with alone(settings.instance / LOCK) as mine:
        if not mine:
            raise BackupTrouble("This instance is being restored at this moment. Wait until that is done.")
        carry_on(settings)


def carry_on(settings: Settings) -> bool:
    """Do what a plan still asks for; False where there is none, or it never came to be. The caller holds the lock."""
    work = settings.instance / WORK
    try:
        plan = Plan.model_validate_json((work / _PLAN).read_bytes())
    except FileNotFoundError:
        return False
    if settings.database.is_sqlite:
        _put_database(database_file(settings), plan)
    elif not _is_committed(settings, plan):
        discard(settings)
        return False
    _put_reports(settings.instance, plan)
    discard(settings)
    return True


def plan_it(settings: Settings, plan: Plan) -> None:
    """Lay the new database beside the old one and write the plan: the moment from which the restore counts."""
    work = settings.instance / WORK
    (work / _REPORTS).mkdir(exist_ok=True)
    if settings.database.is_sqlite:
        beside = _beside(database_file(settings))
        shutil.move(work / DATABASE, beside)
        sync_file(beside)
        sync_folder(beside.parent)
    part = work / f"{_PLAN}.part"
    part.write_text(plan.model_dump_json(), encoding="utf-8")
    sync_file(part)
    part.rename(work / _PLAN)
    sync_folder(work)


def discard(settings: Settings) -> None:
    """Take away what was prepared; the plan goes first."""
    work = settings.instance / WORK
    (work / _PLAN).unlink(missing_ok=True)
    if settings.database.is_sqlite:
        _beside(database_file(settings)).unlink(missing_ok=True)
    if work.exists():
        shutil.rmtree(work)


def quieten(database: Path) -> None:
    """Bring an old database into its one file, which works only where nobody has it open."""
    if not database.exists():
        return
    try:
        settle(database)
        with closing(sqlite3.connect(database, isolation_level=None, timeout=1)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as trouble:
        if "locked" in str(trouble):
            raise BackupTrouble(RUNNING) from trouble
    except sqlite3.DatabaseError:
        return  # not even a database: it is kept as it is, with what lies beside it


def _put_database(database: Path, plan: Plan) -> None:
    beside = _beside(database)
    if not beside.exists():
        return
    quieten(database)
    for name in (*(f"{database.name}{end}" for end in _COMPANIONS), database.name):
        old = database.with_name(name)
        if old.exists():
            old.rename(old.with_name(plan.kept(name)))
    beside.rename(database)
    sync_folder(database.parent)


def _put_reports(instance: Path, plan: Plan) -> None:
    new, place = instance / WORK / _REPORTS, instance / _REPORTS
    if not new.exists():
        return
    if place.exists():
        place.rename(instance / plan.kept(_REPORTS))
    new.rename(place)
    sync_folder(instance)


def _is_committed(settings: Settings, plan: Plan) -> bool:
    with engine_of(settings.database.url, key_of(settings)) as engine, engine.connect() as connection:
        is_there = inspect(connection).has_table(Installation.__tablename__)
        return is_there and connection.scalar(select(Installation.held_since)) == plan.held_since


def _beside(database: Path) -> Path:
    return database.with_name(f"{database.name}.restoring")
