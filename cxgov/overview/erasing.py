"""Erase who somebody was: a pseudonym in the place of the name, and never a hole in what was decided.

The journal keeps its entries as they are, for they are sealed; what those about the person said is told to nobody any
more (see docs/decisions/009).
"""

from datetime import date, datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from cxgov.accounts.models import ApiToken, Authenticator, Identity, Password, RecoveryCode, SignIn, SignInLink
from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.errors import RuleBroken
from cxgov.journal import service as journal
from cxgov.journal import words
from cxgov.journal.overwriting import ERASED, overwrite
from cxgov.overview import permissions  # noqa: F401 - defines the policy rows that are checked here
from cxgov.people.models import Alias, Person
from cxgov.people.resolving import fold
from cxgov.post.models import Delivery

words.define({ERASED: "put a pseudonym in the place of the person"})
_OF_ACCOUNT = (SignIn, SignInLink, Password, Authenticator, RecoveryCode, Identity, ApiToken)


def pseudonym(person_id: int) -> str:
    """Return the name that stands for somebody who was erased; always the same, and nobody else's."""
    return f"Former colleague {person_id}"


def erase(session: Session, person: Person, *, actor: Actor, now: datetime, today: date, reason: str) -> None:
    """Replace name, address and handle of somebody who has left, and throw away how they came in.

    Whoever is still here is not erased: they leave first, and hand over.
    """
    journal.begin_write(session)
    policy.check(actor, "people:person:erase", person)
    if not reason.strip():
        raise RuleBroken("Say why, for example who asked for it and when.", field="reason")
    if person.left_on is None or person.left_on >= today or person.may_sign_in:
        raise RuleBroken("Only somebody who has left is erased: note first that they leave, and wait for that day.")
    name = pseudonym(person.id)
    if person.name == name:
        raise RuleBroken("This person was erased before.")
    overwrite(
        session, person, ERASED, of=person, actor=actor, now=now, reason=reason.strip()[:500], title=name,
        folded_name=fold(name), handle=None, email=None, job=None,
    )  # fmt: skip
    for place, alias in enumerate(session.scalars(select(Alias).where(Alias.person_id == person.id)).all()):
        said = f"{name} ({place})"
        overwrite(session, alias, "people:alias:erase", of=person, actor=actor, now=now, as_written=said,
                  folded=fold(said))  # fmt: skip
    for model in _OF_ACCOUNT:
        session.execute(delete(model).where(model.person_id == person.id))
    gone = {"address": f"erased-{person.id}@invalid", "headline": "Erased", "text": "", "html": ""}
    session.execute(update(Delivery).where(Delivery.person_id == person.id).values(**gone))
