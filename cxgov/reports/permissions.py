"""Who may make and read reports and digests."""

from typing import Any

from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.enums import Level
from cxgov.meetings.enums import MeetingState


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


def reads_through_broken_glass(actor: Actor, thing: Any) -> bool:
    """Hold for an administrator for whom the glass of its committee is broken."""
    return _committee(thing) in actor.opened


def runs_some_committee(actor: Actor, thing: Any) -> bool:
    """Hold for the chair and the secretary of any committee; which one is asked again where the report is made."""
    return bool(actor.runs)


def may_read_minutes(actor: Actor, meeting: Any) -> bool:
    """Hold for everybody once the minutes are closed, before that for those who run the committee and the CX office.

    Whether the meeting itself may be known is asked before, by its level.
    """
    if meeting.state is MeetingState.CLOSED:
        return True
    return _committee(meeting) in actor.runs or (actor.is_cx and meeting.level <= Level.INTERNAL)


policy.define(
    {
        "reports:report:list": (policy.anyone,),
        "reports:report:ask": (runs_some_committee, policy.is_cx_office),
        "reports:report:make": (runs_its_committee, policy.is_cx_office),
        "reports:report:read": (is_open_enough, belongs_to_its_committee, may_read_all, reads_through_broken_glass),
        "reports:agenda:print": (policy.anyone,),
        "reports:minutes:print": (may_read_minutes,),
        "reports:digest:make": (policy.is_cx_office,),
        "reports:digest:read": (policy.anyone,),
    }
)
