"""The pages of rights in Chromium, light and wide, dark and narrow: nothing for axe to find, nothing scrolls sideways.

The application answers inside this process: what Chromium asks for is routed to a signed-in test client.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextvars import copy_context
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, sync_playwright
from sqlalchemy.orm import Session

from cxgov.core.enums import Level
from cxgov.journal import readers, service
from tests.browser.render_gallery import findings, overflow
from tests.meetings.build import item_of, make_meeting
from tests.support.cast import NOW, SYSTEM, Cast
from tests.support.client import Browser

CHROMIUM = os.environ.get("CX_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome") or ""
pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium here"),
]
Open = Callable[..., Browser]
WHY = "The figures are public since this morning."
LOOKS = {"light": ("light", 1440), "dark": ("dark", 390)}


@pytest.fixture(params=LOOKS)
def chromium(request: pytest.FixtureRequest) -> Iterator[Page]:
    scheme, width = LOOKS[request.param]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = started.new_page(
            color_scheme=scheme,  # type: ignore[arg-type]  # one of the two
            viewport={"width": width, "height": 3000},  # nothing lies under the bar at the thumb
        )
        page.add_init_script(f"localStorage.setItem('cx-theme', '{scheme}')")
        yield page
        started.close()


def shown(page: Page, client: Browser, path: str) -> None:
    """Open a path as the client sees it."""

    here = copy_context()  # Chromium's questions come outside the application's context

    def answer(route: Route) -> None:
        found = here.run(client.get, route.request.url.removeprefix("http://localhost"), buffered=True)
        headers = {name: value for name, value in found.headers.items() if name.lower() != "content-security-policy"}
        route.fulfill(status=found.status_code, headers=headers, body=found.data)

    page.unroute_all()
    page.route("http://localhost/**", answer)
    page.goto(f"http://localhost{path}")


def rooms(session: Session, cast: Cast, browser: Open) -> list[tuple[str, Any, str]]:
    """Put something on each page, and return who opens which."""
    meeting = make_meeting(session, cast)
    item = item_of(session, meeting)
    service.begin_write(session)
    service.set_level(session, meeting, Level.RESTRICTED, actor=SYSTEM, now=NOW)
    service.set_level(session, item, Level.IN_CAMERA, actor=SYSTEM, now=NOW)
    readers.name(session, item, cast.ada.id, actor=SYSTEM, now=NOW)
    readers.bar(session, item, cast.cleo.id, actor=SYSTEM, now=NOW)
    session.commit()
    ada = browser(cast.ada)
    assert browser(cast.ben).send(f"/subjects/{meeting.id}/lower", wanted="1", reason=WHY).status_code == 303
    assert ada.send(f"/subjects/{item.id}/let-read", reader=str(cast.otto.id), reason=WHY).status_code == 303
    alma = browser(cast.alma)
    assert alma.send(f"/committees/{cast.council.id}/glass", reason=WHY).status_code == 303
    alma.get("/people")
    return [
        ("in-camera", ada, f"/subjects/{item.id}/readers"), ("asks", browser(cast.cora), "/asks"),
        ("meeting", browser(cast.cleo), f"/subjects/{meeting.id}/readers"),
        ("committee", alma, f"/subjects/{cast.council.id}/readers"),
        ("glass", alma, f"/committees/{cast.board.id}/glass"), ("committees", alma, "/committees"),
        ("work", browser(cast.cora), "/"),
    ]  # fmt: skip


def test_axe_finds_nothing_on_the_pages_of_rights_and_none_scrolls_sideways(
    session: Session, cast: Cast, browser: Open, chromium: Page, request: pytest.FixtureRequest
) -> None:
    look, pictures = str(request.node.callspec.params["chromium"]), os.environ.get("CX_PICTURES")
    for name, client, path in rooms(session, cast, browser):
        shown(chromium, client, path)
        if pictures:
            chromium.screenshot(path=str(Path(pictures) / f"{name}-{look}.png"), full_page=True)
        assert findings(chromium) == [], (name, look)
        assert overflow(chromium) == 0, (name, look)
