"""Is it alive, and can it serve: two routes for those who watch it; they tell no version, path or name."""

from flask import Flask, jsonify, make_response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from cxgov.web.access import public
from cxgov.web.extensions import db


@public
def healthz() -> Response:
    """Answer while the process lives and its database answers."""
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return make_response(jsonify(status="unavailable"), 503)
    return make_response(jsonify(status="ok"), 200)


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
