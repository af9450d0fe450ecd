"""The filters of a list as they stand in an address: read strictly, written back for links."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from werkzeug.exceptions import UnprocessableEntity

from cxgov.actions.queries import Filters, Group, Sort
from cxgov.journal.queries import MAX_ID

LONGEST_TEXT = 200
LAST_PAGE = 1_000
W = TypeVar("W", bound=StrEnum)


def filters_from(args: Mapping[str, str], actor_id: int | None) -> Filters:
    """Return the filters of an address; what cannot be one is refused with 422. `owner=me` is whoever asks."""
    owner = args.get("owner", "")
    return Filters(
        group=_word(Group, args.get("show", ""), Group.OPEN),
        owner_id=actor_id if owner == "me" else _id(owner),
        department_id=_id(args.get("department", "")),
        committee_id=_id(args.get("committee", "")),
        source_id=_id(args.get("source", "")),
        text=_text(args.get("q", "")),
        due_from=_day(args.get("from", "")),
        due_to=_day(args.get("to", "")),
        sort=_word(Sort, args.get("sort", ""), Sort.DUE),
    )


def page_from(args: Mapping[str, str]) -> int:
    """Return the number of the page that is asked for."""
    number = _id(args.get("page", "")) or 1
    if number > LAST_PAGE:
        raise UnprocessableEntity
    return number


def arguments(filters: Filters, **changes: Any) -> dict[str, Any]:
    """Return the address's arguments of a list, without those that say nothing; `changes` are set on top."""
    found: dict[str, Any] = {
        "show": filters.group.value if filters.group is not Group.OPEN else "",
        "owner": filters.owner_id,
        "department": filters.department_id,
        "committee": filters.committee_id,
        "source": filters.source_id,
        "q": filters.text,
        "from": filters.due_from.isoformat() if filters.due_from else "",
        "to": filters.due_to.isoformat() if filters.due_to else "",
        "sort": filters.sort.value if filters.sort is not Sort.DUE else "",
    } | changes
    return {name: value for name, value in found.items() if value not in (None, "")}


def _word(words: type[W], written: str, usual: W) -> W:
    try:
        return words(written) if written else usual
    except ValueError as no:
        raise UnprocessableEntity from no


def _id(written: str) -> int | None:
    if not written:
        return None
    if not (written.isascii() and written.isdigit() and len(written) < 19 and 0 < int(written) < MAX_ID):
        raise UnprocessableEntity
    return int(written)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError as no:
        raise UnprocessableEntity from no


def _text(written: str) -> str:
    plain = "".join(" " if unicodedata.category(letter) in ("Cc", "Cs") else letter for letter in written)
    return " ".join(plain.split())[:LONGEST_TEXT]
