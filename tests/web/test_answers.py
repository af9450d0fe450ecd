"""What every answer carries, and how each way of saying no looks."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from cxgov.app import create_app
from cxgov.core.config import Settings
from cxgov.web import access
from cxgov.web.errors import answer
from cxgov.web.extensions import db
from tests.conftest import fill_schema, make_settings
from tests.support.cast import Cast
from tests.support.client import Browser, Page

Open = Callable[..., Browser]
STRICT = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


@pytest.mark.parametrize(
    ("url", "status", "keep"),
    [
        ("/committees", 200, "private, no-cache"), ("/committees/999999", 404, "no-store"),
        ("/nowhere", 404, "no-store"), ("/committees/new", 403, "no-store"), ("/sign-out", 405, "no-store"),
        ("/sign-in", 200, "no-store"), ("/healthz", 200, "private, no-cache"),
    ],
)  # fmt: skip
def test_every_answer_has_the_strict_headers(cast: Cast, browser: Open, url: str, status: int, keep: str) -> None:
    got = browser(cast.eve).get(url)
    assert got.status_code == status
    assert {name: got.headers[name] for name in STRICT} == STRICT
    assert got.headers["Cache-Control"] == keep
    policy = got.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    for part in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"):
        assert part in policy


def test_redirects_and_static_files_have_them_too(browser: Open, session: Session) -> None:
    nobody = browser()
    away, style = nobody.get("/committees"), nobody.get("/static/cxgov.css")
    assert (away.status_code, style.status_code) == (302, 200)
    for got in (away, style):
        assert {name: got.headers[name] for name in STRICT} == STRICT
        assert "Content-Security-Policy" in got.headers
    style.close()
    assert away.headers["Cache-Control"] in ("no-store", "private, no-cache")


def test_behind_tls_the_cookie_is_bound_to_the_host(tmp_path: Path) -> None:
    plain = make_settings(tmp_path)
    server = plain.server.model_copy(update={"base_url": "https://cx.example"})
    settings: Settings = plain.model_copy(update={"server": server})
    app = create_app(settings)
    fill_schema(app)
    got = app.test_client().get("/sign-in/x", base_url="https://cx.example")
    cookie = got.headers.get("Set-Cookie", "")
    assert got.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert app.config["SESSION_COOKIE_NAME"] == "__Host-cxgov"
    assert not cookie or all(
        part in cookie for part in ("__Host-cxgov=", "Secure", "HttpOnly", "SameSite=Lax", "Path=/")
    )
    assert app.config["SESSION_COOKIE_SECURE"] is True
    with app.app_context():
        db.engine.dispose()


def test_the_cookie_is_not_for_scripts_and_not_for_other_sites(cast: Cast, browser: Open) -> None:
    got = browser().get("/sign-in/x")
    eve = browser(cast.eve)
    page = eve.get("/committees")
    for cookie in (*got.headers.getlist("Set-Cookie"), *page.headers.getlist("Set-Cookie")):
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie


@pytest.mark.parametrize("kind", ["committees/{}", "committees/{}/members", "people/{}", "departments/{}"])
def test_what_is_hidden_answers_as_an_unknown_id_does(cast: Cast, browser: Open, kind: str) -> None:
    eve = browser(cast.eve)
    eve.get("/committees")
    hidden, unknown = (eve.get("/" + kind.format(number)) for number in (cast.board.id, 987_654))
    assert (hidden.status_code, unknown.status_code) == (404, 404)
    texts = [re.sub(r"[0-9a-f]{12}", "ID", got.get_data(as_text=True)) for got in (hidden, unknown)]
    assert texts[0] == texts[1]
    assert dict(hidden.headers) == dict(unknown.headers)
    assert eve.head("/" + kind.format(cast.board.id)).status_code == 404


@pytest.mark.parametrize("number", ["-1", "0", str(2**63), "9" * 40, "%00", "٣", "x", "1e9", "1.0", "../1"])
def test_odd_ids_are_not_found(cast: Cast, browser: Open, number: str) -> None:
    assert browser(cast.eve).get(f"/committees/{number}").status_code in (404, 308)


@pytest.mark.parametrize(
    "url", ["//committees", "/committees/", "/COMMITTEES", "/committees%2f..", "/committees;a=b", "/committees.json"]
)
def test_other_spellings_of_an_address_open_nothing(browser: Open, session: Session, url: str) -> None:
    assert browser().get(url).status_code in (302, 308, 400, 404)


def test_a_method_in_a_header_or_a_field_is_not_believed(session: Session, cast: Cast, browser: Open) -> None:
    ada, url = browser(cast.ada), f"/committees/{cast.council.id}"
    assert ada.get(url, headers={"X-HTTP-Method-Override": "DELETE"}).status_code == 200
    assert ada.send(url, _method="DELETE").status_code == 405
    assert ada.open(url, method="TRACE").status_code == 405
    assert ada.open(f"{url}/charter/edit", method="OPTIONS").status_code in (200, 405)


def test_a_refusal_says_what_happened_and_where_to_go(cast: Cast, browser: Open) -> None:
    text = browser(cast.eve).get_page("/committees/new", 403)
    assert "This is not yours to do" in text
    assert Page(text).h1 == "This is not yours to do"


def test_who_asks_for_json_gets_json(cast: Cast, browser: Open) -> None:
    eve = browser(cast.eve)
    got = eve.get("/committees/999999", headers={"Accept": "application/json"})
    assert (got.status_code, got.get_json()["code"]) == (404, 404)


def test_without_signing_in_a_post_is_refused_and_a_page_asks(browser: Open, session: Session) -> None:
    nobody = browser()
    assert nobody.get("/committees?x=1").location == "/sign-in?next=/committees?x%3D1"
    assert nobody.send("/committees/new").status_code == 401


def test_a_form_without_its_token_changes_nothing(cast: Cast, browser: Open) -> None:
    cora = browser(cast.cora)
    fields = {"name": "X", "zone": "UTC", "quorum_kind": "majority", "level": "1"}
    assert cora.post("/committees/new", data=fields).status_code == 400
    other = browser(cast.ada).csrf()
    assert cora.post("/committees/new", data={**fields, "csrf_token": other}).status_code == 400
    assert cora.post("/committees/new", json=fields, content_type="text/plain").status_code == 400


def test_a_body_beyond_the_limit_is_too_large(cast: Cast, browser: Open) -> None:
    got = browser(cast.cora).send("/committees/new", name="x" * 7_000_000)
    assert got.status_code == 413


def test_a_bug_tells_a_number_and_nothing_else(app: Flask, cast: Cast, browser: Open) -> None:
    def broken() -> None:
        raise ZeroDivisionError("secret detail")

    plain, app.view_functions["healthz"] = app.view_functions["healthz"], access.public(broken)
    try:
        got = browser().get("/healthz")
    finally:
        app.view_functions["healthz"] = plain
    text = got.get_data(as_text=True)
    assert (got.status_code, got.headers["Cache-Control"]) == (500, "no-store")
    assert re.search(r"[0-9a-f]{12}", text)
    assert "secret" not in text
    assert "Traceback" not in text


def test_a_busy_store_asks_to_try_again(app: Flask, browser: Open) -> None:
    def busy() -> None:
        raise OperationalError("SELECT 1", {}, Exception("database is locked"))

    plain, app.view_functions["healthz"] = app.view_functions["healthz"], access.public(busy)
    try:
        got = browser().get("/healthz")
    finally:
        app.view_functions["healthz"] = plain
    assert (got.status_code, got.headers["Retry-After"]) == (503, "5")


@pytest.mark.parametrize("code", [400, 401, 403, 404, 405, 409, 413, 422, 500, 503])
def test_every_refusal_is_a_whole_page(app: Flask, code: int) -> None:
    with app.test_request_context("/"):
        got = answer(code, yours="mine", theirs="theirs") if code == 409 else answer(code)
    text = got.get_data(as_text=True)
    assert (got.status_code, Page(text).problems()) == (code, [])
    assert ">None<" not in text


def test_a_route_without_a_permission_stops_the_start() -> None:
    plain = Flask("plain", static_folder=None)
    plain.add_url_rule("/open", "open", access.public(lambda: "x"))
    plain.add_url_rule("/silent", "silent", lambda: "x")
    plain.add_url_rule("/unknown", "unknown", access.requires("nobody:knows:it")(lambda: "x"))
    with pytest.raises(access.RouteWithoutPolicy, match="CXG-E101 route has no policy: silent, unknown"):
        access.check_routes(plain)


def test_nothing_is_told_to_who_only_watches(browser: Open) -> None:
    for url in ("/healthz", "/readyz"):
        got = browser().get(url)
        assert set(got.get_json()) == {"status"}
    for url in ("/.git/config", "/static/..%2f..%2fpyproject.toml", "/static/../cxgov.py", "/console", "/openapi.json"):
        assert browser().get(url).status_code == 404
