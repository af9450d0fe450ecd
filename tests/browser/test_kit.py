"""The parts in a real Chromium: accessible, never wider than the screen, and with the behaviour of cxgov.js."""

import os
import shutil
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Dialog, Page, sync_playwright

from tests.browser.gallery_pages import PAGES
from tests.browser.render_gallery import findings, overflow, render, serve

CHROMIUM = os.environ.get("CX_CHROMIUM") or shutil.which("chromium") or ""
pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium here")]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The invented pages, served."""
    folder = tmp_path_factory.mktemp("pages")
    render(folder, list(PAGES))
    server, address = serve(folder)
    yield address
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One Chromium for this module."""
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A fresh page on a desk."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(chromium: Browser, base: str, scheme: Literal["light", "dark"]) -> None:
    found = []
    for width in (1440, 390):
        context = chromium.new_context(viewport={"width": width, "height": 7000}, color_scheme=scheme)
        page = context.new_page()
        for name in PAGES:
            page.goto(f"{base}/{name}.html")
            found += [f"{name} {width}: {line}" for line in findings(page)]
        context.close()
    assert found == []


def test_no_page_scrolls_sideways_down_to_320_pixels(page: Page, base: str) -> None:
    wide = []
    for name in PAGES:
        page.goto(f"{base}/{name}.html")
        for width in (320, 360, 390, 600, 768, 1024, 1280, 1920):
            page.set_viewport_size({"width": width, "height": 900})
            if overflow(page) > 0:
                wide.append(f"{name} at {width} by {overflow(page)}")
    assert wide == []


def test_the_chosen_colours_stay(page: Page, base: str) -> None:
    page.goto(f"{base}/my_work.html")
    page.locator(".cx-menu > summary").click()
    page.get_by_role("button", name="Dark").click()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"


def test_escape_folds_what_is_open_and_returns_the_focus(page: Page, base: str) -> None:
    page.goto(f"{base}/my_work.html")
    page.locator("summary:has-text('Done…')").first.click()
    page.keyboard.press("Escape")
    assert page.locator("details[open]").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_a_letter_jumps_to_a_room_but_never_while_typing(page: Page, base: str) -> None:
    page.goto(f"{base}/meeting.html")
    page.locator("#add-4").press_sequentially("ga")
    assert page.locator("#add-4").input_value() == "ga"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("g")
    page.keyboard.press("a")
    assert page.url.endswith("#action")


def test_ctrl_enter_sends_a_line_and_two_presses_send_it_once(page: Page, base: str) -> None:
    page.goto(f"{base}/meeting.html")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.route("**/*", lambda r: r.fulfill(status=204) if r.request.method == "POST" else r.continue_())
    field = page.locator("#add-4")
    field.fill("ACTION: @farid send it")
    field.press("Control+Enter")
    field.press("Control+Enter")
    page.wait_for_timeout(200)
    assert len(sent) == 1


def test_words_that_were_not_saved_are_asked_about(page: Page, base: str) -> None:
    page.goto(f"{base}/meeting.html")
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.locator("#add-4").press_sequentially("half a sentence")
    page.goto(f"{base}/goals.html")
    assert asked == ["beforeunload"]


def test_the_error_summary_has_the_focus(page: Page, base: str) -> None:
    page.goto(f"{base}/gallery.html")
    assert "cx-errors" in page.evaluate("document.activeElement.className")


def test_everything_works_without_script(chromium: Browser, base: str) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900})
    page = context.new_page()
    page.goto(f"{base}/my_work.html")
    page.locator(".cx-more > summary").click()
    assert page.locator(".cx-more a:has-text('Committees')").is_visible()
    page.locator("summary:has-text('Done…')").first.click()
    assert page.locator("#evidence-104").is_visible()
    context.close()
