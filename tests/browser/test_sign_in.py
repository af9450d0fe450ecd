"""The door in a real Chromium, with the keyboard alone: invited, two locks chosen, out, and in again in each way."""

import os
import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from cxgov.accounts.service import invite
from cxgov.app import create_app
from cxgov.core import clock
from cxgov.core.config import load
from cxgov.core.config_sources import make_secrets
from cxgov.people.models import Person
from cxgov.web import schema
from cxgov.web.extensions import db
from tests.browser.render_gallery import findings, overflow
from tests.browser.test_main_job import CHROMIUM, chromium, served  # noqa: F401 - the fixture of one Chromium
from tests.support.cast import SYSTEM, make_cast
from tests.support.doors import keys_of_app, mails

pytestmark = [
    pytest.mark.browser,
    pytest.mark.commits,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium here"),
]
PASSWORD = "eleven slow boats turn"
PICTURES = os.environ.get("CX_PICTURES", "")


@dataclass
class House:
    """A running cxgov, its application to look behind the door, and what was found on the pages."""

    base: str
    instance: Path
    app: Flask
    found: list[str] = field(default_factory=list)

    def check(self, page: Page, name: str) -> None:
        """Look at the page light and wide, dark and narrow: axe, and nothing beyond the edge."""
        for scheme, width in (("light", 1440), ("dark", 390)):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two
            page.set_viewport_size({"width": width, "height": 900})
            self.found += [f"{name} {scheme} {width}: {line}" for line in findings(page)]
            if overflow(page) > 0:
                self.found.append(f"{name} {scheme} {width}: wider than the screen by {overflow(page)}")
            if PICTURES:
                page.screenshot(path=Path(PICTURES) / f"{name}-{scheme}-{width}.png")
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 1440, "height": 900})


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """An instance with the cast, in which nobody has a password, served in a process of its own."""
    instance = tmp_path_factory.mktemp("house")
    make_secrets(instance)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    app = create_app(load(instance, {"CXGOV_SERVER_PORT": str(port)}))
    with app.app_context():
        schema.upgrade(db.engine)
        make_cast(db.session())
        db.session.remove()
    environ = {**os.environ, "CXGOV_INSTANCE": str(instance), "CXGOV_SERVER_PORT": str(port)}
    with served(environ, port):
        yield House(f"http://127.0.0.1:{port}", instance, app)
    with app.app_context():
        db.engine.dispose()
    shutil.rmtree(instance, ignore_errors=True)


def invitation(house: House) -> str:
    """Invite Cora of the CX office, write the mail, and return the link that stands in its file."""
    with house.app.app_context():
        cora = db.session.query(Person).filter_by(handle="cora").one()
        invite(
            db.session(), cora, actor=SYSTEM, keys=keys_of_app(house.app), now=clock.now(), hours=72,
            base_url=house.base, organisation="Tarnwick Energy", until="Friday",
        )  # fmt: skip
        db.session.commit()
        text = mails(db.session(), house.instance / "outbox")[-1].get_content()
        db.session.remove()
    return next(word for word in text.split() if word.startswith(house.base))


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the control of that name has the focus, as somebody without a mouse does."""
    said = "(e => (e.labels && e.labels[0] ? e.labels[0].innerText : e.innerText || '').trim())(document.activeElement)"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(said).startswith(name):
            return
    raise AssertionError(f"no Tab leads to {name}")


def fill(page: Page, **fields: str) -> None:
    """Type into fields by their labels, and press Enter."""
    for label, text in fields.items():
        tab_to(page, label.replace("_", " "))
        page.keyboard.type(text)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_invited_locked_twice_out_and_in_again_without_a_mouse(chromium: Browser, house: House) -> None:  # noqa: F811
    page = chromium.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page.goto(f"{house.base}/")
    house.check(page, "door")
    page.goto(invitation(house))
    house.check(page, "choose")
    fill(page, New_password="password1")
    assert "cx-errors" in page.evaluate("document.activeElement.className")
    house.check(page, "choose-refused")
    fill(page, New_password=PASSWORD)

    page.wait_for_url("**/sign-in/authenticator*")
    house.check(page, "enrol")
    tab_to(page, "You cannot scan it?")
    page.keyboard.press("Enter")
    device = pyotp.TOTP(page.locator(".cx-secret").inner_text().replace(" ", ""))
    used = device.now()
    fill(page, Code=used)
    codes = page.locator(".cx-codes li").all_inner_texts()
    assert len(codes) == 10
    house.check(page, "codes")
    tab_to(page, "I have kept them")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{house.base}/")
    assert page.locator("h1").inner_text()

    sign_out(page)
    fill(page, **{"E-mail": "cora@tarnwick.example", "Password": PASSWORD})
    page.wait_for_url("**/sign-in/code*")
    house.check(page, "code")
    fill(page, Code=used)
    assert "was used" in page.locator(".cx-errors").inner_text()
    next_code = device.at(clock.now() + timedelta(seconds=30))  # it counts already: half a minute early
    fill(page, Code=next_code)
    page.wait_for_url(f"{house.base}/")

    sign_out(page)
    fill(page, **{"E-mail": "cora@tarnwick.example", "Password": PASSWORD})
    page.wait_for_url("**/sign-in/code*")
    fill(page, Code=codes[3])
    page.wait_for_url(f"{house.base}/")
    page.goto(f"{house.base}/account/security")
    assert "9 of 10 are left" in page.locator("main").inner_text()
    house.check(page, "security")
    page.goto(f"{house.base}/account/password")
    house.check(page, "change")

    sign_out(page)
    tab_to(page, "Send me a link instead")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in/help")
    house.check(page, "help")
    fill(page, **{"E-mail": "cora@tarnwick.example"})
    house.check(page, "help-sent")
    assert "a mail is on its way" in page.locator("main").inner_text()
    assert house.found == []


def sign_out(page: Page) -> None:
    """Open the account menu and press the button, by keys."""
    tab_to(page, "CL")
    page.keyboard.press("Enter")
    tab_to(page, "Sign out")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in")
