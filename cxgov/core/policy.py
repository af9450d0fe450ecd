"""The permission table: a permission is a name, its rows are predicates over actor and thing; any row is enough.

Each feature's `permissions.py` adds its rows with `define`. A view names one permission, and the verb asks again.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cxgov.core.actor import Actor
from cxgov.core.errors import NotAllowed

Predicate = Callable[[Actor, Any], bool]
FOUR_EYES: Final = "four_eyes"
OWN_ROLE: Final = "own_role"


@dataclass(frozen=True, slots=True)
class Bar:
    """Who never may, whatever rows hold for them; `rule` is the name that a refusal carries into the log."""

    rule: str
    holds: Predicate


_TABLE: dict[str, tuple[Predicate, ...]] = {}
_BARS: dict[str, tuple[Bar, ...]] = {}


def define(rows: Mapping[str, tuple[Predicate, ...]]) -> None:
    """Add a feature's rows; a permission is defined once, and a second definition is a mistake."""
    for permission, predicates in rows.items():
        if permission in _TABLE and _TABLE[permission] != predicates:
            raise ValueError(f"{permission} is defined twice")
        _TABLE[permission] = predicates


def forbid(rows: Mapping[str, tuple[Bar, ...]]) -> None:
    """Say who never may use a permission of a feature, whatever else they are."""
    for permission, bars in rows.items():
        if permission not in _TABLE:
            raise ValueError(f"{permission} is forbidden before it is defined")
        _BARS[permission] = bars


def bars_of(permission: str) -> tuple[Bar, ...]:
    """Return who never may, for the generated table."""
    return _BARS.get(permission, ())


def permissions() -> Iterator[tuple[str, tuple[Predicate, ...]]]:
    """Return every permission with its rows, sorted, for the tests and the generated table."""
    yield from sorted(_TABLE.items())


def is_known(permission: str) -> bool:
    """Say whether a feature has defined the permission."""
    return permission in _TABLE


def allows(actor: Actor, permission: str, thing: Any = None) -> bool:
    """Say whether any row of the permission holds and no bar; the system may do everything that the rules allow."""
    if actor.is_system:
        return True
    return any(holds(actor, thing) for holds in _TABLE[permission]) and _bar(actor, permission, thing) is None


def check(actor: Actor, permission: str, thing: Any = None) -> None:
    """Raise NotAllowed unless the policy allows it: the verb's own question, since imports and jobs have no view."""
    if not allows(actor, permission, thing):
        raise NotAllowed(permission, rule=_bar(actor, permission, thing))


def _bar(actor: Actor, permission: str, thing: Any) -> str | None:
    return next((bar.rule for bar in _BARS.get(permission, ()) if bar.holds(actor, thing)), None)


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


def only_reads(actor: Actor, thing: Any) -> bool:
    """Hold for an auditor who is nothing else: such an account reads, and writes nothing."""
    return actor.is_auditor and len(actor.roles) == 1 and not (actor.member_of or actor.heads)


READS_ONLY: Final = Bar("reads_only", only_reads)
