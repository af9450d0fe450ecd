"""What is read of the outbox."""

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cxgov.core.actor import Actor
from cxgov.core.errors import NotFound
from cxgov.journal.models import Subject
from cxgov.journal.queries import visible_subjects
from cxgov.post.enums import DeliveryState
from cxgov.post.models import Delivery

PAGE = 50


def outbox(session: Session, *, state: DeliveryState | None = None, page: int = 1) -> Sequence[Delivery]:
    """Return a page of deliveries, the newest first."""
    wanted = select(Delivery).order_by(Delivery.id.desc()).limit(PAGE).offset((page - 1) * PAGE)
    return session.scalars(wanted.where(Delivery.state == state) if state else wanted).all()


def counts(session: Session) -> Mapping[DeliveryState, int]:
    """Return how many deliveries are in each state."""
    rows = session.execute(select(Delivery.state, func.count().label("many")).group_by(Delivery.state))
    return {row.state: row.many for row in rows}


def names(session: Session, rows: Sequence[Delivery]) -> Mapping[int, str]:
    """Return the names of those to whom the messages go."""
    wanted = select(Subject.id, Subject.title).where(Subject.id.in_({row.person_id for row in rows}))
    return {row.id: row.title for row in session.execute(wanted)}


def delivery(session: Session, delivery_id: int) -> Delivery:
    """Return one delivery, or raise NotFound."""
    found = session.get(Delivery, delivery_id) if 0 < delivery_id < 2**62 else None
    if found is None:
        raise NotFound
    return found


def readable_ids(session: Session, actor: Actor, rows: Sequence[Delivery]) -> set[int]:
    """Return the ids of the messages whose words the actor may read: those about what the actor may know of.

    A message about nothing but somebody's own account tells nothing of content.
    """
    about = {row.about_id for row in rows if row.about_id is not None}
    known = set(session.scalars(visible_subjects(actor).with_only_columns(Subject.id).where(Subject.id.in_(about))))
    return {row.id for row in rows if row.about_id is None or row.about_id in known}
