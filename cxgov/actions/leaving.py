"""What a leaver still owed gets another owner, who has to accept it; history, date and slips stay."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.actions.enums import ActionState
from cxgov.actions.models import ActionItem, Contributor
from cxgov.actions.rules import CARRIED
from cxgov.actions.service.handing import give
from cxgov.committees.leaving import because, heir_of
from cxgov.core.actor import Actor
from cxgov.journal import service as journal
from cxgov.people.hooks import Handover
from cxgov.people.models import Person


class ActionShare:
    """Action items that a leaver owns, helps with or verifies."""

    def plan(self, session: Session, leaver: Person, *, last_day: date, fallback: Person | None) -> Sequence[Handover]:
        """Return the open items with who gets each."""
        found = []
        for item in _owned(session, leaver):
            heir = heir_of(session, item, leaver, last_day=last_day, fallback=fallback)
            found.append(Handover("Action", item, *(heir or (None, "nobody is there to take it"))))
        return found

    def hand_over(
        self, session: Session, leaver: Person, *, last_day: date, fallback: Person | None, actor: Actor, now: datetime
    ) -> None:
        """Give each open item to its heir; end the leaver's help and verifying."""
        for item in _owned(session, leaver):
            heir = heir_of(session, item, leaver, last_day=last_day, fallback=fallback)
            if heir is not None:
                state = item.state if item.state is ActionState.PROPOSED else ActionState.OPEN
                give(session, item, heir[0], state=state, reason=because(leaver, *heir), actor=actor, now=now)
        helps = select(Contributor).where(Contributor.person_id == leaver.id)
        for row in session.scalars(helps.join(ActionItem).where(ActionItem.state.in_(CARRIED))).all():
            item = session.get_one(ActionItem, row.action_id)
            journal.remove(session, row, "actions:helper:remove", of=item, actor=actor, now=now)
        verifies = select(ActionItem).where(ActionItem.verifier_id == leaver.id)
        for item in session.scalars(verifies.where(ActionItem.state.in_({*CARRIED, ActionState.DONE}))).all():
            journal.change(
                session, item, "actions:verifier:name", actor=actor, now=now, verifier_id=None,
                reason=f"{leaver.name} left.",
            )  # fmt: skip


def _owned(session: Session, leaver: Person) -> Sequence[ActionItem]:
    owned = select(ActionItem).where(ActionItem.owner_id == leaver.id, ActionItem.state.in_(CARRIED))
    return session.scalars(owned.order_by(ActionItem.id)).all()
