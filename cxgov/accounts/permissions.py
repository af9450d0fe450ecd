"""Who may make sign-in links, and who ends sign-ins and tokens."""

from typing import Any

from cxgov.core import policy
from cxgov.core.actor import Actor


def is_own(actor: Actor, thing: Any) -> bool:
    """Hold for the person whose sign-in or token it is."""
    return actor.id is not None and thing is not None and thing.person_id == actor.id


def is_oneself(actor: Actor, person: Any) -> bool:
    """Hold for the person; where no one is named, it is about oneself."""
    return actor.id is not None and (person is None or person.id == actor.id)


def is_admin_of_another(actor: Actor, person: Any) -> bool:
    """Hold for an administrator and anybody but themselves: who lost a device does not let themselves in."""
    return actor.is_admin and person is not None and person.id != actor.id


policy.define(
    {
        "accounts:link:make": (policy.is_admin,),
        "accounts:security:read": (policy.anyone,),
        "accounts:password:change": (is_oneself,),
        "accounts:authenticator:add": (is_oneself,),
        "accounts:authenticator:remove": (is_admin_of_another,),
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
