"""Who may record, reword and end decisions."""

from typing import Any

from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.lifecycle import Who


def runs_committee(actor: Actor, thing: Any) -> bool:
    """Hold for chair and secretary of the committee that decides."""
    return thing is not None and thing.committee_id in actor.runs


def parts_of(actor: Actor, committee_id: int | None) -> frozenset[Who]:
    """Return the parts that an actor plays towards a committee's decisions."""
    if actor.is_system:
        return frozenset({Who.CHAIR, Who.SECRETARY, Who.TIMER})
    parts = {Who.CHAIR} if committee_id in actor.chairs else set[Who]()
    return frozenset(parts | ({Who.SECRETARY} if committee_id in actor.secretary_of else set()))


policy.define(
    {
        "decisions:decision:list": (policy.anyone,),
        "decisions:decision:read": (policy.anyone,),
        "decisions:decision:record": (runs_committee,),
        "decisions:decision:reword": (runs_committee,),
        "decisions:decision:withdraw": (runs_committee,),
        "decisions:decision:finalise": (runs_committee,),
        "decisions:decision:implement": (runs_committee,),
    }
)
