"""The main job in a real Chromium: a meeting is minuted, an owner answers, the chair verifies, and it is told."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from cxgov.app import create_app
from cxgov.core import clock
from cxgov.core.config import load
from cxgov.core.config_sources import make_secrets
from cxgov.meetings import service as meetings
from cxgov.rights.actors import actor_of_person
from cxgov.web import schema
from cxgov.web.extensions import db
from tests.browser.render_gallery import findings, overflow
from tests.support.cast import Cast, make_cast

NO_CODES = {"CXGOV_SIGN_IN_SECOND_FACTOR_FOR": ""}  # its people come in by links alone
CHROMIUM = os.environ.get("CX_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome") or ""
pytestmark = [
    pytest.mark.browser,
    pytest.mark.commits,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium here"),
]
ROOT = Path(__file__).resolve().parents[2]
LINES = (
    "ACTION: @dan send one letter after a move by next Friday\n"
    "ACTION: Cleo asks three customers by next meeting\n"
    "ACTION: @ada tell the board\n"
    "DECISION: one team owns the first bill after a move"
)


@dataclass
class Office:
    """A running cxgov: its address, its instance, and the meeting that is called for today."""

    base: str
    instance: Path
    meeting_id: int


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An instance with the cast and a called meeting of today, served by `cxgov serve` in a process of its own."""
    instance = tmp_path_factory.mktemp("office")
    make_secrets(instance)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environ = {**os.environ, "CXGOV_INSTANCE": str(instance), "CXGOV_SERVER_PORT": str(port)} | NO_CODES
    app = create_app(load(instance, {"CXGOV_SERVER_PORT": str(port)}))
    with app.app_context():
        schema.upgrade(db.engine)
        cast = make_cast(db.session())
        meeting_id = called_meeting(cast)
        db.session.remove()
        db.engine.dispose()
    with served(environ, port):
        yield Office(f"http://127.0.0.1:{port}", instance, meeting_id)


def called_meeting(cast: Cast) -> int:
    """Plan and call a meeting of today."""
    session, now = db.session(), clock.now()
    ben = actor_of_person(session, cast.ben.id, today=now.date())
    assert ben is not None
    meeting = meetings.draft(session, cast.council, held_on=now.date(), actor=ben, now=now)
    meetings.add_item(session, meeting, "One team for the first bill", actor=ben, now=now)
    meetings.call(session, meeting, reason="The audit came late.", actor=ben, now=now)
    session.commit()
    return meeting.id


@contextmanager
def served(environ: dict[str, str], port: int) -> Iterator[None]:
    """Run the server until the block ends."""
    command = [sys.executable, "-m", "cxgov", "serve", "--no-scheduler"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        try:
            yield
        finally:
            server.terminate()
            server.wait(20)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One Chromium for this module."""
    with sync_playwright() as play:
        flags = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
        flags += ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = play.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()


def signed_in(chromium: Browser, office: Office, who: str, *, width: int = 1440) -> Page:
    """Open a browser of their own for somebody and use their link."""
    page = chromium.new_context(viewport={"width": width, "height": 1000}).new_page()
    path = cxgov(office, "sign-in-link", who).strip().split("/sign-in/")[1]
    page.goto(f"{office.base}/sign-in/{path}")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{office.base}/**")
    return page


def cxgov(office: Office, *arguments: str) -> str:
    """Run a command on the instance."""
    environ = {**os.environ, "CXGOV_INSTANCE": str(office.instance)}
    command = [sys.executable, "-m", "cxgov", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-800:]
    return done.stdout


def test_a_whole_meeting_and_what_became_of_it(chromium: Browser, office: Office) -> None:
    ben = signed_in(chromium, office, "ben")
    ben.goto(f"{office.base}/meetings/{office.meeting_id}")
    ben.get_by_role("button", name="Open the meeting").click()
    ben.get_by_text("Call the roll…").click()
    for name in ("Ada Morvane", "Cleo Tamsin", "Dan Hellier"):
        ben.get_by_role("group", name=name).get_by_role("radio", name="present", exact=True).check()
    ben.get_by_role("button", name="Save the roll").click()
    ben.get_by_label("Add to “One team for the first bill”").fill(LINES)
    ben.keyboard.press("Control+Enter")
    ben.get_by_text("D-").first.wait_for()
    assert ben.locator(".cx-caught").count() == 4
    assert findings(ben) == []
    ben.get_by_role("link", name="Close and lock…").click()
    ben.get_by_role("button", name="Close and lock").click()
    ben.get_by_text("closed").first.wait_for()

    dan = signed_in(chromium, office, "dan", width=390)
    dan.goto(office.base)
    assert overflow(dan) == 0
    dan.get_by_text("Send one letter after a move").first.wait_for()
    dan.get_by_text("Done…").first.click()
    dan.get_by_label("What shows that it is done?").first.fill("The letter went out; see the print of today.")
    dan.get_by_role("button", name="Say it is done").first.click()
    dan.wait_for_load_state()
    assert findings(dan) == []

    ada = signed_in(chromium, office, "ada")
    ada.goto(office.base)
    ada.get_by_text("The letter went out").first.wait_for()
    ada.get_by_role("button", name="It is done").first.click()
    ada.wait_for_load_state()

    cora = signed_in(chromium, office, "cora")
    cora.goto(f"{office.base}/actions?show=all")
    cora.get_by_role("link", name="Send one letter after a move").first.click()
    cora.get_by_role("link", name="Tell a story from it").click()
    cora.get_by_label("Title").fill("One letter instead of three")
    cora.get_by_label("The story").fill("Billing and Support sent one letter together.")
    cora.get_by_label("Billing", exact=True).check()
    cora.get_by_label("Nothing was measured").check()
    cora.get_by_role("button", name="Save the draft").click()
    cora.get_by_role("button", name="Publish it").click()
    cora.get_by_text("published").first.wait_for()

    month = clock.now().date().replace(day=1)
    following = (month + timedelta(days=32)).replace(day=2)
    said = cxgov(office, "run-job", "accountability-report", "--at", f"{following.isoformat()}T09:00+00:00")
    assert f"{month:%Y-%m}" in said
    cxgov(office, "run-job", "digest", "--at", f"{following.isoformat()}T09:00+00:00")

    eve = signed_in(chromium, office, "eve")
    eve.goto(f"{office.base}/digests/{month:%Y-%m}")
    eve.get_by_text("One letter instead of three").first.wait_for()
    eve.get_by_text("Send one letter after a move").first.wait_for()
    assert findings(eve) == []
    eve.goto(f"{office.base}/reports")
    eve.get_by_role("link", name="Customer Council").first.click()
    eve.get_by_text("One letter instead of three").first.wait_for()
    assert "fit" in cxgov(office, "verify")
