"""Applications of their own for tests that really commit, on either database."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from cxgov.app import create_app
from cxgov.web import schema
from cxgov.web.extensions import db
from tests.conftest import make_settings
from tests.support.client import Browser
from tests.support.databases import new_url


@contextmanager
def fresh_app(kind: str, folder: Path) -> Iterator[Flask]:
    """Give an application on a new database of a kind, brought to the newest schema by the migrations."""
    app = create_app(make_settings(folder, new_url(kind, folder)))
    app.test_client_class = Browser
    with app.app_context():
        schema.upgrade(db.engine)
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()
