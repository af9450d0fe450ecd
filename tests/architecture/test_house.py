"""The house rules that no linter knows: sizes, names, and text without stray characters."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

from cxgov.core.paths import PACKAGE, REPOSITORY

MAX_FILE, MAX_FUNCTION = 300, 60
NAMELESS = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}


def _modules() -> Iterator[Path]:
    return PACKAGE.rglob("*.py")


def _short(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def test_no_file_is_longer_than_300_lines():
    long = {_short(path): len(path.read_text(encoding="utf-8").splitlines()) for path in _modules()}

    assert {name: lines for name, lines in long.items() if lines > MAX_FILE} == {}


def test_no_function_is_longer_than_60_lines():
    long = {}
    for path in _modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
                long[f"{_short(path)}:{node.name}"] = node.end_lineno - node.lineno + 1

    assert {name: lines for name, lines in long.items() if lines > MAX_FUNCTION} == {}


def test_no_module_has_a_name_that_says_nothing():
    assert [_short(path) for path in _modules() if path.stem in NAMELESS or path.parent.name in NAMELESS] == []


def test_every_package_says_what_it_is_for_and_does_nothing_else():
    wrong = []
    for path in PACKAGE.glob("*/__init__.py"):
        body = ast.parse(path.read_text(encoding="utf-8")).body
        if len(body) != 1 or not isinstance(body[0], ast.Expr):
            wrong.append(_short(path))

    assert wrong == []


def test_every_ignored_type_error_names_its_code_and_its_reason():
    wrong = [
        f"{_short(path)}:{number}"
        for path in _modules()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if "# type: ignore" in line and "]  #" not in line.partition("# type: ignore")[2]
    ]

    assert wrong == []


def test_nothing_made_by_running_is_committed():
    listed = subprocess.run(["git", "ls-files"], cwd=REPOSITORY, capture_output=True, text=True, check=False).stdout

    made = (".venv/", ".cx/", "instance/", "dist/", "__pycache__")
    assert [name for name in listed.splitlines() if any(part in name for part in made)] == []
