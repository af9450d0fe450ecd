"""In by a password: alike for everybody who may not, slow for who guesses, and new in every way once inside."""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import argon2
import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from cxgov.accounts.models import Attempt, Password, SignIn
from cxgov.accounts.service import throttle
from cxgov.core import clock
from cxgov.core.errors import TooMany
from cxgov.people import service as people
from cxgov.people.models import Person
from cxgov.web.extensions import db
from tests.support.apps import fresh_app
from tests.support.cast import SYSTEM, Cast
from tests.support.client import Browser
from tests.support.databases import BOTH
from tests.support.doors import PASSWORD, give_password, keys_of_app

Open = Callable[..., Browser]
ELSEWHERE = {"REMOTE_ADDR": "198.51.100.7"}


def knock(browser: Browser, email: str, password: str = PASSWORD, **environ: str) -> TestResponse:
    data = {"csrf_token": browser.csrf(), "email": email, "password": password}
    return browser.post("/sign-in", data=data, environ_overrides=environ)


@contextmanager
def hashes(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Collect how often the library is asked to work."""
    seen: list[str] = []
    for name in ("verify", "hash"):
        plain = getattr(argon2.PasswordHasher, name)

        def counted(
            *args: object, _plain: Callable[..., object] = plain, _name: str = name, **kwargs: object
        ) -> object:
            seen.append(_name)
            return _plain(*args, **kwargs)

        monkeypatch.setattr(argon2.PasswordHasher, name, counted)
    yield seen


def test_a_password_opens_the_door(session: Session, cast: Cast, browser: Open) -> None:
    give_password(session, cast.eve)
    eve = browser()
    eve.get_page("/sign-in?next=/committees")
    answer = eve.send("/sign-in?next=/committees", email=" EVE@tarnwick.example ", password=PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/committees")
    eve.get_page("/committees")
    row = session.scalars(select(SignIn).where(SignIn.person_id == cast.eve.id)).one()
    assert (row.proof.value, row.second_at, row.ip) == ("password", None, "127.0.0.1")
    assert session.scalar(select(func.count()).select_from(Attempt)) == 0


def test_a_hash_made_with_other_figures_is_made_anew(session: Session, cast: Cast, browser: Open) -> None:
    old = argon2.PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    session.add(Password(person_id=cast.eve.id, hash=old, set_at=clock.now()))
    session.commit()
    assert knock(browser(), "eve@tarnwick.example").status_code == 303
    session.expire_all()
    assert session.get_one(Password, cast.eve.id).hash != old
    assert knock(browser(), "eve@tarnwick.example").status_code == 303


def test_c022_a_copied_cookie_opens_nothing_after_sign_out_password_change_and_deactivation(
    session: Session, cast: Cast, browser: Open
) -> None:
    give_password(session, cast.eve)

    def with_cookie_of(one: Browser) -> Browser:
        copy = browser()
        copy.set_cookie("cxgov", one.get_cookie("cxgov").value)  # type: ignore[union-attr]  # it is signed in
        copy.set_cookie("remember_token", one.get_cookie("cxgov").value)  # type: ignore[union-attr]  # the same
        return copy

    first = browser()
    knock(first, "eve@tarnwick.example")
    thief = with_cookie_of(first)
    assert thief.get("/committees").status_code == 200
    assert first.send("/sign-out").status_code == 303
    assert thief.get("/committees").status_code == 302
    assert thief.send("/committees/new").status_code == 401

    here, there = browser(), browser()
    knock(here, "eve@tarnwick.example")
    knock(there, "eve@tarnwick.example")
    thief = with_cookie_of(there)
    fields = {"present": PASSWORD, "password": "another four words here"}
    assert here.send("/account/password", **fields).status_code == 303
    assert here.get("/committees").status_code == 200
    assert (there.get("/committees").status_code, thief.get("/committees").status_code) == (302, 302)

    people.edit_person(
        session, session.get_one(Person, cast.eve.id), actor=SYSTEM, now=clock.now(), name="Eve Sarkani", handle="eve",
        email="eve@tarnwick.example", job=None, department=cast.support, may_sign_in=False,
    )  # fmt: skip
    session.commit()
    assert here.get("/committees").status_code == 302


def test_c023_nothing_of_before_the_sign_in_counts_after_it(session: Session, cast: Cast, browser: Open) -> None:
    give_password(session, cast.eve)
    victim, attacker = browser(), browser()
    attacker.get("/sign-in")
    planted = attacker.get_cookie("cxgov")
    old_csrf = attacker.csrf()
    planted = attacker.get_cookie("cxgov")
    assert planted is not None
    victim.set_cookie("cxgov", planted.value)
    data = {"csrf_token": old_csrf, "email": "eve@tarnwick.example", "password": PASSWORD}
    assert victim.post("/sign-in", data=data).status_code == 303
    assert victim.get("/committees").status_code == 200
    assert victim.get_cookie("cxgov").value != planted.value  # type: ignore[union-attr]  # it is signed in
    assert attacker.get("/committees").status_code == 302
    assert victim.post("/sign-out", data={"csrf_token": old_csrf}).status_code == 400
    assert victim.get("/committees").status_code == 200


def test_signing_in_again_ends_what_the_browser_held_before(session: Session, cast: Cast, browser: Open) -> None:
    for who in (cast.eve, cast.dan):
        give_password(session, who)
    shared = browser()
    knock(shared, "eve@tarnwick.example")
    knock(shared, "dan@tarnwick.example")
    rows = session.scalars(select(SignIn.person_id).where(SignIn.person_id.in_((cast.eve.id, cast.dan.id)))).all()
    assert rows == [cast.dan.id]


def test_c024_nobody_is_signed_in_or_out_from_another_page(session: Session, cast: Cast, browser: Open) -> None:
    give_password(session, cast.eve)
    fields = {"email": "eve@tarnwick.example", "password": PASSWORD}
    assert browser().post("/sign-in", data=fields).status_code == 400
    eve = browser(cast.eve)
    assert eve.get("/sign-out").status_code == 405
    assert eve.post("/sign-out").status_code == 400
    assert eve.get("/committees").status_code == 200


def shape(answer: TestResponse, email: str) -> tuple[int, str, int]:
    """Return what an onlooker can tell apart: status, text without what is random, length."""
    text = answer.get_data(as_text=True)
    plain = re.sub(r'(name="(?:csrf_token|nonce)" value=")[^"]*', r"\1", text).replace(email, "ADDRESS")
    return answer.status_code, plain, len(text)


def test_c025_the_door_says_the_same_to_everybody_who_does_not_get_in(
    session: Session, cast: Cast, browser: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    for who in (cast.eve, cast.ada, cast.ben):
        give_password(session, who)
    stop_signing_in(session, cast.ada, cast)
    people.leave(session, cast.ben, actor=SYSTEM, now=clock.now(), last_day=date(2026, 1, 1))
    session.commit()
    knock(browser(), "nobody@tarnwick.example")  # the hash of nobody is made, once
    asked = {
        "known": "eve@tarnwick.example", "inactive": "ada@tarnwick.example", "left": "ben@tarnwick.example",
        "without": "dan@tarnwick.example", "unknown": "xyz@tarnwick.example",
    }  # fmt: skip
    seen = {}
    for name, email in asked.items():
        with monkeypatch.context() as patched, hashes(patched) as work:
            answer = knock(browser(), email, "wrong horse battery")
        seen[name] = (shape(answer, email), tuple(work))
    assert seen["known"][0][0] == 422
    assert seen["known"][1] == ("verify",)
    assert set(seen.values()) == {seen["known"]}


def stop_signing_in(session: Session, person: Person, cast: Cast) -> None:
    people.edit_person(
        session, person, actor=SYSTEM, now=clock.now(), name=person.name, handle=person.handle, email=person.email,
        job=person.job, department=cast.support, may_sign_in=False,
    )  # fmt: skip
    session.commit()


def test_c025_asking_for_a_link_is_answered_alike(session: Session, cast: Cast, browser: Open) -> None:
    seen = set()
    for email in ("eve@tarnwick.example", "xyz@tarnwick.example"):
        one = browser()
        data = {"csrf_token": one.csrf(), "email": email, "for": "password"}
        seen.add(shape(one.post("/sign-in/help", data=data), email))
    assert len(seen) == 1
    assert "a mail is on its way" in seen.pop()[1]


def test_c026_a_guesser_waits_and_shuts_nobody_else_out(session: Session, cast: Cast, browser: Open) -> None:
    give_password(session, cast.eve)
    codes = [knock(browser(), "eve@tarnwick.example", f"wrong number {n}").status_code for n in range(5)]
    assert codes == [422] * 5
    for password in ("wrong number 6", PASSWORD):
        refused = knock(browser(), "eve@tarnwick.example", password)
        assert refused.status_code == 429
        assert 0 < int(refused.headers["Retry-After"]) <= 61
        assert "Try again in" in refused.get_data(as_text=True)
    forged = browser().post(
        "/sign-in", data={"csrf_token": "x"}, headers={"X-Forwarded-For": "203.0.113.9"}
    )  # the forged header changes nothing: still the same address
    assert forged.status_code == 400
    one = browser()
    data = {"csrf_token": one.csrf(), "email": "eve@tarnwick.example", "password": PASSWORD}
    assert one.post("/sign-in", data=data, headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 429
    assert knock(browser(), "eve@tarnwick.example", **ELSEWHERE).status_code == 303


def test_c026_one_address_that_tries_many_accounts_waits(session: Session, app: Flask) -> None:
    keys, now = keys_of_app(app), clock.now()
    for number in range(100):
        throttle.claim_try(session, throttle.for_password(keys, f"someone{number}@x.example", "192.0.2.1"), now=now)
    with pytest.raises(TooMany) as refused:
        throttle.claim_try(session, throttle.for_password(keys, "someone@x.example", "192.0.2.1"), now=now)
    assert 0 < refused.value.retry_after <= 601
    throttle.claim_try(session, throttle.for_password(keys, "someone@x.example", "192.0.2.2"), now=now)
    later = now + timedelta(minutes=10, seconds=1)
    throttle.claim_try(session, throttle.for_password(keys, "someone@x.example", "192.0.2.1"), now=later)


def test_tries_are_counted_under_names_that_tell_nothing(session: Session, app: Flask) -> None:
    throttle.claim_try(
        session, throttle.for_password(keys_of_app(app), "eve@tarnwick.example", "192.0.2.1"), now=clock.now()
    )
    stored = session.scalars(select(Attempt.key_hash)).all()
    assert all(re.fullmatch("[0-9a-f]{64}", one) for one in stored)


def test_c032_a_password_is_long_enough_and_not_tried_first(session: Session, cast: Cast, browser: Open) -> None:
    give_password(session, cast.eve)
    eve = browser(cast.eve)
    present = PASSWORD
    for refused, why in (
        ("short", "at least 8 characters"),
        ("password1", "lists that are tried first"),
        ("PASSWORD1", "lists that are tried first"),
        ("aaaaaaaaaaaa", "lists that are tried first"),
        ("Eve Sarkani 1984!", "names that anybody would try"),
        ("cxgov-cxgov-2026", "names that anybody would try"),
        ("eve@tarnwick.example", "names that anybody would try"),
        ("seven\x00quiet herons", "cannot be kept"),
        ("x" * 1025, "at most 1024 characters"),
    ):
        answer = eve.send("/account/password", present=present, password=refused)
        assert answer.status_code == 422, refused
        assert why in answer.get_data(as_text=True), refused
    for accepted in ("пароль из кириллицы 密码 ünd mehr 😀" * 2, "y" * 4 + " " + "z1" * 500, "ﬁne ligature herons"):
        answer = eve.send("/account/password", present=present, password=accepted)
        assert answer.status_code == 303, accepted
        present = accepted
    assert knock(browser(), "eve@tarnwick.example", "fine ligature herons").status_code == 303


def test_c032_a_million_characters_cost_nothing(
    session: Session, cast: Cast, browser: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_password(session, cast.eve)
    with hashes(monkeypatch) as work:
        answer = knock(browser(), "eve@tarnwick.example", "x" * 1_000_000)
    assert answer.status_code in (413, 422)
    assert work == []


def test_a_password_may_be_pasted_and_kept_by_a_manager(session: Session, cast: Cast, browser: Open) -> None:
    give_password(session, cast.eve)
    door = browser().get_page("/sign-in")
    assert 'autocomplete="username"' in door
    assert 'autocomplete="current-password"' in door
    own = browser(cast.eve).get_page("/account/password")
    assert 'autocomplete="new-password"' in own
    assert "onpaste" not in door + own
    assert PASSWORD not in door + own


@pytest.mark.commits
@pytest.mark.parametrize("kind", BOTH)
def test_c026_of_many_tries_at_once_no_more_than_five_slip_through(kind: str, tmp_path: Path) -> None:
    with fresh_app(kind, tmp_path) as app:
        keys, now = keys_of_app(app), clock.now()

        def one_try(_: int) -> bool:
            with app.app_context():
                try:
                    throttle.claim_try(
                        db.session(), throttle.for_password(keys, "eve@tarnwick.example", "192.0.2.1"), now=now
                    )
                except TooMany:
                    return False
                return True

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(one_try, range(24))) == 5
