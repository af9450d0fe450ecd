"""Verify the chain a part at a time, so that a page can do it however long the chain is."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.journal.chain import FIRST, Anchor, Broken, key_of, walk
from cxgov.journal.models import Entry
from cxgov.journal.queries import head

PART = 20_000
"""How many entries one look at the page verifies."""


@dataclass(frozen=True, slots=True)
class Part:
    """The entries after `after` up to `last` fit; `broken` is the first that does not; `is_end` where none is left."""

    after: int
    last: int
    broken: Broken | None
    is_end: bool


def check_part(session: Session, *, after: int = 0, most: int = PART) -> Part:
    """Verify the entries that follow on `after`, which was verified before; at its end the head as well."""
    part, mac = _checked(session, after, most)
    if part.broken is None and part.is_end and head(session) != (part.last, mac):
        # Somebody may have written between both reads; what follows is then there, and fits.
        further, mac = _checked(session, part.last, most)
        part = Part(after, further.last, further.broken, further.is_end)
        if part.broken is None and part.is_end and head(session) != (part.last, mac):
            why = "is missing: the head of the journal says there is more"
            part = Part(after, part.last, Broken(part.last + 1, why), is_end=True)
    return part


def _checked(session: Session, after: int, most: int) -> tuple[Part, str]:
    mac = FIRST if after == 0 else session.scalar(select(Entry.mac).where(Entry.seq == after))
    if mac is None:
        return Part(after, after - 1, Broken(after, "is missing"), is_end=True), ""
    wanted = select(*Entry.__table__.columns).where(Entry.seq > after).order_by(Entry.seq).limit(most + 1)
    rows = [dict(row._mapping) for row in session.execute(wanted)]
    last, broken = walk(key_of(session.connection()), rows[:most], Anchor(after, mac))
    return Part(after, last.seq, broken, is_end=len(rows) <= most), last.mac


def has_anchor(session: Session, anchor: Anchor) -> bool:
    """Say whether the entry that was kept outside still stands in the chain as it was."""
    mac = FIRST if anchor.seq == 0 else session.scalar(select(Entry.mac).where(Entry.seq == anchor.seq))
    return mac is not None and anchor.fits(mac)
