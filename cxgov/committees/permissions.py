"""Who may found committees, change their charter and manage their members."""

from typing import Any

from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.policy import OWN_ROLE, Bar


def chairs_it(actor: Actor, committee: Any) -> bool:
    """Hold for chair and vice-chair of the committee."""
    return committee is not None and committee.id in actor.chairs


def is_oneself(actor: Actor, person: Any) -> bool:
    """Hold for the person who would get the seat."""
    return person is not None and person.id == actor.id


policy.define(
    {
        "committees:committee:list": (policy.anyone,),
        "committees:committee:read": (policy.anyone,),
        "committees:committee:make": (policy.is_cx_office, policy.is_admin),
        "committees:charter:edit": (chairs_it, policy.is_cx_office),
        "committees:level:raise": (chairs_it, policy.is_cx_office),
        "committees:member:manage": (chairs_it, policy.is_cx_office),
        "committees:member:seat": (policy.anyone,),
    }
)
policy.forbid({"committees:member:seat": (Bar(OWN_ROLE, is_oneself),)})
