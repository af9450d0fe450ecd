"""One action item with its parts, each read through `visible`."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from cxgov.actions.models import ActionItem, Appearance, Contributor, DateRequest
from cxgov.core.actor import Actor
from cxgov.core.errors import NotFound
from cxgov.journal.models import Subject
from cxgov.journal.queries import MAX_ID, readable, visible, visible_subjects

_PARTS = (
    joinedload(ActionItem.owner),
    joinedload(ActionItem.verifier),
    joinedload(ActionItem.unblocker),
    selectinload(ActionItem.contributors).joinedload(Contributor.person),
)


class AppearanceRow(NamedTuple):
    """An item on a meeting's list, as it stood that day."""

    meeting: Subject
    row: Appearance


def loaded(session: Session, item_id: int) -> ActionItem:
    """Return the item read anew with owner, verifier and contributors, for a verb that has been let in already."""
    wanted = select(ActionItem).where(ActionItem.id == item_id).options(*_PARTS)
    return session.scalars(wanted.execution_options(populate_existing=True)).one()


def get_item(session: Session, actor: Actor, item_id: int) -> ActionItem:
    """Return the item with owner, verifier and contributors, or raise NotFound alike for unknown and hidden."""
    wanted = visible(actor, ActionItem).where(ActionItem.id == item_id).options(*_PARTS)
    found = session.scalar(wanted) if 0 < item_id < MAX_ID else None
    if found is None:
        raise NotFound
    return found


def get_request(session: Session, actor: Actor, request_id: int) -> tuple[DateRequest, ActionItem]:
    """Return a request for another date with its item, or raise NotFound."""
    request = session.get(DateRequest, request_id) if 0 < request_id < MAX_ID else None
    if request is None:
        raise NotFound
    return request, get_item(session, actor, request.action_id)


def date_requests(session: Session, item: ActionItem) -> Sequence[Any]:
    """Return the requests for another date, the newest first, each with the names of who asked and who decided."""
    asked, decided = Subject.__table__.alias("asked"), Subject.__table__.alias("decided")
    wanted = (
        select(DateRequest, asked.c.title.label("asked_by"), decided.c.title.label("decided_by"))
        .outerjoin(asked, asked.c.id == DateRequest.asked_by_id)
        .outerjoin(decided, decided.c.id == DateRequest.decided_by_id)
        .where(DateRequest.action_id == item.id)
        .order_by(DateRequest.id.desc())
    )
    return session.execute(wanted).all()


def appearances(session: Session, actor: Actor, item: ActionItem) -> list[AppearanceRow]:
    """Return the meetings on whose lists the item stands, in order, without those the actor must not know of."""
    wanted = (
        select(Subject, Appearance)
        .join(Appearance, Appearance.meeting_id == Subject.id)
        .where(Appearance.action_id == item.id, readable(actor))
        .order_by(Appearance.id)
    )
    return [AppearanceRow(meeting, row) for meeting, row in session.execute(wanted)]


def source_of(session: Session, actor: Actor, item: ActionItem) -> Subject | None:
    """Return where the item comes from, where the actor may know of it."""
    if item.source_id is None:
        return None
    return session.scalar(visible_subjects(actor).where(Subject.id == item.source_id))
