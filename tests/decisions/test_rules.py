"""The life of a decision, its number, and its follow-through."""

from datetime import date
from itertools import product

import pytest

from cxgov.actions.enums import ActionState
from cxgov.core.errors import RuleBroken
from cxgov.core.lifecycle import MoveRefused, Who, check_move
from cxgov.decisions.enums import DecisionState
from cxgov.decisions.rules import (
    MOVES,
    FollowThrough,
    check_supersede,
    decision_number,
    follow_through,
    is_followed_through,
    is_review_due,
    next_count,
    read_decision_number,
)

RULES = """
record     -                     in_force    SCT text
reword     in_force              =           SC  draft,text
withdraw   in_force              withdrawn   SC  draft
implement  in_force              implemented CT  .
supersede  in_force,implemented  superseded  CT  by
rescind    in_force,implemented  rescinded   CT  reason
expire     in_force              expired     CT  over
"""
ROWS = {line.split()[0]: line.split()[1:] for line in RULES.strip().splitlines()}
FACTS = {"text", "draft", "by", "reason", "over"}


@pytest.mark.parametrize("verb", ROWS)
def test_every_state_verb_and_role_is_decided_as_the_table_says(verb):
    origins, target, who, needs = ROWS[verb]
    for state, role, given in product([None, *DecisionState], Who, (FACTS, {"text"}, set())):
        name = state.value if state else "-"
        fits = name in origins.split(",") and role.value in who and (needs == "." or set(needs.split(",")) <= given)
        try:
            after = check_move(MOVES, verb, state, {role}, given).value
        except MoveRefused:
            after = None
        assert after == ((name if target == "=" else target) if fits else None), (verb, state, role, given)


def test_numbers_count_by_year_and_read_back():
    assert decision_number(2026, 13) == "D-2026-13"
    assert decision_number(2026, 3) == "D-2026-03"
    assert read_decision_number(" d-2026-113 ") == (2026, 113)
    assert read_decision_number("D-26-1") is None
    assert [next_count(taken) for taken in ([], [1, 2], [1, 7])] == [1, 3, 8]
    with pytest.raises(ValueError, match="0"):
        decision_number(2026, 0)


OPEN, DONE, VERIFIED, CANCELLED = ActionState.OPEN, ActionState.DONE, ActionState.VERIFIED, ActionState.CANCELLED


@pytest.mark.parametrize(
    ("actions", "how_far"),
    [
        ([], FollowThrough.NO_ACTIONS),
        ([CANCELLED, ActionState.MERGED], FollowThrough.NO_ACTIONS),
        ([VERIFIED, VERIFIED, CANCELLED], FollowThrough.DONE),
        ([VERIFIED, DONE], FollowThrough.CLAIMED),
        ([VERIFIED, OPEN], FollowThrough.OPEN),
        ([ActionState.PROPOSED], FollowThrough.OPEN),
    ],
)
def test_a_decision_is_carried_out_when_its_actions_are_verified(actions, how_far):
    assert follow_through(actions) is how_far
    assert is_followed_through(actions) == (how_far is FollowThrough.DONE)


def test_a_review_is_due_from_its_day_while_the_decision_is_in_force():
    day = date(2026, 11, 24)
    assert is_review_due(DecisionState.IN_FORCE, day, day)
    assert not is_review_due(DecisionState.IN_FORCE, date(2026, 11, 25), day)
    assert not is_review_due(DecisionState.SUPERSEDED, day, day)
    assert not is_review_due(DecisionState.IN_FORCE, None, day)


@pytest.mark.parametrize(
    ("by_id", "by_state", "same"),
    [(1, DecisionState.IN_FORCE, True), (2, DecisionState.RESCINDED, True), (2, DecisionState.IN_FORCE, False)],
)
def test_only_another_decision_in_force_of_the_same_committee_takes_the_place_of_one(by_id, by_state, same):
    check_supersede(1, 2, DecisionState.IN_FORCE)
    with pytest.raises(RuleBroken):
        check_supersede(1, by_id, by_state, same_committee=same)
