"""An instance of its own that commands and servers run on as processes, and somebody who is signed in there."""

import http.client
import os
import random
import re
import secrets
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import create_engine, text

from cxgov.app import create_app
from cxgov.core.config import load
from cxgov.core.config_sources import make_secrets
from cxgov.core.paths import REPOSITORY as ROOT
from cxgov.web import schema
from cxgov.web.extensions import db
from tests.support.cast import make_cast
from tests.support.client import Browser
from tests.support.databases import new_url
from tests.support.forms import filled

UNLIMITED = {"CXGOV_LIMITS_REQUESTS_PER_MINUTE": "0", "CXGOV_LIMITS_ANONYMOUS_PER_MINUTE": "0"}


def until(what: Callable[[], object], seconds: float = 60) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


@dataclass
class Person:
    """Somebody who is signed in: the cookie and the token that their forms carry."""

    cookie: str
    csrf: str
    forms: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass
class Answer:
    """What came back; status 0 where nothing did."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    text: str = ""


@dataclass
class Instance:
    """A folder with keys and a database of a kind, which commands are run on."""

    kind: str
    folder: Path
    environ: dict[str, str]
    ada: Person = field(default_factory=lambda: Person("", ""))

    @property
    def database(self) -> Path:
        return self.folder / "cxgov.sqlite3"

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "cxgov", *words]

    def start(self, *words: str, **more: Any) -> subprocess.Popen[str]:
        """Start a command and let it run."""
        more = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more}
        return subprocess.Popen(self.command(*words), cwd=ROOT, env=self.environ, text=True, **more)

    def run(self, *words: str, **more: Any) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            self.command(*words), cwd=ROOT, env=self.environ, text=True, capture_output=True, check=False, timeout=300,
            **more,
        )  # fmt: skip

    def rows(self, query: str, **values: Any) -> list[tuple[Any, ...]]:
        """Read the database beside whoever else is in it."""
        engine = create_engine(load(self.folder, self.environ).database.url)
        with engine.begin() as connection:
            found = connection.execute(text(query), values)
            rows = [tuple(row) for row in found] if found.returns_rows else []
        engine.dispose()
        return rows

    def is_whole(self) -> bool:
        """Say whether journal and database are as they should be."""
        verified = self.run("verify")
        assert re.fullmatch(r"All \d+ entries fit\.", verified.stdout.strip()), verified.stdout + verified.stderr
        if self.kind == "sqlite":
            with closing(sqlite3.connect(self.database)) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        return True


def make_instance(kind: str, folder: Path, *, is_empty: bool = False) -> Instance:
    """Make an instance at the newest schema with the cast in it, and Ada signed in."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CXGOV_")}
    made = Instance(kind, folder, {**kept, "CXGOV_INSTANCE": str(folder), "CXGOV_LOG_LEVEL": "error", **UNLIMITED})
    if kind != "sqlite":
        made.environ["CXGOV_DATABASE_URL"] = new_url(kind, folder)
    make_secrets(folder)
    app = create_app(load(folder, made.environ))
    app.test_client_class = Browser
    with app.app_context():
        schema.upgrade(db.engine)
        if not is_empty:
            cast = make_cast(db.session())
            browser = app.test_client()
            assert isinstance(browser, Browser)
            browser.sign_in(db.session(), cast.ada)
            csrf = browser.csrf()
            cookie = browser.get_cookie("cxgov")
            assert cookie is not None
            made.ada = Person(f"cxgov={cookie.value}", csrf)
            for page in ("/actions/new", "/initiatives/new", "/stories/new"):
                made.ada.forms[page] = dict(filled(browser.get_page(page)).fields)
        db.session.remove()
        db.engine.dispose()
    return made


