"""Who comes in by the organisation's sign-on: found by account or checked address, with the roles of their groups."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

import structlog
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cxgov.accounts import identities
from cxgov.accounts.models import Identity
from cxgov.accounts.service.entering import may_enter
from cxgov.core.actor import Actor
from cxgov.core.config import SignOn
from cxgov.core.enums import Role
from cxgov.core.errors import RuleBroken
from cxgov.journal import service as journal
from cxgov.people import service as people
from cxgov.people.enums import GrantSource
from cxgov.people.models import Person, RoleGrant

log = structlog.get_logger()
BY = Actor.system("sign-on")
NO_ANSWER = "The sign-on does not answer. Try again in a moment; if it stays so, tell your administrator."
NOT_LET_IN = "The sign-on did not let you in."
NOT_TRUSTED = "What the sign-on answered cannot be trusted, so nobody was signed in. Start again from here."
LONG_AGO = "This took too long, or was begun in another browser. Start again from here."
UNKNOWN = "Nobody with your address has been entered here. Ask an administrator to enter you."
NOT_VERIFIED = "The sign-on does not vouch for your e-mail address, so we cannot tell who you are."
MAY_NOT = "You may not sign in here. Ask an administrator."
ANOTHER = "Your address belongs to another account at the sign-on. Ask an administrator to forget the old one."
_LONGEST_ID, _MOST_GROUPS = 255, 2000


class SignOnRefused(RuleBroken):
    """The sign-on, or what it said, lets nobody in; the text is the sentence for the sign-in page."""


def person_of(session: Session, claims: Mapping[str, Any], *, sign_on: SignOn, now: datetime, today: date) -> Person:
    """Return who the provider says has come, with the roles of their groups given and ended; raise SignOnRefused."""
    journal.begin_write(session)
    issuer, sub = str(claims.get("iss", "")), str(claims.get("sub", ""))
    if not issuer or not sub or len(issuer) > _LONGEST_ID or len(sub) > _LONGEST_ID:
        log.warning("sign_on.refused", why="no account that can be kept")
        raise SignOnRefused(NOT_TRUSTED)
    known = session.scalar(select(Identity).where(Identity.issuer == issuer, Identity.sub == sub))
    person = session.get(Person, known.person_id) if known else _by_address(session, claims, sign_on, issuer, now=now)
    if person is None or not may_enter(person, now):
        log.info("sign_on.refused", why="may not sign in", person=person.id if person else None)
        raise SignOnRefused(MAY_NOT)
    if known is None:
        identities.link(session, person.id, issuer, sub, actor=BY, now=now)
    sync_roles(session, person, groups_in(claims, sign_on.groups_claim), sign_on=sign_on, now=now, today=today)
    return person


def _by_address(session: Session, claims: Mapping[str, Any], sign_on: SignOn, issuer: str, *, now: datetime) -> Person:
    """Return the person whose address it is, or a new one where the sign-on makes people."""
    address, verified = str(claims.get("email") or "").strip().lower(), claims.get("email_verified")
    if verified is None and sign_on.trusts_addresses:
        verified = True
    if not address or not (verified is True or verified == "true"):
        log.info("sign_on.refused", why="address not verified")
        raise SignOnRefused(NOT_VERIFIED)
    found = session.scalar(select(Person).where(Person.email == address))
    if found is None:
        if not sign_on.makes_people:
            log.info("sign_on.refused", why="nobody has this address")
            raise SignOnRefused(UNKNOWN)
        return _made(session, claims, address, now=now)
    taken = select(Identity.id).where(Identity.person_id == found.id, Identity.issuer == issuer)
    if session.scalar(taken) is not None:
        log.info("sign_on.refused", why="another account", person=found.id)
        raise SignOnRefused(ANOTHER)
    return found


def _made(session: Session, claims: Mapping[str, Any], address: str, *, now: datetime) -> Person:
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError as no:
        raise SignOnRefused(NOT_VERIFIED) from no
    told = "".join(sign if sign.isprintable() else " " for sign in str(claims.get("name") or ""))
    name = " ".join(told.split())[:200] or address.partition("@")[0]
    try:
        return people.make_person(session, name, actor=BY, now=now, email=address, may_sign_in=True)
    except RuleBroken:
        return people.make_person(session, address, actor=BY, now=now, email=address, may_sign_in=True)


def groups_in(claims: Mapping[str, Any], path: str) -> frozenset[str]:
    """Return the groups that a claim names, which may lie deeper ("realm_access.roles"); anything else is none."""
    found: Any = claims.get(path)
    if found is None:
        found = claims
        for step in path.split("."):
            found = found.get(step) if isinstance(found, Mapping) else None
    if isinstance(found, str):
        found = [found]
    return frozenset(str(one) for one in found[:_MOST_GROUPS]) if isinstance(found, list) else frozenset()


def sync_roles(
    session: Session, person: Person, groups: Collection[str], *, sign_on: SignOn, now: datetime, today: date
) -> None:
    """Give and end roles so that those of the sign-on are those of the groups; what a hand gave stays.

    The last administrator stays one whatever the groups say.
    """
    wanted = {role for group, role in sign_on.role_of_group if group in groups}
    running = select(RoleGrant.role, RoleGrant.source).where(
        RoleGrant.person_id == person.id, or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= today)
    )
    held = [(row.role, row.source) for row in session.execute(running)]
    for role in (role for role in Role if role in wanted and role not in {one for one, _ in held}):
        people.grant_role(session, person, role, actor=BY, now=now, from_day=today, source=GrantSource.SIGN_ON)
    for role in {one for one, source in held if source is GrantSource.SIGN_ON and one not in wanted}:
        try:
            people.end_role(session, person, role, actor=BY, now=now, today=today, source=GrantSource.SIGN_ON)
        except RuleBroken as no:
            log.warning("sign_on.role_kept", person=person.id, role=role.value, why=str(no))
