"""Migrations from empty equal the models, and put every trigger back, on both databases."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError

from cxgov.app import load_models
from cxgov.core import ddl, paths
from cxgov.core.db import Base, tune
from cxgov.web import schema
from tests.support.databases import new_url

DATABASES = [
    pytest.param("sqlite"),
    pytest.param("postgres", marks=[pytest.mark.postgres]),
]


@pytest.fixture(params=DATABASES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    load_models()
    made = create_engine(new_url(request.param, tmp_path))
    tune(made)
    yield made
    made.dispose()


def triggers(connection: Connection) -> set[str]:
    if connection.dialect.name == "sqlite":
        found = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    else:
        found = connection.execute(text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"))
    return {row[0] for row in found}


def test_migrations_from_empty_equal_the_models(engine: Engine) -> None:
    schema.upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        assert schema.is_current(connection)


def test_every_trigger_is_there_after_each_revision(engine: Engine) -> None:
    revisions = [r.revision for r in reversed(list(ScriptDirectory(str(paths.MIGRATIONS)).walk_revisions()))]
    for revision in revisions:
        schema.upgrade(engine, revision)
        with engine.connect() as connection:
            tables = set(inspect(connection).get_table_names())
            wanted = ddl.expected_triggers(connection.dialect.name, tables)
            assert triggers(connection) == wanted, revision


def test_the_journal_refuses_to_be_altered_by_sql(engine: Engine) -> None:
    schema.upgrade(engine)
    make = "INSERT INTO entries (seq, at, via, verb, body, mac) VALUES (1, '2026-01-01', 'test', 'a:b:c', '{}', 'x')"
    with engine.begin() as connection:
        connection.execute(text(make))
    statements = ["UPDATE entries SET body = 'x'", "DELETE FROM entries"]
    statements += ["TRUNCATE entries"] if engine.dialect.name == "postgresql" else []
    for statement in statements:
        with pytest.raises(DBAPIError, match="append-only"), engine.begin() as connection:
            connection.execute(text(statement))


def test_down_and_up_again_leave_the_same_schema(engine: Engine) -> None:
    schema.upgrade(engine)
    schema.downgrade(engine, "base")
    schema.upgrade(engine)
    with engine.connect() as connection:
        assert schema.is_current(connection)
        assert triggers(connection) == ddl.expected_triggers(connection.dialect.name)


@pytest.mark.commits
def test_two_upgrades_at_once_leave_one_schema(engine: Engine) -> None:
    faults: list[BaseException] = []

    def run() -> None:
        try:
            schema.upgrade(engine)
        except BaseException as fault:  # noqa: BLE001 - collected and asserted below
            faults.append(fault)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with engine.connect() as connection:
        assert schema.is_current(connection)
