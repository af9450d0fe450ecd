"""Load a proved backup into PostgreSQL in one transaction, in which the old tables move aside."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from alembic import command
from sqlalchemy import Connection, Integer, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from cxgov.backups.engines import engine_of, key_of
from cxgov.backups.errors import BackupTrouble
from cxgov.backups.snapshot import copy_rows
from cxgov.backups.swapping import RUNNING
from cxgov.core.config import Settings
from cxgov.core.db import Base
from cxgov.journal.chain import verify
from cxgov.web import schema

_VERSION = "alembic_version"
_KEYS = text(
    "SELECT c.relname AS table, k.conname AS name, pg_get_constraintdef(k.oid) AS words FROM pg_constraint k "
    "JOIN pg_class c ON c.oid = k.conrelid WHERE k.contype = 'f' AND c.relnamespace = current_schema()::regnamespace"
)
_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity "
    "WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
)


def tables_in(connection: Connection) -> list[str]:
    """Return the tables of ours that there are."""
    ours = {*Base.metadata.tables, _VERSION}
    return [name for name in inspect(connection).get_table_names() if name in ours]


def load(settings: Settings, file: Path, *, kept: str) -> None:
    """Make the rows of a SQLite file those of the PostgreSQL database; old tables are kept in a schema of that name.

    The file has this program's schema. Nothing is changed unless all rows are in, every foreign key holds and the
    journal verifies.
    """
    key = key_of(settings)
    try:
        with engine_of(settings.database.url, key) as engine, engine.connect() as connection:
            connection.execute(text("SET LOCAL lock_timeout = '10s'"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": schema.LOCK})
            check_quiet(connection)
            _move_aside(connection, kept)
            command.upgrade(schema.config(connection), "head")
            with engine_of(f"sqlite:///{file}", key) as copy, copy.connect() as reader:
                _fill(reader, connection)
            _check_journal(connection)
            connection.commit()
    except DBAPIError as trouble:
        raise BackupTrouble(
            f"PostgreSQL refused: {str(trouble.orig).splitlines()[0]}. Nothing was changed."
        ) from trouble


def check_quiet(connection: Connection) -> None:
    """Refuse where other sessions of this user are open: a cxgov that runs would go on with what it knows."""
    if connection.scalar(_OTHERS):
        raise BackupTrouble(RUNNING)


def _move_aside(connection: Connection, kept: str) -> None:
    old = tables_in(connection)
    if old:
        connection.execute(text(f'CREATE SCHEMA "{kept}"'))
    for name in old:
        connection.execute(text(f'ALTER TABLE "{name}" SET SCHEMA "{kept}"'))


def _fill(reader: Connection, writer: Connection) -> None:
    """Copy every table without foreign keys, for they form circles, and put them back, which checks them."""
    keys: Sequence[Any] = writer.execute(_KEYS).all()
    for key in keys:
        writer.execute(text(f'ALTER TABLE "{key.table}" DROP CONSTRAINT "{key.name}"'))
    for table in Base.metadata.tables.values():
        copy_rows(table, reader, writer)
    for key in keys:
        writer.execute(text(f'ALTER TABLE "{key.table}" ADD CONSTRAINT "{key.name}" {key.words}'))
    for table in Base.metadata.tables.values():
        counter = table.autoincrement_column
        if counter is not None and isinstance(counter.type, Integer):
            _set_counter(writer, table.name, counter.name)


def _set_counter(writer: Connection, table: str, column: str) -> None:
    sequence = writer.scalar(text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": table, "column": column})
    if sequence is not None:
        last = f'(SELECT max("{column}") FROM "{table}")'  # noqa: S608 - names of our own tables
        writer.execute(text(f"SELECT setval(:sequence, coalesce({last}, 0) + 1, false)"), {"sequence": sequence})


def _check_journal(connection: Connection) -> None:
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        _, broken = verify(session)
        if broken is not None:
            raise BackupTrouble(f"The journal did not come across whole: entry {broken.seq} {broken.why}.")
