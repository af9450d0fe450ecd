"""A table of moves and what it allows."""

from enum import StrEnum

import pytest

from cxgov.core.errors import RuleBroken
from cxgov.core.lifecycle import KEEP, NEW, MoveRefused, Need, Who, check_move, facts, move, verbs_open


class Light(StrEnum):
    DARK = "dark"
    LIT = "lit"
    BROKEN = "broken"


BULB = Need("bulb", "There is no bulb.", field="bulb")
TABLE = (
    move("hang", [NEW], Light.DARK, "A"),
    move("light", [Light.DARK], Light.LIT, "O K", BULB),
    move("light", [Light.DARK], Light.LIT, "C", never="O"),
    move("look_at", [Light.DARK, Light.LIT], KEEP, "O K C"),
    move("break", [Light.LIT], Light.BROKEN, "T"),
)


def test_a_move_that_fits_gives_the_state_after_it():
    assert check_move(TABLE, "hang", NEW, {Who.ADMIN}) is Light.DARK
    assert check_move(TABLE, "light", Light.DARK, {Who.OWNER}, {"bulb"}) is Light.LIT
    assert check_move(TABLE, "look_at", Light.LIT, {Who.OWNER}) is Light.LIT


def test_a_second_row_of_a_verb_may_fit_where_the_first_does_not():
    assert check_move(TABLE, "light", Light.DARK, {Who.CHAIR}) is Light.LIT


@pytest.mark.parametrize(
    ("verb", "state", "roles", "rule", "says"),
    [
        ("paint", Light.DARK, {Who.OWNER}, "verb", "There is no step “paint” here."),
        ("light", Light.LIT, {Who.OWNER}, "state", "“Light” is not possible while it is lit."),
        ("look_at", NEW, {Who.OWNER}, "state", "“Look at” is not possible before it exists."),
        ("light", Light.DARK, {Who.ADMIN}, "who", "“Light” is for the owner or a contributor."),
        ("light", Light.DARK, set(), "who", "“Light” is for the owner or a contributor."),
        ("light", Light.DARK, {Who.OWNER}, "need:bulb", "There is no bulb."),
        ("light", Light.DARK, {Who.OWNER, Who.CHAIR}, "need:bulb", "There is no bulb."),
        ("break", Light.LIT, {Who.OWNER}, "who", "“Break” is for the system."),
    ],
)
def test_a_refusal_says_which_rule_failed(verb, state, roles, rule, says):
    with pytest.raises(MoveRefused) as refused:
        check_move(TABLE, verb, state, roles)
    assert (refused.value.rule, str(refused.value)) == (rule, says)
    assert isinstance(refused.value, RuleBroken)
    assert refused.value.field == ("bulb" if rule == "need:bulb" else None)


def test_who_may_never_is_refused_whatever_else_they_are():
    table = (move("verify", [Light.LIT], Light.DARK, "C S", never="O"),)
    with pytest.raises(MoveRefused) as refused:
        check_move(table, "verify", Light.LIT, {Who.CHAIR, Who.OWNER})
    assert (refused.value.rule, str(refused.value)) == ("never", "“Verify” is never done by the owner.")


def test_a_page_offers_what_is_open_to_its_reader():
    assert verbs_open(TABLE, Light.DARK, {Who.OWNER}) == ("light", "look_at")
    assert verbs_open(TABLE, Light.BROKEN, set(Who)) == ()


def test_facts_are_the_names_of_what_is_there():
    assert facts(reason=" ", evidence="a file", owner=None, due_on=0, is_paused=True) == {"evidence", "is_paused"}
