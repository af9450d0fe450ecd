"""Who may change departments, persons and their roles."""

from typing import Any

from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.policy import OWN_ROLE, Bar


def is_oneself(actor: Actor, person: Any) -> bool:
    """Hold for the person."""
    return person is not None and person.id == actor.id


def runs_a_committee(actor: Actor, thing: Any) -> bool:
    """Hold for the chair or the secretary of any committee."""
    return bool(actor.runs)


policy.define(
    {
        "people:person:list": (policy.anyone,),
        "people:person:read": (policy.anyone,),
        "people:person:make": (policy.is_admin, policy.is_cx_office),
        "people:person:edit": (policy.is_admin, policy.is_cx_office),
        "people:person:leave": (policy.is_admin,),
        "people:person:erase": (policy.is_admin,),
        "people:data:read": (policy.anyone,),
        "people:contact:read": (policy.is_admin, policy.is_cx_office, is_oneself),
        "people:role:grant": (policy.is_admin,),
        "people:department:edit": (policy.is_admin, policy.is_cx_office),
        "people:department:read": (policy.anyone,),
        "people:alias:settle": (policy.is_cx_office, policy.is_admin, runs_a_committee),
    }
)
policy.forbid(
    {
        "people:role:grant": (Bar(OWN_ROLE, is_oneself),),
        "people:person:erase": (Bar(OWN_ROLE, is_oneself),),
    }
)
