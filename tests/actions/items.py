"""Action items of the cast, made through the verbs."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from cxgov.actions import service
from cxgov.actions.models import ActionItem
from cxgov.core.actor import Actor
from tests.support.cast import NOW, SYSTEM, TODAY, Cast

DUE = date(2026, 12, 4)


def later(minutes: int) -> datetime:
    """An instant after NOW, so that each change has its own."""
    return NOW + timedelta(minutes=minutes)


def propose(session: Session, cast: Cast, title: str = "Publish the refund policy", **more: Any) -> ActionItem:
    """Ben proposes an item of the council for Dan."""
    facts: dict[str, Any] = {"committee": cast.council, "owner": cast.dan, "due_on": DUE, "made_on": TODAY}
    actor = more.pop("actor", None) or cast.actor(cast.ben, session)
    made = service.propose(session, title, **(facts | more), actor=actor, now=NOW)
    session.commit()
    return made


def make(session: Session, cast: Cast, title: str = "Publish the refund policy", **more: Any) -> ActionItem:
    """An open item of the council that Dan owes."""
    made = propose(session, cast, title, **more)
    service.open_item(session, made, actor=SYSTEM, now=later(1))
    session.commit()
    return made


def make_done(session: Session, cast: Cast, title: str = "Publish the refund policy", **more: Any) -> ActionItem:
    """An item that Dan says is done."""
    made = make(session, cast, title, **more)
    owner = next(p for p in (cast.dan, cast.ada, cast.ben, cast.cleo, cast.eve) if p.id == made.owner_id)
    service.claim_done(session, made, evidence="It stands on the site.", actor=cast.actor(owner, session), now=later(2))
    session.commit()
    return made


def make_verified(session: Session, cast: Cast) -> ActionItem:
    """An item that Ada has verified."""
    made = make_done(session, cast)
    service.verify(session, made, actor=cast.actor(cast.ada, session), now=later(3))
    session.commit()
    return made


def actor(session: Session, cast: Cast, name: str) -> Actor:
    """Return who somebody of the cast is, or the system."""
    return SYSTEM if name == "system" else cast.actor(getattr(cast, name), session)
