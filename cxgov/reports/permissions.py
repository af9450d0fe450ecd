"""Who may make and read reports and digests."""

from typing import Any

from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.enums import Level


def _committee(thing: Any) -> int | None:
    found: int | None = getattr(thing, "committee_id", None)
    return found


def runs_its_committee(actor: Actor, thing: Any) -> bool:
    """Hold for the chair and the secretary of the committee that the report is about."""
    return _committee(thing) in actor.runs


def belongs_to_its_committee(actor: Actor, thing: Any) -> bool:
    """Hold for the members of the committee that the report is about."""
    return _committee(thing) in actor.member_of


def is_open_enough(actor: Actor, thing: Any) -> bool:
    """Hold for a report written at level 1 or below."""
    level = getattr(thing, "level", Level.INTERNAL)
    return bool(level <= Level.INTERNAL)


def may_read_all(actor: Actor, thing: Any) -> bool:
    """Hold for the CX office and the auditor, up to level 2."""
    level = getattr(thing, "level", Level.INTERNAL)
    return bool((actor.is_cx or actor.is_auditor) and level <= Level.RESTRICTED)


policy.define(
    {
        "reports:report:list": (policy.anyone,),
        "reports:report:make": (runs_its_committee, policy.is_cx_office),
        "reports:report:read": (is_open_enough, belongs_to_its_committee, may_read_all),
        "reports:meeting:print": (policy.anyone,),
        "reports:digest:make": (policy.is_cx_office,),
        "reports:digest:read": (policy.anyone,),
    }
)
