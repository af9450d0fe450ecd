"""Initiatives of a leaver get another lead or sponsor."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cxgov.committees.leaving import Part, Share
from cxgov.initiatives.enums import InitiativeStage
from cxgov.initiatives.models import Initiative
from cxgov.journal import words
from cxgov.people.models import Person

_VERB = "initiatives:initiative:hand_over"
words.define({_VERB: "gave the initiative to another person"})
_OVER = (InitiativeStage.CLOSED, InitiativeStage.STOPPED)


class InitiativeShare(Share):
    """Initiatives that a leaver leads or sponsors."""

    def parts(self, session: Session, leaver: Person) -> Sequence[Part]:
        """Return those that still run."""
        wanted = select(Initiative).where(
            or_(Initiative.lead_id == leaver.id, Initiative.sponsor_id == leaver.id), Initiative.stage.not_in(_OVER)
        )
        found: list[Part] = []
        for work in session.scalars(wanted.order_by(Initiative.id)).all():
            if work.lead_id == leaver.id:
                found.append(Part("Initiative", work, "lead_id", _VERB))
            if work.sponsor_id == leaver.id:
                found.append(Part("Sponsor of an initiative", work, "sponsor_id", _VERB))
        return found
