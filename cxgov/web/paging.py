"""The pager below a list: which page, of how many, and where the neighbours are."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import request

from cxgov.core.numbers import number

LAST = 10_000


def page_number(arguments: Mapping[str, str]) -> int:
    """Return the page that was asked for; anything that is none is the first."""
    asked = arguments.get("page", "1")
    return min(max(int(asked), 1), LAST) if asked.isascii() and asked.isdecimal() and len(asked) < 9 else 1


def pager(shown: int, total: int, *, page: int, per_page: int) -> dict[str, Any] | None:
    """Return what `ui.pager` shows below the rows, with the filters of the address; None where all fit on one page."""
    last = max(1, -(-total // per_page))
    if last == 1:
        return None
    first = (page - 1) * per_page + 1
    kept = {name: value for name, value in request.args.items() if name != "page"}

    def url(wanted: int) -> str:
        return f"{request.path}?{urlencode({**kept, 'page': wanted})}"

    said = f"{number(first)} to {number(first + shown - 1)}" if shown else "none"
    return {
        "number": page, "last": last, "words": f"{said} of {number(total)}",
        "earlier_url": url(page - 1) if page > 1 else "", "later_url": url(page + 1) if page < last else "",
    }  # fmt: skip


def chosen_id(arguments: Mapping[str, str], name: str) -> int | None:
    """Return the id that a filter of the address names, or None where it names none."""
    asked = arguments.get(name, "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 19 else None
