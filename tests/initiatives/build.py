"""Initiatives for the tests, made through the verbs."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from cxgov.decisions.models import Decision
from cxgov.initiatives import service
from cxgov.initiatives.enums import InitiativeKind, Part
from cxgov.initiatives.models import Initiative, Milestone
from cxgov.journal import service as journal
from tests.support.cast import NOW, SYSTEM, TODAY, Cast


def make_initiative(session: Session, cast: Cast, title: str = "One moving form", **more: Any) -> Initiative:
    """Enter an initiative that Dan leads and Ada sponsors, of Billing and Support."""
    values: dict[str, Any] = {
        "kind": InitiativeKind.DESIGN, "lead": cast.dan, "sponsor": cast.ada, "committee": cast.council,
        "purpose": "One page instead of four.", "effort_days": 40, "actor": SYSTEM,
        "departments": [(cast.billing, Part.ACCOUNTABLE), (cast.support, Part.CONSULTED)], **more,
    }  # fmt: skip
    made = service.make(session, title, now=NOW, **values)
    session.commit()
    return made


def make_milestone(
    session: Session, initiative: Initiative, title: str = "Form drawn", due_on: date = TODAY
) -> Milestone:
    """Add a milestone."""
    made = service.add_milestone(session, initiative, title, due_on, actor=SYSTEM, now=NOW)
    session.commit()
    return made


def make_decision(session: Session, cast: Cast, text: str = "We build one form.", **more: Any) -> Decision:
    """Enter a decision in force past its own verbs, which need a meeting."""
    journal.begin_write(session)
    values: dict[str, Any] = {"in_committee_id": cast.council.id, "year": 2026, "number": 13, **more}
    made = Decision(text=text, decided_on=TODAY, **values)
    journal.create(session, made, "decisions:decision:record", actor=SYSTEM, now=NOW, title=text, parent=cast.council)
    session.commit()
    return made


def run(session: Session, initiative: Initiative, cast: Cast, *verbs: str) -> None:
    """Move it along several stages as the system."""
    for verb in verbs:
        decision = make_decision(session, cast) if verb == "approve" else None
        service.move(
            session, initiative, verb, actor=SYSTEM, now=NOW, decision=decision, benefit="Calls fell by a third."
        )
        session.commit()
