"""Who may do what with initiatives, and which parts a person plays towards one."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.enums import Level
from cxgov.core.lifecycle import Who


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known of an initiative before it is made."""

    committee_id: int | None
    level: Level
    lead_id: int
    sponsor_id: int | None
    departments: Collection[int]


def leads_it(actor: Actor, thing: Any) -> bool:
    """Hold for the one person who leads it."""
    return actor.id is not None and actor.id == thing.lead_id


def sponsors_it(actor: Actor, thing: Any) -> bool:
    """Hold for the executive who sponsors it."""
    return actor.id is not None and actor.id == thing.sponsor_id


def runs_committee(actor: Actor, thing: Any) -> bool:
    """Hold for chair and secretary of its committee."""
    return thing.committee_id in actor.runs


def is_cx_to_level_two(actor: Actor, thing: Any) -> bool:
    """Hold for the CX office, as long as it is not in camera."""
    return actor.is_cx and thing.level <= Level.RESTRICTED


def votes_in_committee(actor: Actor, draft: Draft) -> bool:
    """Hold for a voting member of the committee it will belong to."""
    return draft.committee_id in actor.votes_in


def heads_a_department_of_draft(actor: Actor, draft: Draft) -> bool:
    """Hold for the head of a department that takes part, in a committee whose work all staff may read."""
    is_open = draft.level <= Level.INTERNAL or draft.committee_id in actor.member_of
    return is_open and bool(actor.heads.intersection(draft.departments))


def belongs_to_no_committee(actor: Actor, draft: Draft) -> bool:
    """Hold for whoever sits in some committee, where it belongs to none."""
    return draft.committee_id is None and bool(actor.votes_in)


def has_a_say(actor: Actor, thing: Any) -> bool:
    """Hold for whoever may enter one somewhere: the page of the form."""
    return bool(actor.votes_in or actor.runs or actor.heads or actor.is_cx)


_KEEP = (leads_it, sponsors_it, runs_committee, is_cx_to_level_two)

policy.define(
    {
        "initiatives:initiative:list": (policy.anyone,),
        "initiatives:initiative:read": (policy.anyone,),
        "initiatives:initiative:new": (has_a_say,),
        "initiatives:initiative:make": (
            runs_committee,
            is_cx_to_level_two,
            votes_in_committee,
            heads_a_department_of_draft,
            belongs_to_no_committee,
        ),
        "initiatives:initiative:edit": _KEEP,
        "initiatives:initiative:move": _KEEP,
        "initiatives:milestone:edit": _KEEP,
        "initiatives:initiative:tie": _KEEP,
    }
)


def parts_of(actor: Actor, thing: Any) -> frozenset[Who]:
    """Return the parts that somebody plays towards an initiative or the draft of one, for its table of moves.

    The system acts for the chair and the CX office: import and demo may do what the rules allow.
    """
    heads = isinstance(thing, Draft) and heads_a_department_of_draft(actor, thing)
    sits = thing.committee_id in actor.votes_in or (thing.committee_id is None and bool(actor.votes_in))
    held = {
        Who.OWNER: leads_it(actor, thing),
        Who.SPONSOR: sponsors_it(actor, thing),
        Who.CHAIR: actor.is_system or thing.committee_id in actor.chairs,
        Who.SECRETARY: thing.committee_id in actor.secretary_of,
        Who.VOTER: sits,
        Who.DEPARTMENT: heads,
        Who.CX_OFFICE: actor.is_system or is_cx_to_level_two(actor, thing),
    }
    return frozenset(part for part, holds in held.items() if holds)
