"""Who may make sign-in links, and who ends sign-ins and tokens."""

from typing import Any

from cxgov.core import policy
from cxgov.core.actor import Actor


def is_own(actor: Actor, thing: Any) -> bool:
    """Hold for the person whose sign-in or token it is."""
    return actor.id is not None and thing is not None and thing.person_id == actor.id


policy.define(
    {
        "accounts:link:make": (policy.is_admin,),
        "accounts:session:end": (policy.anyone,),
        "accounts:session:list": (policy.anyone,),
        "accounts:session:prove": (policy.anyone,),
        "accounts:session:end_theirs": (policy.is_admin,),
        "accounts:token:list": (policy.anyone,),
        "accounts:token:make": (policy.anyone,),
        "accounts:token:revoke": (is_own, policy.is_admin),
        "accounts:identity:remove": (policy.is_admin,),
    }
)
