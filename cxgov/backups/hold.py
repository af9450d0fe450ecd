"""The line on every page of a restored installation. It costs no statement: who is signed in is loaded with it."""

from datetime import datetime
from typing import Any

from flask import Flask, current_app, g
from sqlalchemy.exc import SQLAlchemyError

from cxgov.core import clock
from cxgov.journal import installation
from cxgov.web.extensions import db
from cxgov.web.settings import settings
from cxgov.web.words import instant_words

_KNOWN = "cx_held_since"


def held_since() -> datetime | None:
    """Return since when the installation is held: of this request's person, else as this process last knew."""
    known = current_app.extensions
    if (standing := g.get("cx_standing")) is not None:
        known[_KNOWN] = standing.held_since
    elif _KNOWN not in known:
        try:
            known[_KNOWN] = installation.held_since(db.session())
        except SQLAlchemyError:  # the page that says so must not fail as well
            db.session.rollback()
            return None
    found: datetime | None = known[_KNOWN]
    return found


def add_hold(app: Flask) -> None:
    """Give each template since when the installation is held, in words; nothing where it is not."""

    @app.context_processor
    def _hold() -> dict[str, Any]:
        since = held_since()
        return {"held_at": instant_words(since, settings().organisation.zone, clock.now()) if since else ""}
