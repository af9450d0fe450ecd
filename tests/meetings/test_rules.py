"""The life of a meeting and what must be settled to close it."""

from datetime import UTC, date, datetime, time
from itertools import product

import pytest

from cxgov.core.errors import RuleBroken
from cxgov.core.lifecycle import MoveRefused, Who, check_move
from cxgov.meetings.enums import AttendanceStatus, MeetingState
from cxgov.meetings.rules import (
    MOVES,
    ActionAtClose,
    check_close,
    check_schedule,
    is_item_carried,
    is_notice_met,
    is_without_quorum,
    next_meeting_on,
    proposed_left,
    starts_at,
    voters_present,
)

RULES = """
create  -             draft      SC active
import  -             closed     T  source
change  draft         =          SC .
call    draft         called     SC notice
move    called        =          SC .
cancel  draft,called  cancelled  CS reason
hold    called        held       CS .
minute  held          =          SC .
close   held          closed     S  settled
"""
ROWS = {line.split()[0]: line.split()[1:] for line in RULES.strip().splitlines()}
FACTS = {row[3] for row in ROWS.values()} - {"."}
STATES = [None, *MeetingState]


@pytest.mark.parametrize("verb", ROWS)
def test_every_state_verb_and_role_is_decided_as_the_table_says(verb):
    origins, target, who, need = ROWS[verb]
    for state, role, given in product(STATES, Who, (FACTS, set())):
        name = state.value if state else "-"
        fits = name in origins.split(",") and role.value in who and (need == "." or need in given)
        wanted = (name if target == "=" else target) if fits else None
        try:
            after = check_move(MOVES, verb, state, {role}, given).value
        except MoveRefused:
            after = None
        assert after == wanted, (verb, state, role, given)


def test_ten_stays_ten_when_clocks_change():
    at = [starts_at(date(2026, month, 20), time(10), "Europe/Berlin") for month in (1, 7)]
    assert [one.hour for one in at] == [9, 8]
    assert starts_at(date(2026, 3, 29), time(2, 30), "Europe/Berlin") == datetime(2026, 3, 29, 1, tzinfo=UTC)
    assert starts_at(date(2026, 1, 20), None, "Europe/Berlin") == datetime(2026, 1, 19, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "minutes_long", "field"),
    [("Mars/Base", 90, "zone"), ("UTC", 0, "minutes_long"), ("UTC", 1441, "minutes_long")],
)
def test_a_zone_or_length_that_cannot_be_is_refused_at_its_field(zone, minutes_long, field):
    check_schedule("Europe/Berlin", minutes_long=90)
    with pytest.raises(RuleBroken) as refused:
        check_schedule(zone, minutes_long=minutes_long)
    assert refused.value.field == field


def test_notice_is_counted_in_days():
    assert is_notice_met(date(2026, 11, 24), date(2026, 12, 1))
    assert not is_notice_met(date(2026, 11, 25), date(2026, 12, 1))
    assert is_notice_met(date(2026, 11, 30), date(2026, 12, 1), notice_days=1)


@pytest.mark.parametrize(
    ("cadence", "last", "today", "day"),
    [
        ("every 4 weeks", date(2026, 11, 3), date(2026, 11, 24), date(2026, 12, 1)),
        ("monthly on the first Tuesday", date(2026, 11, 3), date(2026, 11, 24), date(2026, 12, 1)),
        ("", date(2026, 11, 3), date(2026, 11, 24), date(2026, 12, 1)),
        ("monthly", date(2024, 12, 10), date(2026, 11, 24), date(2026, 12, 8)),
    ],
)
def test_the_next_meeting_is_proposed_by_the_cadence_and_never_in_the_past(cadence, last, today, day):
    assert next_meeting_on(cadence, last, today=today) == day


def test_standing_and_unhandled_items_are_carried():
    assert is_item_carried(is_standing=True, was_handled=True)
    assert is_item_carried(is_standing=False, was_handled=False)
    assert not is_item_carried(is_standing=False, was_handled=True)


PRESENT, ABSENT, EXCUSED = AttendanceStatus.PRESENT, AttendanceStatus.ABSENT, AttendanceStatus.EXCUSED


def test_only_voting_members_who_are_there_count():
    assert voters_present([(PRESENT, True), (PRESENT, False), (ABSENT, True), (EXCUSED, True)]) == 1
    assert is_without_quorum(1, 2)
    assert not is_without_quorum(2, 2)


OWNED = ActionAtClose("Publish the refund policy", has_owner=True, is_proposed=False)
PROPOSED = ActionAtClose("Ask Legal", has_owner=False, is_proposed=True)
ORPHAN = ActionAtClose("Call the supplier", has_owner=False, is_proposed=False)


def test_a_meeting_with_roll_minutes_and_owners_may_close():
    check_close([PRESENT, EXCUSED], [OWNED, PROPOSED], blocks=3)
    check_close([PRESENT], [], blocks=1)
    assert proposed_left([OWNED, PROPOSED]) == ["Ask Legal"]


@pytest.mark.parametrize(
    ("roll", "actions", "blocks", "field", "says"),
    [
        ([], [OWNED], 1, "roll", "The roll is empty"),
        ([EXCUSED, ABSENT], [OWNED], 1, "roll", "The roll is empty"),
        ([PRESENT], [OWNED], 0, "minutes", "no minutes"),
        ([PRESENT], [ORPHAN], 1, "actions", "“Call the supplier”."),
        ([PRESENT], [ORPHAN, OWNED, ORPHAN], 1, "actions", "“Call the supplier” and 1 more."),
    ],
)
def test_what_is_not_settled_is_named(roll, actions, blocks, field, says):
    with pytest.raises(RuleBroken, match=says) as refused:
        check_close(roll, actions, blocks=blocks)
    assert refused.value.field == field
