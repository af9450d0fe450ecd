"""What is installed is pinned, hashed and named in one way everywhere."""

import re
import tomllib

import pytest

from cxgov.core.paths import REPOSITORY

FOLDER = REPOSITORY / "requirements"
PINNED = re.compile(r"^([a-z0-9-]+)==[^ ]+( ; [^\\]+)? \\$")


def _asked(name: str) -> list[str]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith(("#", "-r "))]


def _name(line: str) -> str:
    return re.split(r"[\[=~<> ]", line, maxsplit=1)[0].lower().replace("_", "-")


def _pinned(name: str) -> set[str]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    starts = [line for line in lines if line and not line.startswith((" ", "#"))]
    found = [PINNED.match(line) for line in starts]
    assert all(found), starts
    return {match[1] for match in found if match}


def test_the_wheel_asks_for_what_run_in_asks_for():
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert project["dependencies"] == _asked("run.in")


@pytest.mark.parametrize("name", ["run", "dev", "uv"])
def test_every_requirement_is_pinned_with_hashes(name):
    asked = {_name(line) for line in _asked(f"{name}.in")}
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")

    assert asked <= _pinned(f"{name}.txt")
    assert text.count("--hash=sha256:") >= len(_pinned(f"{name}.txt"))


def test_developers_run_the_versions_that_users_run():
    def pins(name: str) -> set[str]:
        return {line for line in (FOLDER / name).read_text(encoding="utf-8").splitlines() if PINNED.match(line)}

    assert pins("run.txt") <= pins("dev.txt")


@pytest.mark.parametrize("name", ["run.txt", "dev.txt", "uv.txt"])
def test_the_requirements_name_no_host(name):
    text = (FOLDER / name).read_text(encoding="utf-8")

    assert not re.search(r"https?:|file:|--(extra-)?index-url|--find-links", text)
