"""The second factor: an authenticator's codes, each used once, and recovery codes for the day it is lost."""

import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime

import structlog
from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from cxgov.accounts import permissions, queries, sign_ins  # noqa: F401 - permissions: defines the policy rows
from cxgov.accounts.keys import Keys
from cxgov.accounts.models import Authenticator, RecoveryCode
from cxgov.accounts.service import letters, throttle
from cxgov.accounts.tokens import hashed
from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.errors import RuleBroken
from cxgov.journal import service as journal
from cxgov.journal import words
from cxgov.people.models import Person

words.define(
    {
        "account:authenticator:add": "added an authenticator",
        "account:authenticator:remove": "removed an authenticator",
        "account:recovery:renew": "made new recovery codes",
        "account:recovery:use": "signed in with a recovery code",
    }
)
log = structlog.get_logger()
STEP_SECONDS, WINDOW, DIGITS = 30, 1, 6
OFFER_LIVES = 3600
CODES, GROUPS, GROUP = 10, 4, 6
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""No i, l, o, 0, 1: they are taken for each other. 24 of these are 118 bits, so a plain hash keeps them."""
WRONG = "This code is not right, or was used. Wait for the next one."


def offer(keys: Keys, person_id: int) -> tuple[str, str]:
    """Return a new secret, and the same sealed for the form; nothing is stored until its first code is proved."""
    import pyotp

    secret = pyotp.random_base32()
    return secret, keys.seal(f"{person_id}:{secret}", "offer")


def offered(keys: Keys, person_id: int, sealed: str) -> str | None:
    """Return the secret of a form, where it was offered to this person within the hour."""
    text = keys.unseal(sealed[:400], "offer", ttl=OFFER_LIVES) or ""
    whose, _, secret = text.partition(":")
    return secret if whose == str(person_id) else None


def matching_step(secret: str, code: str, now: datetime) -> int | None:
    """Return the time step to which a code belongs: the present one, the one before or after; None for no such."""
    import pyotp

    typed = "".join(code.split())
    if len(typed) != DIGITS or not typed.isascii() or not typed.isdigit():
        return None
    present, totp = int(now.timestamp()) // STEP_SECONDS, pyotp.TOTP(secret)
    steps = [present + move for move in (0, -WINDOW, WINDOW)]
    return next((step for step in steps if hmac.compare_digest(totp.generate_otp(step), typed)), None)


def claim_code_try(session: Session, person_id: int, *, keys: Keys, now: datetime, ip: str) -> list[int]:
    """Count a try with a code, and commit, or raise TooMany."""
    return throttle.claim_try(session, throttle.for_code(keys, person_id, ip), now=now)


def add(
    session: Session,
    person: Person,
    sealed: str,
    code: str,
    *,
    actor: Actor,
    keys: Keys,
    now: datetime,
    base_url: str,
    tries: Sequence[int] = (),
    keep: str | None = None,
) -> list[str]:
    """Make the offered secret the person's authenticator, where the first code fits; return new recovery codes."""
    journal.begin_write(session)
    policy.check(actor, "accounts:authenticator:add", person)
    secret = offered(keys, person.id, sealed)
    if secret is None:
        raise RuleBroken("This page was open for too long. Scan the picture anew.", field="code")
    step = matching_step(secret, code, now)
    if step is None:
        raise RuleBroken(WRONG, field="code")
    throttle.was_right(session, tries, throttle.for_code(keys, person.id)[:1])
    session.execute(delete(Authenticator).where(Authenticator.person_id == person.id))
    session.add(
        Authenticator(
            person_id=person.id, sealed=keys.seal(secret, "authenticator"), made_at=now, confirmed_at=now,
            last_step=step,
        )
    )  # fmt: skip
    session.flush()
    if keep is not None:
        sign_ins.end_all(session, person.id, actor=actor, now=now, except_token=keep, why="an authenticator was added")
    journal.record(session, person.id, "account:authenticator:add", actor=actor, now=now)
    letters.tell(session, person, letters.AUTHENTICATOR_ADDED, now=now, base_url=base_url)
    return _new_codes(session, person.id)


