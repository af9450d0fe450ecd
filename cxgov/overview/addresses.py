"""Addresses of the rooms that a page leads to; a room that is not there has none, and then no link is shown."""

from typing import Any

from flask import current_app, url_for


def address(endpoint: str, **values: Any) -> str:
    """Return the address of a view, or nothing where this installation has no such view."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else ""
