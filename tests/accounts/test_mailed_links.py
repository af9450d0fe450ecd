"""Links by mail: invitation, sign-in and reset. Each works once, the newest only, and is kept nowhere in clear."""

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from cxgov.accounts import jobs
from cxgov.accounts.keys import Keys
from cxgov.accounts.models import Attempt, SignIn, SignInLink
from cxgov.accounts.tokens import hint_of
from cxgov.core import clock
from cxgov.people import service as people
from cxgov.people.models import Person
from cxgov.post.models import Delivery
from tests.support.cast import SYSTEM, Cast
from tests.support.client import Browser
from tests.support.doors import PASSWORD, give_password, keys_of_app, link_in, mails

Open = Callable[..., Browser]
EVE = "eve@tarnwick.example"
NEW = "four other plain words"


def ask(browser: Browser, email: str = EVE, what: str = "password") -> int:
    data = {"csrf_token": browser.csrf(), "email": email, "for": what}
    return browser.post("/sign-in/help", data=data).status_code


def asked_link(session: Session, browser: Open, folder: Path, what: str = "password") -> str:
    """Ask for a link for Eve and return its path."""
    assert ask(browser(), EVE, what) == 200
    return link_in(mails(session, folder)[-1])


def change_address(session: Session, person: Person, email: str, **more: object) -> None:
    values = {"may_sign_in": True, "actor": SYSTEM, **more}
    people.edit_person(
        session, person, now=clock.now(), name=person.name, handle=person.handle, email=email, job=person.job,
        department=None, **values,  # type: ignore[arg-type]  # as given
    )  # fmt: skip
    session.commit()


def test_an_invitation_lets_somebody_choose_a_password(
    session: Session, cast: Cast, browser: Open, tmp_path: Path
) -> None:
    alma, eve = browser(cast.alma), browser()
    assert "Invite by mail" in alma.get_page(f"/people/{cast.eve.id}")
    assert alma.send(f"/people/{cast.eve.id}/invite").status_code == 303
    (mail,) = mails(session, tmp_path)
    assert (mail["To"], mail["Subject"]) == ("Eve Sarkani <eve@tarnwick.example>", "Your account at cxgov")
    where = link_in(mail)
    assert "Welcome, Eve Sarkani" in eve.get_page(where)
    assert eve.send(where, password="password1").status_code == 422
    assert eve.send(where, password=NEW).status_code == 303
    assert eve.get("/committees").status_code == 200
    told = mails(session, tmp_path)[-1]
    assert (told["To"], told["Subject"]) == (
        "Eve Sarkani <eve@tarnwick.example>", "Your password was chosen anew",
    )  # fmt: skip
    assert "/sign-in/password/" not in told.get_content()
    again = browser()
    assert again.send("/sign-in", email=EVE, password=NEW).status_code == 303
    assert browser().get(where).status_code == 404


@pytest.mark.parametrize("who", ["cora", "ada", "otto", "eve"])
def test_only_an_administrator_invites(session: Session, cast: Cast, browser: Open, who: str) -> None:
    assert browser(getattr(cast, who)).send(f"/people/{cast.dan.id}/invite").status_code == 403


def test_who_may_not_sign_in_is_not_invited(session: Session, cast: Cast, browser: Open) -> None:
    change_address(session, cast.eve, EVE, may_sign_in=False)
    assert browser(cast.alma).send(f"/people/{cast.eve.id}/invite").status_code == 409
    assert session.scalars(select(Delivery)).all() == []


def test_a_mailed_link_signs_in_once_when_the_button_is_pressed(
    session: Session, cast: Cast, browser: Open, tmp_path: Path
) -> None:
    where, eve = asked_link(session, browser, tmp_path, "sign_in"), browser()
    eve.get_page(where)
    assert eve.get("/committees").status_code == 302
    assert eve.send(where).status_code == 303
    assert eve.get("/committees").status_code == 200
    assert browser().send(where).status_code == 404


