"""The life of an action item: state × verb × role, against a table written by hand from the rules."""

from itertools import product

import pytest

from cxgov.actions.enums import ActionState
from cxgov.actions.rules import MOVES, sentence
from cxgov.core.lifecycle import MoveRefused, Who, check_move, verbs_open

# verb: (the states it leads from, the state it leads to, who may, who never, what must be true)
# "-" is what does not exist yet, "=" keeps the state.
RULES = """
propose     -                                               proposed     OKCSVNDXT . source
open        proposed                                        open         ST        . owner,due
accept      open                                            accepted     O         . .
ask_date    open,accepted,in_progress,blocked               =            O         . wanted_on,reason
grant_date  open,accepted,in_progress,blocked               =            CS        . asked
refuse_date open,accepted,in_progress,blocked               =            CS        . asked,reason
start       open,accepted                                   in_progress  OK        . .
block       open,accepted,in_progress                       blocked      OK        . reason,unblocker
unblock     blocked                                         in_progress  OK        . .
claim_done  open,accepted,in_progress,blocked               done         OT        . evidence
claim_done  proposed                                        done         T         . evidence
verify      done                                            verified     CSR       O .
return      done                                            in_progress  CSR       O comment
reopen      verified                                        in_progress  CS        . reason
reopen      verified                                        in_progress  O         . reason,recent
reassign    open,accepted,in_progress,blocked               open         CSD       . owner
cancel      proposed,open,accepted,in_progress,blocked      cancelled    CS        . reason
merge       proposed,open,accepted,in_progress,blocked      merged       CS        . reason,into
carry       proposed,open,accepted,in_progress,blocked      =            T         . .
"""
ROWS = [line.split() for line in RULES.strip().splitlines()]
VERBS = list(dict.fromkeys(row[0] for row in ROWS))
STATES = [None, *ActionState]
FACTS = {fact for row in ROWS for fact in row[5].split(",") if fact != "."}


def allowed(verb: str, state: ActionState | None, roles: set[Who], given: set[str]) -> str | None:
    """The state after a move by the table above, or None where it is refused."""
    name, letters = state.value if state else "-", {role.value for role in roles}
    for row_verb, origins, target, who, never, needs in ROWS:
        fits = row_verb == verb and name in origins.split(",") and letters & set(who) and not letters & set(never)
        if fits and (needs == "." or set(needs.split(",")) <= given):
            return name if target == "=" else target
    return None


def made(verb: str, state: ActionState | None, roles: set[Who], given: set[str]) -> str | None:
    try:
        return check_move(MOVES, verb, state, roles, given).value
    except MoveRefused:
        return None


@pytest.mark.parametrize("verb", VERBS)
def test_every_state_verb_and_role_is_decided_as_the_table_says(verb):
    for state, role in product(STATES, Who):
        for given in (FACTS, set(), FACTS - {"recent"}, FACTS - {"reason"}):
            assert made(verb, state, {role}, given) == allowed(verb, state, {role}, given), (verb, state, role, given)


@pytest.mark.parametrize("verb", VERBS)
def test_two_parts_of_one_person_count_together(verb):
    for state, one, other in product(STATES, Who, Who):
        roles = {one, other}
        assert made(verb, state, roles, FACTS) == allowed(verb, state, roles, FACTS), (verb, state, roles)


@pytest.mark.parametrize("need", sorted(FACTS))
def test_each_fact_that_is_missing_is_asked_for(need):
    refused = 0
    for verb, state, role in product(VERBS, STATES, Who):
        if made(verb, state, {role}, FACTS) and not made(verb, state, {role}, FACTS - {need}):
            with pytest.raises(MoveRefused) as said:
                check_move(MOVES, verb, state, {role}, FACTS - {need})
            assert said.value.rule == f"need:{need}"
            refused += 1
    assert refused


def test_the_owner_never_verifies_even_as_the_chair():
    with pytest.raises(MoveRefused) as refused:
        check_move(MOVES, "verify", ActionState.DONE, {Who.OWNER, Who.CHAIR})
    assert refused.value.rule == "never"


def test_what_ended_has_no_move_but_reopen():
    everybody = set(Who)
    assert verbs_open(MOVES, ActionState.CANCELLED, everybody) == ()
    assert verbs_open(MOVES, ActionState.MERGED, everybody) == ()
    assert verbs_open(MOVES, ActionState.VERIFIED, everybody) == ("reopen",)


def test_the_owner_of_an_open_item_is_offered_what_the_owner_may_do():
    offered = verbs_open(MOVES, ActionState.OPEN, {Who.OWNER})
    assert offered == ("accept", "ask_date", "start", "block", "claim_done")


def test_every_state_says_what_it_means():
    assert len({sentence(state) for state in ActionState}) == len(ActionState)
