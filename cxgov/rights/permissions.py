"""Who breaks the glass, who raises a level, and who asks and who answers where it takes two persons."""

from dataclasses import dataclass
from typing import Any

from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.enums import Level
from cxgov.core.policy import FOUR_EYES, Bar
from cxgov.rights.enums import ActOfTwo


@dataclass(frozen=True, slots=True)
class Question:
    """What is known of an ask when somebody wants to answer it: what its asker is now counts as well."""

    act: ActOfTwo
    committee_id: int | None
    asked_by_id: int
    asker_chairs: bool
    asker_is_cx: bool


def chairs_its_committee(actor: Actor, thing: Any) -> bool:
    """Hold for chair and vice-chair of the committee it belongs to."""
    return thing is not None and thing.committee_id in actor.chairs


def runs_its_committee(actor: Actor, thing: Any) -> bool:
    """Hold for chair and secretary of the committee it belongs to."""
    return thing is not None and thing.committee_id in actor.runs


def is_cx_to_level_two(actor: Actor, thing: Any) -> bool:
    """Hold for the CX office, as long as it is not in camera."""
    return actor.is_cx and thing is not None and thing.level <= Level.RESTRICTED


def is_cx_and_no_committee_is(actor: Actor, thing: Any) -> bool:
    """Hold for the CX office, where it belongs to no committee."""
    return actor.is_cx and thing is not None and thing.committee_id is None


def asked_it(actor: Actor, question: Question) -> bool:
    """Hold for whoever asked."""
    return actor.id is not None and actor.id == question.asked_by_id


def lowers_as_second_person(actor: Actor, question: Question) -> bool:
    """Hold for chair, vice-chair and CX office, where a level is to be lowered."""
    return question.act is ActOfTwo.LOWER_LEVEL and (question.committee_id in actor.chairs or actor.is_cx)


def lets_read_for_the_cx_office(actor: Actor, question: Question) -> bool:
    """Hold for the CX office, where the chair asks that an auditor may read what is in camera."""
    return question.act is ActOfTwo.LET_READ and question.asker_chairs and actor.is_cx


def lets_read_as_chair(actor: Actor, question: Question) -> bool:
    """Hold for the chair, where the CX office asks that an auditor may read what is in camera."""
    return question.act is ActOfTwo.LET_READ and question.asker_is_cx and question.committee_id in actor.chairs


def answers_some(actor: Actor, thing: Any) -> bool:
    """Hold for the CX office, and for those who run a committee."""
    return actor.is_cx or bool(actor.runs)


policy.define(
    {
        "rights:reader:list": (policy.anyone,),
        "rights:level:raise": (chairs_its_committee, is_cx_to_level_two),
        "rights:level:ask": (runs_its_committee, is_cx_and_no_committee_is),
        "rights:reader:ask": (chairs_its_committee, policy.is_cx_office),
        "rights:ask:list": (answers_some,),
        "rights:ask:answer": (lowers_as_second_person, lets_read_for_the_cx_office, lets_read_as_chair),
        "rights:ask:withdraw": (asked_it,),
        "rights:glass:break": (policy.is_admin,),
    }
)
policy.forbid({"rights:ask:answer": (Bar(FOUR_EYES, asked_it),)})
