"""Is it alive, and can it serve: two routes for those who watch it; they tell no version, path or name."""

import os
import shutil
from pathlib import Path

from flask import Flask, jsonify, make_response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from cxgov.web.access import public
from cxgov.web.extensions import db
from cxgov.web.settings import settings

LEAST_ROOM = 1_000_000
"""Bytes that must be left on the disk of the instance."""


@public
def healthz() -> Response:
    """Answer while the process lives, its database answers, and what it writes to can be written."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return make_response(jsonify(status="unavailable"), 503)
    if not _can_store():
        return make_response(jsonify(status="storage full or read-only"), 503)
    return make_response(jsonify(status="ok"), 200)


def _can_store() -> bool:
    """Say whether instance and database file can be written and have room; asks the system, writes nothing."""
    at, places = settings(), [settings().instance]
    if at.database.is_sqlite:
        file = Path(at.database.url.removeprefix("sqlite:///"))
        places += [file, file.parent]
    return all(os.access(place, os.W_OK) for place in places) and all(
        shutil.disk_usage(place).free >= LEAST_ROOM for place in places
    )


@public
def readyz() -> Response:
    """Answer when the schema is the one this program was written for."""
    from cxgov.web.schema import is_current

    try:
        current = is_current(db.session.connection())
    except SQLAlchemyError:
        current = False
    return make_response(jsonify(status="ready" if current else "not ready"), 200 if current else 503)


def add_health(app: Flask) -> None:
    """Register both routes."""
    app.add_url_rule("/healthz", "healthz", healthz)
    app.add_url_rule("/readyz", "readyz", readyz)
