"""The policy is whole: each permission is used and told, each use is defined, and the docs say what holds."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from cxgov.app import FEATURES
from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.enums import Role
from cxgov.rights.table import load_policy, rights_page

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "cxgov"
NAME = re.compile(r"[a-z_]+:[a-z_]+:[a-z_]+")
ASKS = {"requires", "allows", "check", "under_lock", "may"}


@pytest.fixture(autouse=True)
def _whole(app: Flask) -> None:
    load_policy(FEATURES)


def texts_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and NAME.fullmatch(node.value):
            yield node.value


def test_the_page_of_docs_is_what_the_policy_says() -> None:
    said = (ROOT / "docs" / "rights.md").read_text(encoding="utf-8")
    assert said == rights_page(FEATURES), "write it anew: cxgov rights > docs/rights.md"


def test_every_row_of_the_policy_says_for_whom_it_holds() -> None:
    for permission, predicates in policy.permissions():
        for holds in (*predicates, *(bar.holds for bar in policy.bars_of(permission))):
            assert (holds.__doc__ or "").startswith("Hold for "), (permission, holds.__name__)


def test_every_permission_is_asked_somewhere_and_none_is_asked_that_nobody_defined(app: Flask) -> None:
    defined = {permission for permission, _ in policy.permissions()}
    elsewhere = {
        text for path in PACKAGE.rglob("*.py") if path.name != "permissions.py" for text in texts_in(path)
    }  # fmt: skip
    tables = {text for path in PACKAGE.rglob("permissions.py") for text in _in_values(path)}
    assert defined - elsewhere - tables == set()
    asked = {text for path in PACKAGE.rglob("*.py") for text in _asked_in(path)}
    assert asked - defined == set()


def _in_values(path: Path) -> Iterator[str]:
    """Return permissions that a table of verbs names: they are asked by what the table says."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Dict):
            for value in node.values:
                if isinstance(value, ast.Constant) and isinstance(value.value, str) and NAME.fullmatch(value.value):
                    yield value.value


def _asked_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in ASKS:
                for argument in node.args:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        if NAME.fullmatch(argument.value):
                            yield argument.value


def test_a_permission_is_not_defined_twice_and_not_forbidden_before_it_is_defined() -> None:
    with pytest.raises(ValueError, match="defined twice"):
        policy.define({"rights:glass:break": (policy.anyone,)})
    with pytest.raises(ValueError, match="before it is defined"):
        policy.forbid({"rights:glass:mend": (policy.READS_ONLY,)})


def test_an_auditor_who_is_nothing_else_writes_nothing() -> None:
    auditor = Actor(1, "Otto", roles=frozenset({Role.AUDITOR}))
    member = Actor(1, "Otto", roles=frozenset({Role.AUDITOR}), member_of=frozenset({7}))
    for permission in ("stories:story:write", "stories:thanks:say"):
        assert not policy.allows(auditor, permission)
        assert policy.allows(member, permission)
    open_to_all = {
        permission for permission, rows in policy.permissions()
        if policy.anyone in rows and policy.READS_ONLY not in policy.bars_of(permission)
        and not permission.startswith("accounts:")
    }  # fmt: skip
    verbs = {permission.split(":")[2] for permission in open_to_all}
    assert verbs <= READS, verbs - READS


READS = {"list", "read", "export", "print", "seat"}
"""What everybody may do besides keeping their own account; a seat is given by whoever manages the members."""
