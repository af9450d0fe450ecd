"""The filters of the journal as they stand in an address, read strictly and written back for links."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from werkzeug.exceptions import UnprocessableEntity

from cxgov.journal.chain import Anchor
from cxgov.journal.entries import Filters
from cxgov.journal.enums import Kind
from cxgov.journal.queries import MAX_ID
from cxgov.web.forms import FIRST_YEAR, LAST_YEAR

_VERB = re.compile(r"[a-z_]{1,30}(:[a-z_]{1,30}){0,2}")
_ANCHOR = re.compile(r"([0-9]{1,18}):([0-9a-fA-F]{16,64})")


def filters_from(args: Mapping[str, str]) -> Filters:
    """Return the filters of an address; what cannot be one is refused with 422."""
    return Filters(
        who=_text(args.get("who", "")), feature=_verb(args.get("feature", "")), verb=_verb(args.get("verb", "")),
        kind=_kind(args.get("kind", "")), subject_id=number(args.get("subject", "")),
        committee_id=number(args.get("committee", "")), from_day=_day(args.get("from", "")),
        to_day=_day(args.get("to", "")),
    )  # fmt: skip


def arguments(filters: Filters, **more: Any) -> dict[str, Any]:
    """Return the address's arguments, without those that say nothing."""
    found: dict[str, Any] = {
        "who": filters.who, "feature": filters.feature, "verb": filters.verb,
        "kind": filters.kind.value if filters.kind else "", "subject": filters.subject_id,
        "committee": filters.committee_id, "from": filters.from_day.isoformat() if filters.from_day else "",
        "to": filters.to_day.isoformat() if filters.to_day else "",
    } | more  # fmt: skip
    return {name: value for name, value in found.items() if value not in (None, "")}


def number(written: str) -> int | None:
    """Return the id or number that an argument names, None where it is empty."""
    if not written:
        return None
    if not (written.isascii() and written.isdigit() and len(written) < 19 and 0 < int(written) < MAX_ID):
        raise UnprocessableEntity
    return int(written)


def anchor_from(written: str) -> Anchor | None:
    """Return the anchor as it was typed from a report: the number of an entry, a colon, and its seal; None if empty."""
    plain = "".join(written.split())
    if not plain:
        return None
    found = _ANCHOR.fullmatch(plain)
    if found is None:
        raise UnprocessableEntity
    return Anchor(int(found[1]), found[2].lower())


def _verb(written: str) -> str:
    if written and _VERB.fullmatch(written) is None:
        raise UnprocessableEntity
    return written


def _kind(written: str) -> Kind | None:
    try:
        return Kind(written) if written else None
    except ValueError as no:
        raise UnprocessableEntity from no


def _day(written: str) -> date | None:
    try:
        day = date.fromisoformat(written) if written else None
    except ValueError as no:
        raise UnprocessableEntity from no
    if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise UnprocessableEntity
    return day


def _text(written: str) -> str:
    plain = "".join(" " if unicodedata.category(letter) in ("Cc", "Cs") else letter for letter in written)
    return " ".join(plain.split())[:100]
