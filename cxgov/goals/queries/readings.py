"""Check-ins: the latest one as of a day and as known at an instant, and all of some key results."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, select
from sqlalchemy.orm import Session, aliased, joinedload

from cxgov.goals.models import CheckIn, KeyResult

BATCH = 500
"""Databases take so many ids in one statement, and more."""


def latest_id(key_result_id: Any, as_of: date, known_at: datetime | None) -> ScalarSelect[int]:
    """Return the correlated query of the latest check-in valid by a day among those known by an instant (G: readings).

    It walks the index (key result, day) from its end and stops at the first row.
    """
    one = aliased(CheckIn)
    wanted = select(one.id).where(one.key_result_id == key_result_id, one.valid_on <= as_of)
    if known_at is not None:
        wanted = wanted.where(one.recorded_at <= known_at)
    newest = one.valid_on.desc(), one.recorded_at.desc(), one.id.desc()
    return wanted.order_by(*newest).limit(1).correlate(KeyResult).scalar_subquery()


def latest_reading(
    session: Session, key_result_id: int, as_of: date, known_at: datetime | None = None
) -> CheckIn | None:
    """Return the latest check-in of one key result as of a day and as known at an instant."""
    return session.scalar(select(CheckIn).where(CheckIn.id == latest_id(key_result_id, as_of, known_at)))


def check_ins_of(session: Session, key_result_id: int) -> Sequence[CheckIn]:
    """Return every check-in of a key result with who made it, the latest day first."""
    wanted = select(CheckIn).where(CheckIn.key_result_id == key_result_id).options(joinedload(CheckIn.person))
    newest = CheckIn.valid_on.desc(), CheckIn.recorded_at.desc(), CheckIn.id.desc()
    return session.scalars(wanted.order_by(*newest)).all()


def check_ins_by_key_result(session: Session, key_result_ids: Iterable[int]) -> Mapping[int, list[CheckIn]]:
    """Return every check-in of some key results, the earliest day first."""
    found: dict[int, list[CheckIn]] = defaultdict(list)
    for condition in _batches(key_result_ids):
        wanted = select(CheckIn).where(condition).order_by(CheckIn.valid_on, CheckIn.recorded_at, CheckIn.id)
        for reading in session.scalars(wanted):
            found[reading.key_result_id].append(reading)
    return found


def points_of(
    session: Session, key_result_ids: Iterable[int], as_of: date, known_at: datetime | None = None
) -> Mapping[int, list[tuple[date, Any]]]:
    """Return (day, value) of each day with a reading by key result, oldest first: what a small line draws."""
    found: dict[int, dict[date, Any]] = defaultdict(dict)
    columns = CheckIn.key_result_id, CheckIn.valid_on, CheckIn.value
    for condition in _batches(key_result_ids):
        wanted = select(*columns).where(condition, CheckIn.valid_on <= as_of)
        if known_at is not None:
            wanted = wanted.where(CheckIn.recorded_at <= known_at)
        for key_result_id, day, value in session.execute(
            wanted.order_by(CheckIn.valid_on, CheckIn.recorded_at, CheckIn.id)
        ):
            found[key_result_id][day] = value
    return {key_result_id: list(days.items()) for key_result_id, days in found.items()}


def instants_of(
    session: Session, key_result_ids: Iterable[int], known_at: datetime | None = None
) -> Mapping[int, list[datetime]]:
    """Return when each key result was checked in, by key result."""
    found: dict[int, list[datetime]] = defaultdict(list)
    for condition in _batches(key_result_ids):
        wanted = select(CheckIn.key_result_id, CheckIn.recorded_at).where(condition)
        if known_at is not None:
            wanted = wanted.where(CheckIn.recorded_at <= known_at)
        for key_result_id, at in session.execute(wanted):
            found[key_result_id].append(at)
    return found


def _batches(ids: Iterable[int]) -> Iterable[ColumnElement[bool]]:
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), BATCH):
        yield CheckIn.key_result_id.in_(wanted[start : start + BATCH])
