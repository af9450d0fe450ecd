"""Who may import, and settle names."""

from typing import Any

from cxgov.core import policy
from cxgov.core.actor import Actor


def runs_it(actor: Actor, thing: Any) -> bool:
    """Hold for the chair and the secretary of the committee, or of the one that the thing belongs to."""
    return thing is not None and thing.committee_id in actor.runs


def runs_any(actor: Actor, thing: Any) -> bool:
    """Hold for the chair and the secretary of any committee."""
    return bool(actor.runs)


policy.define(
    {
        "imports:minutes:import": (policy.is_cx_office, runs_it),
        "imports:people:import": (policy.is_admin, policy.is_cx_office),
        "imports:names:list": (policy.is_cx_office, runs_any),
        "imports:names:settle": (policy.is_cx_office, runs_it),
    }
)
