"""How a command opens the instance: settings, application, schema."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from flask import Flask

from cxgov.app import create_app
from cxgov.cli.errors import explain
from cxgov.core.config import load
from cxgov.web import schema
from cxgov.web.extensions import db


def open_app(environ: Mapping[str, str] = os.environ) -> Flask:
    """Return the application of the instance, whatever its schema."""
    settings = load(environ=environ)
    settings.instance.mkdir(parents=True, exist_ok=True)
    return create_app(settings)


@contextmanager
def ready_app(environ: Mapping[str, str] = os.environ) -> Iterator[Flask]:
    """Open the application of an instance whose database has the schema of this program, or raise WrongSchema."""
    app = open_app(environ)
    check_schema(app)
    with app.app_context():
        yield app


def served_app() -> Flask:
    """Return the application for another server, or end the process with a sentence and its exit code."""
    try:
        app = open_app()
        check_schema(app)
    except Exception as trouble:  # noqa: BLE001 - the last place where an error can become a sentence
        sentence, code = explain(trouble)
        sys.stderr.write(f"{sentence}\n")
        sys.exit(code)
    return app


def check_schema(app: Flask) -> None:
    """Raise WrongSchema unless the database has the schema of this program."""
    with app.app_context():
        schema.check(db.engine)