@dataclass
class Served:
    """A server of an instance that runs."""

    process: subprocess.Popen[str]
    port: int

    def ask(self, person: Person, path: str, data: dict[str, str] | None = None, timeout: float = 30) -> Answer:
        """Send one request as a person; status 0 where the connection broke."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        headers = {"Cookie": person.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request("POST" if data else "GET", path, urlencode(data) if data else None, headers)
            got = connection.getresponse()
            body = got.read().decode()
            return Answer(got.status, {name.lower(): value for name, value in got.getheaders()}, body)
        except (OSError, http.client.HTTPException):
            return Answer(0)
        finally:
            connection.close()

    def write(self, person: Person, page: str, marker: str, timeout: float = 30) -> Answer:
        """Send a form of a page, titled with a marker, as a browser would."""
        fields = {**person.forms[page], "csrf_token": person.csrf, "nonce": secrets.token_hex(8), "title": marker}
        return self.ask(person, page, fields, timeout)


@contextmanager
def served(instance: Instance, **more: Any) -> Iterator[Served]:
    """Serve an instance on a free port, without its clock, until the block ends."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = (instance.folder / f"serve-{port}.log").open("w")
    with log:
        process = instance.start("serve", "--no-scheduler", "--port", str(port), stdout=log, stderr=log, **more)
    here = Served(process, port)
    try:
        until(lambda: process.poll() is not None or here.ask(Person("", ""), "/readyz").status == 200)
        yield here
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(20)


ON_BOTH = pytest.mark.parametrize(
    "kind",
    ["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres])],
)
"""The tests here start processes and commit, so each has a database of its own, of either kind."""


@contextmanager
def writing(instance: Instance, server: Served, writers: int = 4, pause: float = 0.0) -> Iterator[dict[str, int]]:
    """Let some people write while the block runs; the dictionary tells what each write was answered, by its title."""
    said: dict[str, int] = {}
    ended = threading.Event()

    def write(number: int) -> None:
        pages = list(instance.ada.forms)
        for count in range(1_000_000):
            if ended.is_set():
                return
            marker = f"Marker {secrets.token_hex(6)}"
            said[marker] = server.write(instance.ada, pages[(number + count) % len(pages)], marker).status
            time.sleep(pause)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(writers)]
    for thread in threads:
        thread.start()
    try:
        yield said
    finally:
        ended.set()
        for thread in threads:
            thread.join()


def killed_within(child: subprocess.Popen[str], seconds: float) -> bool:
    """Kill a process that says "begin" on its output, so long after that; True where it was still at work."""
    assert child.stdout is not None
    assert child.stdout.readline() == "begin\n"
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        child.kill()
    child.communicate()
    return child.returncode == -signal.SIGKILL


def begin(instance: Instance, code: str) -> subprocess.Popen[str]:
    """Start Python code that says when it begins, with `at` (the settings), `now` and `Path` in its hands."""
    before = (
        "from pathlib import Path\nfrom cxgov.app import load_models\nfrom cxgov.core import clock\n"
        "from cxgov.core.config import load\nfrom cxgov.backups import making, restoring\n"
        "from cxgov.web import schema\n"
        "load_models()\nat, now = load(), clock.now()\nprint('begin', flush=True)\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", before + code], cwd=ROOT, env=instance.environ, text=True, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )  # fmt: skip


@contextmanager
def small_disk(folder: Path, size: str = "1m") -> Iterator[Path]:
    """Mount a disk of this size on a folder; where that is not allowed, the test is skipped."""
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=False, capture_output=True
    )
    if done.returncode:
        pytest.skip("a disk of its own may not be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(ballast: Path) -> None:
    """Fill a disk to its last byte with a file."""
    with ballast.open("wb", buffering=0) as file:
        try:
            while file.write(b"\0" * 4096):
                pass
        except OSError:
            return


def tell(words: str) -> None:
    """Say something that belongs into the report of a long run."""
    sys.stdout.write(f"{words}\n")


def new_chance() -> random.Random:
    """Return a source of random moments, whose seed is told; CX_SEED gives the same ones again."""
    seed = os.environ.get("CX_SEED") or secrets.token_hex(4)
    tell(f"CX_SEED={seed}")
    return random.Random(seed)
