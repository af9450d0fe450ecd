"""Who may call meetings, keep their minutes and read them, and which parts a person plays towards a meeting."""

from typing import Any

from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.enums import Level
from cxgov.core.lifecycle import Who, verbs_open
from cxgov.meetings.enums import MeetingState
from cxgov.meetings.rules import MOVES


def runs_it(actor: Actor, committee: Any) -> bool:
    """Hold for chair and secretary of the committee."""
    return committee is not None and committee.id in actor.runs


def runs_its_committee(actor: Actor, meeting: Any) -> bool:
    """Hold for chair and secretary of the committee that meets."""
    return meeting.of_committee_id in actor.runs


def keeps_its_minutes(actor: Actor, meeting: Any) -> bool:
    """Hold for the secretary of the committee that meets."""
    return meeting.of_committee_id in actor.secretary_of


def runs_some(actor: Actor, thing: Any) -> bool:
    """Hold for whoever chairs a committee or keeps its minutes."""
    return bool(actor.runs)


def is_closed(actor: Actor, meeting: Any) -> bool:
    """Hold for everybody where the minutes are closed: who may read the meeting may read them."""
    return meeting.state is MeetingState.CLOSED


def is_cx_to_level_one(actor: Actor, meeting: Any) -> bool:
    """Hold for the CX office, which reads drafts up to level 1."""
    return actor.is_cx and meeting.level <= Level.INTERNAL


policy.define(
    {
        "meetings:meeting:list": (policy.anyone,),
        "meetings:meeting:read": (policy.anyone,),
        "meetings:meeting:new": (runs_some,),
        "meetings:meeting:create": (runs_it,),
        "meetings:meeting:edit": (runs_its_committee,),
        "meetings:meeting:call": (runs_its_committee,),
        "meetings:meeting:hold": (runs_its_committee,),
        "meetings:meeting:close": (keeps_its_minutes,),
        "meetings:meeting:cancel": (runs_its_committee,),
        "meetings:meeting:next": (runs_its_committee,),
        "meetings:agenda:edit": (runs_its_committee,),
        "meetings:item:raise": (runs_its_committee,),
        "meetings:item:recuse": (runs_its_committee,),
        "meetings:roll:edit": (runs_its_committee,),
        "meetings:minutes:edit": (runs_its_committee,),
        "meetings:minutes:read": (is_closed, runs_its_committee, is_cx_to_level_one),
    }
)


def parts_of(actor: Actor, committee_id: int) -> frozenset[Who]:
    """Return the parts that somebody plays towards a committee's meetings; the system plays them all."""
    if actor.is_system:
        return frozenset({Who.CHAIR, Who.SECRETARY, Who.TIMER})
    held = {Who.CHAIR: committee_id in actor.chairs, Who.SECRETARY: committee_id in actor.secretary_of}
    return frozenset(part for part, holds in held.items() if holds)


def verbs_for(actor: Actor, meeting: Any) -> frozenset[str]:
    """Return what a page offers somebody, by the life-cycle table; minutes that others wrote are only read."""
    if meeting.source_path is not None:
        return frozenset()
    return frozenset(verbs_open(MOVES, meeting.state, parts_of(actor, meeting.of_committee_id)))
