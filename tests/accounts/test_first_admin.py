"""Nobody is there by default, the first administrator is made once, and no weak key opens the shop."""

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

from cxgov.accounts.models import Password
from cxgov.accounts.service import second
from cxgov.app import create_app
from cxgov.cli.files import DEMO_CONFIG
from cxgov.cli.main import main
from cxgov.core import clock, config
from cxgov.core.config_mistakes import ConfigError
from cxgov.core.config_sources import make_secrets
from cxgov.core.errors import RuleBroken
from cxgov.core.paths import REPOSITORY
from cxgov.people import founding
from cxgov.people.models import Person, RoleGrant
from cxgov.web.extensions import db
from tests.support.apps import fresh_app
from tests.support.cast import SYSTEM, make_person
from tests.support.client import Browser
from tests.support.databases import BOTH
from tests.support.doors import give_authenticator, keys_of_app

AT_ONCE = 8


@pytest.mark.commits
@pytest.mark.parametrize("kind", BOTH)
def test_c034_nobody_is_there_and_of_many_first_administrators_one_is_made(kind: str, tmp_path: Path) -> None:
    with fresh_app(kind, tmp_path) as app:
        for table in (Person, RoleGrant, Password):
            assert db.session.scalar(select(func.count()).select_from(table)) == 0
        db.session.remove()
        now = clock.now()

        def make(number: int) -> bool:
            with app.app_context():
                try:
                    founding.make_first_admin(
                        db.session(), f"Admin {number}", f"a{number}@x.example", actor=SYSTEM, now=now, today=now.date()
                    )
                    db.session.commit()
                except RuleBroken:
                    db.session.rollback()
                    return False
                return True

        with ThreadPoolExecutor(AT_ONCE) as pool:
            assert sum(pool.map(make, range(AT_ONCE))) == 1
        assert db.session.scalar(select(func.count()).select_from(RoleGrant)) == 1
        assert db.session.scalar(select(func.count()).select_from(Person)) == 1
        browser = app.test_client()
        for url in ("/setup", "/first-admin", "/install", "/register", "/console"):
            assert browser.get(url).status_code == 404


@pytest.mark.commits
@pytest.mark.parametrize("kind", BOTH)
def test_of_many_who_send_the_same_code_at_once_one_gets_in(kind: str, tmp_path: Path) -> None:
    with fresh_app(kind, tmp_path) as app:
        dan = make_person(db.session(), "Dan Hellier")
        dan_id, keys, now = dan.id, keys_of_app(app), clock.now()
        code = give_authenticator(db.session(), app, dan).at(now)
        db.session.remove()

        def use(_: int) -> bool:
            with app.app_context():
                try:
                    second.use_code(db.session(), db.session.get_one(Person, dan_id), code, keys=keys, now=now)
                    db.session.commit()
                except RuleBroken:
                    db.session.rollback()
                    return False
                return True

        with ThreadPoolExecutor(AT_ONCE) as pool:
            assert sum(pool.map(use, range(AT_ONCE))) == 1


@pytest.mark.parametrize("key", [None, "short", "dev", "changeme", "changeme" * 8, "a" * 64])
def test_c033_a_weak_key_opens_nothing(tmp_path: Path, key: str | None) -> None:
    make_secrets(tmp_path)
    if key is None:
        (tmp_path / "secret.key").unlink()
    else:
        (tmp_path / "secret.key").write_text(key, encoding="utf-8")
    result = CliRunner().invoke(main, ["serve"], env={"CXGOV_INSTANCE": str(tmp_path)})
    assert result.exit_code == 78
    assert "CXG-E001" in result.output
    assert key is None or len(key) < 6 or key not in result.output


