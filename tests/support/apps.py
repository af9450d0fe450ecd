"""Applications of their own for tests that really commit, on either database."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from cxgov.app import create_app
from cxgov.web.extensions import db
from tests.conftest import make_settings
from tests.support.client import Browser
from tests.support.databases import drop, filled_url, migrated_url


@contextmanager
def _opened(url: str, folder: Path) -> Iterator[Flask]:
    app = create_app(make_settings(folder, url))
    app.test_client_class = Browser
    try:
        with app.app_context():
            try:
                yield app
            finally:
                db.session.remove()
                db.engine.dispose()
    finally:
        drop(url)


@contextmanager
def fresh_app(kind: str, folder: Path) -> Iterator[Flask]:
    """Give an application on a new database of a kind that the migrations made."""
    with _opened(migrated_url(kind, folder), folder) as app:
        yield app


@contextmanager
def filled_app(kind: str, folder: Path) -> Iterator[Flask]:
    """Give an application on a new database of a kind with the tables of the models; half as dear as `fresh_app`."""
    with _opened(filled_url(kind, folder), folder) as app:
        yield app
