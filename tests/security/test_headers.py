"""What every kind of answer carries, said literally: with TLS, and on this machine alone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from cxgov.app import create_app
from cxgov.core.enums import Level
from cxgov.web import access
from cxgov.web.extensions import db
from tests.actions.items import make
from tests.conftest import make_settings
from tests.support.cast import SYSTEM, Cast, make_cast
from tests.support.client import Browser
from tests.support.databases import drop, filled_url

pytestmark = pytest.mark.commits
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; "
    "manifest-src 'self'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}
HSTS = "max-age=31536000; includeSubDomains"
TOLD = {"Server", "X-Powered-By", "Via"}


@pytest.fixture(params=["loopback-sqlite", "tls-sqlite", pytest.param("tls-postgres", marks=pytest.mark.postgres)])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Flask, Cast, str]]:
    """An application reached with TLS or over loopback, with the cast in its database."""
    mode, kind = request.param.split("-")
    url = filled_url(kind, tmp_path)
    plain = make_settings(tmp_path, url)
    base = "https://cx.example" if mode == "tls" else "http://localhost"
    server = plain.server.model_copy(update={"base_url": base})
    sign_in = plain.sign_in.model_copy(update={"second_factor_for": ()})
    app = create_app(plain.model_copy(update={"server": server, "sign_in": sign_in}))
    app.test_client_class = Browser
    try:
        with app.app_context():
            yield app, make_cast(db.session()), base
            db.session.remove()
            db.engine.dispose()
    finally:
        drop(url)


def opened(app: Flask, base: str, person: Any = None) -> Browser:
    browser = app.test_client()
    assert isinstance(browser, Browser)
    browser.environ_base |= {"wsgi.url_scheme": base.split(":", maxsplit=1)[0], "HTTP_HOST": base.split("//")[1]}
    if person is not None:
        token_of(browser, app, base, person)
    return browser


def token_of(browser: Browser, app: Flask, base: str, person: Any) -> None:
    """Sign a person in by a link, as they would."""
    from cxgov.accounts import service
    from cxgov.core import clock

    link = service.make_link(db.session(), person, actor=SYSTEM, now=clock.now(), hours=1)
    db.session.commit()
    page = ask(browser, base, "GET", f"/sign-in/{link}").get_data(as_text=True)
    send(browser, base, f"/sign-in/{link}", page)


def ask(browser: Browser, base: str, method: str, path: str, **more: Any) -> TestResponse:
    return browser.open(path, method=method, base_url=base, **more)


def field(page: str) -> str:
    return page.split('name="csrf_token" value="')[1].split('"', maxsplit=1)[0]


def send(browser: Browser, base: str, path: str, page: str, **fields: Any) -> TestResponse:
    return ask(browser, base, "POST", path, data={"csrf_token": field(page), **fields})


def check(name: str, answer: TestResponse, status: int, keep: str | None, *, is_tls: bool) -> None:
    found = answer.headers
    assert answer.status_code == status, name
    assert {header: found.get(header) for header in ALWAYS} == ALWAYS, name
    assert found.get("Strict-Transport-Security") == (HSTS if is_tls else None), name
    assert keep is None or found.get("Cache-Control") == keep, (name, found.get("Cache-Control"))
    assert sorted(TOLD & set(found.keys())) == [], name
    for cookie in found.getlist("Set-Cookie"):
        check_cookie(cookie, is_tls=is_tls)
    answer.close()


def check_cookie(cookie: str, *, is_tls: bool) -> None:
    pair, *attributes = cookie.split("; ")
    wanted = ["Secure", "HttpOnly", "Path=/", "SameSite=Lax"] if is_tls else ["HttpOnly", "Path=/", "SameSite=Lax"]
    assert pair.split("=")[0] == ("__Host-cxgov" if is_tls else "cxgov")
    assert [part for part in attributes if not part.startswith(("Expires=", "Max-Age="))] == wanted


def fail() -> None:
    """Stand in for a view with a fault."""
    raise ZeroDivisionError


def test_c036_every_kind_of_answer_carries_the_same_headers(world: tuple[Flask, Cast, str]) -> None:
    app, cast, base = world
    is_tls = base.startswith("https")
    nobody, alma, ben = (opened(app, base, person) for person in (None, cast.alma, cast.ben))
    make(db.session(), cast)
    page = ask(alma, base, "GET", f"/people/{cast.eve.id}/edit").get_data(as_text=True)
    app.view_functions["goals.index"] = access.requires("goals:goal:list")(fail)
    bearer = {"Authorization": "Bearer cxg_unknown"}
    before = {"name": "Eve Sarkani", "email": "eve@tarnwick.example", "version": 999}
    keep, never = "private, no-cache", "no-store"
    answers = (
        ("page", ask(alma, base, "GET", "/departments"), 200, keep),
        ("head", ask(alma, base, "HEAD", "/departments"), 200, keep),
        ("account page", ask(alma, base, "GET", "/account/sign-ins"), 200, never),
        ("sign-in page", ask(nobody, base, "GET", "/sign-in"), 200, never),
        ("redirect to sign in", ask(nobody, base, "GET", "/committees"), 302, None),
        ("after a form", send(alma, base, f"/people/{cast.dan.id}/edit", page, name="Dan Hellier", may_sign_in="y",
                              email="dan@tarnwick.example"), 303, None),
        ("no token", ask(alma, base, "POST", "/sign-out"), 400, never),
        ("foreign host", nobody.open("/sign-in", base_url=base.replace("cx.example", "evil.example")
                                     .replace("localhost", "evil.example")), 400, never),
        ("unknown token", ask(nobody, base, "GET", "/actions/actions.csv", headers=bearer), 401, never),
        ("not allowed", ask(ben, base, "GET", "/people/new"), 403, never),
        ("nothing there", ask(ben, base, "GET", "/committees/999999"), 404, never),
        ("no such path", ask(nobody, base, "GET", "/.git/config"), 404, never),
        ("wrong method", ask(ben, base, "GET", "/sign-out"), 405, never),
        ("trace", ask(ben, base, "TRACE", "/committees"), 405, never),
        ("stale version", send(alma, base, f"/people/{cast.eve.id}/edit", page, **before), 409, never),
        ("too large", ask(alma, base, "POST", "/sign-out", data=b"x" * 6_000_001,
                          content_type="application/x-www-form-urlencoded"), 413, never),
        ("wrong input", send(alma, base, "/people/new", page, name=""), 422, never),
        ("fault", ask(ben, base, "GET", "/goals"), 500, never),
        ("csv", ask(ben, base, "GET", "/actions/actions.csv"), 200, never),
        ("health", ask(nobody, base, "GET", "/healthz"), 200, keep),
        ("static", ask(nobody, base, "GET", "/static/cxgov.css"), 200, None),
        ("static, not there", ask(nobody, base, "GET", "/static/..%2fconfig.toml"), 404, None),
    )  # fmt: skip
    for name, answer, status, kept in answers:
        check(name, answer, status, kept, is_tls=is_tls)


def test_c036_too_many_tries_carry_them_too_and_say_when_to_come_back(world: tuple[Flask, Cast, str]) -> None:
    app, _, base = world
    nobody = opened(app, base)
    page = ask(nobody, base, "GET", "/sign-in").get_data(as_text=True)
    for _ in range(6):
        last = send(nobody, base, "/sign-in", page, email="eve@tarnwick.example", password="a wrong one")
    check("too many", last, 429, "no-store", is_tls=base.startswith("https"))
    assert int(last.headers["Retry-After"]) > 0


def test_c036_what_is_restricted_is_kept_nowhere_and_the_rest_has_a_tag(world: tuple[Flask, Cast, str]) -> None:
    app, cast, base = world
    cora = opened(app, base, cast.cora)
    assert cast.board.level is Level.RESTRICTED
    restricted = ask(cora, base, "GET", f"/committees/{cast.board.id}")
    check("restricted", restricted, 200, "no-store", is_tls=base.startswith("https"))
    assert "ETag" not in restricted.headers
    eve = opened(app, base, cast.eve)
    ask(eve, base, "GET", "/actions")
    internal = ask(eve, base, "GET", "/actions")
    check("internal", internal, 200, "private, no-cache", is_tls=base.startswith("https"))
    again = ask(eve, base, "GET", "/actions", headers={"If-None-Match": internal.headers["ETag"]})
    check("not changed", again, 304, "private, no-cache", is_tls=base.startswith("https"))
