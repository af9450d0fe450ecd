"""No write without the token of one's own sign-in: over every route that there is, on both databases."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from cxgov.core.db import Base
from cxgov.people.models import RoleGrant
from tests.support.cast import Cast
from tests.support.client import Browser

Open = Callable[..., Browser]
CONVERTERS = {"Digits": "1", "UnicodeConverter": "x", "PathConverter": "x"}


def writes(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Return every route that is not only read, with an address of it."""
    for rule in app.url_map.iter_rules():
        if not (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}:
            continue
        values = {name: CONVERTERS[type(kind).__name__] for name, kind in rule._converters.items()}
        built = rule.build(values, append_unknown=False)
        assert built is not None
        yield rule, built[1]


def state(session: Session) -> dict[str, int]:
    """Return how many rows each table holds; the journal's tell of every change."""
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
        if table.name != "attempts"
    }


@pytest.mark.parametrize("who", ["alma", "ada", "nobody"])
@pytest.mark.parametrize("how", ["no token", "of another person", "made up", "of nobody", "json as text", "json"])
def test_c035_no_write_without_the_token_of_ones_own_sign_in(
    app: Flask, session: Session, cast: Cast, browser: Open, how: str, who: str
) -> None:
    own, other = browser(getattr(cast, who, None)), browser(cast.dan)
    own.get("/sign-in")
    token = {"of another person": other.csrf(), "made up": "x" * 91, "of nobody": browser().csrf()}.get(how)
    before, answers = state(session), {}
    for rule, url in writes(app):
        if how == "json as text":
            sent = own.post(url, data='{"title": "x", "role": "administrator"}', content_type="text/plain")
        elif how == "json":
            sent = own.post(url, json={"title": "x", "csrf_token": own.csrf()})
        else:
            fields = {"title": "x", "role": "administrator", "name": "x"}
            sent = own.post(url, data=fields | ({"csrf_token": token} if token else {}))
        answers[f"{rule.endpoint} {url}"] = sent.status_code
    assert len(answers) > 60
    assert {name: code for name, code in answers.items() if code != 400} == {}
    session.expire_all()
    assert state(session) == before


def test_c035_other_verbs_and_tunnels_write_nothing(app: Flask, session: Session, cast: Cast, browser: Open) -> None:
    alma, before = browser(cast.alma), state(session)
    for _, url in writes(app):
        for method in ("PUT", "PATCH", "DELETE"):
            assert alma.open(url, method=method).status_code == 405, (method, url)
    override = {"X-HTTP-Method-Override": "POST", "X-CSRFToken": "x"}
    for rule, url in writes(app):
        if "GET" in (rule.methods or set()):
            alma.get(url, headers=override, query_string={"_method": "POST"})
    session.expire_all()
    assert state(session) == before


def test_c035_a_token_from_another_form_of_the_same_sign_in_is_accepted_by_design(
    session: Session, cast: Cast, browser: Open
) -> None:
    alma = browser(cast.alma)
    page = alma.get_page(f"/people/{cast.dan.id}/edit")
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    answer = alma.post(
        f"/people/{cast.eve.id}/roles", data={"csrf_token": token, "role": "auditor", "from_day": "2026-01-01"}
    )
    assert answer.status_code == 303
    assert session.scalars(select(RoleGrant).where(RoleGrant.person_id == cast.eve.id)).one().role.value == "auditor"


def test_c023_a_token_from_before_signing_in_is_worth_nothing_after_it(
    session: Session, cast: Cast, browser: Open
) -> None:
    guest = browser()
    guest.get("/sign-in")
    before = guest.csrf()
    guest.send("/sign-out")
    alma = browser(cast.alma)
    assert alma.post("/sign-out", data={"csrf_token": before}).status_code == 400
    assert alma.get("/").status_code == 200