def test_c027_a_reset_works_once_and_within_half_an_hour(
    session: Session, cast: Cast, browser: Open, tmp_path: Path
) -> None:
    give_password(session, cast.eve)
    where = asked_link(session, browser, tmp_path)
    assert browser().send(where, password=NEW).status_code == 303
    assert browser().send(where, password="four more plain words").status_code == 404
    late = asked_link(session, browser, tmp_path)
    link = session.scalars(select(SignInLink).where(SignInLink.used_at.is_(None))).one()
    assert link.expires_at - link.made_at == timedelta(minutes=30)
    link.expires_at = clock.now() - timedelta(seconds=1)
    session.commit()
    assert browser().get(late).status_code == 404


def test_c027_only_the_newest_reset_works(session: Session, cast: Cast, browser: Open, tmp_path: Path) -> None:
    first, second = asked_link(session, browser, tmp_path), asked_link(session, browser, tmp_path)
    assert (browser().get(first).status_code, browser().get(second).status_code) == (404, 200)


def test_c027_a_reset_is_void_after_a_new_address(session: Session, cast: Cast, browser: Open, tmp_path: Path) -> None:
    where = asked_link(session, browser, tmp_path)
    change_address(session, cast.eve, "eve.new@tarnwick.example")
    assert browser().send(where, password=NEW).status_code == 404


def test_c027_a_reset_is_void_after_a_password_change(
    session: Session, cast: Cast, browser: Open, tmp_path: Path
) -> None:
    give_password(session, cast.eve)
    where = asked_link(session, browser, tmp_path)
    assert browser(cast.eve).send("/account/password", present=PASSWORD, password=NEW).status_code == 303
    assert browser().send(where, password="four more plain words").status_code == 404


@pytest.mark.parametrize("how", ["deactivated", "left"])
def test_c027_a_reset_is_void_for_who_may_not_come_in(
    session: Session, cast: Cast, browser: Open, tmp_path: Path, how: str
) -> None:
    where = asked_link(session, browser, tmp_path)
    if how == "left":
        people.leave(session, cast.eve, actor=SYSTEM, now=clock.now(), last_day=date(2026, 1, 1))
        session.commit()
    else:
        change_address(session, cast.eve, EVE, may_sign_in=False)
    assert browser().send(where, password=NEW).status_code == 404
    assert ask(browser()) == 200
    assert len(mails(session, tmp_path)) == 1


def test_c027_a_link_is_kept_nowhere_in_clear(session: Session, cast: Cast, browser: Open, tmp_path: Path) -> None:
    where = asked_link(session, browser, tmp_path)
    token = where.rsplit("/", 1)[1]
    answer = browser().get(where)
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert browser().post(where).status_code == 400
    delivery = session.scalars(select(Delivery)).one()
    link = session.scalars(select(SignInLink)).one()
    kept = [delivery.text, delivery.html, delivery.headline, link.token_hash, link.nonce or "", link.address or ""]
    assert all(token not in one for one in kept)
    with capture_logs() as lines:
        browser().post(where)
        browser().send(where, password=NEW)
        browser().send(where, password=NEW)
    told = json.dumps(lines)
    assert token not in told
    assert hint_of(token) in told


def test_nobody_reads_a_mailed_link_in_the_outbox(
    session: Session, cast: Cast, browser: Open, tmp_path: Path, app: Flask
) -> None:
    where = asked_link(session, browser, app.extensions["cx_settings"].instance / "outbox")
    delivery, alma = session.scalars(select(Delivery)).one(), browser(cast.alma)
    assert where.rsplit("/", 1)[1] not in alma.get_page(f"/outbox/{delivery.id}")
    assert alma.get(f"/outbox/{delivery.id}/file").status_code == 404


def test_a_mail_whose_link_is_over_does_not_go_out(session: Session, cast: Cast, browser: Open, tmp_path: Path) -> None:
    ask(browser())
    change_address(session, cast.eve, "eve.new@tarnwick.example")
    assert [one["Subject"] for one in mails(session, tmp_path) if "Choose a new" in one["Subject"]] == []
    states = {one.kind: one.state.value for one in session.scalars(select(Delivery))}
    assert states["account_link"] == "cancelled"


