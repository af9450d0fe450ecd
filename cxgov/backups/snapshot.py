"""The whole database as of one moment, as a SQLite file, from either database, while others write."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Table, delete, insert, select

from cxgov.backups.engines import database_file, engine_of, key_of, loading, settle
from cxgov.backups.errors import BackupTrouble
from cxgov.backups.manifest import Head
from cxgov.core.config import Settings
from cxgov.core.db import Base
from cxgov.core.whole_files import copy_sqlite
from cxgov.web import schema

BATCH = 2000


def take(settings: Settings, target: Path) -> None:
    """Write the database of an instance into a new SQLite file."""
    if settings.database.is_sqlite:
        copy_sqlite(database_file(settings), target)
    else:
        _from_postgres(settings, target)


def _from_postgres(settings: Settings, target: Path) -> None:
    """Copy every row in one REPEATABLE READ transaction, which no writer waits for and which sees no later commit."""
    key = key_of(settings)
    with engine_of(settings.database.url, key) as source, engine_of(f"sqlite:///{target}", key) as copy:
        schema.upgrade(copy)
        snapshot = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with source.connect().execution_options(**snapshot) as reader, loading(copy) as writer:
            if not schema.is_current(reader):
                raise BackupTrouble("The schema changed at this moment. Try again.")
            for table in Base.metadata.tables.values():
                copy_rows(table, reader, writer)
    settle(target)
    target.chmod(0o600)


def copy_rows(table: Table, reader: Connection, writer: Connection) -> None:
    """Make the rows of a table those of another database, some thousand at a time."""
    writer.execute(delete(table))
    rows = reader.execution_options(stream_results=True).execute(select(table))
    for part in rows.mappings().partitions(BATCH):
        writer.execute(insert(table), [dict(row) for row in part])


class Facts:
    """What a SQLite file says about itself, read without any model, so that older schemas are read as well."""

    def __init__(self, file: Path) -> None:
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
            names = [name for (name,) in tables if not name.startswith("sqlite_")]
            self.rows = {name: self._one(connection, f'SELECT count(*) FROM "{name}"') for name in names}  # noqa: S608 - names of our own tables
            self.schema = str(self._one(connection, "SELECT version_num FROM alembic_version"))
            self.uid = str(self._one(connection, "SELECT uid FROM installation WHERE id = 1"))
            seq, mac = connection.execute("SELECT seq, mac FROM journal_head WHERE id = 1").fetchone()
            self.head = Head(seq=seq, mac=mac)
            made = connection.execute("SELECT id, pdf_hash FROM issued_reports WHERE pdf_state = 'made'").fetchall()
            self.reports: dict[int, str] = dict(made)

    @staticmethod
    def _one(connection: sqlite3.Connection, query: str) -> int:
        found: int = connection.execute(query).fetchone()[0]
        return found


def faults_of(file: Path) -> list[str]:
    """Return what SQLite itself finds wrong with a file: pages, indexes, rows that lead nowhere."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        wrong = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(3)") if row[0] != "ok"]
        orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
    return wrong + [f"{table} row {row} leads nowhere" for table, row, *_ in orphans[:3]]
