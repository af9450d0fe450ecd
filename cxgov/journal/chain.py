"""How entries are chained: a keyed hash over each entry and the one before it, written last in the transaction."""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, event, insert, select, update
from sqlalchemy.orm import Session, SessionTransaction

from cxgov.core.db import Base
from cxgov.journal.models import UNJOURNALLED, Entry, JournalHead

KEY = "cx_journal_key"
FIRST = "0" * 64
_OURS = ("cx_writing", "cx_entries", "cx_covered", "cx_kept")


def mac_of(key: bytes, before: str, row: dict[str, Any]) -> str:
    """Return the keyed hash of an entry's columns and of the hash before it."""
    at: datetime = row["at"]
    parts = (
        before, str(row["seq"]), at.astimezone(UTC).isoformat(), str(row["actor_id"]), str(row["on_behalf_of_id"]),
        row["via"], str(row["subject_id"]), row["verb"], row["body"],
    )  # fmt: skip
    return hmac.new(key, "\x1f".join(parts).encode(), hashlib.sha256).hexdigest()


def key_of(connection: Connection) -> bytes:
    """Return the journal's key, which travels as an option of the engine and is never in the database."""
    key: bytes = connection.get_execution_options()[KEY]
    return key


@dataclass(frozen=True, slots=True)
class Broken:
    """The first entry that does not fit, and why."""

    seq: int
    why: str


def verify(session: Session, *, batch: int = 5000) -> tuple[int, Broken | None]:
    """Walk the chain from the first entry; return how many fit and the first that does not."""
    key, seq, mac = key_of(session.connection()), 0, FIRST
    columns = [*Entry.__table__.columns]
    while rows := session.execute(select(*columns).where(Entry.seq > seq).order_by(Entry.seq).limit(batch)).all():
        for row in rows:
            values = dict(row._mapping)
            if row.seq != seq + 1:
                return seq, Broken(seq + 1, "is missing")
            if row.mac != mac_of(key, mac, values):
                return seq, Broken(row.seq, "was altered, or the entry before it was")
            seq, mac = row.seq, row.mac
    head = session.execute(select(JournalHead.seq, JournalHead.mac)).one_or_none()
    if head is None or (head.seq, head.mac) != (seq, mac):
        return seq, Broken(seq + 1, "is missing: the head of the journal says there is more")
    return seq, None


def _write_entries(session: Session) -> None:
    session.flush()
    collected: list[dict[str, Any]] = session.info.pop("cx_entries", [])
    if not collected:
        return
    key = key_of(session.connection())
    head = session.execute(select(JournalHead.seq, JournalHead.mac).where(JournalHead.id == 1).with_for_update()).one()
    seq, mac = head.seq, head.mac
    for row in collected:
        seq += 1
        row["seq"] = seq
        row["mac"] = mac = mac_of(key, mac, row)
    session.execute(insert(Entry), collected)
    forward = update(JournalHead).where(JournalHead.id == 1).values(seq=seq, mac=mac)
    session.execute(forward, execution_options={"synchronize_session": False})


def _uncovered(session: Session, covered: set[int]) -> Iterable[Base]:
    for thing in (*session.new, *session.dirty, *session.deleted):
        is_change = thing not in session.dirty or session.is_modified(thing)
        if is_change and not isinstance(thing, UNJOURNALLED) and getattr(thing, "JOURNALLED", True):
            if id(thing) not in covered:
                yield thing


@event.listens_for(Session, "before_commit")
def _chain_at_commit(session: Session) -> None:
    if not session.in_nested_transaction():
        _write_entries(session)


@event.listens_for(Session, "before_flush")
def _no_change_without_an_entry(session: Session, context: object, instances: object) -> None:
    for thing in _uncovered(session, session.info.get("cx_covered", set())):
        raise RuntimeError(f"{type(thing).__name__} changed without a journal entry")


@event.listens_for(Session, "after_transaction_end")
def _forget(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        for name in _OURS:
            session.info.pop(name, None)
