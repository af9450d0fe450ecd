"""What a story needs before it is told, and thanks."""

from itertools import product
from typing import Any

import pytest

from cxgov.core.enums import Level
from cxgov.core.errors import RuleBroken
from cxgov.core.lifecycle import MoveRefused, Who, check_move
from cxgov.stories.enums import StoryState
from cxgov.stories.rules import (
    MOVES,
    check_publish,
    check_thanks,
    evidence_words,
    is_across_departments,
    is_for_digest,
)

RULES = """
write    -         draft     ODVSCX .
change   draft     =         OSCX   .
publish  draft     published CX     complete
withdraw published withdrawn OSCX   reason
rewrite  withdrawn draft     OSCX   .
"""
ROWS = {line.split()[0]: line.split()[1:] for line in RULES.strip().splitlines()}
FACTS = {"complete", "reason"}


@pytest.mark.parametrize("verb", ROWS)
def test_every_state_verb_and_role_is_decided_as_the_table_says(verb):
    origin, target, who, need = ROWS[verb]
    for state, role, given in product([None, *StoryState], Who, (FACTS, set())):
        name = state.value if state else "-"
        fits = name == origin and role.value in who and (need == "." or need in given)
        try:
            after = check_move(MOVES, verb, state, {role}, given).value
        except MoveRefused:
            after = None
        assert after == ((name if target == "=" else target) if fits else None), (verb, state, role, given)


GOOD: dict[str, Any] = {
    "title": "One letter instead of three",
    "text": "Billing and Legal wrote it together.",
    "departments": 2,
    "evidence": "Calls fell from 410 to 270 a month.",
    "is_not_measured": False,
    "level": Level.OPEN,
    "author_id": 1,
    "thanked": {2, 3},
}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"text": ""}, "text"),
        ({"departments": 0}, "departments"),
        ({"evidence": None}, "evidence"),
        ({"evidence": " "}, "evidence"),
        ({"is_not_measured": True}, "evidence"),
        ({"thanked": {1, 2}}, "people"),
        ({"level": Level.RESTRICTED}, "level"),
    ],
)
def test_a_story_that_is_not_complete_is_refused_at_its_field(changes, field):
    check_publish(**GOOD)
    check_publish(**{**GOOD, "evidence": None, "is_not_measured": True})
    with pytest.raises(RuleBroken) as refused:
        check_publish(**{**GOOD, **changes})
    assert refused.value.field == field


def test_a_story_without_evidence_says_that_nothing_was_measured():
    assert evidence_words(" ") == evidence_words(None) == "Not measured."
    assert evidence_words(" Calls fell. ") == "Calls fell."


def test_only_open_published_stories_go_into_the_digest():
    assert is_for_digest(StoryState.PUBLISHED, Level.OPEN)
    assert not is_for_digest(StoryState.PUBLISHED, Level.INTERNAL)
    assert not is_for_digest(StoryState.DRAFT, Level.OPEN)


@pytest.mark.parametrize(
    ("from_id", "to_id", "words", "field"),
    [(1, 1, "me", "to"), (1, 2, " ", "words"), (1, 2, "x" * 501, "words")],
)
def test_thanks_go_to_somebody_else_in_a_few_words(from_id, to_id, words, field):
    check_thanks(1, 2, "for the night before the launch")
    with pytest.raises(RuleBroken) as refused:
        check_thanks(from_id, to_id, words)
    assert refused.value.field == field


def test_thanks_across_departments_are_counted():
    assert is_across_departments(1, 2)
    assert not is_across_departments(1, 1)
    assert not is_across_departments(None, 1)
