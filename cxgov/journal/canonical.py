"""The one JSON text that a value has: what entries keep and hashes are taken of."""

import json
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any


def jsonable(value: Any) -> Any:
    """Return a column's value as JSON holds it: dates ISO, decimals as text, enums as their value."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dict):
        return {str(name): jsonable(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [jsonable(inner) for inner in value]
    return value


def canonical(body: dict[str, Any]) -> str:
    """Return the one JSON text that a body has."""
    return json.dumps(jsonable(body), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
