"""Many at once, on both databases: one gets in, one committee is founded."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from cxgov.accounts import service
from cxgov.accounts.models import SignIn
from cxgov.app import create_app
from cxgov.committees.models import Committee
from cxgov.core import clock
from cxgov.journal.chain import verify
from cxgov.people.models import Person
from cxgov.web.extensions import db
from tests.conftest import fill_schema, make_settings
from tests.support.cast import SYSTEM, make_cast
from tests.support.client import Browser
from tests.support.databases import new_url

pytestmark = pytest.mark.commits
AT_ONCE = 8


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def real(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application with a database of its own, in which commits are commits."""
    app = create_app(make_settings(tmp_path, new_url(request.param, tmp_path)))
    app.test_client_class = Browser
    fill_schema(app)
    yield app
    with app.app_context():
        db.engine.dispose()


def prepared(app: Flask) -> tuple[str, int]:
    """Make the cast; return a link for Eve and the id of Cora."""
    with app.app_context():
        cast = make_cast(db.session())
        token = service.make_link(db.session(), cast.eve, actor=SYSTEM, now=clock.now(), hours=1)
        db.session.commit()
        return token, cast.cora.id


def test_of_many_who_use_a_link_at_once_one_gets_in(real: Flask) -> None:
    token, _ = prepared(real)

    def use(_: int) -> int:
        with real.app_context():
            browser = real.test_client()
            assert isinstance(browser, Browser)
            return browser.send(f"/sign-in/{token}").status_code

    with ThreadPoolExecutor(AT_ONCE) as pool:
        codes = sorted(pool.map(use, range(AT_ONCE)))
    assert codes[0] == 303
    assert set(codes[1:]) <= {404, 422}
    with real.app_context():
        assert db.session.scalar(select(func.count()).select_from(SignIn)) == 1
        assert verify(db.session())[1] is None


def test_of_many_clicks_at_once_one_founds_the_committee(real: Flask) -> None:
    _, cora_id = prepared(real)
    fields = {"name": "Moving Home", "zone": "UTC", "quorum_kind": "majority", "level": "1", "nonce": "same"}
    with real.app_context():
        cora = db.session.get_one(Person, cora_id)
        browsers = [real.test_client() for _ in range(AT_ONCE)]
        for browser in browsers:
            assert isinstance(browser, Browser)
            browser.sign_in(db.session(), cora)

    def click(browser: Browser) -> tuple[int, str | None]:
        with real.app_context():
            answer = browser.send("/committees/new", **fields)
            return answer.status_code, answer.location

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = set(pool.map(click, browsers))
    assert len(answers) == 1
    assert answers.pop()[0] == 303
    with real.app_context():
        founded = select(func.count()).select_from(Committee).where(Committee.slug == "moving-home")
        assert db.session.scalar(founded) == 1
        assert verify(db.session())[1] is None
