"""Who tells stories, who publishes them, and which parts a person plays towards one."""

from typing import Any

from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.enums import Level
from cxgov.core.lifecycle import Who


def is_author(actor: Actor, story: Any) -> bool:
    """Hold for who wrote it."""
    return actor.id is not None and actor.id == story.author_id


def runs_committee(actor: Actor, story: Any) -> bool:
    """Hold for chair and secretary of the committee whose work it tells of."""
    return story.committee_id in actor.runs


def chairs_committee(actor: Actor, story: Any) -> bool:
    """Hold for the chair of the committee whose work it tells of."""
    return story.committee_id in actor.chairs


def is_cx_to_level_two(actor: Actor, story: Any) -> bool:
    """Hold for the CX office, as long as nothing is in camera."""
    return actor.is_cx and story.level <= Level.RESTRICTED


_RUN_IT = (runs_committee, is_cx_to_level_two)

policy.define(
    {
        "stories:story:list": (policy.anyone,),
        "stories:story:read": (policy.anyone,),
        "stories:story:write": (policy.anyone,),
        "stories:story:edit": (is_author, *_RUN_IT),
        "stories:story:publish": (chairs_committee, is_cx_to_level_two),
        "stories:story:withdraw": (is_author, *_RUN_IT),
        "stories:thanks:say": (policy.anyone,),
    }
)
policy.forbid({"stories:story:write": (policy.READS_ONLY,), "stories:thanks:say": (policy.READS_ONLY,)})


def parts_of(actor: Actor, story: Any) -> frozenset[Who]:
    """Return the parts that somebody plays towards a story, for its table of moves; the system is the CX office."""
    held = {
        Who.OWNER: is_author(actor, story),
        Who.CHAIR: story.committee_id in actor.chairs,
        Who.SECRETARY: story.committee_id in actor.secretary_of,
        Who.CX_OFFICE: actor.is_system or is_cx_to_level_two(actor, story),
    }
    return frozenset(part for part, holds in held.items() if holds)
