"""Ten faults and more, put by hand into a copy of the program: a named test that we have anyway catches each.

Where a fault is caught no more, the suite has a hole. `docs/security-proof.md` lists them.
"""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("cxgov", "templates", "migrations", "tests", "docs")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is put in, where, and which test must fail then."""

    what: str
    file: str
    old: str
    new: str
    test: str


WALK = "tests/rights/test_walk.py::test_c001_everybody_is_answered_as_the_table_says[sqlite-{}]"
EXITS = "tests/rights/test_exits.py::test_p8_no_page_list_or_file_shows_a_mark_to_who_must_not_see_it[sqlite-{}]"
FAULTS = (
    Fault(
        "a view without @requires", "cxgov/gaps/views.py", '@requires("gaps:gap:read", load_gap)\ndef show(gap: Gap)',
        "def show(gap_id: int, gap: Gap | None = None)", "tests/architecture/test_routes.py",
    ),
    Fault(
        "a query past visible()", "cxgov/gaps/views.py", "return get(db.session(), actor(), Gap, gap_id)",
        "return db.session().get_one(Gap, gap_id)", WALK.format("staff"),
    ),
    Fault(
        "a mail that was queued before the right was lost still goes out", "cxgov/post/hooks.py",
        "if delivery.about_id is not None and not all(", "if delivery.about_id is None and not all(",
        "tests/post/test_recheck.py",
    ),
    Fault(
        "an export that asks as the system", "cxgov/actions/views/pages.py",
        "queries.export_rows(db.session(), actor(),",
        'queries.export_rows(db.session(), type(actor()).system("csv"),', EXITS.format("staff"),
    ),
    Fault(
        "a policy row `anyone` on a write", "cxgov/decisions/permissions.py",
        '"decisions:decision:implement": (runs_committee,)', '"decisions:decision:implement": (policy.anyone,)',
        WALK.format("staff"),
    ),
    Fault(
        "a day taken from what was sent", "cxgov/decisions/views.py", "source=decision, made_on=today()",
        'source=decision, made_on=type(today()).fromisoformat(__import__("flask").request.form.get("decided_on", '
        "today().isoformat()))",
        "tests/rights/test_mass_assignment.py::test_c005_nothing_but_the_fields_of_a_form_is_ever_stored[sqlite]",
    ),
    Fault(
        "403 instead of 404 for what is hidden", "cxgov/journal/queries.py",
        "    if found is None:\n        raise NotFound\n    return found\n\n\n@dataclass",
        "    if found is None:\n        from cxgov.core.errors import NotAllowed\n\n"
        '        raise NotFound if session.get(model, thing_id) is None else NotAllowed("x")\n    return found\n\n\n'
        "@dataclass",
        "tests/security/test_hidden.py",
    ),
    Fault(
        "a restricted page that may be kept", "cxgov/web/access.py",
        'if fresh or getattr(thing, "level", Level.OPEN) >= Level.RESTRICTED:', "if fresh:", WALK.format("t_member"),
    ),
    Fault(
        "a token in a line of the log", "cxgov/accounts/views/signing.py",
        "    link = queries.open_link(db.session(), token, now)\n",
        '    log.info("link.asked", token=token)\n    link = queries.open_link(db.session(), token, now)\n',
        "tests/rights/test_exits.py::test_p8_no_token_of_an_address_stands_in_the_log[sqlite]",
    ),
    Fault(
        "a report of the organisation that counts level 2", "cxgov/reports/collect/scope.py",
        "Subject.level <= min(self.level, Level.RESTRICTED)", "Subject.level <= Level.RESTRICTED",
        EXITS.format("staff"),
    ),
    Fault(
        "the CX office reads what is in camera by its role", "cxgov/journal/queries.py",
        "Subject.level == Level.RESTRICTED, by_role", "Subject.level >= Level.RESTRICTED, by_role", WALK.format("cx"),
    ),
    Fault(
        "CSRF switched off for one feature", "cxgov/app.py", "    csrf.init_app(app)\n",
        '    csrf.init_app(app)\n    csrf.exempt("cxgov.stories.views.new")\n', "tests/security/test_csrf.py",
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program and its tests."""
    tree = tmp_path_factory.mktemp("injected")
    for name in COPIED:
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__", "vendor.zip"))
    for name in ("pyproject.toml", "config.example.toml", "wsgi.py", "cx", "README.md", "CHANGELOG.md"):
        shutil.copy(ROOT / name, tree / name)
    return tree


def run(tree: Path, test: str) -> subprocess.CompletedProcess[str]:
    """Run one named test of the copy, on SQLite, in a process of its own."""
    words = [sys.executable, "-m", "pytest", "-q", "-x", "-n", "0", "-p", "no:cacheprovider", "--tb=line", test]
    environ = {**os.environ, "PYTHONPATH": str(tree), "CX_FULL": "", "PYTHONDONTWRITEBYTECODE": "1"}
    chosen = [*words, "-k", "not postgres"]
    return subprocess.run(chosen, cwd=tree, env=environ, capture_output=True, text=True, timeout=600, check=False)


@pytest.mark.parametrize("test", sorted({fault.test for fault in FAULTS}))
def test_each_of_these_tests_passes_as_long_as_nothing_is_put_in(copied: Path, test: str) -> None:
    done = run(copied, test)
    assert (done.returncode, done.stdout[-2000:] if done.returncode else "") == (0, "")


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.what.replace(" ", "-"))
def test_a_fault_that_is_put_in_is_caught(copied: Path, fault: Fault) -> None:
    file = copied / fault.file
    whole = file.read_text(encoding="utf-8")
    assert whole.count(fault.old) == 1, f"{fault.file} changed: put the fault in anew"
    try:
        file.write_text(whole.replace(fault.old, fault.new), encoding="utf-8")
        done = run(copied, fault.test)
    finally:
        file.write_text(whole, encoding="utf-8")
    assert done.returncode == 1, done.stdout[-2000:]
    assert " failed" in done.stdout or " error" in done.stdout
