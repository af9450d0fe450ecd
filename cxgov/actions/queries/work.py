"""What waits for one person, in a constant number of statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import Session

from cxgov.actions.enums import ACTIVE, ActionState
from cxgov.actions.models import ActionItem, DateRequest
from cxgov.actions.queries.lists import _select, helps_with
from cxgov.actions.rules import Urgency, urgency
from cxgov.core.actor import Actor
from cxgov.journal.models import Subject
from cxgov.journal.queries import readable

LIMIT = 200


class RequestRow(NamedTuple):
    """A request for another date that waits for an answer."""

    id: int
    action_id: int
    number: int
    title: str
    asked_by: str | None
    asked_at: Any
    old_due_on: date | None
    wanted_on: date
    reason: str
    slips: int


@dataclass(frozen=True, slots=True)
class Work:
    """What a person owes and helps with, by urgency; and what others wait for from them.

    `asked` are the dates that the person asked for and nobody has decided, by item.
    """

    owned: Sequence[Any]
    helping: Sequence[Any]
    to_verify: Sequence[Any]
    date_requests: Sequence[RequestRow]
    proposed: Sequence[Any]
    asked: Mapping[int, date]
    today: date

    def of(self, which: Urgency) -> list[Any]:
        """Return what the person owns in one group of urgency; an item due at the next meeting has no date."""
        return [row for row in self.owned if urgency(row.due_on, self.today) is which]


def work_of(session: Session, actor: Actor, today: date) -> Work:
    """Return the open work of a person: owned, helped with, to verify, dates to decide, and proposals.

    To verify: done items of committees that the person runs, or where they are the named verifier; never their own.
    Proposals are shown to their owner and to the secretary, who opens them. The CX office answers for items without a
    committee.
    """
    if actor.id is None:
        return Work((), (), (), (), (), {}, today)
    wanted = _select(actor).order_by(ActionItem.due_on.asc().nulls_last(), ActionItem.id).limit(LIMIT)
    mine = ActionItem.owner_id == actor.id
    active = ActionItem.state.in_(ACTIVE)
    runs = _in(actor, actor.runs)
    not_mine = or_(ActionItem.owner_id.is_(None), ActionItem.owner_id != actor.id)
    verifies = or_(runs, ActionItem.verifier_id == actor.id)
    proposed = ActionItem.state == ActionState.PROPOSED
    owned = session.execute(wanted.where(mine, active)).all()
    return Work(
        owned=owned,
        helping=session.execute(wanted.where(ActionItem.id.in_(helps_with(actor.id)), active)).all(),
        to_verify=session.execute(wanted.where(ActionItem.state == ActionState.DONE, not_mine, verifies)).all(),
        date_requests=_requests(session, actor, runs),
        proposed=session.execute(wanted.where(proposed, or_(mine, _in(actor, actor.secretary_of)))).all(),
        asked=_asked(session, [row.id for row in owned]),
        today=today,
    )


def _asked(session: Session, ids: Sequence[int]) -> dict[int, date]:
    waiting = DateRequest.action_id.in_(ids), DateRequest.decided_at.is_(None)
    rows = session.execute(select(DateRequest.action_id, DateRequest.wanted_on).where(*waiting))
    return {row.action_id: row.wanted_on for row in rows}


def _in(actor: Actor, committees: frozenset[int]) -> ColumnElement[bool]:
    in_own = Subject.committee_id.in_(committees) if committees else false()
    return or_(in_own, Subject.committee_id.is_(None)) if actor.is_cx else in_own


def _requests(session: Session, actor: Actor, runs: ColumnElement[bool]) -> list[RequestRow]:
    asked = Subject.__table__.alias("asked")
    wanted = (
        select(
            DateRequest.id, DateRequest.action_id, ActionItem.number, Subject.title, asked.c.title,
            DateRequest.asked_at, DateRequest.old_due_on, DateRequest.wanted_on, DateRequest.reason, ActionItem.slips,
        )
        .join(ActionItem, ActionItem.id == DateRequest.action_id)
        .join(Subject, Subject.id == ActionItem.id)
        .outerjoin(asked, asked.c.id == DateRequest.asked_by_id)
        .where(DateRequest.decided_at.is_(None), ActionItem.state.in_(ACTIVE), runs, readable(actor))
        .order_by(DateRequest.asked_at, DateRequest.id)
        .limit(LIMIT)
    )  # fmt: skip
    return [RequestRow(*row) for row in session.execute(wanted)]
