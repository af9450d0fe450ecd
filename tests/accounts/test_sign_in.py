"""The door: a link opens it once, for one person, and nothing that was copied opens it again."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.accounts import jobs, service
from cxgov.accounts.models import SignIn, SignInLink
from cxgov.accounts.tokens import hashed
from cxgov.core import clock
from cxgov.core.errors import NotAllowed, RuleBroken
from cxgov.journal.models import Entry
from cxgov.journal.queries import head_seq
from cxgov.people import service as people
from cxgov.people.models import Person
from cxgov.web import nonces
from cxgov.web.models import FormNonce
from tests.support.cast import SYSTEM, Cast
from tests.support.client import Browser

Open = Callable[..., Browser]
HOURS = 24


def a_link(session: Session, person: Person, *, hours_ago: int = 0) -> str:
    now = clock.now() - timedelta(hours=hours_ago)
    token = service.make_link(session, person, actor=SYSTEM, now=now, hours=HOURS)
    session.commit()
    return token


def sign_ins(session: Session, person: Person) -> list[SignIn]:
    return list(session.scalars(select(SignIn).where(SignIn.person_id == person.id)))


def test_a_link_opens_the_door_once(session: Session, cast: Cast, browser: Open) -> None:
    token, eve = a_link(session, cast.eve), browser()
    assert "Sign in as Eve Sarkani" in eve.get_page(f"/sign-in/{token}")
    assert eve.get("/committees").status_code == 302
    answer = eve.send(f"/sign-in/{token}")
    assert (answer.status_code, answer.location) == (303, "/")
    assert eve.get("/committees").status_code == 200
    other = browser()
    assert "was used" in other.get_page(f"/sign-in/{token}", 404)
    assert other.send(f"/sign-in/{token}").status_code == 404
    assert len(sign_ins(session, cast.eve)) == 1


def test_looking_at_a_link_changes_nothing(session: Session, cast: Cast, browser: Open) -> None:
    token, last = a_link(session, cast.eve), head_seq(session)
    for _ in range(3):
        browser().get_page(f"/sign-in/{token}")
    assert browser().head(f"/sign-in/{token}").status_code == 200
    link = session.scalars(select(SignInLink).where(SignInLink.person_id == cast.eve.id)).one()
    assert (link.used_at, head_seq(session), sign_ins(session, cast.eve)) == (None, last, [])


def test_of_two_who_open_a_link_at_once_one_gets_in(session: Session, cast: Cast, browser: Open) -> None:
    token, one, two = a_link(session, cast.eve), browser(), browser()
    one.get_page(f"/sign-in/{token}")
    two.get_page(f"/sign-in/{token}")
    assert [one.send(f"/sign-in/{token}").status_code, two.send(f"/sign-in/{token}").status_code] == [303, 404]
    with pytest.raises(RuleBroken):
        service.sign_in(session, token, now=clock.now(), hours=HOURS)


def test_an_old_link_an_unknown_one_and_one_that_was_replaced_do_not_open(
    session: Session, cast: Cast, browser: Open
) -> None:
    old = a_link(session, cast.dan, hours_ago=HOURS + 1)
    replaced, newest = a_link(session, cast.eve), a_link(session, cast.eve)
    texts = [browser().get_page(f"/sign-in/{token}", 404) for token in (old, replaced, "x" * 43, "no-link", "%20")]
    assert len({re.sub(r"value=\"[^\"]*\"", "", text) for text in texts}) == 1
    browser().get_page(f"/sign-in/{newest}")


def test_who_left_or_may_not_sign_in_gets_no_link_and_uses_none(session: Session, cast: Cast, browser: Open) -> None:
    token = a_link(session, cast.eve)
    people.leave(session, cast.eve, actor=SYSTEM, now=clock.now(), last_day=date(2020, 1, 1))
    session.commit()
    assert browser().send(f"/sign-in/{token}").status_code in (404, 422)
    assert sign_ins(session, cast.eve) == []
    with pytest.raises(RuleBroken):
        a_link(session, cast.eve)


def test_a_last_day_that_is_still_to_come_lets_one_in(session: Session, cast: Cast, browser: Open) -> None:
    people.leave(session, cast.eve, actor=SYSTEM, now=clock.now(), last_day=date(2149, 1, 1))
    session.commit()
    eve = browser()
    assert eve.send(f"/sign-in/{a_link(session, cast.eve)}").status_code == 303
    assert eve.get("/committees").status_code == 200


def test_leaving_ends_what_is_open_at_once(session: Session, cast: Cast, browser: Open) -> None:
    eve = browser(cast.eve)
    assert eve.get("/committees").status_code == 200
    people.leave(session, cast.eve, actor=SYSTEM, now=clock.now(), last_day=date(2020, 1, 1))
    session.commit()
    assert eve.get("/committees").status_code == 302


def test_signing_out_kills_a_copied_cookie(session: Session, cast: Cast, browser: Open) -> None:
    eve, thief = browser(cast.eve), browser()
    copied = eve.get_cookie("cxgov")
    assert copied is not None
    thief.set_cookie("cxgov", copied.value, domain="localhost")
    assert thief.get("/committees").status_code == 200
    assert eve.send("/sign-out").status_code == 303
    assert (eve.get("/committees").status_code, thief.get("/committees").status_code) == (302, 302)
    assert sign_ins(session, cast.eve) == []


def test_signing_out_needs_a_post_with_its_token(cast: Cast, browser: Open) -> None:
    eve = browser(cast.eve)
    assert eve.get("/sign-out").status_code == 405
    assert eve.post("/sign-out").status_code == 400
    assert eve.get("/committees").status_code == 200


def test_signing_in_begins_a_new_session_with_a_new_csrf_token(session: Session, cast: Cast, browser: Open) -> None:
    eve = browser()
    eve.get(f"/sign-in/{a_link(session, cast.eve)}")
    before, planted = eve.csrf(), "planted-by-somebody-else"
    with eve.session_transaction() as cookie:
        cookie["_user_id"] = planted
    eve.send(f"/sign-in/{a_link(session, cast.eve)}")
    with eve.session_transaction() as cookie:
        assert cookie["_user_id"] != planted
    assert eve.post("/sign-out", data={"csrf_token": before}).status_code == 400
    assert eve.send("/sign-out").status_code == 303


def test_a_cross_site_post_does_not_sign_anybody_in(session: Session, cast: Cast, browser: Open) -> None:
    token = a_link(session, cast.eve)
    assert browser().post(f"/sign-in/{token}").status_code == 400
    assert sign_ins(session, cast.eve) == []


@pytest.mark.parametrize(
    ("wanted", "there"),
    [
        ("/committees?x=1", "/committees?x=1"), ("//evil", "/"), ("/\\evil", "/"), ("\\\\evil", "/"),
        ("https:evil", "/"),
        ("/%09/evil", "/"), ("/%5cevil", "/"), ("///evil", "/"), ("javascript:alert(1)", "/"), ("/ok@evil", "/ok@evil"),
        ("data:text/html,x", "/"), ("/" + "x" * 5000, "/"), ("/a\r\nSet-Cookie: x=1", "/"), ("https://evil/", "/"),
        ("", "/"), ("/\tevil", "/"), (" //evil", "/"), ("evil", "/"), ("/%2f/evil", "/%2f/evil"),
    ],
)  # fmt: skip
def test_the_way_after_signing_in_stays_inside(
    session: Session, cast: Cast, browser: Open, wanted: str, there: str
) -> None:
    eve, token = browser(), a_link(session, cast.eve)
    answer = eve.post(f"/sign-in/{token}", query_string={"next": wanted}, data={"csrf_token": eve.csrf(), "nonce": "n"})
    assert (answer.status_code, answer.location) == (303, there)


def test_an_administrator_makes_a_link_that_is_shown_once(session: Session, cast: Cast, browser: Open) -> None:
    alma, url = browser(cast.alma), f"/people/{cast.eve.id}/sign-in-link"
    answer = alma.send(url)
    found = re.search(r"http://localhost(/sign-in/[\w-]{43})", answer.get_data(as_text=True))
    assert answer.headers["Cache-Control"] == "no-store"
    assert found is not None
    assert alma.get(url).status_code == 405
    assert found[1] not in alma.get_page(f"/people/{cast.eve.id}")
    token = found[1].rsplit("/", 1)[1]
    stored = session.scalars(select(SignInLink.token_hash).where(SignInLink.person_id == cast.eve.id)).all()
    assert stored == [hashed(token)]
    assert not any(token in body for body in session.scalars(select(Entry.body)))
    assert browser().send(found[1]).status_code == 303


@pytest.mark.parametrize("who", ["cora", "ada", "otto", "eve"])
def test_nobody_else_makes_links(session: Session, cast: Cast, browser: Open, who: str) -> None:
    assert browser(getattr(cast, who)).send(f"/people/{cast.dan.id}/sign-in-link").status_code == 403
    with pytest.raises(NotAllowed):
        service.make_link(
            session, cast.dan, actor=cast.actor(getattr(cast, who), session), now=clock.now(), hours=HOURS
        )


def test_seen_is_noted_at_most_every_five_minutes(session: Session, cast: Cast, browser: Open) -> None:
    eve = browser(cast.eve)
    row = sign_ins(session, cast.eve)[0]
    first = row.seen_at
    eve.get("/committees")
    session.expire_all()
    assert row.seen_at == first
    row.seen_at = first - timedelta(minutes=6)
    session.commit()
    eve.get("/committees")
    session.expire_all()
    assert row.seen_at >= first
    assert not service.note_seen(session, "unknown", now=clock.now())


def test_what_has_expired_is_swept_and_what_holds_stays(session: Session, cast: Cast, browser: Open) -> None:
    browser(cast.eve)
    browser(cast.dan)
    now = clock.now()
    sign_ins(session, cast.dan)[0].expires_at = now
    session.add(FormNonce(nonce="old", location="/", used_at=now - timedelta(days=8)))
    session.add(FormNonce(nonce="new", location="/", used_at=now))
    session.commit()
    a_link(session, cast.ada, hours_ago=24 * 40)
    newest = a_link(session, cast.ben)
    assert jobs.sweep_expired(session, now=now) == 2
    assert nonces.sweep(session, now=now) == 1
    assert jobs.sweep_expired(session, now=now) == nonces.sweep(session, now=now) == 0
    assert [len(sign_ins(session, who)) for who in (cast.dan, cast.eve)] == [0, 1]
    assert session.scalars(select(FormNonce.nonce).where(FormNonce.nonce.in_(("old", "new")))).all() == ["new"]
    browser().get_page(f"/sign-in/{newest}")


def test_the_door_is_kept_nowhere(cast: Cast, browser: Open) -> None:
    for url in ("/sign-in", "/sign-in/x"):
        assert browser().get(url).headers["Cache-Control"] == "no-store"


def test_a_forged_host_is_refused(app: Flask, session: Session) -> None:
    assert app.test_client().get("/sign-in", headers={"Host": "evil.example"}).status_code == 400
