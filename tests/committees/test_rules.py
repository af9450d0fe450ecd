"""Terms, quorum and majorities, with the vectors of the rules."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cxgov.committees.enums import CommitteeRole, Majority, QuorumKind, RecusalMode
from cxgov.committees.rules import (
    Count,
    Quorum,
    QuorumRule,
    Room,
    Term,
    VoteResult,
    check_membership,
    check_quorum_rule,
    is_carried,
    is_in_term,
    is_quorate,
    quorum,
    quorum_need,
    vote_result,
    voting_seats,
)
from cxgov.core.errors import RuleBroken

MOST = QuorumRule()
HALF = QuorumRule(QuorumKind.PERCENT, 50)

QUORUM_VECTORS = [
    (Room(10, 5), MOST, RecusalMode.OUT, Quorum(10, 5, 6, False, "5 of 10 are present, 6 are needed.")),
    (Room(10, 5), HALF, RecusalMode.OUT, Quorum(10, 5, 5, True)),
    (Room(10, 6, 2), MOST, RecusalMode.STAYS, Quorum(10, 6, 6, True)),
    (Room(10, 6, 2), MOST, RecusalMode.OUT, Quorum(10, 4, 6, False, "4 of 10 are present, 6 are needed.")),
    (Room(10, 6, 2), MOST, RecusalMode.OUT_OF_BASE, Quorum(8, 4, 5, False, "4 of 8 are present, 5 are needed.")),
    (Room(10, 6, 2, 1), MOST, RecusalMode.OUT_OF_BASE, Quorum(8, 5, 5, True)),
    (Room(9, 5), MOST, RecusalMode.OUT, Quorum(9, 5, 5, True)),
    (Room(1, 1), MOST, RecusalMode.OUT, Quorum(1, 1, 1, True)),
    (Room(0, 0), QuorumRule(QuorumKind.FIXED, 1), RecusalMode.OUT, Quorum(0, 0, 1, False, "Nobody has a voting seat.")),
    (Room(2, 2, 2), HALF, RecusalMode.OUT_OF_BASE, Quorum(0, 0, 1, False, "Nobody has a voting seat.")),
    (Room(9, 3), QuorumRule(QuorumKind.FIXED, 3), RecusalMode.OUT, Quorum(9, 3, 3, True)),
    (
        Room(9, 3),
        QuorumRule(QuorumKind.PERCENT, 34),
        RecusalMode.OUT,
        Quorum(9, 3, 4, False, "3 of 9 are present, 4 are needed."),
    ),
]


@pytest.mark.parametrize(("room", "rule", "recusal", "expected"), QUORUM_VECTORS)
def test_quorum_is_counted_as_the_vectors_say(room, rule, recusal, expected):
    assert quorum(room, rule, recusal) == expected
    assert is_quorate(room, rule, recusal) == expected.is_quorate


def test_the_chair_and_departments_may_be_asked_for():
    rule = QuorumRule(needs_chair=True, departments=3)
    assert quorum(Room(5, 5, has_chair=False, departments=3), rule).why_not.startswith("Neither the chair")
    assert quorum(Room(5, 5, departments=2), rule).why_not == "2 departments are represented, 3 are needed."
    assert is_quorate(Room(5, 5, departments=3), rule)


NINE = quorum(Room(9, 5), MOST)
TEN = quorum(Room(10, 10), MOST)

VOTE_VECTORS = [
    (Majority.SIMPLE, Count(1, 0, 4), NINE, VoteResult.CARRIED),
    (Majority.OF_PRESENT, Count(1, 0, 4), NINE, VoteResult.LOST),
    (Majority.OF_MEMBERS, Count(1, 0, 4), NINE, VoteResult.LOST),
    (Majority.TWO_THIRDS, Count(4, 2), TEN, VoteResult.CARRIED),
    (Majority.TWO_THIRDS, Count(5, 3), TEN, VoteResult.LOST),
    (Majority.SIMPLE, Count(3, 3), TEN, VoteResult.TIED),
    (Majority.OF_PRESENT, Count(6, 4), TEN, VoteResult.CARRIED),
    (Majority.OF_PRESENT, Count(5, 4), TEN, VoteResult.LOST),
    (Majority.OF_MEMBERS, Count(6, 0), TEN, VoteResult.CARRIED),
    (Majority.OF_MEMBERS, Count(5, 0), TEN, VoteResult.LOST),
    (Majority.UNANIMOUS, Count(1, 0, 9), TEN, VoteResult.CARRIED),
    (Majority.UNANIMOUS, Count(9, 1), TEN, VoteResult.LOST),
    (Majority.GENERAL_CONSENT, Count(0, 0), TEN, VoteResult.CARRIED),
    (Majority.GENERAL_CONSENT, Count(0, 1), TEN, VoteResult.LOST),
    (Majority.SIMPLE, Count(2, 3), TEN, VoteResult.LOST),
    (Majority.SIMPLE, Count(5, 0), quorum(Room(10, 5), MOST), VoteResult.VOID),
]


@pytest.mark.parametrize(("majority", "count", "room", "result"), VOTE_VECTORS)
def test_votes_are_counted_as_the_vectors_say(majority, count, room, result):
    assert vote_result(majority, count, room) is result


@pytest.mark.parametrize("majority", [one for one in Majority if one is not Majority.GENERAL_CONSENT])
def test_where_nobody_votes_nothing_is_carried(majority):
    assert vote_result(majority, Count(0, 0, 5), TEN) is VoteResult.LOST


def test_a_tie_has_the_effect_of_lost():
    assert not is_carried(VoteResult.TIED)
    assert is_carried(VoteResult.CARRIED)


@pytest.mark.parametrize("count", [Count(-1, 0), Count(6, 5), Count(1, 0, 10)])
def test_a_count_that_cannot_be_is_refused(count):
    with pytest.raises(RuleBroken):
        vote_result(Majority.SIMPLE, count, TEN)


@given(st.integers(0, 300), st.integers(1, 100))
def test_a_percentage_is_rounded_up_and_never_needs_more_than_all(base, percent):
    need = quorum_need(base, QuorumRule(QuorumKind.PERCENT, percent))
    assert need * 100 >= base * percent
    assert (need - 1) * 100 < base * percent or need == 1
    assert need <= max(base, 1)


@given(st.integers(1, 60), st.integers(0, 60), st.integers(0, 60))
def test_one_more_yes_never_turns_carried_into_lost(seats, yes, no):
    assume(yes + no + 1 <= seats)
    room = quorum(Room(seats, seats), MOST)
    for majority in Majority:
        if is_carried(vote_result(majority, Count(yes, no), room)):
            assert is_carried(vote_result(majority, Count(yes + 1, no), room))


def test_a_term_includes_both_its_ends():
    start, end = date(2026, 1, 1), date(2026, 12, 31)
    assert [is_in_term(start, end, day) for day in (date(2025, 12, 31), start, end, date(2027, 1, 1))] == [
        False,
        True,
        True,
        False,
    ]
    assert is_in_term(start, None, date(2099, 1, 1))


def term(person=1, role=CommitteeRole.MEMBER, votes=True, first=date(2026, 1, 1), last=None) -> Term:
    return Term(person, role, votes, first, last)


def test_seats_are_counted_by_person_on_the_day():
    terms = [term(1), term(2, first=date(2026, 6, 1)), term(3, votes=False), term(1, last=date(2026, 3, 1))]
    assert voting_seats(terms, date(2026, 2, 1)) == 1
    assert voting_seats(terms, date(2026, 7, 1)) == 2


CHAIR = CommitteeRole.CHAIR


@pytest.mark.parametrize(
    ("wanted", "others", "field"),
    [
        (term(last=date(2025, 12, 31)), [], "valid_to"),
        (term(role=CommitteeRole.OBSERVER), [], "is_voting"),
        (term(), [term(last=date(2026, 1, 1))], "valid_from"),
    ],
)
def test_a_term_that_cannot_be_is_refused_at_its_field(wanted, others, field):
    with pytest.raises(RuleBroken) as refused:
        check_membership(wanted, others)
    assert refused.value.field == field


def test_terms_may_follow_each_other_and_members_sit_side_by_side():
    check_membership(term(first=date(2026, 6, 1)), [term(last=date(2026, 5, 31))])
    check_membership(term(1, CHAIR), [term(2, CHAIR)])
    check_membership(term(1), [term(2), term(3, CHAIR)])


@pytest.mark.parametrize(
    "rule",
    [
        QuorumRule(QuorumKind.PERCENT),
        QuorumRule(QuorumKind.PERCENT, 101),
        QuorumRule(QuorumKind.FIXED, 0),
    ],
)
def test_a_quorum_rule_without_a_fitting_number_is_refused(rule):
    with pytest.raises(RuleBroken):
        check_quorum_rule(rule)
