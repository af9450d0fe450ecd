"""The address by which somebody signs in: who may change it, and whom that is told."""

from datetime import datetime

from sqlalchemy.orm import Session

from cxgov.core.actor import Actor
from cxgov.core.errors import RuleBroken
from cxgov.people.models import Person
from cxgov.post import service as post

_TEXT = """Hello {name},

the e-mail address of your account at cxgov is now {after}; before it was {before}.
Links that were mailed to the old one do not work any more. You stay signed in where you are.

You did not ask for it? Tell your administrator at once.
"""


def check_address(person: Person, email: str | None, actor: Actor) -> None:
    """Raise RuleBroken where anybody but an administrator redirects the mails by which somebody signs in."""
    is_other = (email or "").strip().lower() != (person.email or "")
    if person.may_sign_in and is_other and not (actor.is_admin or actor.is_system):
        raise RuleBroken("Only an administrator changes the address of somebody who signs in.", field="email")


def tell_both(session: Session, person: Person, after: str | None, *, name: str, now: datetime) -> None:
    """Tell the old address and the new one, where somebody who signs in gets another one."""
    before = person.email
    if not person.may_sign_in or not before or not after or before == after:
        return
    for address in (before, after):
        post.queue(
            session, kind="account", occasion=f"address:{address[:80]}:{now.isoformat()}", person_id=person.id,
            address=address, headline="The e-mail address of your account was changed",
            text=_TEXT.format(name=name, before=before, after=after), domain=after.rpartition("@")[2], now=now,
        )  # fmt: skip
