"""Who may do what with action items, and which parts a person plays towards one.

The predicates read an item whose owner and contributors are loaded (`queries.loaded`), or a `Draft` before it exists.
"""

from dataclasses import dataclass
from typing import Any

from cxgov.actions.rules import CARRIED, MOVES
from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.enums import Level
from cxgov.core.lifecycle import Who, verbs_open
from cxgov.core.policy import FOUR_EYES, Bar


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known of an action item before it is made."""

    committee_id: int | None
    level: Level
    owner_id: int | None
    owner_department_id: int | None
    is_on_decision: bool = False


def is_owner(actor: Actor, item: Any) -> bool:
    """Hold for the one person who is accountable."""
    return actor.id is not None and actor.id == item.owner_id


def is_contributor(actor: Actor, item: Any) -> bool:
    """Hold for those who help."""
    return any(helper.person_id == actor.id for helper in item.contributors)


def is_verifier(actor: Actor, item: Any) -> bool:
    """Hold for the person named to verify it."""
    return actor.id is not None and actor.id == item.verifier_id


def runs_committee(actor: Actor, item: Any) -> bool:
    """Hold for chair and secretary of its committee."""
    return item.committee_id in actor.runs


def keeps_minutes(actor: Actor, item: Any) -> bool:
    """Hold for the secretary of its committee."""
    return item.committee_id in actor.secretary_of


def is_cx_to_level_two(actor: Actor, item: Any) -> bool:
    """Hold for the CX office, as long as the item is not in camera."""
    return actor.is_cx and item.level <= Level.RESTRICTED


def heads_owner(actor: Actor, item: Any) -> bool:
    """Hold for the head of the owner's department, or of one above it."""
    return item.owner is not None and item.owner.department_id in actor.heads


def proposed_it(actor: Actor, item: Any) -> bool:
    """Hold for the person who entered it."""
    return actor.id is not None and actor.id == item.subject.created_by_id


def runs_drafts_committee(actor: Actor, draft: Draft) -> bool:
    """Hold for chair and secretary of the committee it will belong to."""
    return draft.committee_id in actor.runs


def is_cx_for_draft(actor: Actor, draft: Draft) -> bool:
    """Hold for the CX office up to level 2."""
    return actor.is_cx and draft.level <= Level.RESTRICTED


def heads_drafts_owner(actor: Actor, draft: Draft) -> bool:
    """Hold for a head of department who gives an item to somebody of the department."""
    return draft.owner_department_id is not None and draft.owner_department_id in actor.heads


def votes_in_drafts_committee(actor: Actor, draft: Draft) -> bool:
    """Hold for a voting member of the committee."""
    return draft.committee_id in actor.votes_in


def is_on_decision(actor: Actor, draft: Draft) -> bool:
    """Hold for anybody who may read the decision that it carries out."""
    return draft.is_on_decision


def has_a_say(actor: Actor, thing: Any) -> bool:
    """Hold for whoever may propose or make an item somewhere: the page of the form."""
    return bool(actor.votes_in or actor.runs or actor.heads or actor.is_cx)


_RUN_IT = (runs_committee, is_cx_to_level_two)
_MAKE = (runs_drafts_committee, is_cx_for_draft, heads_drafts_owner)

