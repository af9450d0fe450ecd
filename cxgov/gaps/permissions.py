"""Who may name gaps and ideas."""

from typing import Any

from cxgov.core import policy
from cxgov.core.actor import Actor


def runs_committee(actor: Actor, thing: Any) -> bool:
    """Hold for chair and secretary of the committee in whose minutes it stands."""
    return thing is not None and thing.committee_id in actor.runs


policy.define(
    {
        "gaps:gap:list": (policy.anyone,),
        "gaps:gap:read": (policy.anyone,),
        "gaps:idea:read": (policy.anyone,),
        "gaps:gap:note": (runs_committee, policy.is_cx_office),
        "gaps:gap:edit": (runs_committee, policy.is_cx_office),
    }
)
