"""What is read of the outbox."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cxgov.core.errors import NotFound
from cxgov.post.enums import DeliveryState
from cxgov.post.models import Delivery

PAGE = 50


def outbox(session: Session, *, state: DeliveryState | None = None, page: int = 1) -> Sequence[Delivery]:
    """Return a page of deliveries, the newest first."""
    wanted = select(Delivery).order_by(Delivery.id.desc()).limit(PAGE + 1).offset((page - 1) * PAGE)
    return session.scalars(wanted.where(Delivery.state == state) if state else wanted).all()


def counts(session: Session) -> Mapping[DeliveryState, int]:
    """Return how many deliveries are in each state."""
    rows = session.execute(select(Delivery.state, func.count()).group_by(Delivery.state))
    return dict(rows.tuples().all())


def delivery(session: Session, delivery_id: int) -> Delivery:
    """Return one delivery, or raise NotFound."""
    found = session.get(Delivery, delivery_id) if 0 < delivery_id < 2**62 else None
    if found is None:
        raise NotFound
    return found
