"""What storage says when it cannot: which of it passes, and what is tried again before anybody hears of it."""

import errno
import random
import time
from collections.abc import Callable
from typing import Any

import structlog
from flask import current_app, request
from sqlalchemy.exc import DBAPIError
from werkzeug.wrappers import Response

from cxgov.web.extensions import db

log = structlog.get_logger()
TRIES = 3
FULL = "The storage is full (CXG-E507 storage full). Nothing was saved, reading still works. Tell your administrator."
READ_ONLY = "The storage cannot be written (CXG-E508 storage read-only). Nothing was saved. Tell your administrator."
BUSY = "The store is busy or cannot be reached (CXG-E506 storage busy). Nothing was saved. Try again in a few seconds."
_FULL = ("full", "no space", "disk i/o", "disk quota", "file too large")
_READ_ONLY = ("readonly", "read-only")
_BUSY = (
    "locked",
    "lock timeout",
    "deadlock",
    "serialize",
    "unable to open",
    "connection",
    "shutting down",
    "starting up",
)
_OF_FILES = {
    errno.ENOSPC: FULL, errno.EDQUOT: FULL, errno.EFBIG: FULL, errno.EROFS: READ_ONLY, errno.EMFILE: BUSY,
    errno.ENFILE: BUSY,
}  # fmt: skip


def sentence_of(error: DBAPIError | OSError) -> str | None:
    """Return what to tell a person whose work could not be stored; None where the error is a bug of ours."""
    if isinstance(error, OSError):
        return _OF_FILES.get(error.errno or 0)
    words = str(error.orig).lower()
    for signs, sentence in ((_FULL, FULL), (_READ_ONLY, READ_ONLY), (_BUSY, BUSY)):
        if any(sign in words for sign in signs):
            return sentence
    return BUSY if error.connection_invalidated else None


def is_worth_another_try(error: DBAPIError) -> bool:
    """Say whether PostgreSQL undid the transaction only because of another one: a deadlock or a serialization."""
    return getattr(error.orig, "sqlstate", None) in {"40P01", "40001"}


def again(otherwise: Callable[[DBAPIError], Response]) -> Response:
    """Answer the request anew, up to TRIES times; its transaction was undone, so that nothing happens twice."""
    for number in range(1, TRIES + 1):
        db.session.rollback()
        time.sleep(random.uniform(0.01, 0.05) * number)  # noqa: S311 - only so that two do not meet again
        log.info("storage.again", path=request.path[:200], number=number)
        try:
            return current_app.make_response(current_app.dispatch_request())
        except DBAPIError as error:
            if not is_worth_another_try(error) or number == TRIES:
                return otherwise(error)
        except Exception as error:  # noqa: BLE001 - each has its own answer
            found: Any = current_app.handle_user_exception(error)
            return current_app.make_response(found)
    raise AssertionError("unreachable")
