"""Dates, evidence and verification of action items, one test per way out."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxgov.actions.enums import ActionState
from cxgov.actions.rules import (
    CARRIED,
    Dates,
    Timeliness,
    Urgency,
    age_days,
    check_evidence,
    check_merge,
    check_new_due_date,
    check_new_owner,
    check_verifier,
    days_late,
    is_carried,
    is_overdue,
    is_recent,
    is_slip,
    not_mentioned_since,
    timeliness,
    urgency,
)
from cxgov.core.errors import RuleBroken

TODAY = date(2026, 11, 25)
"""A Wednesday."""
DUE = date(2026, 12, 1)
OPEN, DONE, VERIFIED = ActionState.OPEN, ActionState.DONE, ActionState.VERIFIED


def test_a_date_in_the_past_is_refused():
    with pytest.raises(RuleBroken, match="past"):
        check_new_due_date(DUE, date(2026, 11, 24), today=TODAY, slips=0)


def test_the_standing_date_is_no_new_date():
    with pytest.raises(RuleBroken, match="already"):
        check_new_due_date(DUE, DUE, today=TODAY, slips=0)


def test_after_two_slips_only_the_chair_moves_a_date_further():
    later = date(2026, 12, 20)
    check_new_due_date(DUE, later, today=TODAY, slips=1)
    check_new_due_date(DUE, later, today=TODAY, slips=2, is_chair=True)
    check_new_due_date(DUE, TODAY, today=TODAY, slips=2)
    with pytest.raises(RuleBroken, match="chair must decide") as refused:
        check_new_due_date(DUE, later, today=TODAY, slips=2)
    assert refused.value.field == "wanted_on"


def test_only_a_later_date_is_a_slip():
    assert is_slip(DUE, date(2026, 12, 2))
    assert not is_slip(DUE, TODAY)
    assert not is_slip(None, DUE)


@pytest.mark.parametrize("text", ["", "  \n", "–", "ok"])
def test_evidence_that_says_nothing_is_refused(text):
    with pytest.raises(RuleBroken) as refused:
        check_evidence(text)
    assert refused.value.field == "evidence"


def test_a_sentence_a_link_or_a_file_is_evidence():
    check_evidence("The page is live.")
    check_evidence("", links=1)
    check_evidence("", files=1)


def test_nobody_verifies_their_own_item():
    check_verifier(1, 2)
    check_verifier(None, None)
    with pytest.raises(RuleBroken, match="never"):
        check_verifier(1, 1)


def test_a_new_owner_is_another_person_who_is_here():
    check_new_owner(2, 1, is_active=True)
    check_new_owner(2, None, is_active=True)
    for new, active in ((1, True), (2, False)):
        with pytest.raises(RuleBroken):
            check_new_owner(new, 1, is_active=active)


def test_an_item_is_merged_into_another_that_is_still_owed():
    check_merge(1, 2, OPEN)
    for into, state in ((1, OPEN), (2, VERIFIED)):
        with pytest.raises(RuleBroken):
            check_merge(1, into, state)


def test_an_owner_may_reopen_for_seven_days():
    verified_at = datetime(2026, 11, 1, 12, tzinfo=UTC)
    assert is_recent(verified_at, verified_at + timedelta(days=7))
    assert not is_recent(verified_at, verified_at + timedelta(days=7, seconds=1))
    assert not is_recent(None, verified_at)


@pytest.mark.parametrize("state", list(ActionState))
def test_only_what_is_owed_is_overdue_and_from_the_day_after(state):
    is_owed = state in {OPEN, ActionState.ACCEPTED, ActionState.IN_PROGRESS, ActionState.BLOCKED}
    assert is_overdue(state, date(2026, 11, 24), TODAY) == is_owed
    assert not is_overdue(state, TODAY, TODAY)
    assert not is_overdue(state, None, TODAY)
    assert is_carried(state) == (is_owed or state is ActionState.PROPOSED)


def test_age_and_lateness_are_counted_in_days():
    assert age_days(date(2026, 11, 1), TODAY) == 24
    assert days_late(date(2026, 11, 24), TODAY) == 1
    assert days_late(DUE, TODAY) == 0
    assert days_late(None, TODAY) == 0


@pytest.mark.parametrize(
    ("due_on", "group"),
    [
        (date(2026, 11, 24), Urgency.LATE),
        (TODAY, Urgency.TODAY),
        (date(2026, 11, 26), Urgency.THIS_WEEK),
        (date(2026, 11, 29), Urgency.THIS_WEEK),
        (date(2026, 11, 30), Urgency.LATER),
        (None, Urgency.NO_DATE),
    ],
)
def test_my_work_is_grouped_by_urgency_up_to_sunday(due_on, group):
    assert urgency(due_on, TODAY) is group


def test_on_a_sunday_the_week_ends_today():
    assert urgency(date(2026, 11, 30), date(2026, 11, 29)) is Urgency.LATER


MEETINGS = [date(2024, month, 10) for month in range(1, 7)]


def test_the_next_meeting_with_actions_that_leaves_an_item_out_is_named():
    assert not_mentioned_since(OPEN, MEETINGS[:2], MEETINGS) == MEETINGS[2]
    assert not_mentioned_since(OPEN, MEETINGS[:2], MEETINGS[:2]) is None
    assert not_mentioned_since(OPEN, [MEETINGS[0], MEETINGS[5]], MEETINGS) is None
    assert not_mentioned_since(OPEN, MEETINGS[:1], [MEETINGS[0], MEETINGS[4]]) == MEETINGS[4]


def test_what_is_over_or_was_never_listed_is_not_missed():
    assert not_mentioned_since(VERIFIED, MEETINGS[:2], MEETINGS) is None
    assert not_mentioned_since(DONE, MEETINGS[:2], MEETINGS) is None
    assert not_mentioned_since(OPEN, [], MEETINGS) is None
    assert not_mentioned_since(ActionState.PROPOSED, MEETINGS[:1], MEETINGS) == MEETINGS[1]


def test_two_meetings_of_one_day_are_told_apart():
    day = date(2024, 1, 10)
    assert not_mentioned_since(OPEN, [(day, 1)], [(day, 1), (day, 2)]) == (day, 2)


FIRST, GRANTED = date(2026, 11, 1), date(2026, 11, 10)


@pytest.mark.parametrize(
    ("dates", "counts_as"),
    [
        (Dates(FIRST, FIRST, FIRST, is_verified=True), Timeliness.ON_TIME),
        (Dates(FIRST, GRANTED, FIRST, is_verified=True), Timeliness.ON_TIME),
        (Dates(FIRST, GRANTED, GRANTED, is_verified=True), Timeliness.ON_GRANTED_DATE),
        (Dates(FIRST, GRANTED, date(2026, 11, 11), is_verified=True), Timeliness.LATE),
        (Dates(FIRST, FIRST, date(2026, 11, 2)), Timeliness.LATE),
        (Dates(FIRST, FIRST, FIRST), Timeliness.WAITS_FOR_VERIFICATION),
        (Dates(FIRST, FIRST), Timeliness.LATE),
        (Dates(FIRST, DUE), Timeliness.NOT_YET_DUE),
        (Dates(None, None, FIRST), Timeliness.NO_DATE),
        (Dates(None, FIRST, FIRST, is_verified=True), Timeliness.ON_TIME),
        (Dates(FIRST, FIRST, is_excused=True), Timeliness.EXCUSED),
    ],
)
def test_actions_on_time_are_counted_against_the_first_date(dates, counts_as):
    assert timeliness(dates, TODAY) is counts_as


@given(st.dates(), st.dates())
def test_lateness_is_never_negative_and_agrees_with_overdue(due_on, today):
    late = days_late(due_on, today)
    assert late >= 0
    assert (late > 0) == is_overdue(OPEN, due_on, today)
    assert (urgency(due_on, today) is Urgency.LATE) == (late > 0) if today < date(9999, 12, 20) else True


def test_what_is_carried_is_what_is_not_over():
    assert {
        ActionState.PROPOSED,
        ActionState.OPEN,
        ActionState.ACCEPTED,
        ActionState.IN_PROGRESS,
        ActionState.BLOCKED,
    } == CARRIED
