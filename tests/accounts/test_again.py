"""What is sensitive asks who is signed in to prove it again; nothing typed is lost, nothing is done meanwhile."""

from collections.abc import Callable
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from cxgov.accounts import hashing
from cxgov.accounts.keys import Keys
from cxgov.accounts.models import Authenticator, Password, SignIn, SignInLink
from cxgov.core import clock
from cxgov.people.models import Person, RoleGrant
from tests.support.cast import Cast
from tests.support.client import Browser, Page

Open = Callable[..., Browser]
WORDS = "four words of a sentence"


def age(session: Session, person: Person, minutes: int = 16) -> None:
    """Let a person have proved who they are so long ago."""
    then = clock.now() - timedelta(minutes=minutes)
    session.execute(update(SignIn).where(SignIn.person_id == person.id).values(proved_at=then))
    session.commit()


def give_password(session: Session, person: Person) -> None:
    session.add(Password(person_id=person.id, hash=hashing.hash_password(WORDS), set_at=clock.now()))
    session.commit()


def give_authenticator(app: Flask, session: Session, person: Person) -> pyotp.TOTP:
    secret, now = pyotp.random_base32(), clock.now()
    sealed = Keys(app.extensions["cx_settings"].secrets.secret_key).seal(secret, "authenticator")
    session.add(Authenticator(person_id=person.id, sealed=sealed, made_at=now, confirmed_at=now))
    session.commit()
    return pyotp.TOTP(secret)


def test_whoever_signed_in_just_now_is_not_asked(session: Session, cast: Cast, browser: Open) -> None:
    alma = browser(cast.alma)
    age(session, cast.alma, 14)
    assert alma.get(f"/people/{cast.eve.id}/roles").status_code == 200


def test_a_page_that_is_sensitive_leads_to_the_question_and_back(session: Session, cast: Cast, browser: Open) -> None:
    give_password(session, cast.alma)
    alma = browser(cast.alma)
    age(session, cast.alma)
    here = f"/people/{cast.eve.id}/roles"
    answer = alma.get(here)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/sign-in/again?next={here}")
    assert Page(alma.get_page(answer.headers["Location"])).h1 == "Is it still you?"
    answer = alma.send(answer.headers["Location"], password=WORDS)
    assert (answer.status_code, answer.headers["Location"]) == (303, here)
    assert alma.get(here).status_code == 200


def test_a_form_that_was_sent_changes_nothing_and_comes_back_as_it_was_typed(
    session: Session, cast: Cast, browser: Open
) -> None:
    give_password(session, cast.alma)
    alma = browser(cast.alma)
    age(session, cast.alma)
    here = f"/people/{cast.eve.id}/roles"
    answer = alma.send(here, role="auditor", from_day="2026-12-24", to_day="2027-01-31")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/sign-in/again?next={here}")
    assert session.scalars(select(RoleGrant).where(RoleGrant.person_id == cast.eve.id)).all() == []
    alma.send(answer.headers["Location"], password=WORDS)
    text = alma.get_page(here)
    assert "Nothing has been done yet. Press the button once more." in text
    assert 'value="2026-12-24"' in text
    assert 'value="2027-01-31"' in text
    assert '<option selected value="auditor">' in text
    assert 'value="2026-12-24"' not in alma.get_page(here), "it is kept for one time"


def test_a_button_without_a_page_of_its_own_leads_back_to_the_page_it_stood_on(
    session: Session, cast: Cast, browser: Open
) -> None:
    alma = browser(cast.alma)
    page = alma.get_page(f"/people/{cast.eve.id}")
    assert f'name="here" value="/people/{cast.eve.id}"' in page
    age(session, cast.alma)
    url = f"/people/{cast.eve.id}/sign-in-link"
    answer = alma.send(url, here=f"/people/{cast.eve.id}")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/sign-in/again?next=/people/{cast.eve.id}")
    assert session.scalars(select(SignInLink)).all() == []
    assert alma.send(url, here="//evil.example").headers["Location"] == "/sign-in/again?next=/"


def test_secrets_that_were_typed_are_not_kept_in_the_cookie(session: Session, cast: Cast, browser: Open) -> None:
    alma = browser(cast.alma)
    age(session, cast.alma)
    alma.send(f"/people/{cast.eve.id}/roles", role="auditor", password="hush", code="123456", from_day="2026-12-24")
    with alma.session_transaction() as cookie:
        assert [name for name, _ in cookie["cx_kept"][1]] == ["role", "from_day"]


def test_a_wrong_password_proves_nothing_and_is_counted(session: Session, cast: Cast, browser: Open) -> None:
    give_password(session, cast.alma)
    alma = browser(cast.alma)
    age(session, cast.alma)
    answers = [alma.send("/sign-in/again", password=f"wrong {n}").status_code for n in range(6)]
    assert answers == [422, 422, 422, 422, 422, 429]
    assert alma.get(f"/people/{cast.eve.id}/roles").status_code == 302


def test_a_code_proves_it_as_well_and_only_once(app: Flask, session: Session, cast: Cast, browser: Open) -> None:
    totp = give_authenticator(app, session, cast.alma)
    alma = browser(cast.alma)
    age(session, cast.alma)
    assert alma.send("/sign-in/again", code="12345").status_code == 422
    code = totp.at(clock.now())
    assert alma.send("/sign-in/again?next=/people", code=code).headers["Location"] == "/people"
    age(session, cast.alma)
    assert alma.send("/sign-in/again", code=code).status_code == 422


def test_proving_it_gives_the_browser_a_new_token_and_voids_a_copy(session: Session, cast: Cast, browser: Open) -> None:
    give_password(session, cast.alma)
    alma, thief = browser(cast.alma), browser()
    for cookie in (alma._cookies or {}).values():
        thief.set_cookie(cookie.key, cookie.value)
    alma.send("/sign-in/again", password=WORDS)
    assert [alma.get("/").status_code, thief.get("/").status_code] == [200, 302]


def test_who_has_neither_gets_a_link_by_mail(session: Session, cast: Cast, browser: Open) -> None:
    alma = browser(cast.alma)
    age(session, cast.alma)
    text = alma.get_page("/sign-in/again?next=/people")
    assert "Mail me a link" in text
    assert 'name="password"' not in text
    answer = alma.send("/sign-in/again/mail?next=/people")
    assert answer.headers["Location"] == "/sign-in/again?next=/people"
    assert "on its way to you" in alma.get_page(answer.headers["Location"])
    link = session.scalars(select(SignInLink)).one()
    assert (link.person_id, link.address) == (cast.alma.id, "alma@tarnwick.example")
    assert alma.send("/sign-in/again", password="").status_code == 422


@pytest.mark.parametrize("where", ["//evil.example", "https://evil.example", "/\\evil", "javascript:alert(1)"])
def test_c031_the_way_back_stays_here(session: Session, cast: Cast, browser: Open, where: str) -> None:
    give_password(session, cast.alma)
    answer = browser(cast.alma).send("/sign-in/again", password=WORDS, next=where)
    assert answer.headers["Location"] == "/"


def test_everything_sensitive_that_there_is_asks_again(app: Flask) -> None:
    asks = {name for name, view in app.view_functions.items() if getattr(view, "fresh", False)}
    assert {
        "people.roles", "people.end_role", "accounts.make_link", "accounts.make_token", "accounts.remove_identity",
        "accounts.end_their_sign_ins",
    } <= asks  # fmt: skip
