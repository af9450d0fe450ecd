"""The two databases of the tests: a SQLite file, and a database on the one PostgreSQL server of the run.

An empty one, or a copy of one prepared once a run: `filled` has tables and triggers from the models, `migrated` has
been brought to the newest schema by the migrations. A copy costs a tenth of what making one costs.
"""

import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, create_engine, insert, make_url, text

from cxgov.app import load_models
from cxgov.core import ddl
from cxgov.core.db import Base, tune
from cxgov.journal.chain import FIRST
from cxgov.journal.models import Installation, JournalHead
from cxgov.web import schema
from tests.support import run

ROOT = Path(__file__).resolve().parent.parent.parent
SQLITE, POSTGRES = "sqlite", "postgres"
BOTH = [pytest.param(SQLITE), pytest.param(POSTGRES, marks=pytest.mark.postgres)]
"""The parameters of a fixture or a test that runs on both."""


def fill(connection: Connection) -> None:
    """Make tables, triggers and the first rows, as the migrations do (a test compares both)."""
    Base.metadata.create_all(connection)
    ddl.install(connection)
    connection.execute(insert(JournalHead).values(id=1, seq=0, mac=FIRST))
    connection.execute(insert(Installation).values(id=1, uid=str(uuid.uuid4())))


def new_url(kind: str, folder: Path) -> str:
    """Return the address of a new, empty database of a kind: sqlite or postgres."""
    return _sqlite_url(folder) if kind == SQLITE else _create_database()


def filled_url(kind: str, folder: Path) -> str:
    """Return the address of a new database that has tables, triggers and first rows."""
    return _copy(kind, folder, "filled", _fill)


def migrated_url(kind: str, folder: Path) -> str:
    """Return the address of a new database that the migrations made."""
    return _copy(kind, folder, "migrated", schema.upgrade)


def _fill(engine: Engine) -> None:
    with engine.begin() as connection:
        fill(connection)


def _sqlite_url(folder: Path, name: str = "cxgov") -> str:
    return f"sqlite:///{folder / f'{name}.sqlite3'}"


def _copy(kind: str, folder: Path, name: str, prepare: Callable[[Engine], object]) -> str:
    with run.alone(f"{kind}-{name}") as shared:
        template, ready = f"cx_{name}", shared / f"{kind}-{name}.ready"
        if not ready.exists():
            load_models()
            url = _sqlite_url(shared, template) if kind == SQLITE else _create_database(template)
            engine = create_engine(url)
            tune(engine)
            prepare(engine)
            engine.dispose()
            ready.touch()
        # PostgreSQL copies a template only while nobody is connected to it, and one at a time.
        if kind == POSTGRES:
            url = _create_database(template=template)
    if kind == SQLITE:
        shutil.copyfile(shared / f"{template}.sqlite3", folder / "cxgov.sqlite3")
        url = _sqlite_url(folder)
    _give_identity(url)
    return url


def _give_identity(url: str) -> None:
    """Make the copy an installation of its own."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(Installation.__table__.update().values(uid=str(uuid.uuid4())))  # type: ignore[attr-defined]
    engine.dispose()


def server_url() -> str:
    """Return the address of the run's PostgreSQL server, which whoever comes first starts."""
    with run.alone("server") as shared:
        address = shared / "address"
        if not address.exists():
            _start_keeper(shared)
        return address.read_text()


def _start_keeper(shared: Path) -> None:
    with (shared / "keeper.log").open("a") as log:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "tests.support.keeper", str(shared)],
            cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    while not (shared / "address").exists():
        if keeper.poll() is not None:
            raise RuntimeError(f"PostgreSQL did not start: {(shared / 'keeper.log').read_text()}")
        time.sleep(0.02)
    # It outlives this process, so nobody here waits for it.
    keeper.returncode = 0


def _create_database(name: str = "", template: str = "template1") -> str:
    name = name or f"cx_{uuid.uuid4().hex[:12]}"
    engine = create_engine(server_url(), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy"))
    engine.dispose()
    return make_url(server_url()).set(database=name).render_as_string(hide_password=False)


def drop(url: str) -> None:
    """Give back the room of a database that a test is done with; a SQLite file goes with its folder."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "postgresql":
        return
    engine = create_engine(server_url(), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {parsed.database} WITH (FORCE)"))
    engine.dispose()
