"""Who is on the list of an item in camera, as a rule of seats, roll and recusals."""

from datetime import timedelta

import pytest

from cxgov.committees.enums import CommitteeRole
from cxgov.meetings import rules
from tests.support.cast import TODAY


def test_the_vice_chair_acts_where_nobody_has_the_chair() -> None:
    seats = [
        rules.Seat(1, CommitteeRole.VICE_CHAIR),
        rules.Seat(2, CommitteeRole.SECRETARY),
        rules.Seat(3, CommitteeRole.MEMBER),
    ]
    assert rules.listed_readers(seats, {3}, set()) == {1: None, 2: None, 3: None}
    chaired = [*seats, rules.Seat(4, CommitteeRole.CHAIR)]
    assert rules.listed_readers(chaired, {3}, {3}) == {2: None, 4: None}
    assert rules.listed_readers(chaired, {1}, set()) == {1: None, 2: None, 4: None}


@pytest.mark.parametrize("role", [CommitteeRole.ADVISER, CommitteeRole.OBSERVER])
def test_advisers_and_observers_are_never_listed(role: CommitteeRole) -> None:
    assert rules.listed_readers([rules.Seat(1, role)], {1}, set()) == {}


def test_a_reader_with_two_seats_reads_as_long_as_the_later_one() -> None:
    short = rules.Seat(1, CommitteeRole.MEMBER, TODAY)
    later = rules.Seat(1, CommitteeRole.SECRETARY, TODAY + timedelta(days=9))
    assert rules.listed_readers([short, later], {1}, set()) == {1: TODAY + timedelta(days=9)}
    assert rules.listed_readers([short, rules.Seat(1, CommitteeRole.CHAIR)], {1}, set()) == {1: None}
