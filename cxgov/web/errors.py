"""Each way of saying no becomes one answer, here and nowhere else: plain words, the right code, an id for the log."""

import secrets
from hashlib import sha256
from typing import Any

import structlog
from flask import Flask, g, jsonify, make_response, render_template, request
from flask_limiter.errors import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError
from werkzeug.wrappers import Response

from cxgov.core.errors import Conflict, NotAllowed, NotFound, RuleBroken, TooMany
from cxgov.web import rates, trouble
from cxgov.web.access import maybe_actor
from cxgov.web.bearers import is_bearer
from cxgov.web.extensions import db, login
from cxgov.web.forms import already_done
from cxgov.web.pages import wants_json

log = structlog.get_logger()

WORDS: dict[int, tuple[str, str]] = {
    400: (
        "That did not work",
        "The page was open for too long, or this was not sent from one of our pages. Load it again and retry.",
    ),
    401: ("Please sign in", "You are not signed in, or not any more."),
    403: ("This is not yours to do", "You may read this, but the rules give this step to somebody else."),
    404: ("Nothing here", "There is no such page, or it is not for you."),
    405: ("That did not work", "This page cannot be used in that way."),
    409: ("Not now", "This cannot be done in its present state."),
    413: ("Too large", "What you sent is larger than we can take."),
    422: ("Please look again", "Something in what you sent cannot be right."),
    429: ("Too often", "This was tried too often. Wait a little, then try again."),
    500: (
        "Something broke",
        "It is our fault, not yours. Nothing was saved. Give your administrator the number below.",
    ),
    503: ("Busy for a moment", "The store is busy or full. Nothing was saved. Try again in a few seconds."),
}  # fmt: skip


def request_id() -> str:
    """Return the id of this request, of fixed length, for the page and for the log."""
    if "cx_request_id" not in g:
        g.cx_request_id = secrets.token_hex(6)
    found: str = g.cx_request_id
    return found


def answer(code: int, sentence: str | None = None, **extra: Any) -> Response:
    """Return the error page, or JSON where that was asked for."""
    title, usual = WORDS.get(code, WORDS[500])
    if wants_json():
        return make_response(jsonify(error=sentence or usual, code=code, id=request_id()), code)
    context = {"code": code, "title": title, "sentence": sentence or usual, "error_id": request_id(), **extra}
    try:
        body = render_template("errors/error.html", **context)
    except SQLAlchemyError:  # nor can be read who is signed in
        db.session.rollback()
        g._login_user = login.anonymous_user()
        body = render_template("errors/error.html", **context)
    return make_response(body, code)


def add_errors(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(RuleBroken, lambda no: _refused(409, no, "state.refused", rule=_rule(no)))
    app.register_error_handler(NotFound, lambda no: _refused(404, no, "authz.denied"))
    app.register_error_handler(
        NotAllowed, lambda no: _refused(403, no, "authz.denied", permission=no.permission, rule=no.rule)
    )
    app.register_error_handler(TooMany, _too_many)
    app.register_error_handler(Conflict, _conflict)
    app.register_error_handler(
        StaleDataError,
        lambda stale: _refused(
            409, stale, "state.conflict", sentence="Somebody else changed this meanwhile. Look again."
        ),
    )
    app.register_error_handler(CSRFError, lambda error: answer(400))
    app.register_error_handler(RateLimitExceeded, _asked_too_often)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(DBAPIError, _database)
    app.register_error_handler(OSError, _not_stored)
    app.register_error_handler(Exception, _bug)


def _refused(code: int, no: Exception, event: str, *, sentence: str | None = None, **more: Any) -> Response:
    db.session.rollback()
    who = maybe_actor()
    log.info(event, actor=who.id if who else None, path=_path(), why=str(no)[:300], req=request_id(), **more)
    generic = code in (403, 404)
    return answer(code, sentence or (None if generic else str(no)))


def _too_many(no: TooMany) -> Response:
    later = _refused(429, no, "rate.limited")
    later.headers["Retry-After"] = str(no.retry_after)
    return later


def _asked_too_often(error: RateLimitExceeded) -> Response:
    return _too_many(TooMany(WORDS[429][1], retry_after=rates.seconds_left()))


def _path() -> str:
    """Return the address for the log, with six characters of its hash in place of a token that opens a door."""
    token = (request.view_args or {}).get("token")
    path = (
        request.path.replace(token, f"({sha256(token.encode(errors='replace')).hexdigest()[:6]})")
        if token
        else request.path
    )
    return path[:200]


def _rule(no: BaseException) -> str | None:
    return getattr(no, "rule", None)


def _conflict(conflict: Conflict) -> Response:
    db.session.rollback()
    who, cause = maybe_actor(), conflict.__cause__
    event, rule = ("state.refused", _rule(cause)) if isinstance(cause, RuleBroken) else ("state.conflict", None)
    log.info(event, actor=who.id if who else None, path=_path(), rule=rule, req=request_id())
    return answer(409, str(conflict), theirs=conflict.theirs, yours=conflict.yours)


def _http(error: HTTPException) -> Response:
    if isinstance(error, SecurityError):  # asked under a foreign name: no page of ours has an address there
        return make_response(WORDS[400][0], 400, {"Content-Type": "text/plain; charset=utf-8"})
    if error.code is not None and error.code < 400:
        return error.get_response()
    plain = answer(error.code or 500, error.description if is_bearer() else None)
    for name, value in error.get_headers():
        if name.lower() in ("allow", "retry-after", "www-authenticate"):
            plain.headers[name] = value
    return plain


def _database(error: DBAPIError) -> Response:
    db.session.rollback()
    if isinstance(error, IntegrityError):
        return _twice(error)
    if trouble.is_worth_another_try(error):
        return trouble.again(otherwise=_not_stored)
    return _not_stored(error)


def _not_stored(error: DBAPIError | OSError) -> Response:
    db.session.rollback()
    sentence = trouble.sentence_of(error)
    if sentence is None:
        return _bug(error)
    log.error("storage.unavailable", why=str(getattr(error, "orig", error))[:300], req=request_id())
    later = answer(503, sentence)
    later.headers["Retry-After"] = "5"
    return later


def _twice(error: IntegrityError) -> Response:
    """Lead a second click to what the first one made meanwhile; other writers at the same moment are a conflict."""
    log.info("storage.refused", why=str(error.orig)[:300], path=_path(), req=request_id())
    if (first := already_done()) is not None:
        return first
    if "unique" in str(error.orig).lower():
        return answer(409, "Somebody else did the same at this moment. Look again.")
    return _bug(error)


def _bug(error: Exception) -> Response:
    db.session.rollback()
    log.error("request.failed", path=_path(), req=request_id(), exc_info=error)
    return answer(500)
