"""What the heartbeat calls: whoever's last day is over hands over."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from cxgov.core.actor import Actor
from cxgov.people import leaving
from cxgov.people.models import Person


def hand_over_due(session: Session, *, now: datetime, today: date) -> int:
    """Hand over for everybody whose last day is over, each in a transaction of its own; return how many."""
    waiting = leaving.due(session, today=today)
    for person_id in waiting:
        leaving.hand_over(session, session.get_one(Person, person_id), actor=Actor.system("leaving"), now=now)
        session.commit()
    if not waiting:
        session.rollback()
    return len(waiting)
