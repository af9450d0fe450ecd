"""Who may do what with goals, and which parts a person plays towards one.

The predicates read an objective whose departments are loaded, a key result whose objective is, or a `Draft`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.enums import Level
from cxgov.core.lifecycle import Who


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known of an objective before it is made."""

    committee_id: int | None
    level: Level
    owner_id: int
    departments: Collection[int]


def _goal_of(thing: Any) -> Any:
    return getattr(thing, "objective", thing)


def owns_it(actor: Actor, thing: Any) -> bool:
    """Hold for the one owner of the goal."""
    return actor.id is not None and actor.id == _goal_of(thing).owner_id


def owns_key_result(actor: Actor, key_result: Any) -> bool:
    """Hold for the owner of the key result."""
    return actor.id is not None and actor.id == key_result.owner_id


def runs_committee(actor: Actor, thing: Any) -> bool:
    """Hold for chair and secretary of the goal's committee."""
    return thing.committee_id in actor.runs


def chairs_committee(actor: Actor, thing: Any) -> bool:
    """Hold for the chair of the goal's committee."""
    return thing.committee_id in actor.chairs


def is_cx_to_level_two(actor: Actor, thing: Any) -> bool:
    """Hold for the CX office, as long as the goal is not in camera."""
    return actor.is_cx and thing.level <= Level.RESTRICTED


def heads_a_department_of_it(actor: Actor, thing: Any) -> bool:
    """Hold for the head of one of the departments that share the draft of a goal."""
    return bool(actor.heads.intersection(_departments(thing)))


def votes_in_committee(actor: Actor, draft: Draft) -> bool:
    """Hold for a voting member of the committee the goal will belong to."""
    return draft.committee_id in actor.votes_in


def heads_a_department_of_draft(actor: Actor, draft: Draft) -> bool:
    """Hold for the head of a department that will share the goal, in a committee whose goals all staff may read."""
    is_open = draft.level <= Level.INTERNAL or draft.committee_id in actor.member_of
    return is_open and heads_a_department_of_it(actor, draft)


def belongs_to_no_committee(actor: Actor, draft: Draft) -> bool:
    """Hold for whoever sits in some committee, where the goal belongs to none."""
    return draft.committee_id is None and bool(actor.votes_in)


def has_a_say(actor: Actor, thing: Any) -> bool:
    """Hold for whoever may write a goal somewhere: the page of the form."""
    return bool(actor.votes_in or actor.runs or actor.heads or actor.is_cx)


def runs_a_committee(actor: Actor, thing: Any) -> bool:
    """Hold for the chair or the secretary of any committee."""
    return bool(actor.runs)


def may_drop(actor: Actor, thing: Any) -> bool:
    """Hold for chair and CX office, and while it is a draft also for its owner, its heads and the secretary."""
    runs = chairs_committee(actor, thing) or is_cx_to_level_two(actor, thing)
    own = owns_it(actor, thing) or heads_a_department_of_it(actor, thing) or runs_committee(actor, thing)
    return runs or (thing.subject.is_draft and own)


_RUN_IT = (runs_committee, is_cx_to_level_two)

policy.define(
    {
        "goals:goal:list": (policy.anyone,),
        "goals:goal:read": (policy.anyone,),
        "goals:cycle:make": (policy.is_cx_office, runs_a_committee),
        "goals:goal:new": (has_a_say,),
        "goals:goal:make": (*_RUN_IT, votes_in_committee, heads_a_department_of_draft, belongs_to_no_committee),
        "goals:goal:edit": (*_RUN_IT, owns_it),
        "goals:goal:publish": (chairs_committee, is_cx_to_level_two),
        "goals:goal:drop": (may_drop,),
        "goals:key_result:edit": (*_RUN_IT, owns_it),
        "goals:key_result:check_in": (*_RUN_IT, owns_it, owns_key_result),
    }
)


def parts_of(actor: Actor, thing: Any) -> frozenset[Who]:
    """Return the parts that somebody plays towards an objective or the draft of one, for its life-cycle table.

    The system acts for the CX office: import and demo may do what the rules allow.
    """
    held = {
        Who.OWNER: actor.id is not None and actor.id == thing.owner_id,
        Who.CHAIR: thing.committee_id in actor.chairs,
        Who.SECRETARY: thing.committee_id in actor.secretary_of,
        Who.VOTER: thing.committee_id in actor.votes_in or (thing.committee_id is None and bool(actor.votes_in)),
        Who.DEPARTMENT: heads_a_department_of_it(actor, thing),
        Who.CX_OFFICE: actor.is_system or is_cx_to_level_two(actor, thing),
    }
    return frozenset(part for part, holds in held.items() if holds)


def _departments(thing: Any) -> Collection[int]:
    if isinstance(thing, Draft):
        return thing.departments
    return [part.department_id for part in _goal_of(thing).departments]
