"""How a page is rendered, and how any subject finds its own page."""

from typing import Any

from flask import Flask, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from cxgov.web.bearers import is_bearer
from cxgov.web.forms import Form

_PAGES: dict[str, tuple[str, str]] = {}


def page(template: str, *, status: int = 200, **context: Any) -> Response:
    """Render a template; 422 where one of the forms in the context was refused."""
    refused = any(isinstance(value, Form) and value.has_errors for value in context.values())
    return make_response(render_template(template, **context), 422 if refused and status == 200 else status)


def page_of(kind: str, endpoint: str, argument: str) -> None:
    """Say which view shows a kind of subject, and by which argument; each feature's views call this once."""
    _PAGES[kind] = (endpoint, argument)


def url_of(subject: Any) -> str:
    """Return the page of a subject, or of a thing that has one; the home page where the kind has none of its own."""
    row = getattr(subject, "subject", subject)
    endpoint, argument = _PAGES.get(row.kind, ("", ""))
    return url_for(endpoint, **{argument: row.id}) if endpoint else "/"


def wants_json() -> bool:
    """Say whether the caller prefers JSON to a page, as a program with a token does."""
    if is_bearer():
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json"


def add_page_words(app: Flask) -> None:
    """Give templates `url_of`."""
    app.jinja_env.globals["url_of"] = url_of
