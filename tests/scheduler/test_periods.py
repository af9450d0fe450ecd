"""Each period of the calendar comes exactly once, whatever clocks do."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxgov.core.errors import RuleBroken
from cxgov.scheduler.periods import (
    DailyRule,
    MonthlyRule,
    Rule,
    WeeklyRule,
    due_periods,
    is_late,
    next_period,
    period_of,
    periods,
)

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Sydney",
    "Africa/Cairo",
    "Asia/Beirut",
    "America/Havana",
    "Atlantic/Azores",
    "Africa/Casablanca",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "UTC",
)
TIMES = (time(0, 0), time(0, 5), time(2, 30), time(23, 59))
FIRST, LAST = date(2026, 1, 1), date(2027, 12, 31)
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
MONTHS = list(dict.fromkeys(f"{day:%Y-%m}" for day in DAYS))
WEEKS = list(dict.fromkeys(f"{day:%G-W%V}" for day in DAYS[4:-5]))


def changes_of(zone: str) -> list[datetime]:
    """The hours of the two years, and a bit, in which the zone's clocks change."""
    where, hour = ZoneInfo(zone), datetime(2026, 1, 1, tzinfo=UTC)
    hours = [hour + timedelta(hours=n) for n in range(24 * 800)]
    offsets = [one.astimezone(where).utcoffset() for one in hours]
    return [one for one, (before, after) in zip(hours, pairwise(offsets), strict=False) if before != after]


def clock(zone: str) -> Iterator[datetime]:
    """The instants of a machine that runs for more than two years: odd hours, and each minute about a clock change."""
    now, end = datetime(2025, 12, 31, tzinfo=UTC), datetime(2028, 2, 5, tzinfo=UTC)
    changes = iter([*changes_of(zone), end])
    change = next(changes)
    while now < end:
        yield now
        near = change - timedelta(hours=2)
        step = timedelta(minutes=1) if now >= near else min(timedelta(hours=6, minutes=53), near - now)
        now += step
        if now > change + timedelta(hours=2):
            change = next(changes)


CLOCKS = {zone: list(clock(zone)) for zone in ZONES}


def run(rule: Rule, zone: str, last_key: str) -> list[str]:
    """The keys that a scheduler would have run, in order, and each not before it was over."""
    ran: list[str] = []
    for now in CLOCKS[zone]:
        for one in due_periods(rule, zone, now, last_key=last_key):
            assert one.ends_at <= one.due_at <= now
            ran.append(one.key)
            last_key = one.key
    return ran


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("at", TIMES, ids=str)
@pytest.mark.parametrize("day", [1, 15, 31])
def test_every_month_of_two_years_runs_exactly_once(zone, at, day):
    ran = run(MonthlyRule(day, at), zone, "2025-12")
    assert [key for key in ran if key <= MONTHS[-1]] == MONTHS


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("at", TIMES, ids=str)
def test_every_week_of_two_years_runs_exactly_once(zone, at):
    ran = run(WeeklyRule(1, at), zone, "2026-W01")
    assert [key for key in ran if key <= WEEKS[-1]] == WEEKS


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("at", TIMES, ids=str)
def test_every_day_of_two_years_runs_exactly_once(zone, at):
    ran = run(DailyRule(at), zone, "2025-12-31")
    assert [key for key in ran if key <= LAST.isoformat()] == [day.isoformat() for day in DAYS]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("rule", [MonthlyRule(), WeeklyRule(), DailyRule()], ids=lambda rule: type(rule).__name__)
def test_periods_tile_the_calendar(zone, rule):
    found = periods(rule, zone, FIRST, LAST)
    where = ZoneInfo(zone)
    assert all(sooner.ends_at == later.starts_at for sooner, later in pairwise(found))
    assert all(sooner.due_at <= later.due_at for sooner, later in pairwise(found))
    assert all(one.starts_at.astimezone(where).date() == one.span.first for one in found)
    assert all((one.ends_at - timedelta(seconds=1)).astimezone(where).date() == one.span.last for one in found)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("at", TIMES, ids=str)
@pytest.mark.parametrize("day", [1, 30, 31])
def test_a_month_is_due_on_its_day_of_the_next_month_and_31_is_the_last(zone, at, day):
    for one in periods(MonthlyRule(day, at), zone, FIRST, LAST):
        following = one.span.last + timedelta(days=1)
        due_on = following.replace(day=min(day, monthrange(following.year, following.month)[1]))
        local = one.due_at.astimezone(ZoneInfo(zone))
        assert local.date() == due_on
        assert local.time() == at or local.time() > at, "a time that does not exist is the first one that does"
        assert local.fold == 0