def test_c033_a_weak_replaced_key_opens_nothing_either(tmp_path: Path) -> None:
    make_secrets(tmp_path)
    (tmp_path / "secret.key.old").write_text("changeme\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"secret\.key\.old: is well known.*CXG-E001"):
        config.load(tmp_path, {})
    (tmp_path / "secret.key.old").unlink()
    with pytest.raises(ConfigError, match="CXGOV_SECRET_KEY_FALLBACKS"):
        config.load(tmp_path, {"CXGOV_SECRET_KEY_FALLBACKS": "changeme"})


def with_keys(folder: Path, *, secret: str, old: str = "") -> Flask:
    """Return the application of a folder after its secret key was replaced."""
    (folder / "secret.key").write_text(secret, encoding="utf-8")
    (folder / "secret.key.old").write_text(old, encoding="utf-8")
    app = create_app(config.load(folder, {"CXGOV_SERVER_BASE_URL": "http://localhost"}))
    app.test_client_class = Browser
    return app


def test_c033_an_old_cookie_holds_while_its_key_is_kept_and_a_new_one_is_signed_with_the_new_key(
    tmp_path: Path,
) -> None:
    make_secrets(tmp_path)
    first, other = (tmp_path / "secret.key").read_text().strip(), "Zq8-another-key-of-36-characters-0457"
    result = CliRunner().invoke(
        main, ["init", "--admin", "alma@x.example"],
        env={"CXGOV_INSTANCE": str(tmp_path), "CXGOV_SIGN_IN_SECOND_FACTOR_FOR": ""},
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    path = re.search(r"/sign-in/\S+", result.output)
    assert path is not None

    def cookie_after(app: Flask, cookie: str) -> tuple[int, str]:
        with app.app_context():
            one = app.test_client()
            one.set_cookie("cxgov", cookie)
            status = one.get("/account/sign-ins").status_code
            held = one.get_cookie("cxgov")
            db.session.remove()
            db.engine.dispose()
            return status, held.value if held else ""

    (tmp_path / "config.toml").write_text("[sign_in]\nsecond_factor_for = []\n", encoding="utf-8")
    app = with_keys(tmp_path, secret=first)
    with app.app_context():
        one = app.test_client()
        assert isinstance(one, Browser)
        assert one.send(path.group()).status_code == 303
        cookie = one.get_cookie("cxgov").value  # type: ignore[union-attr]  # it is signed in
        db.session.remove()
        db.engine.dispose()
    assert cookie_after(with_keys(tmp_path, secret=first), cookie)[0] == 200
    status, renewed = cookie_after(with_keys(tmp_path, secret=other, old=first), cookie)
    assert status == 200
    gone = with_keys(tmp_path, secret=other)
    assert cookie_after(gone, cookie)[0] == 302
    assert renewed


def test_c033_no_debugger_is_there(tmp_path: Path) -> None:
    make_secrets(tmp_path)
    code = "import wsgi; app = wsgi.application; print(app.debug, app.test_client().get('/console').status_code)"
    env = {"CXGOV_INSTANCE": str(tmp_path), "FLASK_DEBUG": "1", "DEBUG": "1", "PATH": "/usr/bin:/bin"}
    CliRunner().invoke(main, ["init", "--quiet"], env={"CXGOV_INSTANCE": str(tmp_path)})
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, env=env, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["False", "404"], done.stderr


def test_the_first_administrator_proves_a_second_factor_before_anything_opens(tmp_path: Path) -> None:
    make_secrets(tmp_path)
    env = {"CXGOV_INSTANCE": str(tmp_path), "CXGOV_SERVER_BASE_URL": "http://localhost"}
    result = CliRunner().invoke(main, ["init", "--admin", "alma@x.example"], env=env)
    path = re.search(r"/sign-in/\S+", result.output)
    assert path is not None
    app = create_app(config.load(tmp_path, {"CXGOV_SERVER_BASE_URL": "http://localhost"}))
    app.test_client_class = Browser
    with app.app_context():
        one = app.test_client()
        assert isinstance(one, Browser)
        assert one.send(path.group()).status_code == 303
        assert one.get("/").status_code == 302
        one.get_page("/sign-in/authenticator")
        again = CliRunner().invoke(main, ["init", "--admin", "other@x.example"], env=env)
        assert (again.exit_code, "already" in again.output) == (1, True)
        db.session.remove()
        db.engine.dispose()


def test_the_demo_keeps_its_doors_of_one_click(tmp_path: Path) -> None:
    make_secrets(tmp_path)
    (tmp_path / "config.toml").write_text(DEMO_CONFIG.format(name="Tarnwick", zone="UTC"), encoding="utf-8")
    assert config.load(tmp_path, {}).sign_in.second_factor_for == ()
