"""Initiatives of a leaver get another lead or sponsor."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cxgov.committees.leaving import because, heir_of
from cxgov.core.actor import Actor
from cxgov.initiatives.enums import InitiativeStage
from cxgov.initiatives.models import Initiative
from cxgov.journal import service as journal
from cxgov.journal import words
from cxgov.people.hooks import Handover
from cxgov.people.models import Person

words.define({"initiatives:initiative:hand_over": "gave the initiative to another person"})
_OVER = (InitiativeStage.CLOSED, InitiativeStage.STOPPED)
_NOBODY: tuple[Person | None, str] = (None, "nobody is there to take it")


class InitiativeShare:
    """Initiatives that a leaver leads or sponsors."""

    def plan(self, session: Session, leaver: Person, *, last_day: date, fallback: Person | None) -> Sequence[Handover]:
        """Return them with who gets each."""
        return [
            Handover(what, work, *(heir_of(session, work, leaver, last_day=last_day, fallback=fallback) or _NOBODY))
            for what, work, _ in _parts(session, leaver)
        ]

    def hand_over(
        self, session: Session, leaver: Person, *, last_day: date, fallback: Person | None, actor: Actor, now: datetime
    ) -> None:
        """Give each to its heir."""
        for _, work, column in list(_parts(session, leaver)):
            heir = heir_of(session, work, leaver, last_day=last_day, fallback=fallback)
            if heir is not None:
                values: dict[str, Any] = {column: heir[0].id}
                journal.change(
                    session, work, "initiatives:initiative:hand_over", actor=actor, now=now,
                    reason=because(leaver, *heir), **values,
                )  # fmt: skip
                journal.let_read(session, work, heir[0].id, actor=actor, now=now)


def _parts(session: Session, leaver: Person) -> Iterator[tuple[str, Initiative, str]]:
    wanted = select(Initiative).where(
        or_(Initiative.lead_id == leaver.id, Initiative.sponsor_id == leaver.id), Initiative.stage.not_in(_OVER)
    )
    for work in session.scalars(wanted.order_by(Initiative.id)).all():
        if work.lead_id == leaver.id:
            yield "Initiative", work, "lead_id"
        if work.sponsor_id == leaver.id:
            yield "Sponsor of an initiative", work, "sponsor_id"
