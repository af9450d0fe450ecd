"""Databases opened beside the application's own: the instance's, and copies that lie somewhere for a while."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, NullPool, create_engine
from sqlalchemy.orm import Session

from cxgov.core.config import Settings
from cxgov.core.db import tune
from cxgov.journal.chain import KEY


def key_of(settings: Settings) -> bytes:
    """Return the key that chains the journal and seals archives."""
    return settings.secrets.journal_key.encode()


def database_file(settings: Settings) -> Path:
    """Return where the SQLite database of an instance lies."""
    return Path(settings.database.url.removeprefix("sqlite:///"))


@contextmanager
def engine_of(url: str, key: bytes) -> Iterator[Engine]:
    """Give an engine of its own, whose connections end with the block."""
    engine = create_engine(url, execution_options={KEY: key}, poolclass=NullPool)
    tune(engine)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def session_in(file: Path, key: bytes) -> Iterator[Session]:
    """Give a session in a SQLite file, and leave one whole file behind, without its write-ahead log."""
    with engine_of(f"sqlite:///{file}", key) as engine, Session(engine) as session:
        yield session
    settle(file)


def settle(file: Path) -> None:
    """Bring everything into the one file; sqlite3.OperationalError where somebody else has it open."""
    with closing(sqlite3.connect(file, isolation_level=None, timeout=1)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")


@contextmanager
def loading(engine: Engine) -> Iterator[Connection]:
    """Give a write transaction on a SQLite engine in which no foreign key holds; who loads checks them after."""
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection
        connection.commit()
