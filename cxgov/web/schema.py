"""Which schema a database has, and how it is brought to the one of this program: under a lock, in one go."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DatabaseError, OperationalError

from cxgov.core import paths
from cxgov.core.whole_files import copy_sqlite, put

LOCK = 0x63786776
_LONGEST_WAIT = 3_600_000
"""Milliseconds for which a second upgrade waits for the first one."""


class WrongSchema(Exception):
    """The database cannot be used by this program as it is: a sentence that names the mend."""


@lru_cache(maxsize=1)
def _revisions() -> tuple[str, ...]:
    """Return every revision that this program knows, the newest first."""
    return tuple(one.revision for one in ScriptDirectory(str(paths.MIGRATIONS)).walk_revisions())


def newest() -> str | None:
    """Return the revision that this program was written for."""
    return _revisions()[0]


def is_known(revision: str) -> bool:
    """Say whether this program knows how to bring a revision to its own."""
    return revision in _revisions()


def present(connection: Connection) -> str | None:
    """Return the revision of a database; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def is_current(connection: Connection) -> bool:
    """Say whether the database has the schema of this program."""
    return present(connection) == newest()


def check(engine: Engine) -> None:
    """Raise WrongSchema unless a database has the schema of this program; a missing one is never made by the way."""
    file = _file_of(engine)
    if file is not None and not file.is_file():
        raise WrongSchema("There is no database yet. Run: cxgov init, or cxgov restore FILE (CXG-E010)")
    try:
        with engine.connect() as connection:
            found = present(connection)
    except (OperationalError, sqlite3.OperationalError):  # locked, full, not reachable: not a matter of the schema
        raise
    except (DatabaseError, sqlite3.DatabaseError) as trouble:
        raise WrongSchema(
            f"{file or 'The database'} cannot be read as a database ({getattr(trouble, 'orig', trouble)}). "
            "Move it away and restore a backup: cxgov restore FILE (CXG-E012)"
        ) from trouble
    if found != newest():
        raise WrongSchema(_wrong(found))


def _wrong(found: str | None) -> str:
    if found is not None and not is_known(found):
        return (
            f"The database has schema {found}, which is newer than this program's {newest()}. "
            "Use the newer program, or restore a backup of this one. (CXG-E013)"
        )
    return f"The database has schema {found or 'none'}, this program needs {newest()}. Run: cxgov init (CXG-E011)"


def _file_of(engine: Engine) -> Path | None:
    name = engine.url.database
    is_file = engine.dialect.name == "sqlite" and name and not name.startswith((":memory:", "file:"))
    return Path(name) if is_file and name else None


def config(connection: Connection) -> Config:
    """Return Alembic's configuration for a connection, without any file of its own."""
    made = Config()
    made.set_main_option("script_location", str(paths.MIGRATIONS).replace("%", "%%"))
    made.attributes["connection"] = connection
    return made


def upgrade(engine: Engine, revision: str = "head", *, keep: bool = False) -> bool:
    """Bring a database to a revision in one transaction; True where anything was done. Two at once: the second waits.

    On SQLite foreign keys are off meanwhile, for batch mode makes tables anew; `migrations/env.py` checks them after.
    `keep` leaves a copy of an older SQLite file beside it first, or changes nothing where there is no room for one.
    """
    with _alone(engine) as connection:
        before = present(connection)
        if before is not None and not is_known(before):
            raise WrongSchema(_wrong(before))
        file = _file_of(engine)
        if keep and file is not None and before is not None and before != newest():
            _keep_copy(file, before)
        command.upgrade(config(connection), revision)
        connection.commit()
        return before != present(connection)


def downgrade(engine: Engine, revision: str) -> None:
    """Bring a database back to a revision, in the same way."""
    with _alone(engine) as connection:
        command.downgrade(config(connection), revision)
        connection.commit()


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """Give a connection in a transaction that no other upgrade has beside it; not committed, nothing was done."""
    is_sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if is_sqlite:
            wait = connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql(f"PRAGMA busy_timeout={_LONGEST_WAIT}")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.execute(text("SET LOCAL lock_timeout = 0"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        try:
            yield connection
        finally:
            connection.rollback()
            if is_sqlite:
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA foreign_keys=ON")
                connection.exec_driver_sql(f"PRAGMA busy_timeout={wait}")


def _keep_copy(file: Path, revision: str) -> None:
    """Copy a database as it was before its upgrade; the one of an upgrade that was killed is made anew."""
    copy = file.with_name(f"{file.name}.before-upgrade-from-{revision}")
    part = copy.with_name(f"{copy.name}.part")
    try:
        part.unlink(missing_ok=True)
        copy_sqlite(file, part)
        put(part, copy, replace=True)
    except (OSError, sqlite3.Error) as trouble:
        part.unlink(missing_ok=True)
        raise OSError(f"No copy of the database could be kept ({trouble}), so it was not upgraded") from trouble
