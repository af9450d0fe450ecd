"""Render the templates with an invented context, look at them, and let axe read them.

    python tests/browser/render_gallery.py FOLDER            pages as files, pictures in FOLDER/png, findings printed
    python tests/browser/render_gallery.py FOLDER --only gallery,my_work

Needs no database and no server: jinja2, wtforms and Debian's chromium. What it renders stands in `gallery_pages.py`.
"""

import argparse
import functools
import http.server
import json
import os
import sys
import threading
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, Undefined, select_autoescape
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from cxgov.core import charts  # noqa: E402  the root is put on the path just above
from cxgov.web.words import FILTERS  # noqa: E402
from tests.browser.gallery_pages import PAGES, context_for  # noqa: E402

AXE = ROOT / "tests" / "browser" / "vendor" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = {"wide": 1440, "phone": 390}
NARROW = (360, 320, 600, 768, 1024)


def environment(strict: bool = False) -> Environment:
    """Return an environment with the filters and globals that the application gives to its templates."""
    env = Environment(
        loader=ChoiceLoader([FileSystemLoader(ROOT / "templates"), FileSystemLoader(ROOT / "tests" / "browser")]),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined if strict else Undefined,
    )
    env.filters.update(FILTERS)
    env.globals.update(
        charts=charts,
        csrf_token=lambda: "token",
        form_nonce=lambda: "nonce",
        url_for=lambda endpoint, filename="", **_: f"/static/{filename}" if endpoint == "static" else f"/{endpoint}",
    )
    return env


def render(folder: Path, names: list[str]) -> list[str]:
    """Write each page as a file; return the names."""
    folder.mkdir(parents=True, exist_ok=True)
    static = folder / "static"
    if not static.exists():
        static.symlink_to(ROOT / "cxgov" / "static")
    env = environment()
    for name in names:
        template, context = PAGES[name]
        (folder / f"{name}.html").write_text(env.get_template(template).render(context_for(name, context)))
    return names


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serve the folder without a line per request."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name is the library's
        """Say nothing."""


class Server(http.server.ThreadingHTTPServer):
    """A server that does not mind a browser which hangs up in the middle."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing."""


def serve(folder: Path) -> tuple[http.server.ThreadingHTTPServer, str]:
    """Serve the folder on a free port of this machine."""
    server = Server(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}"


def overflow(page: Page) -> int:
    """Return by how many pixels the page can be scrolled sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def findings(page: Page) -> list[str]:
    """Return what axe finds, one line each."""
    page.evaluate(AXE.read_text())
    rules = json.dumps({"runOnly": {"type": "tag", "values": TAGS}})
    result = page.evaluate(f"axe.run(document, {rules})")
    return [
        f"{v['id']}: {n['html'][:150]} {n['failureSummary'][:150]}" for v in result["violations"] for n in v["nodes"]
    ]


def look(browser: Browser, base: str, name: str, pictures: Path) -> list[str]:
    """Take the four pictures of one page and say what is wrong with it."""
    wrong: list[str] = []
    said = wrong
    for scheme in ("light", "dark"):
        for size, width in WIDTHS.items():
            context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
            page = context.new_page()
            page.on("pageerror", lambda error: said.append(f"script: {error}"))
            page.on("console", lambda m: said.append(f"console: {m.text}") if m.type == "error" else None)
            page.goto(f"{base}/{name}.html")
            tall = page.evaluate("document.documentElement.scrollHeight")
            page.set_viewport_size({"width": width, "height": max(900, int(tall))})
            page.screenshot(path=pictures / f"{name}-{size}-{scheme}.png", full_page=True)
            wrong += [f"{size} {scheme} {line}" for line in findings(page)]
            for narrower in NARROW if scheme == "light" and size == "phone" else (width,):
                page.set_viewport_size({"width": narrower, "height": 900})
                if overflow(page) > 0:
                    wrong.append(f"scrolls sideways at {narrower} by {overflow(page)}")
            context.close()
    return wrong


def main() -> int:
    """Render, look, report; the exit code says whether anything was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--no-look", action="store_true")
    chosen = parser.parse_args()
    names = render(chosen.folder, chosen.only.split(",") if chosen.only else list(PAGES))
    if chosen.no_look:
        return 0
    pictures = chosen.folder / "png"
    pictures.mkdir(exist_ok=True)
    server, base = serve(chosen.folder)
    found = 0
    with sync_playwright() as p:
        args = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = p.chromium.launch(executable_path="/usr/bin/chromium", args=args)
        for name in names:
            for line in dict.fromkeys(look(browser, base, name, pictures)):
                found += 1
                sys.stdout.write(f"{name}: {line}\n")
        browser.close()
    server.shutdown()
    sys.stdout.write(f"{len(names)} pages, {found} findings\n")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
