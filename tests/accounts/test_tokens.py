"""Personal tokens for programs: shown once, stored hashed, never above their person, and only where a view says so."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from cxgov.accounts import api_tokens
from cxgov.accounts.enums import Scope
from cxgov.accounts.models import ApiToken
from cxgov.accounts.tokens import hashed
from cxgov.core import clock
from cxgov.core.errors import RuleBroken
from cxgov.people import service as people
from cxgov.people.models import Person
from cxgov.web import access
from tests.support.cast import SYSTEM, Cast
from tests.support.client import Browser

Open = Callable[..., Browser]


def make(session: Session, cast: Cast, person: Person, *scopes: Scope, days: int = 30) -> str:
    """Make a token for a person and return its text."""
    _, text = api_tokens.make(
        session, "figures", scopes=scopes or (Scope.READ,), days=days, actor=cast.actor(person, session),
        now=clock.now(),
    )  # fmt: skip
    session.commit()
    return text


def ask(browser: Browser, text: str, path: str = "/actions/actions.csv", **more: Any) -> Any:
    return browser.get(path, headers={"Authorization": f"Bearer {text}"}, **more)


def test_a_token_is_made_shown_once_and_stored_as_a_hash(session: Session, cast: Cast, browser: Open) -> None:
    eve = browser(cast.eve)
    eve.get_page("/account/tokens")
    answer = eve.send("/account/tokens", name="warehouse", scopes="read", days="30")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    row = session.scalars(select(ApiToken)).one()
    text = answer.get_data(as_text=True).split('value="cxg_')[1].split('"')[0]
    assert len(text) == 43
    assert (row.token_hash, row.hint) == (hashed(f"cxg_{text}"), f"cxg_{text}"[:8])
    page = eve.get_page("/account/tokens")
    assert (row.hint in page, text in page) == (True, False)


def test_c075_a_form_for_a_token_that_is_sent_twice_makes_one(session: Session, cast: Cast, browser: Open) -> None:
    eve = browser(cast.eve)
    form = {"name": "warehouse", "scopes": "read", "days": "30", "nonce": "the-same"}
    assert [eve.send("/account/tokens", **form).status_code for _ in range(2)] == [200, 303]
    assert len(session.scalars(select(ApiToken)).all()) == 1


@pytest.mark.parametrize("bad", [{"name": ""}, {"days": "0"}, {"days": "366"}, {"scopes": "admin"}, {"scopes": []}])
def test_a_token_says_what_for_what_and_how_long(
    session: Session, cast: Cast, browser: Open, bad: dict[str, Any]
) -> None:
    form = {"name": "warehouse", "scopes": "read", "days": "30"} | bad
    assert browser(cast.eve).send("/account/tokens", **form).status_code == 422
    assert session.scalars(select(ApiToken)).all() == []


def test_there_are_not_more_tokens_than_anybody_can_look_after(session: Session, cast: Cast) -> None:
    for _ in range(api_tokens.MAX_TOKENS):
        make(session, cast, cast.eve)
    with pytest.raises(RuleBroken, match="Revoke one"):
        make(session, cast, cast.eve)


def test_a_program_reads_what_its_person_reads(session: Session, cast: Cast, browser: Open) -> None:
    answer = ask(browser(), make(session, cast, cast.eve))
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    assert session.scalars(select(ApiToken)).one().used_at is not None


def test_the_last_use_is_noted_at_most_every_five_minutes(session: Session, cast: Cast) -> None:
    make(session, cast, cast.eve)
    row, now = session.scalars(select(ApiToken)).one(), clock.now()
    noted = [api_tokens.note_used(session, row.id, now=now + timedelta(minutes=minutes)) for minutes in (0, 1, 4, 6, 7)]
    assert noted == [True, False, False, True, False]


def test_the_cookie_counts_for_nothing_beside_a_token(session: Session, cast: Cast, browser: Open) -> None:
    alma = browser(cast.alma)
    assert ask(alma, "cxg_made-up").status_code == 401
    assert ask(alma, make(session, cast, cast.eve), "/outbox").status_code == 403


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer ", "Bearer x", "bearer cxg_" + "a" * 43, "Bearer \x80", "Bearer " + "a" * 9000]
)
def test_an_unknown_token_is_401_in_json(cast: Cast, browser: Open, header: str) -> None:
    answer = browser().get("/actions/actions.csv", headers={"Authorization": header})
    assert (answer.status_code, answer.mimetype) == (401, "application/json")
    assert answer.headers["WWW-Authenticate"] == "Bearer error=invalid_token"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("end", ["revoked", "expired", "deactivated", "left"])
def test_c006_a_token_ends_with_the_next_request(session: Session, cast: Cast, browser: Open, end: str) -> None:
    text, program = make(session, cast, cast.eve), browser()
    assert ask(program, text).status_code == 200
    row = session.scalars(select(ApiToken)).one()
    if end == "revoked":
        browser(cast.eve).send(f"/account/tokens/{row.id}/revoke")
    elif end == "expired":
        session.execute(update(ApiToken).values(expires_at=clock.now()))
        session.commit()
    elif end == "deactivated":
        browser(cast.alma).send(
            f"/people/{cast.eve.id}/edit", name="Eve Sarkani", email="eve@tarnwick.example", version=cast.eve.version
        )
    else:
        people.leave(session, cast.eve, actor=SYSTEM, now=clock.now(), last_day=date(2026, 1, 1))
        session.commit()
    answer = ask(program, text)
    assert (answer.status_code, answer.mimetype) == (401, "application/json")
    if end in ("deactivated", "left", "revoked"):
        assert session.scalars(select(ApiToken)).all() == []


def test_a_token_never_gives_more_than_its_person_has_now(session: Session, cast: Cast, browser: Open) -> None:
    text, program = make(session, cast, cast.dan), browser()
    rights = ask(program, text).get_data(as_text=True)
    assert rights == browser(cast.dan).get("/actions/actions.csv").get_data(as_text=True)


@pytest.mark.parametrize("path", ["/", "/people", "/account/tokens", "/account/sign-ins"])
def test_a_view_that_says_nothing_of_tokens_answers_to_none(
    session: Session, cast: Cast, browser: Open, path: str
) -> None:
    answer = ask(browser(), make(session, cast, cast.eve, Scope.READ, Scope.WRITE), path)
    assert (answer.status_code, answer.mimetype) == (403, "application/json")


def test_c035_a_token_in_the_header_is_no_way_around_the_token_of_a_form(
    session: Session, cast: Cast, browser: Open
) -> None:
    head = {"Authorization": f"Bearer {make(session, cast, cast.eve, Scope.READ, Scope.WRITE)}"}
    answer = browser(cast.eve).post("/account/tokens", headers=head, data={"name": "x", "scopes": "read", "days": "9"})
    assert answer.status_code == 400
    assert len(session.scalars(select(ApiToken)).all()) == 1


@pytest.fixture
def writes(app: Flask) -> Iterator[str]:
    """Let a view that programs may write through take the place of one that nobody uses here."""
    endpoint = "accounts.mail_again"
    before = app.view_functions[endpoint]
    app.view_functions[endpoint] = access.requires("accounts:token:list", token_scope="write")(lambda: "written")
    yield "/sign-in/again/mail"
    app.view_functions[endpoint] = before


def test_a_program_writes_where_a_view_says_so_and_its_token_too(
    session: Session, cast: Cast, browser: Open, writes: str
) -> None:
    program = browser()
    reads, both = make(session, cast, cast.eve), make(session, cast, cast.eve, Scope.READ, Scope.WRITE)
    found = [
        program.post(writes, headers={"Authorization": f"Bearer {text}"}).status_code for text in (reads, both, "cxg_x")
    ]
    assert found == [403, 200, 401]
    assert browser(cast.eve).post(writes).status_code == 400


def test_nobody_revokes_or_sees_tokens_of_others_but_an_administrator(
    session: Session, cast: Cast, browser: Open
) -> None:
    text = make(session, cast, cast.eve)
    row = session.scalars(select(ApiToken)).one()
    assert [browser(who).send(f"/account/tokens/{row.id}/revoke").status_code for who in (cast.dan, cast.cora)] == [
        404, 404,
    ]  # fmt: skip
    alma = browser(cast.alma)
    page = alma.get_page(f"/people/{cast.eve.id}/access")
    assert (row.hint in page, text in page) == (True, False)
    answer = alma.send(f"/account/tokens/{row.id}/revoke")
    assert answer.headers["Location"] == f"/people/{cast.eve.id}/access"
    assert session.scalars(select(ApiToken)).all() == []
