"""What tests of the door need: passwords, the mails that were written, and an authenticator."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import lru_cache
from pathlib import Path

import pyotp
from flask import Flask
from sqlalchemy.orm import Session

from cxgov.accounts.hashing import hash_password
from cxgov.accounts.keys import Keys
from cxgov.accounts.models import Authenticator, Password
from cxgov.core import clock
from cxgov.people.models import Person
from cxgov.post.jobs import deliver_waiting

PASSWORD = "seven quiet herons wade"
LINK = re.compile(r"http://localhost(/sign-in/\S+)")


@lru_cache(maxsize=8)
def _hashed(password: str) -> str:
    return hash_password(password)


def keys_of_app(app: Flask) -> Keys:
    """Return the keys that the application derives everything from."""
    return Keys(app.extensions["cx_settings"].secrets.secret_key)


def give_password(session: Session, person: Person, password: str = PASSWORD) -> None:
    """Let somebody have a password."""
    session.add(Password(person_id=person.id, hash=_hashed(password), set_at=clock.now()))
    session.commit()


def give_authenticator(session: Session, app: Flask, person: Person) -> pyotp.TOTP:
    """Let somebody have an authenticator, and return it."""
    secret, now = pyotp.random_base32(), clock.now()
    sealed = keys_of_app(app).seal(secret, "authenticator")
    session.add(Authenticator(person_id=person.id, sealed=sealed, made_at=now, confirmed_at=now))
    session.commit()
    return pyotp.TOTP(secret)


def mails(session: Session, folder: Path) -> list[EmailMessage]:
    """Write all that waits and return every mail so far, the oldest first."""
    deliver_waiting(session, folder=folder, sender="cxgov@tarnwick.example", now=clock.now())
    return [message_from_bytes(one.read_bytes(), policy=policy.default) for one in sorted(folder.glob("*.eml"))]


def link_in(mail: EmailMessage) -> str:
    """Return the path of the link in a mail."""
    found = LINK.search(mail.get_content())
    assert found is not None, mail.get_content()
    return found.group(1)
