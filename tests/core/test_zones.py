"""What a clock change does to a time of day."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxgov.core.errors import RuleBroken
from cxgov.core.zones import day_exists, day_starts, instant_of, zone_named

ZONES = ("Europe/Berlin", "America/Havana", "Australia/Lord_Howe", "Africa/Cairo", "America/Santiago", "UTC")


@pytest.mark.parametrize(
    ("zone", "day", "at", "instant"),
    [
        ("Europe/Berlin", date(2026, 1, 5), time(10), datetime(2026, 1, 5, 9, tzinfo=UTC)),
        ("Europe/Berlin", date(2026, 7, 5), time(10), datetime(2026, 7, 5, 8, tzinfo=UTC)),
        ("Europe/Berlin", date(2026, 3, 29), time(2, 30), datetime(2026, 3, 29, 1, tzinfo=UTC)),
        ("Europe/Berlin", date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("Africa/Cairo", date(2026, 4, 24), time(0, 0), datetime(2026, 4, 23, 22, tzinfo=UTC)),
        ("Australia/Lord_Howe", date(2026, 10, 4), time(2, 15), datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
        ("Pacific/Apia", date(2011, 12, 30), time(12), datetime(2011, 12, 30, 10, tzinfo=UTC)),
    ],
)
def test_a_missing_time_is_the_first_valid_instant_and_a_repeated_one_the_first(zone, day, at, instant):
    assert instant_of(day, at, zone) == instant


def test_a_day_that_was_skipped_does_not_exist():
    assert not day_exists(date(2011, 12, 30), "Pacific/Apia")
    assert day_exists(date(2011, 12, 31), "Pacific/Apia")


@pytest.mark.parametrize("name", ["Europe/Nowhere", "", "../etc/passwd", "/etc/localtime", "Europe", "a\0b"])
def test_a_zone_that_is_none_is_refused_in_words(name):
    with pytest.raises(RuleBroken) as refused:
        zone_named(name)
    assert refused.value.field == "zone"


@given(st.dates(date(1990, 1, 1), date(2036, 1, 1)), st.times(), st.sampled_from(ZONES))
def test_the_instant_shows_the_time_asked_for_or_the_first_after_it(day, at, zone):
    local = instant_of(day, at, zone).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    asked = datetime.combine(day, at)
    assert asked <= local <= asked + timedelta(hours=1)


@given(st.dates(date(1990, 1, 1), date(2036, 1, 1)), st.sampled_from(ZONES))
def test_days_follow_each_other(day, zone):
    start, end = day_starts(day, zone), day_starts(day + timedelta(days=1), zone)
    assert timedelta(hours=22) <= end - start <= timedelta(hours=26)
