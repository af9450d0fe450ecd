"""What every table shares, and how an engine is set up. Nothing here knows Flask."""

import enum
import sqlite3
from datetime import UTC, datetime
from decimal import Context, Decimal
from pathlib import Path
from typing import Annotated, Any

from sqlalchemy import DateTime, Dialect, Engine, Enum, Integer, MetaData, Numeric, String, TypeDecorator, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase, mapped_column, registry

from cxgov.core.enums import Level

WRITES = "cx_write"
_ALL_DIGITS = Context(prec=60)
"""The usual context would round to 28 digits."""


class UTCDateTime(TypeDecorator[datetime]):
    """Aware in, aware out, in UTC; a naive datetime is a bug and is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("naive datetime")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Exact(TypeDecorator[Decimal]):
    """A decimal that stays exact: NUMERIC on PostgreSQL, canonical text on SQLite, whose Numeric is a float.

    Never sorted or summed in SQL; at most 30 digits before and 15 after the point.
    """

    impl = Numeric(45, 15)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(String(64) if dialect.name == "sqlite" else Numeric(45, 15))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if not value.is_finite():
            raise ValueError("not a finite number")
        return format(value.normalize(_ALL_DIGITS), "f") if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(format(Decimal(value).normalize(_ALL_DIGITS), "f"))


class LevelColumn(TypeDecorator[Level]):
    """A confidentiality level as a small integer, so that the highest of several is `max`."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Level | None:
        return None if value is None else Level(value)


class Base(DeclarativeBase):
    """The one declarative base; the type map sits on the registry because Flask-SQLAlchemy refuses it on the class."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "pk": "pk_%(table_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_name)s",
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            }
        ),
        type_annotation_map={
            datetime: UTCDateTime,
            Decimal: Exact,
            Level: LevelColumn,
            enum.StrEnum: Enum(
                enum.StrEnum,
                native_enum=False,
                length=32,
                create_constraint=True,
                validate_strings=True,
                values_callable=lambda words: [word.value for word in words],
            ),
        },
    )


pk = Annotated[int, mapped_column(primary_key=True)]


def tune(engine: Engine) -> None:
    """Give a SQLite engine its settings: own transactions, WAL, foreign keys, full sync, a wait instead of an error.

    A connection whose options hold WRITES begins IMMEDIATE: read-then-write under plain BEGIN fails at once when two
    do it. PostgreSQL needs nothing.
    """
    if engine.dialect.name != "sqlite":
        return
    _watch_the_file(engine)

    @event.listens_for(engine, "connect")
    def _settings(raw: Any, record: object) -> None:
        raw.isolation_level = None
        for setting in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "busy_timeout=8000"):
            raw.execute(f"PRAGMA {setting}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        writes = connection.get_execution_options().get(WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _watch_the_file(engine: Engine) -> None:
    """Notice that the file of a SQLite engine was deleted or replaced while it runs.

    An open connection would go on writing into the deleted file, and a new one would make an empty database.
    """
    name = engine.url.database or ""
    if not name or name.startswith((":memory:", "file:")):
        return
    file, known = Path(name), False

    @event.listens_for(engine, "do_connect")
    def _is_there(dialect: object, record: Any, arguments: object, options: object) -> None:
        if known and not file.exists():
            raise sqlite3.OperationalError("unable to open database file: it is gone")

    @event.listens_for(engine, "connect")
    def _know(raw: object, record: Any) -> None:
        nonlocal known
        known, record.info["cx_file"] = True, _identity(file)

    @event.listens_for(engine, "checkout")
    def _is_the_same(raw: object, record: Any, proxy: object) -> None:
        if record.info.get("cx_file") != _identity(file):
            raise DisconnectionError("the database file was deleted or replaced")


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
