"""Give templates the words of web.words as filters and the pictures of core.charts as `charts`."""

import secrets

from flask import Flask

from cxgov.core import charts
from cxgov.web.proving import here
from cxgov.web.words import FILTERS


def form_nonce() -> str:
    """Return a fresh nonce for a form that has no form object: the one-button forms of templates/_ui."""
    return secrets.token_urlsafe(18)


def init_app(app: Flask) -> None:
    """Register all filters and both globals; called once by create_app."""
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals["charts"] = charts
    app.jinja_env.globals["form_nonce"] = form_nonce
    app.jinja_env.globals["here"] = here
