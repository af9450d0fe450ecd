"""Restore a backup: prove it, compare it with what is there, prepare it, and swap it in; the instance is then held."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from cxgov.accounts.models import ApiToken, SignIn, SignInLink
from cxgov.backups import postgres, swapping
from cxgov.backups.engines import database_file, engine_of, key_of, session_in
from cxgov.backups.errors import BackupTrouble
from cxgov.backups.manifest import DATABASE, Manifest
from cxgov.backups.proof import prove
from cxgov.core.actor import Actor
from cxgov.core.config import Settings
from cxgov.core.whole_files import alone
from cxgov.journal import installation
from cxgov.journal.models import Installation, JournalHead

CLI = Actor.system("command line")
TAKEN = "There is a database already. --replace puts the backup in its place and keeps the old one aside."


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, and the name under which the old database is kept, if there was one."""

    manifest: Manifest
    kept: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """What is in the instance's database: nothing, something unreadable (no uid), or an installation."""

    is_there: bool
    uid: str | None = None
    entries: int = 0


def restore(settings: Settings, file: Path, *, replace: bool, now: datetime) -> Restored:
    """Put a backup in the place of the instance's database and reports, or raise BackupTrouble and change nothing."""
    settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(settings):
        old = standing_of(settings)
        if old.is_there and not replace:
            raise BackupTrouble(TAKEN)
        try:
            manifest = prove(file, key_of(settings), settings.instance / swapping.WORK)
            if old.uid not in (None, manifest.installation) and old.entries:
                raise BackupTrouble("This backup is of another installation than the one in this instance.")
            plan = _prepare(settings, manifest, file.name, now)
            kept = _swap(settings, plan)
        except BackupTrouble:
            swapping.discard(settings)
            raise
        except BaseException:
            if not swapping.is_planned(settings):  # else the next opening carries it to its end, or takes it away
                swapping.discard(settings)
            raise
    return Restored(manifest, kept if old.is_there else None)


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """Let one restore at a time work in an instance; what a killed one left is finished or taken away first."""
    with alone(settings.instance / swapping.LOCK) as mine:
        if not mine:
            raise BackupTrouble("Another restore of this instance is at work. This one was not begun.")
        try:
            swapping.carry_on(settings)
            swapping.discard(settings)
            yield
        except (OSError, sqlite3.Error, DBAPIError) as trouble:
            why = str(getattr(trouble, "orig", None) or getattr(trouble, "strerror", None) or trouble)
            raise BackupTrouble(f"Nothing was restored: {' '.join(why.split())} (CXG-E503)") from trouble


def standing_of(settings: Settings) -> Standing:
    """Look at what is in the place of the database, without making anything by the way."""
    if settings.database.is_sqlite:
        return _standing_of_file(database_file(settings))
    with engine_of(settings.database.url, key_of(settings)) as engine, engine.connect() as connection:
        postgres.check_quiet(connection)
        found = postgres.tables_in(connection)
        if not {"installation", "journal_head"} <= set(found):
            return Standing(is_there=bool(found))
        uid = connection.scalar(select(Installation.uid))
        return Standing(True, uid, connection.scalar(select(JournalHead.seq)) or 0)


def _standing_of_file(file: Path) -> Standing:
    if not file.exists():
        return Standing(is_there=False)
    swapping.quieten(file)
    try:
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            uid = connection.execute("SELECT uid FROM installation").fetchone()[0]
            return Standing(True, uid, connection.execute("SELECT seq FROM journal_head").fetchone()[0])
    except (sqlite3.DatabaseError, TypeError):
        return Standing(is_there=True)


def _prepare(settings: Settings, manifest: Manifest, name: str, now: datetime) -> swapping.Plan:
    """Hold the restored database, and close every door that stood open in it: sign-ins, unused links, tokens."""
    with session_in(settings.instance / swapping.WORK / DATABASE, key_of(settings)) as session:
        installation.hold(session, actor=CLI, now=now, restored_from=name, taken_at=manifest.taken_at)
        session.execute(delete(SignIn))
        session.execute(delete(SignInLink).where(SignInLink.used_at.is_(None)))
        session.execute(update(ApiToken).where(ApiToken.expires_at > now).values(expires_at=now))
        session.commit()
    return swapping.Plan(stamp=f"{now:%Y%m%dT%H%M%SZ}", held_since=now)


def _swap(settings: Settings, plan: swapping.Plan) -> str:
    """Put the prepared database in place; return the name under which the old one is kept."""
    swapping.plan_it(settings, plan)
    if settings.database.is_sqlite:
        kept = plan.kept(database_file(settings).name)
    else:
        kept = f"before_{plan.stamp}".lower()
        postgres.load(settings, settings.instance / swapping.WORK / DATABASE, kept=kept)
    if not swapping.carry_on(settings):
        raise BackupTrouble("What was loaded is not there. Nothing was restored.")
    return kept


def release(session: Session, *, now: datetime) -> str | None:
    """End the hold after a restore and commit; None where it was not held."""
    found = installation.release(session, actor=CLI, now=now)
    if found is None:
        session.rollback()
    else:
        session.commit()
    return found