policy.define(
    {
        "actions:item:list": (policy.anyone,),
        "actions:item:read": (policy.anyone,),
        "actions:item:export": (policy.anyone,),
        "actions:item:new": (has_a_say,),
        "actions:item:propose": (*_MAKE, votes_in_drafts_committee, is_on_decision),
        "actions:item:make": _MAKE,
        "actions:item:edit": (*_RUN_IT, proposed_it),
        "actions:item:open": (keeps_minutes, is_cx_to_level_two),
        "actions:item:accept": (is_owner,),
        "actions:item:start": (is_owner, is_contributor),
        "actions:item:block": (is_owner, is_contributor),
        "actions:item:unblock": (is_owner, is_contributor),
        "actions:item:claim": (is_owner,),
        "actions:item:verify": (*_RUN_IT, is_verifier),
        "actions:item:return": (*_RUN_IT, is_verifier),
        "actions:item:reopen": (*_RUN_IT, is_owner),
        "actions:date:ask": (is_owner,),
        "actions:date:decide": _RUN_IT,
        "actions:date:set": (*_RUN_IT, heads_owner),
        "actions:item:reassign": (*_RUN_IT, heads_owner),
        "actions:item:cancel": _RUN_IT,
        "actions:item:carry": _RUN_IT,
        "actions:helper:change": (*_RUN_IT, heads_owner, is_owner),
        "actions:verifier:name": _RUN_IT,
    }
)
_NEVER_OWNER = (Bar(FOUR_EYES, is_owner),)
policy.forbid(
    {
        "actions:item:propose": (policy.READS_ONLY,),
        "actions:item:verify": _NEVER_OWNER,
        "actions:item:return": _NEVER_OWNER,
    }
)


def parts_of(actor: Actor, item: Any) -> frozenset[Who]:
    """Return the parts that somebody plays towards an item, for its life-cycle table.

    The CX office acts for the secretary up to level 2; the system is the timer: capture, circulation and import.
    """
    if actor.is_system:
        return frozenset({Who.TIMER})
    held = {
        Who.OWNER: is_owner(actor, item),
        Who.CONTRIBUTOR: is_contributor(actor, item),
        Who.VERIFIER: is_verifier(actor, item),
        Who.CHAIR: item.committee_id in actor.chairs,
        Who.SECRETARY: item.committee_id in actor.secretary_of or is_cx_to_level_two(actor, item),
        Who.DEPARTMENT: heads_owner(actor, item),
        Who.CX_OFFICE: actor.is_cx,
    }
    return frozenset(part for part, holds in held.items() if holds)


def parts_before(actor: Actor, draft: Draft) -> frozenset[Who]:
    """Return the parts that somebody plays towards an item that does not exist yet."""
    if actor.is_system:
        return frozenset({Who.TIMER})
    held = {
        Who.OWNER: actor.id == draft.owner_id,
        Who.CHAIR: draft.committee_id in actor.chairs,
        Who.SECRETARY: draft.committee_id in actor.secretary_of,
        Who.VOTER: draft.committee_id in actor.votes_in,
        Who.ADVISER: draft.committee_id in actor.member_of or draft.is_on_decision,
        Who.DEPARTMENT: heads_drafts_owner(actor, draft),
        Who.CX_OFFICE: is_cx_for_draft(actor, draft),
    }
    return frozenset(part for part, holds in held.items() if holds)


_PERMISSIONS = {
    "open": "actions:item:open",
    "accept": "actions:item:accept",
    "start": "actions:item:start",
    "block": "actions:item:block",
    "unblock": "actions:item:unblock",
    "claim_done": "actions:item:claim",
    "verify": "actions:item:verify",
    "return": "actions:item:return",
    "reopen": "actions:item:reopen",
    "ask_date": "actions:date:ask",
    "grant_date": "actions:date:decide",
    "reassign": "actions:item:reassign",
    "cancel": "actions:item:cancel",
}


def verbs_for(actor: Actor, item: Any) -> frozenset[str]:
    """Return what a page offers somebody: what table and policy both allow, and what has no row in the table."""
    open_here = verbs_open(MOVES, item.state, parts_of(actor, item))
    offered = {verb for verb in open_here if policy.allows(actor, _PERMISSIONS.get(verb, "actions:item:carry"), item)}
    if item.state in CARRIED:
        for verb, permission in (("set_due", "actions:date:set"), ("helpers", "actions:helper:change")):
            if policy.allows(actor, permission, item):
                offered.add(verb)
    return frozenset(offered - {"carry", "merge", "refuse_date"})
