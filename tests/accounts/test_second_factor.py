"""The second lock: codes that work once, recovery codes for a lost device, and nothing open before it is turned."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.accounts import queries, service
from cxgov.accounts.keys import Keys
from cxgov.accounts.models import Authenticator, RecoveryCode, SignIn
from cxgov.accounts.service import second
from cxgov.core import clock
from cxgov.core.actor import Actor
from cxgov.core.enums import Role
from cxgov.core.errors import NotAllowed, RuleBroken, TooMany
from cxgov.people import service as people
from cxgov.people.models import Person
from tests.support.cast import SYSTEM, Cast
from tests.support.client import Browser
from tests.support.doors import PASSWORD, give_authenticator, give_password, keys_of_app, mails

Open = Callable[..., Browser]
CODE = re.compile(r"<li>((?:[a-z2-9]{6}-){3}[a-z2-9]{6})</li>")
SEALED = re.compile(r'name="sealed" value="([^"]+)"')
SECRET = re.compile(r'cx-secret">([A-Z2-7 ]+)<')


def half_in(session: Session, browser: Open, person: Person) -> Browser:
    """Give a browser in which somebody has typed the right password, and nothing else yet."""
    if not service.has_password(session, person.id):
        give_password(session, person)
    one = browser()
    assert one.send("/sign-in", email=person.email, password=PASSWORD).status_code == 303
    return one


def enrolled(one: Browser) -> tuple[pyotp.TOTP, list[str]]:
    """Add the authenticator that the page offers, and return it with its recovery codes."""
    page = one.get_page("/sign-in/authenticator")
    sealed, secret = SEALED.search(page), SECRET.search(page)
    assert sealed is not None
    assert secret is not None
    device = pyotp.TOTP(secret.group(1).replace(" ", ""))
    answer = one.send("/sign-in/authenticator", sealed=sealed.group(1), code=device.at(clock.now()))
    assert answer.status_code == 200
    return device, CODE.findall(answer.get_data(as_text=True))


def test_whose_role_needs_an_authenticator_adds_one_before_anything_opens(
    session: Session, cast: Cast, browser: Open, tmp_path: Path
) -> None:
    alma = half_in(session, browser, cast.alma)
    for url in ("/", "/people", "/outbox", "/account/security", f"/people/{cast.alma.id}"):
        assert alma.get(url).status_code == 302, url
    assert alma.send("/people/new").status_code == 401
    assert alma.get("/sign-in?next=/people").location == "/sign-in/authenticator?next=/people"
    before = session.scalars(select(SignIn.token_hash).where(SignIn.person_id == cast.alma.id)).all()
    _, codes = enrolled(alma)
    assert len(set(codes)) == 10
    alma.get_page("/people")
    after = session.scalars(select(SignIn.token_hash).where(SignIn.person_id == cast.alma.id)).all()
    assert len(after) == 1
    assert after != before
    assert [one["Subject"] for one in mails(session, tmp_path)] == ["An authenticator was added to your account"]
    kept = session.scalars(select(RecoveryCode.code_hash)).all()
    assert not set(codes) & set(kept)
    secret = session.get_one(Authenticator, cast.alma.id).sealed
    assert "gAAAA" in secret


def test_a_link_is_a_first_factor_only(session: Session, cast: Cast, browser: Open) -> None:
    token = service.make_link(session, cast.alma, actor=SYSTEM, now=clock.now(), hours=1)
    session.commit()
    alma = browser()
    assert alma.send(f"/sign-in/{token}").status_code == 303
    assert alma.get("/people").status_code == 302
    alma.get_page("/sign-in/authenticator")


def test_who_has_an_authenticator_gives_a_code_whatever_the_role(
    session: Session, app: Flask, cast: Cast, browser: Open
) -> None:
    device = give_authenticator(session, app, cast.eve)
    eve = half_in(session, browser, cast.eve)
    assert eve.get("/committees").status_code == 302
    assert eve.get("/sign-in").location == "/sign-in/code"
    assert eve.get("/sign-in/authenticator").status_code == 303
    assert "Eve Sarkani" in eve.get_page("/sign-in/code")
    assert eve.send("/sign-in/code", code="12345").status_code == 422
    code = device.at(clock.now())
    assert eve.send("/sign-in/code?next=/committees", code=f"{code[:3]} {code[3:]}").location == "/committees"
    eve.get_page("/committees")
    again = half_in(session, browser, cast.eve)
    assert again.send("/sign-in/code", code=code).status_code == 422


@pytest.mark.parametrize(("steps", "is_right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_counts_one_step_early_and_one_step_late(steps: int, is_right: bool) -> None:
    secret, now = pyotp.random_base32(), clock.now()
    code = pyotp.TOTP(secret).at(now + timedelta(seconds=30 * steps))
    assert (second.matching_step(secret, code, now) is not None) is is_right


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "١٢٣٤٥٦", "abcdef", "+12345"])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert second.matching_step(pyotp.random_base32(), typed, clock.now()) is None


def test_a_code_is_taken_once_and_no_earlier_one_after_it(session: Session, app: Flask, cast: Cast) -> None:
    device, keys, now = give_authenticator(session, app, cast.eve), keys_of_app(app), clock.now()
    early = device.at(now - timedelta(seconds=30))
    second.use_code(session, cast.eve, device.at(now), keys=keys, now=now)
    session.commit()
    for code in (device.at(now), early):
        with pytest.raises(RuleBroken):
            second.use_code(session, cast.eve, code, keys=keys, now=now)
        session.rollback()
    later = now + timedelta(seconds=30)
    second.use_code(session, cast.eve, device.at(later), keys=keys, now=later)


def test_a_recovery_code_opens_once_and_is_told(session: Session, cast: Cast, browser: Open, tmp_path: Path) -> None:
    _, codes = enrolled(half_in(session, browser, cast.alma))
    assert half_in(session, browser, cast.alma).send("/sign-in/code", code=f" {codes[0].upper()} ").status_code == 303
    assert half_in(session, browser, cast.alma).send("/sign-in/code", code=codes[0]).status_code == 422
    assert queries.codes_left(session, cast.alma.id) == 9
    told = mails(session, tmp_path)[-1]
    assert told["Subject"] == "A recovery code was used"
    assert "9 are left" in told.get_content()


def test_c026_codes_are_not_guessed(session: Session, app: Flask, cast: Cast, browser: Open) -> None:
    device = give_authenticator(session, app, cast.eve)
    wrong = "000000" if device.at(clock.now()) != "000000" else "111111"
    eve = half_in(session, browser, cast.eve)
    assert [eve.send("/sign-in/code", code=wrong).status_code for _ in range(6)] == [422] * 5 + [429]
    assert eve.send("/sign-in/code", code=device.at(clock.now())).status_code == 429
    with pytest.raises(TooMany):
        second.claim_code_try(session, cast.eve.id, keys=keys_of_app(app), now=clock.now(), ip="198.51.100.1")


def test_a_secret_that_was_offered_to_somebody_else_adds_nothing(session: Session, app: Flask, cast: Cast) -> None:
    keys, now = keys_of_app(app), clock.now()
    secret, sealed = second.offer(keys, cast.dan.id)
    with pytest.raises(RuleBroken):
        second.add(
            session, cast.eve, sealed, pyotp.TOTP(secret).at(now), actor=Actor(id=cast.eve.id, name="Eve"), keys=keys,
            now=now, base_url="http://localhost",
        )  # fmt: skip


def test_a_lost_device_is_taken_off_by_an_administrator_and_never_ones_own(
    session: Session, app: Flask, cast: Cast, browser: Open, tmp_path: Path
) -> None:
    give_authenticator(session, app, cast.cora)
    give_authenticator(session, app, cast.alma)
    cora, alma = browser(cast.cora), browser(cast.alma)
    url = f"/people/{cast.cora.id}/authenticator/remove"
    assert cora.send(url).status_code == 403
    assert alma.send(f"/people/{cast.alma.id}/authenticator/remove").status_code == 403
    assert "Remove the authenticator" in alma.get_page(f"/people/{cast.cora.id}/access")
    assert alma.send(url).status_code == 303
    assert cora.get("/committees").status_code == 302
    assert session.get(Authenticator, cast.cora.id) is None
    assert mails(session, tmp_path)[-1]["Subject"] == "The authenticator was removed from your account"
    with pytest.raises(NotAllowed):
        second.remove(
            session, cast.alma, actor=cast.actor(cast.alma, session), now=clock.now(), base_url="http://localhost"
        )


def test_ones_own_page_adds_an_authenticator_and_makes_new_codes(session: Session, cast: Cast, browser: Open) -> None:
    give_password(session, cast.eve)
    eve, other = half_in(session, browser, cast.eve), browser(cast.eve)
    assert "Add an authenticator" in eve.get_page("/account/security")
    page = eve.get_page("/account/authenticator")
    sealed, secret = SEALED.search(page), SECRET.search(page)
    assert sealed is not None
    assert secret is not None
    code = pyotp.TOTP(secret.group(1).replace(" ", "")).at(clock.now())
    first = CODE.findall(eve.send("/account/authenticator", sealed=sealed.group(1), code=code).get_data(as_text=True))
    assert len(first) == 10
    assert other.get("/committees").status_code == 302
    assert "10 of 10 are left" in eve.get_page("/account/security")
    renewed = CODE.findall(eve.send("/account/recovery-codes").get_data(as_text=True))
    assert len(renewed) == 10
    assert not set(first) & set(renewed)


def test_who_takes_longer_than_half_an_hour_begins_again(session: Session, cast: Cast, browser: Open) -> None:
    alma = half_in(session, browser, cast.alma)
    row = session.scalars(select(SignIn).where(SignIn.person_id == cast.alma.id)).one()
    row.proved_at = clock.now() - timedelta(minutes=31)
    session.commit()
    assert alma.get("/sign-in/authenticator").location == "/sign-in"
    assert "Password" in alma.get_page("/sign-in")


def test_who_gets_a_role_that_needs_one_is_asked_with_the_next_request(
    session: Session, cast: Cast, browser: Open
) -> None:
    eve = half_in(session, browser, cast.eve)
    eve.get_page("/committees")
    people.grant_role(session, cast.eve, Role.CX_OFFICE, actor=SYSTEM, now=clock.now(), from_day=clock.now().date())
    session.commit()
    assert eve.get("/committees").status_code == 302


def test_c033_what_a_replaced_key_sealed_opens_until_the_key_is_thrown_away(
    session: Session, app: Flask, cast: Cast
) -> None:
    device, old, now = give_authenticator(session, app, cast.eve), keys_of_app(app), clock.now()
    before = session.get_one(Authenticator, cast.eve.id).sealed
    new = Keys("another key, quite unlike the first 42", (old.secret,))
    second.use_code(session, cast.eve, device.at(now), keys=new, now=now)
    session.commit()
    session.expire_all()
    after = session.get_one(Authenticator, cast.eve.id).sealed
    assert after != before
    only_new = Keys(new.secret)
    assert (only_new.unseal(before, "authenticator"), only_new.unseal(after, "authenticator")) == (None, device.secret)
