"""Whether a mail that was queued may still go out: rights are asked when it is written, not when it was queued."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.core import clock
from cxgov.core.enums import Level
from cxgov.journal.models import Subject
from cxgov.journal.queries import visible_subjects
from cxgov.people.models import Person
from cxgov.rights.actors import actor_of_person


def may_still_read(session: Session, person_id: int, about_id: int, *, now: datetime, zone: str) -> bool:
    """Say whether somebody is still here and may still know of what a mail is about."""
    today = clock.local_day(now, zone)
    person = session.get(Person, person_id)
    if person is None or not person.may_sign_in or (person.left_on is not None and person.left_on < today):
        return False
    about = session.execute(select(Subject.level, Subject.is_draft).where(Subject.id == about_id)).one_or_none()
    if about is not None and about.level <= Level.INTERNAL and not about.is_draft:
        return True
    who = actor_of_person(session, person_id, today=today)
    return who is not None and session.scalar(visible_subjects(who).where(Subject.id == about_id)) is not None
