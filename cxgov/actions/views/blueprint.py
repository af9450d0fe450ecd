"""The blueprint, how a URL's item is loaded, and what happens after a button was pressed."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response

from cxgov.actions import queries, rules
from cxgov.actions.forms import VerbForm
from cxgov.actions.models import ActionItem, DateRequest
from cxgov.core.errors import Conflict
from cxgov.core.lifecycle import MoveRefused
from cxgov.journal.enums import Kind
from cxgov.web.access import actor
from cxgov.web.extensions import db
from cxgov.web.forms import already_done, done
from cxgov.web.pages import page_of, url_of
from cxgov.web.paths import own_path

bp = Blueprint("actions", __name__, url_prefix="/actions")
page_of(Kind.ACTION, "actions.show", "action_id")

_FINAL = {"state", "who", "never"}
"""What no other words in the form would mend: answered as a conflict, not as a field to fill in better."""


def load_item(action_id: int, **more: int) -> ActionItem:
    """Return the item of the URL, or answer as for an id that never was."""
    return queries.get_item(db.session(), actor(), action_id)


def load_request(request_id: int) -> ActionItem:
    """Return the item of a request for another date; the request itself is read again by the view."""
    return queries.get_request(db.session(), actor(), request_id)[1]


def request_of_url() -> DateRequest:
    """Return the request for another date that the URL names."""
    return queries.get_request(db.session(), actor(), int((request.view_args or {})["request_id"]))[0]


def act(
    item: ActionItem, verb: str, form: VerbForm, run: Callable[[], Any], said: str, shown: Callable[..., Response]
) -> Response:
    """Run a verb once, however often its button was pressed, and go back; what was refused is shown with its words."""
    if (earlier := already_done()) is not None:
        return earlier
    if form.named(verb).validate_on_submit():
        if form.run(lambda: _tried(item, form, run)):
            return done(own_path(form.back.data) if form.back.data else url_of(item), said)
    return shown(queries.get_item(db.session(), actor(), item.id), refused={verb: form})


def _tried(item: ActionItem, form: VerbForm, run: Callable[[], Any]) -> bool:
    try:
        run()
    except MoveRefused as no:
        if no.rule not in _FINAL:
            raise
        raise Conflict(str(no), theirs=rules.sentence(item.state), yours=form.sent_words()) from no
    except Conflict as no:
        raise Conflict(str(no), theirs=rules.sentence(item.state), yours=form.sent_words()) from no
    return True
