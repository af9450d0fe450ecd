"""Case 51: what is too much is refused before it costs anything: bodies, fields, requests a minute, slow ones."""

import gzip
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request
from sqlalchemy.orm import Session
from waitress.channel import HTTPChannel
from waitress.server import create_server

from cxgov.app import MAX_BODY, create_app
from cxgov.cli.slow_requests import Patience
from cxgov.core.config import Limits
from cxgov.web.access import public
from cxgov.web.asking import MAX_FIELDS
from cxgov.web.extensions import db
from cxgov.web.rates import network
from tests.conftest import make_settings
from tests.support.cast import Cast, make_cast
from tests.support.client import Browser
from tests.support.databases import BOTH, drop, filled_url

Open = Callable[..., Browser]
FORM = "application/x-www-form-urlencoded"


def test_c051_a_body_or_a_form_that_is_too_large_is_refused(session: Session, cast: Cast, browser: Open) -> None:
    cora = browser(cast.cora)
    token = f"csrf_token={cora.csrf()}"
    many = token + "&a=b" * 20_000
    assert cora.post("/people/new", data=many, content_type=FORM).status_code == 413
    assert cora.post("/people/new", data=token + "&" * MAX_FIELDS, content_type=FORM).status_code == 413
    assert cora.post("/people/new", data=f"name={'x' * MAX_BODY}", content_type=FORM).status_code == 413
    parts = "".join(f'--x\r\nContent-Disposition: form-data; name="f{n}"\r\n\r\nx\r\n' for n in range(20_000))
    answer = cora.post("/people/new", data=f"{parts}--x--\r\n", content_type="multipart/form-data; boundary=x")
    assert answer.status_code in (400, 413)


@pytest.mark.parametrize(
    ("body", "kind"),
    [(b"[" * 1000 + b"]" * 1000, "application/json"), (gzip.compress(b"name=x" * 100_000), FORM),
     (b"\xff" * 1000, FORM), (b"--x\r\n", "multipart/form-data; boundary=x"), (b"", "multipart/form-data"),
     (b"<a/>", "text/xml")],
)  # fmt: skip
def test_c051_a_body_that_is_no_form_of_ours_changes_nothing(
    session: Session, cast: Cast, browser: Open, body: bytes, kind: str
) -> None:
    cora = browser(cast.cora)
    answer = cora.post("/people/new", data=body, content_type=kind, headers={"Content-Encoding": "gzip"})
    assert answer.status_code in (400, 413, 422)


@pytest.fixture(params=BOTH)
def counted(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application of its own that counts: five requests a minute when signed in, three otherwise."""
    limits = Limits(requests_per_minute=5, anonymous_per_minute=3)
    settings = make_settings(tmp_path, filled_url(request.param, tmp_path)).model_copy(update={"limits": limits})
    app = create_app(settings)
    app.test_client_class = Browser
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    drop(settings.database.url)


@pytest.mark.commits
def test_who_asks_too_often_is_told_when_to_come_back_and_others_go_on(counted: Flask) -> None:
    cast = make_cast(db.session())
    eve, ben, nobody = (counted.test_client() for _ in range(3))
    for browser, who in ((eve, cast.eve), (ben, cast.ben)):
        assert isinstance(browser, Browser)
        browser.sign_in(db.session(), who)
    codes = [eve.get("/people").status_code for _ in range(7)]
    assert codes == [200] * 5 + [429] * 2
    refused = eve.get("/people", headers={"Accept": "application/json"})
    assert (refused.status_code, refused.get_json()["code"]) == (429, 429)
    assert 1 <= int(refused.headers["Retry-After"]) <= 61
    assert ben.get("/people").status_code == 200
    assert [nobody.get("/sign-in").status_code for _ in range(5)] == [200] * 3 + [429] * 2
    assert nobody.get("/sign-in", headers={"X-Forwarded-For": "10.9.8.7"}).status_code == 429
    assert nobody.get("/sign-in", headers={"Authorization": "Bearer cxg_x"}).status_code != 500
    assert [nobody.get("/healthz").status_code for _ in range(5)] == [200] * 5
    for _ in range(3):
        static = eve.get("/static/cxgov.css")
        static.close()
        assert static.status_code == 200


def test_an_address_of_ipv6_counts_with_its_network_and_what_is_none_is_unknown() -> None:
    assert network("2001:db8:1:2:3:4:5:6") == network("2001:db8:1:2::9") == "2001:db8:1:2::"
    assert network("10.0.0.1") == "10.0.0.1"
    assert network("x\r\ny") == "unknown"


@pytest.mark.parametrize(("proxies", "seen"), [(0, "127.0.0.1"), (1, "10.0.0.3"), (2, "10.0.0.2")])
def test_c026_a_forwarded_address_counts_only_as_far_as_proxies_are_trusted(
    tmp_path: Path, proxies: int, seen: str
) -> None:
    plain = make_settings(tmp_path)
    app = create_app(plain.model_copy(update={"server": plain.server.model_copy(update={"trusted_proxies": proxies})}))
    app.add_url_rule("/where", view_func=public(lambda: f"{request.remote_addr} {request.host} {request.scheme}"))
    told = app.test_client().get(
        "/where",
        headers={"X-Forwarded-For": "10.0.0.1, 10.0.0.2, 10.0.0.3", "X-Forwarded-Host": "evil.example",
                 "X-Forwarded-Proto": "https"},
    )  # fmt: skip
    assert told.get_data(as_text=True) == f"{seen} localhost http"
    with app.app_context():
        db.engine.dispose()


def test_c051_a_request_that_never_ends_is_closed_with_408() -> None:
    def never(environ: Any, start_response: Any) -> list[bytes]:
        raise AssertionError("it was never whole")

    sockets: dict[int, Any] = {}
    server: Any = create_server(never, host="127.0.0.1", port=0, map=sockets, threads=1)
    patience, client = Patience(50), socket.create_connection(("127.0.0.1", int(server.effective_port)))
    try:
        client.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nslow")
        while not any(isinstance(one, HTTPChannel) and one.request for one in sockets.values()):
            server.asyncore.poll(0.05, sockets)
        assert patience.look(sockets.values(), 100) == 0
        client.sendall(b"x")
        server.asyncore.poll(0.05, sockets)
        assert patience.look(sockets.values(), 149) == 0
        assert patience.look(sockets.values(), 151) == 1
        for _ in range(5):
            server.asyncore.poll(0.05, sockets)
        assert client.recv(1000).startswith(b"HTTP/1.1 408 ")
        assert not any(isinstance(one, HTTPChannel) for one in sockets.values())
    finally:
        client.close()
        server.close()
