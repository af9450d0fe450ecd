"""Mails about an account: what they say, and how one that carries a link gets it only when it is written."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.accounts import (
    permissions,  # noqa: F401 - defines the policy rows that are checked here
    queries,
)
from cxgov.accounts.enums import LinkPurpose
from cxgov.accounts.keys import Keys, keys_of
from cxgov.accounts.models import SignInLink
from cxgov.accounts.service import throttle
from cxgov.accounts.service.entering import may_enter
from cxgov.accounts.service.links import ASKED_FOR, new_mailed
from cxgov.accounts.tokens import hashed
from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.errors import RuleBroken
from cxgov.journal import service as journal
from cxgov.people.models import Person
from cxgov.post import service as post
from cxgov.post.hooks import Ready, at_delivery
from cxgov.post.models import Delivery

KIND, KIND_WITH_LINK = "account", "account_link"
MARK = "{link}"
"""Stands in the queued text where the link will be; the token is put in when the mail is written, and kept nowhere."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail: its subject, and its text with the organisation's name, the person's and the address put in."""

    headline: str
    text: str


INVITATION = Letter(
    "Your account at cxgov",
    """Hello {name},

{organisation} keeps its committees, goals and actions in cxgov. You have an account there now.

Choose a password here. The link works once, until {until}:
{link}

Your e-mail address is your name at the door. Nobody who asks you for your password is from us.
""",
)
RESET = Letter(
    "Choose a new password",
    """Hello {name},

somebody, probably you, asked to choose a new password for cxgov at {organisation}.

Choose it here. The link works once, for {minutes} minutes:
{link}

It was not you? Do nothing: your password stays as it is.
""",
)
SIGN_IN_LINK = Letter(
    "Your link to sign in",
    """Hello {name},

somebody, probably you, asked for a link to sign in to cxgov at {organisation}.

It opens the door once, for {minutes} minutes:
{link}

It was not you? Do nothing: without the link nobody gets in.
""",
)
PASSWORD_SET = Letter(
    "Your password was chosen anew",
    """Hello {name},

the password of your account was chosen anew just now, and you were signed out everywhere else.

It was not you? Choose a new one at once at {base_url}/sign-in/help, and tell your administrator.
""",
)
AUTHENTICATOR_ADDED = Letter(
    "An authenticator was added to your account",
    """Hello {name},

from now on a code of an authenticator is asked for when you sign in.

It was not you? Tell your administrator at once.
""",
)
AUTHENTICATOR_REMOVED = Letter(
    "The authenticator was removed from your account",
    """Hello {name},

an administrator removed the authenticator and the recovery codes of your account, and you were signed out everywhere.
Where your role needs one, you will be asked for a new one when you sign in next.

You did not ask for it? Tell your administrator at once.
""",
)
RECOVERY_USED = Letter(
    "A recovery code was used",
    """Hello {name},

somebody signed in to your account with a recovery code. {left} are left; new ones are made at
{base_url}/account/security.

It was not you? Choose a new password at once at {base_url}/sign-in/help, and tell your administrator.
""",
)
_OF_PURPOSE = {
    LinkPurpose.INVITATION: INVITATION,
    LinkPurpose.RESET: RESET,
    LinkPurpose.SIGN_IN: SIGN_IN_LINK,
}
_PATHS = {
    LinkPurpose.INVITATION: "/sign-in/password/",
    LinkPurpose.RESET: "/sign-in/password/",
    LinkPurpose.SIGN_IN: "/sign-in/",
}


def tell(session: Session, person: Person, letter: Letter, *, now: datetime, base_url: str, **more: object) -> None:
    """Queue a mail about somebody's own account; it holds no link that opens anything."""
    if person.email is None:
        return
    values = {"name": person.name, "base_url": base_url, **more}
    post.queue(
        session, kind=KIND, occasion=f"account:{letter.headline[:60]}:{now.isoformat()}", person_id=person.id,
        address=person.email, headline=letter.headline, text=letter.text.format(**values), domain=_domain(base_url),
        now=now,
    )  # fmt: skip


def ends(now: datetime, hours: int) -> datetime:
    """Return when a link made now ends."""
    return now + timedelta(hours=hours)


def _domain(base_url: str) -> str:
    return urlsplit(base_url).hostname or "localhost"


def invite(
    session: Session,
    person: Person,
    *,
    actor: Actor,
    keys: Keys,
    now: datetime,
    hours: int,
    base_url: str,
    organisation: str,
    until: str,
) -> None:
    """Invite somebody who may sign in by a mail with a link to choose a password; one sent before stops working."""
    journal.begin_write(session)
    policy.check(actor, "accounts:link:make")
    if not may_enter(person, now) or person.email is None:
        raise RuleBroken(f"{person.name} may not sign in. Let them sign in first.")
    link = new_mailed(session, person, LinkPurpose.INVITATION, keys=keys, now=now, lives=timedelta(hours=hours))
    _mail(session, person, link, now=now, base_url=base_url, organisation=organisation, until=until)
    journal.record(session, person.id, "account:link:invite", actor=actor, now=now)


def claim_mailed_link(
    session: Session,
    email: str,
    purpose: LinkPurpose,
    *,
    keys: Keys,
    now: datetime,
    ip: str,
    base_url: str,
    organisation: str,
    may_mail: bool = True,
) -> None:
    """Mail a link to whoever may come in under this address, and commit; nobody is told whether there is anybody."""
    throttle.claim_try(session, throttle.for_mail(keys, email, ip), now=now)
    journal.begin_write(session)
    known = queries.known_by(session, email, now) if may_mail else None
    if known is not None:
        person = session.get_one(Person, known.person_id)
        link = new_mailed(session, person, purpose, keys=keys, now=now, lives=ASKED_FOR)
        _mail(session, person, link, now=now, base_url=base_url, organisation=organisation)
        asked = Actor.system("sign-in page")  # nobody has shown yet that it was the person
        journal.record(session, person.id, "account:link:ask", actor=asked, now=now, note={"purpose": purpose.value})
    session.commit()


def _mail(
    session: Session,
    person: Person,
    link: SignInLink,
    *,
    now: datetime,
    base_url: str,
    organisation: str,
    until: str = "",
) -> None:
    letter, minutes = _OF_PURPOSE[link.purpose], int(ASKED_FOR.total_seconds()) // 60
    text = letter.text.format(
        name=person.name, organisation=organisation, until=until, minutes=minutes,
        link=f"{base_url}{_PATHS[link.purpose]}{MARK}",
    )  # fmt: skip
    post.queue(
        session, kind=KIND_WITH_LINK, occasion=f"link:{link.token_hash}", person_id=person.id,
        address=person.email or "", headline=letter.headline, text=text, domain=_domain(base_url), now=now,
    )  # fmt: skip


def with_link(session: Session, delivery: Delivery, now: datetime) -> Ready | None:
    """Return a mail with its link put in; None where the link opens nothing any more, or another address has it."""
    token_hash, keys = delivery.occasion.removeprefix("link:"), keys_of(session)
    link = session.scalar(select(SignInLink).where(SignInLink.token_hash == token_hash))
    if link is None or link.nonce is None or link.address != delivery.address:
        return None
    token = next((one for one in keys.link_tokens(link.nonce) if hashed(one) == token_hash), None)
    if token is None or queries.open_link(session, token, now) is None:
        return None
    return Ready(delivery.text.replace(MARK, token))


at_delivery(KIND_WITH_LINK, with_link, has_secret=True)
