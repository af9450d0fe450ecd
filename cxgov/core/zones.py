"""Local time and UTC: the one place that knows what a clock change does to a time of day."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from cxgov.core.errors import RuleBroken

MIDNIGHT = time(0, 0)


@lru_cache(maxsize=1024)
def zone_named(name: str) -> ZoneInfo:
    """The IANA zone of that name, such as `Europe/Berlin`; anything else is refused in words."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise RuleBroken(
            f"There is no time zone “{name}”. Write it like Europe/Berlin or UTC.", field="zone"
        ) from error


def instant_of(day: date, at: time, zone: str | ZoneInfo) -> datetime:
    """The UTC instant of a local day and time; in a gap the first valid instant, of a repeated time the first.

    `at` carries no zone of its own. A meeting at 10:00 stays at 10:00 when clocks change, because the day and the
    time are stored and this is asked anew.
    """
    where = zone if isinstance(zone, ZoneInfo) else zone_named(zone)
    naive = datetime.combine(day, at.replace(tzinfo=None, fold=0))
    first = naive.replace(tzinfo=where).astimezone(UTC)
    if first.astimezone(where).replace(tzinfo=None, fold=0) == naive:
        return first
    # The time does not exist. Read with the offset of after the change it lies before it, with the other one after it.
    before = naive.replace(tzinfo=where, fold=1).astimezone(UTC)
    return _change_between(before, first, where)


def day_starts(day: date, zone: str | ZoneInfo) -> datetime:
    """The UTC instant at which a local day begins; where midnight does not exist, the first instant that does."""
    return instant_of(day, MIDNIGHT, zone)


def day_exists(day: date, zone: str | ZoneInfo) -> bool:
    """Whether the zone had that day at all: Apia went from 29 to 31 December 2011."""
    return day_starts(day, zone) < day_starts(day + timedelta(days=1), zone)


def _change_between(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """The first instant with the new offset, given one UTC instant on each side of the change."""
    low, old = low.replace(microsecond=0), low.astimezone(zone).utcoffset()
    high = high.replace(microsecond=0)
    while (seconds := int((high - low).total_seconds())) > 1:
        middle = low + timedelta(seconds=seconds // 2)
        if middle.astimezone(zone).utcoffset() == old:
            low = middle
        else:
            high = middle
    return high