def test_a_link_that_was_queued_under_the_old_key_works_under_the_new_one(app: Flask) -> None:
    old, new = keys_of_app(app), Keys("n" * 40, (keys_of_app(app).secret,))
    assert old.link_token("nonce") in list(new.link_tokens("nonce"))


def test_who_asks_often_waits_and_fills_no_mailbox(session: Session, cast: Cast, browser: Open, tmp_path: Path) -> None:
    codes = [ask(browser()) for _ in range(4)]
    assert codes == [200, 200, 200, 429]
    assert [ask(browser(), "xyz@tarnwick.example") for _ in range(4)] == codes


def test_c029_links_never_lead_where_a_forged_host_says(
    app: Flask, session: Session, cast: Cast, browser: Open, tmp_path: Path
) -> None:
    one = browser()
    data = {"csrf_token": one.csrf(), "email": EVE, "for": "password"}
    for headers in ({"Host": "evil.example"}, {"Host": "localhost@evil.example"}):
        assert one.post("/sign-in/help", data=data, headers=headers).status_code == 400
    assert mails(session, tmp_path) == []
    assert one.post("/sign-in/help", data=data, headers={"X-Forwarded-Host": "evil.example"}).status_code == 200
    (mail,) = mails(session, tmp_path)
    assert "evil" not in mail.get_content()
    assert re.findall(r"https?://\S+?/", mail.get_content()) == ["http://localhost/"]


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example", "/%09/evil.example",
        "/%5cevil.example", "///evil.example", "javascript:alert(1)", "data:text/html,x", "/a" * 2500,
        "/x\r\nX-Evil: 1", "https://evil.example/", "/\t/evil.example",
    ],
)  # fmt: skip
def test_c031_the_door_leads_only_to_pages_of_ours(session: Session, cast: Cast, browser: Open, wanted: str) -> None:
    give_password(session, cast.eve)
    one = browser()
    data = {"csrf_token": one.csrf(), "email": EVE, "password": PASSWORD}
    answer = one.post("/sign-in", data=data, query_string={"next": wanted})
    assert (answer.status_code, answer.location) == (303, "/")


def test_c031_a_page_of_ours_with_a_sign_in_it_is_found_again(session: Session, cast: Cast, browser: Open) -> None:
    give_password(session, cast.eve)
    one = browser()
    data = {"csrf_token": one.csrf(), "email": EVE, "password": PASSWORD}
    answer = one.post("/sign-in", data=data, query_string={"next": "/ok@evil?x=//y"})
    assert answer.location == "/ok@evil?x=//y"


def test_a_new_address_is_told_to_both_and_keeps_who_is_in(
    session: Session, cast: Cast, browser: Open, tmp_path: Path
) -> None:
    eve = browser(cast.eve)
    fields = {"name": "Eve Sarkani", "email": "eve.new@tarnwick.example", "handle": "eve", "may_sign_in": "y"}
    assert browser(cast.cora).send(f"/people/{cast.eve.id}/edit", **fields).status_code == 422
    assert browser(cast.alma).send(f"/people/{cast.eve.id}/edit", **fields).status_code == 303
    told = mails(session, tmp_path)
    assert {one["To"].addresses[0].addr_spec for one in told} == {EVE, "eve.new@tarnwick.example"}
    assert all("eve.new@tarnwick.example" in one.get_content() for one in told)
    assert eve.get("/committees").status_code == 200


def test_tries_that_count_no_more_are_swept(session: Session, cast: Cast, browser: Open) -> None:
    ask(browser())
    now = clock.now()
    assert jobs.sweep_expired(session, now=now) == 0
    assert jobs.sweep_expired(session, now=now + timedelta(minutes=61)) == 3
    assert session.scalars(select(Attempt)).all() == []
    assert session.scalars(select(SignIn)).all() == []
