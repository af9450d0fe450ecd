"""The pages of one's own account in a real Chromium, by keyboard, light and wide, dark and narrow, each through axe."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import update

from cxgov.accounts import hashing
from cxgov.accounts.models import Password, SignIn
from cxgov.app import create_app
from cxgov.core import clock
from cxgov.core.config import load
from cxgov.core.config_sources import make_secrets
from cxgov.people import service as people
from cxgov.people.models import Department, Person
from cxgov.web import schema
from cxgov.web.extensions import db
from tests.actions.items import make
from tests.browser.test_main_job import CHROMIUM, chromium, served  # noqa: F401 - the fixture of one Chromium
from tests.browser.test_sign_in import House
from tests.conftest import ROOT
from tests.support.cast import NOW, SYSTEM, make_cast

pytestmark = [
    pytest.mark.browser,
    pytest.mark.commits,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium here"),
]
PASSWORD = "eleven slow boats turn"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """An instance with the cast and two action items of Dan, served in a process of its own."""
    make_secrets(tmp_path)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {"CXGOV_SERVER_PORT": str(port), "CXGOV_SIGN_IN_SECOND_FACTOR_FOR": ""}
    app = create_app(load(tmp_path, own))
    with app.app_context():
        schema.upgrade(db.engine)
        cast = make_cast(db.session())
        people.edit_department(
            db.session(), cast.product, actor=SYSTEM, now=NOW, name="Product", head=cast.cleo, above=None
        )
        db.session.commit()
        room = db.session.get_one(Department, cast.billing.id)
        people.edit_department(
            db.session(), room, actor=SYSTEM, now=NOW, name="Billing", head=cast.dan, above=cast.product
        )
        db.session.commit()
        make(db.session(), cast)
        make(db.session(), cast, "Ask movers whether they would recommend us")
        db.session.add(Password(person_id=cast.alma.id, hash=hashing.hash_password(PASSWORD), set_at=clock.now()))
        db.session.commit()
        db.session.remove()
    with served({**os.environ, "CXGOV_INSTANCE": str(tmp_path), **own}, port):
        yield House(f"http://127.0.0.1:{port}", tmp_path, app)
    with app.app_context():
        db.engine.dispose()


def signed_in(house: House, chromium: Browser, handle: str) -> Page:  # noqa: F811 - a fixture's name
    """Open a browser in which somebody came in by a link."""
    environ = {**os.environ, "CXGOV_INSTANCE": str(house.instance)}
    command = [sys.executable, "-m", "cxgov", "sign-in-link", handle]
    said = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=True).stdout
    token = said.strip().rpartition("/")[2]
    page = chromium.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce").new_page()
    page.goto(f"{house.base}/sign-in/{token}")
    page.get_by_role("button", name="Sign in as").press("Enter")
    page.wait_for_url(f"{house.base}/")
    return page


def test_the_pages_of_ones_own_account(house: House, chromium: Browser) -> None:  # noqa: F811 - a fixture's name
    signed_in(house, chromium, "eve")
    signed_in(house, chromium, "alma")
    page = signed_in(house, chromium, "alma")
    page.goto(f"{house.base}/account/sign-ins")
    assert page.get_by_text("this one", exact=True).count() == 1
    assert page.get_by_text("Chrome on Linux").count() == 2
    house.check(page, "sign-ins")
    page.get_by_role("button", name="Sign out there").press("Enter")
    page.get_by_text("You are signed out there.").wait_for()

    page.goto(f"{house.base}/account/tokens")
    page.get_by_text("No program comes in under your name").wait_for()
    page.get_by_label("What it is for").fill("figures for the warehouse")
    page.get_by_role("button", name="Make it").press("Enter")
    page.get_by_role("heading", name="Token for figures").wait_for()
    assert page.get_by_label("Token", exact=True).input_value().startswith("cxg_")
    house.check(page, "token")
    page.get_by_role("link", name="Back to your tokens").press("Enter")
    page.get_by_text("figures for the warehouse").wait_for()
    house.check(page, "tokens")
    assert house.found == []


def test_proving_it_again_and_seeing_what_is_handed_over(
    house: House,
    chromium: Browser,  # noqa: F811 - a fixture's name
) -> None:
    page = signed_in(house, chromium, "alma")
    with house.app.app_context():
        ids = {one.handle: one.id for one in db.session.query(Person)}
        db.session.execute(update(SignIn).values(proved_at=clock.now() - timedelta(hours=1)))
        db.session.commit()
    page.goto(f"{house.base}/people/{ids['eve']}/roles")
    page.get_by_role("heading", name="Is it still you?").wait_for()
    house.check(page, "again")
    page.get_by_label("Password").fill("not this one")
    page.get_by_role("button", name="Go on").press("Enter")
    page.locator(".cx-errors").wait_for()
    house.check(page, "again-wrong")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Password").press("Enter")
    page.get_by_role("heading", name="Roles of Eve").wait_for()
    house.check(page, "roles")

    page.goto(f"{house.base}/people/{ids['eve']}/access")
    house.check(page, "access")
    page.goto(f"{house.base}/people/{ids['dan']}/leave")
    assert page.get_by_text("heads Product").count() == 2
    house.check(page, "leave")
    page.locator("#last_day").fill("2026-11-01")
    page.get_by_role("button", name="Note the last day").press("Enter")
    page.get_by_text("and handed over").wait_for()
    assert house.found == []
