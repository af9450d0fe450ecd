"""The only module that asks the machine for the time."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Return the present instant, aware and in UTC."""
    return datetime.now(UTC)


def local_day(moment: datetime, zone: str) -> date:
    """Return the calendar day of `moment` as people in `zone` see it."""
    return moment.astimezone(ZoneInfo(zone)).date()
