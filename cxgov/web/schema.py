"""Which schema a database has, and how it is brought to the one of this program: under a lock, in one go."""

from functools import lru_cache

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from cxgov.core import paths

_LOCK = 0x63786776


@lru_cache(maxsize=1)
def newest() -> str | None:
    """Return the revision that this program was written for."""
    return ScriptDirectory(str(paths.MIGRATIONS)).get_current_head()


def present(connection: Connection) -> str | None:
    """Return the revision of a database; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def is_current(connection: Connection) -> bool:
    """Say whether the database has the schema of this program."""
    return present(connection) == newest()


def config(connection: Connection) -> Config:
    """Return Alembic's configuration for a connection, without any file of its own."""
    made = Config()
    made.set_main_option("script_location", str(paths.MIGRATIONS).replace("%", "%%"))
    made.attributes["connection"] = connection
    return made


def upgrade(engine: Engine, revision: str = "head") -> bool:
    """Bring a database to a revision in one transaction; True where anything was done. Two at once: the second waits.

    On SQLite foreign keys are off meanwhile, for batch mode makes tables anew; `migrations/env.py` checks them after.
    """
    is_sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if is_sqlite:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        try:
            before = present(connection)
            command.upgrade(config(connection), revision)
            connection.commit()
        finally:
            connection.rollback()
            if is_sqlite:
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA foreign_keys=ON")
        return before != present(connection)


def downgrade(engine: Engine, revision: str) -> None:
    """Bring a database back to a revision, in the same way."""
    is_sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if is_sqlite:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        command.downgrade(config(connection), revision)
        connection.commit()
        if is_sqlite:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
