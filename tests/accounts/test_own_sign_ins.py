"""Where I am signed in: one row per browser, and a row that is gone opens nothing, whoever copied its cookie."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from cxgov.accounts import sign_ins
from cxgov.accounts.devices import device_words
from cxgov.accounts.models import SignIn
from cxgov.core import clock
from cxgov.core.enums import Role
from cxgov.people import service as people
from tests.support.cast import NOW, SYSTEM, TODAY, Cast
from tests.support.client import Browser

Open = Callable[..., Browser]


def copied(browser: Browser) -> tuple[str, ...]:
    """Return what a thief would copy: all cookies."""
    return tuple(f"{c.key}={c.value}" for c in (browser._cookies or {}).values())


def replay(open_browser: Open, cookies: tuple[str, ...]) -> int:
    """Return the status of the home page for somebody who brings copied cookies."""
    thief = open_browser()
    for cookie in cookies:
        key, _, value = cookie.partition("=")
        thief.set_cookie(key, value)
    return thief.get("/").status_code


def rows_of(session: Session, person: Any) -> list[SignIn]:
    return list(session.scalars(select(SignIn).where(SignIn.person_id == person.id).order_by(SignIn.id)))


def test_the_page_lists_every_browser_and_marks_this_one(session: Session, cast: Cast, browser: Open) -> None:
    browser(cast.eve)
    text = browser(cast.eve).get_page("/account/sign-ins")
    assert text.count("this one") == 1
    assert text.count("Sign out there") == 1
    assert "In two browsers." in text


def test_c022_signing_out_ends_the_row_and_the_copied_cookie(session: Session, cast: Cast, browser: Open) -> None:
    eve = browser(cast.eve)
    eve.get("/")
    cookies = copied(eve)
    assert replay(browser, cookies) == 200
    eve.send("/sign-out")
    assert rows_of(session, cast.eve) == []
    assert replay(browser, cookies) == 302


def test_c022_one_browser_can_be_signed_out_from_another(session: Session, cast: Cast, browser: Open) -> None:
    lost, mine = browser(cast.eve), browser(cast.eve)
    first = rows_of(session, cast.eve)[0].id
    cookies = copied(lost)
    assert mine.send(f"/account/sign-ins/{first}/end").headers["Location"] == "/account/sign-ins"
    assert replay(browser, cookies) == 302
    assert mine.get("/").status_code == 200


def test_c022_all_others_or_all_can_be_signed_out_at_once(session: Session, cast: Cast, browser: Open) -> None:
    lost, other, mine = browser(cast.eve), browser(cast.eve), browser(cast.eve)
    mine.send("/account/sign-ins/end-others")
    assert [one.get("/").status_code for one in (lost, other, mine)] == [302, 302, 200]
    cookies = copied(mine)
    assert mine.send("/account/sign-ins/end-all").headers["Location"] == "/sign-in"
    assert rows_of(session, cast.eve) == []
    assert replay(browser, cookies) == 302


def test_c022_an_administrator_ends_the_sign_ins_of_somebody(session: Session, cast: Cast, browser: Open) -> None:
    eve, alma = browser(cast.eve), browser(cast.alma)
    assert "Signed in in" in alma.get_page(f"/people/{cast.eve.id}/access")
    answer = alma.send(f"/people/{cast.eve.id}/access/end-sign-ins")
    assert answer.headers["Location"] == f"/people/{cast.eve.id}/access"
    assert eve.get("/").status_code == 302
    assert alma.get("/").status_code == 200


@pytest.mark.parametrize("who", ["eve", "cora", "otto", "ada"])
def test_nobody_else_ends_sign_ins_of_others(session: Session, cast: Cast, browser: Open, who: str) -> None:
    browser(cast.dan)
    row = rows_of(session, cast.dan)[0].id
    other = browser(getattr(cast, who))
    assert other.send(f"/account/sign-ins/{row}/end").status_code == 404
    assert other.get(f"/people/{cast.dan.id}/access").status_code == 403
    assert other.send(f"/people/{cast.dan.id}/access/end-sign-ins").status_code == 403
    assert len(rows_of(session, cast.dan)) == 1


@pytest.mark.parametrize("verb", ["grant", "end"])
def test_c022_a_role_that_is_given_or_ended_ends_the_sign_ins_of_its_person(
    session: Session, cast: Cast, browser: Open, verb: str
) -> None:
    person = cast.otto if verb == "end" else cast.eve
    theirs = browser(person)
    cookies = copied(theirs)
    if verb == "grant":
        people.grant_role(session, person, Role.AUDITOR, actor=SYSTEM, now=NOW, from_day=TODAY)
    else:
        people.end_role(session, person, Role.AUDITOR, actor=SYSTEM, now=NOW, today=TODAY)
    session.commit()
    assert rows_of(session, person) == []
    assert replay(browser, cookies) == 302


def test_c022_who_may_not_sign_in_any_more_is_out_with_the_next_request(
    session: Session, cast: Cast, browser: Open
) -> None:
    eve, alma = browser(cast.eve), browser(cast.alma)
    cookies = copied(eve)
    form = {"name": "Eve Sarkani", "email": "eve@tarnwick.example", "handle": "eve", "version": cast.eve.version}
    assert alma.send(f"/people/{cast.eve.id}/edit", **form).status_code == 303
    assert eve.get("/").status_code == 302
    assert rows_of(session, cast.eve) == []
    assert replay(browser, cookies) == 302


def test_c022_ending_sign_ins_is_logged(session: Session, cast: Cast, browser: Open) -> None:
    browser(cast.eve)
    with capture_logs() as logged:
        sign_ins.end_all(session, cast.eve.id, actor=SYSTEM, now=clock.now(), why="for a test")
    session.commit()
    assert [(line["event"], line["person"], line["count"]) for line in logged] == [("session.revoked", cast.eve.id, 1)]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge on Windows",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) AppleWebKit/605 Version/17 Safari/605", "Safari on Mac"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) AppleWebKit/605 CriOS/140 Mobile Safari/604",
            "Chrome on iPhone",
        ),
        ("Mozilla/5.0 (Linux; Android 16) Chrome/140.0 Mobile Safari/537", "Chrome on Android"),
        ("curl/8.5.0", "curl"),
        ("something (Linux)", "A browser on Linux"),
        ("\x1b[31mevil\r\nSet-Cookie: a=b", "An unknown browser"),
        ("x" * 1_000_000, "An unknown browser"),
        ("", "An unknown browser"),
        (None, "An unknown browser"),
    ],
)
def test_a_device_is_said_in_words_that_come_from_us(told: str | None, said: str) -> None:
    assert device_words(told) == said
