"""The application of the tests, a session that leaves no trace, and the cast that everyone knows."""

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from io import StringIO
from pathlib import Path

import pytest
import structlog
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from cxgov.app import create_app
from cxgov.core.config import Database, Limits, Secrets, Server, Settings
from cxgov.web.extensions import db
from tests.support import databases, run
from tests.support.cast import Cast, make_cast
from tests.support.client import Browser

ROOT = Path(__file__).resolve().parent.parent


def make_settings(instance: Path, url: str = "") -> Settings:
    """Return settings for an instance in a folder of the tests, on SQLite unless another address is given."""
    return Settings(
        instance=instance,
        secrets=Secrets(secret_key=secrets.token_hex(32), journal_key=secrets.token_hex(32)),
        server=Server(base_url="http://localhost"),
        database=Database(url=url or f"sqlite:///{instance / 'cxgov.sqlite3'}"),
        limits=Limits(requests_per_minute=0, anonymous_per_minute=0),
    )


def pytest_configure(config: pytest.Config) -> None:
    """Begin the run that all workers share; a worker finds it in its environment."""
    config._cx_begins = run.FOLDER not in os.environ  # type: ignore[attr-defined]  # read again at the end
    if config._cx_begins:  # type: ignore[attr-defined]
        run.begin()


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the run, and with it the server of the databases."""
    if getattr(config, "_cx_begins", False):
        run.end()


def fill_schema(app: Flask) -> None:
    """Make tables, triggers and the first rows in the database of an application."""
    with app.app_context(), db.engine.begin() as connection:
        databases.fill(connection)


def _app_on(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp(f"instance-{kind}")
    made = create_app(make_settings(folder, databases.filled_url(kind, folder)))
    made.test_client_class = Browser
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def sqlite_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application on a SQLite file of this worker."""
    yield from _app_on(databases.SQLITE, tmp_path_factory)


@pytest.fixture(scope="session")
def postgres_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application on a PostgreSQL database of this worker."""
    yield from _app_on(databases.POSTGRES, tmp_path_factory)


@pytest.fixture(params=databases.BOTH)
def app(request: pytest.FixtureRequest) -> Iterator[Flask]:
    """The application on one database and then on the other: whatever touches data is tried on both."""
    made: Flask = request.getfixturevalue(f"{request.param}_app")
    with made.app_context():
        yield made


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """The application's own session inside a transaction that is always rolled back; inner commits are savepoints."""
    engines = db._app_engines[app]
    engine = engines[None]
    connection = engine.connect()
    outer = connection.begin()
    engines[None] = connection  # type: ignore[assignment]
    plain = db.session
    db.session = db._make_scoped_session({"join_transaction_mode": "create_savepoint"})
    try:
        yield db.session()
    finally:
        db.session.remove()
        db.session, engines[None] = plain, engine
        outer.rollback()
        connection.close()


@pytest.fixture
def cast(session: Session) -> Cast:
    """Ada (chair), Ben (secretary), Cleo (member), Dan (department owner), Eve (staff), and their committee."""
    return make_cast(session)


@pytest.fixture
def browser(app: Flask, session: Session) -> Callable[..., Browser]:
    """Give a browser in which somebody is signed in, or nobody: `browser(cast.dan)`."""

    def opened(person: object = None) -> Browser:
        made = app.test_client()
        assert isinstance(made, Browser)
        if person is not None:
            made.sign_in(session, person)
        return made

    return opened


@pytest.fixture
def count_sql(app: Flask) -> Callable[[], AbstractContextManager[list[str]]]:
    """Collect the statements that run inside the block."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(conn: object, cursor: object, statement: str, *rest: object) -> None:
            if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
                seen.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    return counting


@pytest.fixture
def logged() -> Iterator[StringIO]:
    """What the program writes into its log meanwhile."""
    before, words = structlog.get_config(), StringIO()
    structlog.configure(**{**before, "logger_factory": structlog.PrintLoggerFactory(words)})
    yield words
    structlog.configure(**before)
