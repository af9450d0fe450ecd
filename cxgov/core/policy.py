"""The permission table: a permission is a name, its rows are predicates over actor and thing; any row is enough.

Each feature's `permissions.py` adds its rows with `define`. A view names one permission, and the verb asks again.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from cxgov.core.actor import Actor
from cxgov.core.errors import NotAllowed

Predicate = Callable[[Actor, Any], bool]
_TABLE: dict[str, tuple[Predicate, ...]] = {}


def define(rows: Mapping[str, tuple[Predicate, ...]]) -> None:
    """Add a feature's rows; a permission is defined once, and a second definition is a mistake."""
    for permission, predicates in rows.items():
        if permission in _TABLE and _TABLE[permission] != predicates:
            raise ValueError(f"{permission} is defined twice")
        _TABLE[permission] = predicates


def permissions() -> Iterator[tuple[str, tuple[Predicate, ...]]]:
    """Return every permission with its rows, sorted, for the tests and the generated table."""
    yield from sorted(_TABLE.items())


def is_known(permission: str) -> bool:
    """Say whether a feature has defined the permission."""
    return permission in _TABLE


def allows(actor: Actor, permission: str, thing: Any = None) -> bool:
    """Say whether any row of the permission holds; the system may do everything that the rules allow."""
    return actor.is_system or any(holds(actor, thing) for holds in _TABLE[permission])


def check(actor: Actor, permission: str, thing: Any = None) -> None:
    """Raise NotAllowed unless the policy allows it: the verb's own question, since imports and jobs have no view."""
    if not allows(actor, permission, thing):
        raise NotAllowed(permission)


def anyone(actor: Actor, thing: Any) -> bool:
    """Hold for everybody who is signed in."""
    return True


def is_admin(actor: Actor, thing: Any) -> bool:
    """Hold for the administrator."""
    return actor.is_admin


def is_cx_office(actor: Actor, thing: Any) -> bool:
    """Hold for the CX office."""
    return actor.is_cx


def is_auditor(actor: Actor, thing: Any) -> bool:
    """Hold for the auditor."""
    return actor.is_auditor
