"""Queue in the transaction of what is told; lease, write and confirm afterwards, so that nothing is lost."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from cxgov.journal import installation
from cxgov.journal import service as journal
from cxgov.post import permissions  # noqa: F401 - defines the policy rows of this feature
from cxgov.post.enums import DeliveryState
from cxgov.post.models import Delivery

LEASE = timedelta(minutes=5)
MAX_TRIES = 8
_WAITS = (1, 5, 30, 120, 360, 720, 1440)


def queue(
    session: Session,
    *,
    kind: str,
    occasion: str,
    person_id: int,
    address: str,
    headline: str,
    text: str,
    html: str = "",
    about_id: int | None = None,
    domain: str,
    now: datetime,
) -> bool:
    """Put one message to one person into the outbox; False where this occasion was queued for them before."""
    journal.begin_write(session)
    make = sqlite_insert if session.connection().dialect.name == "sqlite" else pg_insert
    statement = (
        make(Delivery)
        .values(
            kind=kind, occasion=occasion, person_id=person_id, about_id=about_id, address=address,
            headline=" ".join(headline.split())[:300], text=text, html=html,
            message_id=f"<{secrets.token_hex(12)}@{domain}>", state=DeliveryState.PENDING, queued_at=now, tries=0,
        )
        .on_conflict_do_nothing(index_elements=["person_id", "occasion"])
        .returning(Delivery.id)
    )  # fmt: skip
    return session.execute(statement).scalar_one_or_none() is not None


def claim_waiting(session: Session, *, now: datetime, limit: int = 200) -> Sequence[Delivery]:
    """Lease what waits, and what an owner that died left behind, and commit; each row to one caller only.

    Nothing goes out while the installation is held after a restore.
    """
    journal.begin_write(session)
    if installation.held_since(session) is not None:
        session.rollback()
        return []
    token = secrets.token_hex(16)
    waits = or_(Delivery.lease_until.is_(None), Delivery.lease_until <= now)
    free = (
        select(Delivery.id)
        .where(Delivery.state.in_((DeliveryState.PENDING, DeliveryState.LEASED)), waits)
        .order_by(Delivery.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    ids = session.scalars(free).all()
    if ids:
        session.execute(
            update(Delivery)
            .where(Delivery.id.in_(ids))
            .values(state=DeliveryState.LEASED, lease_until=now + LEASE, lease_token=token, tries=Delivery.tries + 1)
        )
    session.commit()
    return session.scalars(select(Delivery).where(Delivery.lease_token == token).order_by(Delivery.id)).all()


def confirm(session: Session, delivery_id: int, token: str, *, now: datetime, file_name: str) -> bool:
    """Note that it went out; False where the lease was lost meanwhile."""
    journal.begin_write(session)
    done = update(Delivery).where(Delivery.id == delivery_id, Delivery.lease_token == token)
    values = {"state": DeliveryState.SENT, "sent_at": now, "file_name": file_name, "lease_token": None, "trouble": None}
    return session.execute(done.values(**values, lease_until=None).returning(Delivery.id)).scalar() is not None


def give_back(session: Session, delivery_id: int, token: str, *, tries: int, now: datetime, trouble: str) -> None:
    """Note why it did not go out, and wait longer each time; after MAX_TRIES it is given up and shown."""
    journal.begin_write(session)
    is_dead = tries >= MAX_TRIES
    wait = timedelta(minutes=_WAITS[min(tries, len(_WAITS)) - 1])
    values = {
        "state": DeliveryState.DEAD if is_dead else DeliveryState.PENDING,
        "lease_until": None if is_dead else now + wait,
        "lease_token": None,
        "trouble": trouble[:500],
    }
    mine = update(Delivery).where(Delivery.id == delivery_id, Delivery.lease_token == token)
    session.execute(mine.values(**values))


def cancel(session: Session, delivery_id: int, token: str) -> None:
    """Note that a message must not go out any more: what it tells, or opens, is over."""
    journal.begin_write(session)
    mine = update(Delivery).where(Delivery.id == delivery_id, Delivery.lease_token == token)
    session.execute(mine.values(state=DeliveryState.CANCELLED, lease_until=None, lease_token=None))


def cancel_waiting(session: Session) -> int:
    """Cancel all that waits, such as mails that went out after a backup was taken and wait again in what was restored.

    Returns how many.
    """
    journal.begin_write(session)
    waits = Delivery.state.in_((DeliveryState.PENDING, DeliveryState.LEASED))
    done = update(Delivery).where(waits).values(state=DeliveryState.CANCELLED, lease_until=None, lease_token=None)
    return len(session.scalars(done.returning(Delivery.id)).all())
