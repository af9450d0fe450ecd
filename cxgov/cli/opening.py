"""How a command opens the instance: settings, application, schema."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from flask import Flask

from cxgov.app import create_app
from cxgov.cli.errors import NotReady
from cxgov.core.config import Settings, load
from cxgov.web import schema
from cxgov.web.extensions import db


def open_app(environ: Mapping[str, str] = os.environ) -> Flask:
    """Return the application of the instance, whatever its schema."""
    settings = load(environ=environ)
    settings.instance.mkdir(parents=True, exist_ok=True)
    return create_app(settings)


@contextmanager
def ready_app(environ: Mapping[str, str] = os.environ) -> Iterator[Flask]:
    """Open the application of an instance whose database has the schema of this program, or raise NotReady."""
    app = open_app(environ)
    check_schema(app)
    with app.app_context():
        yield app


def check_schema(app: Flask) -> None:
    """Raise NotReady unless the database has the schema of this program; a missing one is never made by the way."""
    settings: Settings = app.extensions["cx_settings"]
    path = settings.database.url.removeprefix("sqlite:///")
    if settings.database.is_sqlite and not os.path.exists(path):  # noqa: PTH110 - may be ":memory:"
        raise NotReady("There is no database yet. Run: cxgov init (CXG-E010)")
    with app.app_context(), db.engine.connect() as connection:
        found = schema.present(connection)
        if found != schema.newest():
            raise NotReady(
                f"The database has schema {found or 'none'}, this program needs {schema.newest()}. "
                "Run: cxgov init (it upgrades), or use the program that fits. (CXG-E011)"
            )
