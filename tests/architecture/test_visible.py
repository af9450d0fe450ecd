"""Nothing is shown past `visible()`: outside queries and services no module reads a subject's table on its own.

A function may where it narrows what it reads by the condition that everything is read through, or where this list says
why it need not.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from cxgov.app import load_models
from cxgov.core.db import Base
from cxgov.core.paths import PACKAGE
from cxgov.journal.models import SubjectOf

KNOWN_TO_ALL = {"Person", "Department"}
"""Every member of the staff knows of every person and department; their level is never raised."""
NARROWED = {"visible", "visible_subjects", "readable", "holds"}
"""The condition of `journal.queries`, and that of a report's scope with the level the report is written for."""
ROOMS = ("views", "jobs", "forms", "cli", "overview", "reports", "api", "search")
SINKS = {"get", "get_one", "select"}
ALLOWED = {
    "cli/doctor.py": "runs as the operator: counts files and rows, shows no content",
    "cli/reports.py:_write_digest": "runs as the operator, and digests are open to everybody",
    "meetings/views/room.py:shown": "the committee in the title of a meeting that was read through `visible`",
    "post/jobs.py:deliver_waiting": "the names of those to whom mails go; what they say is checked by the hook",
    "reports/collect/agenda.py:agenda_figures": "the committee of a meeting that was read through `visible`",
    "reports/collect/facts.py:_silent": "days only, of items that the caller has narrowed by the scope",
    "reports/collect/facts.py:_sources": "narrowed by the level that the report is written for, and drafts left out",
    "reports/collect/facts.py:linked_actions": "ids only, which the caller keeps where the scope holds them",
    "reports/collect/minutes.py:minutes_figures": "the committee of a meeting that was read through `visible`",
    "reports/collect/minutes.py:minuted": "the number or the day of the source of an item that was narrowed before",
    "reports/collect/work.py:published_stories": "narrowed by the level of the report and to what is published",
    "reports/issuing.py": "freezes figures and files of reports that its caller was let make, as the clock",
    "reports/queries.py:digest_by_token": "the unguessable link of a mail is the right to read that digest",
    "reports/service.py": "the verbs of issued reports: whether one was issued before",
    "reports/views.py:pdf": "the loader of the view has read this report through `visible`",
}


def models() -> set[str]:
    load_models()
    return {m.class_.__name__ for m in Base.registry.mappers if issubclass(m.class_, SubjectOf)} | {"Subject"}


def is_in_scope(path: Path) -> bool:
    place = path.relative_to(PACKAGE)
    return any(room in (*place.parts[:-1], place.stem) for room in ROOMS)


def past_visible(tree: ast.AST, guarded: set[str]) -> Iterator[tuple[str, str, int]]:
    """Return function, model and line of each read of a subject's table that no condition narrows."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            words = {getattr(n, "attr", getattr(n, "id", "")) for n in ast.walk(function)}
            if not words & NARROWED:
                for call in ast.walk(function):
                    if (model := _reads(call)) in guarded:
                        yield function.name, str(model), getattr(call, "lineno", 0)


def _reads(call: ast.AST) -> str | None:
    """Return the model that a call reads: `session.get(Model, …)`, `select(Model)`, `select(Model.title)`."""
    if not isinstance(call, ast.Call) or not call.args:
        return None
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    first = call.args[0]
    first = first.value if isinstance(first, ast.Attribute) else first
    return first.id if name in SINKS and isinstance(first, ast.Name) else None


@pytest.fixture(scope="module")
def found() -> dict[str, list[str]]:
    guarded, by_place = models() - KNOWN_TO_ALL, dict[str, list[str]]()
    for path in sorted(PACKAGE.rglob("*.py")):
        if is_in_scope(path):
            place = path.relative_to(PACKAGE).as_posix()
            for function, model, line in past_visible(ast.parse(path.read_text(encoding="utf-8")), guarded):
                by_place.setdefault(f"{place}:{function}", []).append(f"{model} at line {line}")
    return by_place


def test_no_page_job_command_or_report_reads_a_subject_past_visible(found: dict[str, list[str]]) -> None:
    wrong = {at: what for at, what in found.items() if at not in ALLOWED and at.split(":")[0] not in ALLOWED}
    assert wrong == {}


def test_no_exception_is_kept_that_nothing_needs(found: dict[str, list[str]]) -> None:
    used = {place for at in found for place in (at, at.split(":")[0])}
    assert {place for place in ALLOWED if place not in used} == set()


@pytest.mark.parametrize(
    "line",
    [
        "return db.session.get(Decision, decision_id)",
        "return session().get_one(Meeting, 1)",
        "return session.scalars(select(Story).where(Story.id == 1)).all()",
        "return session.execute(select(Subject.id, Subject.title)).all()",
    ],
)
def test_a_read_past_visible_is_noticed(line: str) -> None:
    assert len(list(past_visible(ast.parse(f"def view():\n    {line}\n"), models()))) == 1


def test_a_read_through_visible_is_none() -> None:
    lines = "def view():\n    return session.scalars(visible(actor, Story).where(Story.id == 1)).all()\n"
    assert list(past_visible(ast.parse(lines), models())) == []
