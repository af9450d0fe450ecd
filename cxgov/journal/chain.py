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


@dataclass(frozen=True, slots=True)
class Anchor:
    """How far the journal went, and with which keyed hash, as a report or a backup kept it; `mac` may be cut short."""

    seq: int
    mac: str

    def fits(self, mac: str) -> bool:
        """Say whether an entry's keyed hash is the one that was kept."""
        return mac.startswith(self.mac)


def walk(key: bytes, rows: Iterable[dict[str, Any]], last: Anchor) -> tuple[Anchor, Broken | None]:
    """Return the last of the rows, which follow on `last`, that fits, and what is wrong with the next one."""
    for row in rows:
        if row["seq"] != last.seq + 1:
            return last, Broken(last.seq + 1, "is missing")
        if row["mac"] != mac_of(key, last.mac, row):
            return last, Broken(row["seq"], "was altered, or the entry before it was")
        last = Anchor(row["seq"], row["mac"])
    return last, None


def verify(session: Session, *, batch: int = 5000, anchor: Anchor | None = None) -> tuple[int, Broken | None]:
    """Walk the chain from the first entry; return how many fit and the first that does not.

    Whoever may write the database but has no key can cut the chain's end and set its head back; only an anchor that was
    kept outside shows that.
    """
    key, last = key_of(session.connection()), Anchor(0, FIRST)
    columns = [*Entry.__table__.columns]
    while found := session.execute(select(*columns).where(Entry.seq > last.seq).order_by(Entry.seq).limit(batch)).all():
        rows = [dict(row._mapping) for row in found]
        last, broken = walk(key, rows, last)
        if broken is not None:
            return last.seq, broken
        if anchor is not None and rows[0]["seq"] <= anchor.seq <= last.seq:
            if not anchor.fits(rows[anchor.seq - rows[0]["seq"]]["mac"]):
                return anchor.seq - 1, Broken(anchor.seq, "is not the one that was kept outside")
    head = session.execute(select(JournalHead.seq, JournalHead.mac)).one_or_none()
    if head is None or (head.seq, head.mac) != (last.seq, last.mac):
        return last.seq, Broken(last.seq + 1, "is missing: the head of the journal says there is more")
    if anchor is not None and anchor.seq > last.seq:
        return last.seq, Broken(last.seq + 1, f"is missing: entry {anchor.seq} was kept outside")
    return last.seq, None


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