def test_the_case_that_a_cron_trigger_loses():
    found = periods(MonthlyRule(1, time(0, 5)), "Europe/Berlin", FIRST, LAST)
    assert len(found) == 24
    march = found[2]
    assert march.key == "2026-03"
    assert march.starts_at == datetime(2026, 2, 28, 23, 0, tzinfo=UTC)
    assert march.ends_at == datetime(2026, 3, 31, 22, 0, tzinfo=UTC)
    assert march.due_at == datetime(2026, 3, 31, 22, 5, tzinfo=UTC)
    assert march.span.words == "March 2026"


def test_a_time_that_does_not_exist_is_the_first_valid_instant_and_a_repeated_one_the_first():
    spring, autumn = (period_of(DailyRule(time(2, 30)), "Europe/Berlin", key) for key in ("2026-03-28", "2026-10-24"))
    assert spring.due_at == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert autumn.due_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_day_that_a_zone_skipped_has_no_period():
    found = periods(DailyRule(time(0, 5)), "Pacific/Apia", date(2011, 12, 28), date(2012, 1, 2))
    assert [one.key for one in found] == ["2011-12-28", "2011-12-29", "2011-12-31", "2012-01-01", "2012-01-02"]


def test_what_was_missed_for_three_months_is_due_in_order_and_late():
    now = datetime(2026, 8, 2, tzinfo=UTC)
    missed = due_periods(MonthlyRule(), "Europe/Berlin", now, last_key="2026-04")
    assert [one.key for one in missed] == ["2026-05", "2026-06", "2026-07"]
    assert [is_late(one, now) for one in missed] == [True, True, True]
    assert not is_late(missed[-1], missed[-1].due_at + timedelta(minutes=30))


def test_the_month_in_which_a_job_begins_is_its_first_period():
    rule, zone = MonthlyRule(), "Europe/Berlin"
    assert due_periods(rule, zone, datetime(2026, 10, 31, tzinfo=UTC), since=date(2026, 10, 15)) == []
    found = due_periods(rule, zone, datetime(2026, 11, 1, tzinfo=UTC), since=date(2026, 10, 15))
    assert [one.key for one in found] == ["2026-10"]


def test_a_job_that_becomes_weekly_leaves_no_day_out():
    found = due_periods(WeeklyRule(), "UTC", datetime(2026, 11, 10, tzinfo=UTC), last_key="2026-10")
    assert found[0].span.first <= date(2026, 11, 1)


def test_the_next_period_is_the_first_that_is_not_due():
    now = datetime(2026, 10, 30, tzinfo=UTC)
    assert next_period(MonthlyRule(), "Europe/Berlin", now).key == "2026-10"
    assert next_period(MonthlyRule(31), "Europe/Berlin", now).key == "2026-09"
    assert next_period(MonthlyRule(), "Europe/Berlin", now, last_key="2026-10").key == "2026-11"


def test_a_key_of_another_shape_is_refused():
    with pytest.raises(RuleBroken):
        period_of(MonthlyRule(), "UTC", "2026-W07")
    with pytest.raises(RuleBroken):
        periods(MonthlyRule(), "Europe/Nowhere", FIRST, LAST)


@pytest.mark.parametrize("rule", [lambda: MonthlyRule(0), lambda: MonthlyRule(32), lambda: WeeklyRule(0)])
def test_a_day_that_is_none_is_refused(rule):
    with pytest.raises(RuleBroken):
        rule()


rules = st.one_of(
    st.builds(MonthlyRule, st.integers(1, 31), st.times()),
    st.builds(WeeklyRule, st.integers(1, 7), st.times()),
    st.builds(DailyRule, st.times()),
)


@given(rules, st.sampled_from(ZONES), st.lists(st.integers(1, 60 * 24 * 40), min_size=1, max_size=40))
def test_however_irregularly_the_machine_is_asked_no_period_is_missed_or_doubled(rule, zone, minutes):
    now = datetime(2026, 1, 20, tzinfo=UTC)
    first = due_periods(rule, zone, now, since=date(2026, 1, 1))
    ran, last_key = [one.key for one in first], first[-1].key if first else None
    for step in minutes:
        now += timedelta(minutes=step)
        found = due_periods(rule, zone, now, last_key=last_key, since=date(2026, 1, 1))
        ran += [one.key for one in found]
        last_key = ran[-1] if ran else None
    assert ran == [one.key for one in due_periods(rule, zone, now, since=date(2026, 1, 1))]
