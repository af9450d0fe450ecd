"""Every verb that writes says what it did, under a name that the screens have words for."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from cxgov.app import FEATURES
from cxgov.core import policy
from cxgov.journal import words

PACKAGE = Path(__file__).resolve().parents[2] / "cxgov"
WRITES = {"create", "add", "add_all", "change", "remove", "record"}
NAME = re.compile(r"[a-z_]+:[a-z_]+:[a-z_]+")


def calls() -> Iterator[tuple[str, str]]:
    """Return every literal verb given to the journal, with its place."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
                for argument in node.args:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        if NAME.fullmatch(argument.value):
                            yield argument.value, f"{path.relative_to(PACKAGE)}:{node.lineno}"


def load_services() -> None:
    for feature in FEATURES:
        for room in ("service", "names", "permissions"):
            if (PACKAGE / feature / f"{room}.py").exists() or (PACKAGE / feature / room).is_dir():
                import_module(f"cxgov.{feature}.{room}")


def test_every_verb_of_the_journal_has_words() -> None:
    load_services()
    missing = {f"{verb} at {place}" for verb, place in calls() if verb not in words.known()}
    assert missing == set()


def test_permissions_are_named_feature_thing_verb_and_belong_to_their_feature() -> None:
    load_services()
    for permission, rows in policy.permissions():
        assert NAME.fullmatch(permission), permission
        assert rows, permission
        assert (PACKAGE / permission.split(":")[0]).is_dir(), permission


def test_no_service_commits_but_to_claim() -> None:
    rooms = [*sorted(PACKAGE.rglob("service*.py")), *sorted(PACKAGE.rglob("service/*.py"))]
    for path in (
        room for room in rooms if "demo" not in room.parts
    ):  # the demo plays the people, so it commits as they do
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and not node.name.startswith(("claim_", "run_claimed")):
                commits = [
                    call
                    for call in ast.walk(node)
                    if isinstance(call, ast.Call)
                    and isinstance(call.func, ast.Attribute)
                    and call.func.attr == "commit"
                ]
                assert not commits, f"{path.relative_to(PACKAGE)}: {node.name} commits"