def use_code(
    session: Session, person: Person, code: str, *, keys: Keys, now: datetime, tries: Sequence[int] = ()
) -> None:
    """Take a code of the authenticator, or say that it is wrong; of two who send the same one, one gets in."""
    journal.begin_write(session)
    row = queries.authenticator_of(session, person.id)
    secret = keys.unseal(row.sealed, "authenticator") if row else None
    step = matching_step(secret, code, now) if secret else None
    if row is None or secret is None or step is None or not _take(session, person.id, step):
        log.info("code.refused", person=person.id)
        raise RuleBroken(WRONG, field="code")
    if Keys(keys.secret).unseal(row.sealed, "authenticator") is None:
        session.execute(
            update(Authenticator)
            .where(Authenticator.person_id == person.id)
            .values(sealed=keys.seal(secret, "authenticator"))
        )
    throttle.was_right(session, tries, throttle.for_code(keys, person.id)[:1])


def _take(session: Session, person_id: int, step: int) -> bool:
    later = or_(Authenticator.last_step.is_(None), Authenticator.last_step < step)
    taken = update(Authenticator).where(Authenticator.person_id == person_id, later).values(last_step=step)
    return session.execute(taken.returning(Authenticator.person_id)).scalar() is not None


def use_recovery(
    session: Session,
    person: Person,
    code: str,
    *,
    keys: Keys,
    now: datetime,
    base_url: str,
    tries: Sequence[int] = (),
) -> int:
    """Take a recovery code, once, and return how many are left; the person is told by mail."""
    journal.begin_write(session)
    used = (
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person.id,
            RecoveryCode.code_hash == hashed(plain(code)),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
        .returning(RecoveryCode.id)
    )
    if session.execute(used).scalar() is None:
        log.info("recovery.refused", person=person.id)
        raise RuleBroken("This recovery code is not right, or was used.", field="code")
    throttle.was_right(session, tries, throttle.for_code(keys, person.id)[:1])
    left = queries.codes_left(session, person.id)
    as_person = Actor(id=person.id, name=person.name)
    journal.record(session, person.id, "account:recovery:use", actor=as_person, now=now, note={"left": left})
    letters.tell(session, person, letters.RECOVERY_USED, now=now, base_url=base_url, left=left)
    return left


def plain(code: str) -> str:
    """Return a recovery code as it is hashed: small letters, without hyphens and blanks."""
    return "".join(sign for sign in code[:100].lower() if sign.isalnum())


def renew_codes(session: Session, person: Person, *, actor: Actor, now: datetime) -> list[str]:
    """Make new recovery codes in place of all others; they are shown once."""
    journal.begin_write(session)
    policy.check(actor, "accounts:authenticator:add", person)
    if queries.authenticator_of(session, person.id) is None:
        raise RuleBroken("There is no authenticator yet.")
    journal.record(session, person.id, "account:recovery:renew", actor=actor, now=now)
    return _new_codes(session, person.id)


def _new_codes(session: Session, person_id: int) -> list[str]:
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    made = [
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(GROUP)) for _ in range(GROUPS)) for _ in range(CODES)
    ]
    session.add_all(RecoveryCode(person_id=person_id, code_hash=hashed(plain(code))) for code in made)
    session.flush()
    return made


def remove(session: Session, person: Person, *, actor: Actor, now: datetime, base_url: str) -> None:
    """Remove somebody's authenticator for a lost device, as an administrator, never one's own; their sign-ins end."""
    journal.begin_write(session)
    policy.check(actor, "accounts:authenticator:remove", person)
    if queries.authenticator_of(session, person.id) is None:
        raise RuleBroken(f"{person.name} has no authenticator.")
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    session.execute(delete(Authenticator).where(Authenticator.person_id == person.id))
    sign_ins.end_all(session, person.id, actor=actor, now=now, why="the authenticator was removed")
    journal.record(session, person.id, "account:authenticator:remove", actor=actor, now=now)
    letters.tell(session, person, letters.AUTHENTICATOR_REMOVED, now=now, base_url=base_url)


def is_enrolled(session: Session, person_id: int) -> bool:
    """Say whether a person has an authenticator that counts."""
    wanted = select(Authenticator.person_id).where(
        Authenticator.person_id == person_id, Authenticator.confirmed_at.is_not(None)
    )
    return session.scalar(wanted) is not None
