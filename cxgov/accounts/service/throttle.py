"""Counting tries: a row is written before anything costly is looked at, and goes away where it was right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from cxgov.accounts import rules
from cxgov.accounts.keys import Keys
from cxgov.accounts.models import Attempt
from cxgov.core.errors import TooMany
from cxgov.journal import service as journal

_LOCK = 0x63786174
_MOST = 300


@dataclass(frozen=True, slots=True)
class Count:
    """What is counted under one name, and how much of it is let through."""

    key: str
    windows: Sequence[rules.Window]


def for_password(keys: Keys, account: str, ip: str) -> list[Count]:
    """Return what a try with a password counts for: the account from here, the account, the network address."""
    account = account.strip().casefold()
    return [
        Count(keys.counted("password here", f"{ip} {account}"), rules.PER_ACCOUNT_HERE),
        Count(keys.counted("password", account), rules.PER_ACCOUNT),
        Count(keys.counted("address", ip), rules.PER_ADDRESS),
    ]


def for_code(keys: Keys, person_id: int, ip: str = "") -> list[Count]:
    """Return what a try with a code counts for: only who has the first factor gets as far, so the person at all."""
    return [
        Count(keys.counted("code", str(person_id)), rules.PER_ACCOUNT_HERE),
        Count(keys.counted("address", ip), rules.PER_ADDRESS),
    ]


def for_link(keys: Keys, ip: str) -> list[Count]:
    """Return what a try with a link that does not fit counts for."""
    return [Count(keys.counted("link address", ip), rules.LINKS_PER_ADDRESS)]


def for_mail(keys: Keys, account: str, ip: str) -> list[Count]:
    """Return what asking for a mail counts for."""
    account = account.strip().casefold()
    return [
        Count(keys.counted("mail here", f"{ip} {account}"), rules.MAILS_PER_ACCOUNT_HERE),
        Count(keys.counted("mail", account), rules.MAILS_PER_ACCOUNT),
        Count(keys.counted("mail address", ip), rules.MAILS_PER_ADDRESS),
    ]


def claim_try(session: Session, counts: Sequence[Count], *, now: datetime) -> list[int]:
    """Count a try and commit, or raise TooMany; return its rows, for `was_right`. None of many at once slips by."""
    journal.begin_write(session)
    if session.connection().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    wait = max(_wait(session, count, now) for count in counts)
    if wait:
        session.rollback()
        raise TooMany(f"This was tried too often. Try again in {_spoken(wait)}.", retry_after=wait)
    rows = [Attempt(key_hash=count.key, at=now) for count in counts]
    session.add_all(rows)
    session.flush()
    ids = [row.id for row in rows]
    session.commit()
    return ids


def check_tries(session: Session, counts: Sequence[Count], *, now: datetime) -> None:
    """Raise TooMany where nothing more may be tried, without counting anything."""
    wait = max(_wait(session, count, now) for count in counts)
    if wait:
        raise TooMany(f"This was tried too often. Try again in {_spoken(wait)}.", retry_after=wait)


def was_right(session: Session, ids: Sequence[int], counts: Sequence[Count] = ()) -> None:
    """Take back the try that was right; with `counts`, the wrong ones under the first of them before it too."""
    journal.begin_write(session)
    session.execute(delete(Attempt).where(Attempt.id.in_(ids)))
    if counts:
        session.execute(delete(Attempt).where(Attempt.key_hash == counts[0].key))


def _wait(session: Session, count: Count, now: datetime) -> int:
    longest = max(window.within for window in count.windows)
    wanted = select(Attempt.at).where(Attempt.key_hash == count.key, Attempt.at > now - longest)
    tries = session.scalars(wanted.order_by(Attempt.at.desc()).limit(_MOST)).all()
    return rules.seconds_to_wait(tries, count.windows, now)


def _spoken(seconds: int) -> str:
    if seconds <= 90:
        return f"{seconds} seconds" if seconds > 1 else "a second"
    return f"{-(-seconds // 60)} minutes"
