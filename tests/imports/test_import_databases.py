"""The same import on both databases, and the minutes of four real committees with the figures counted elsewhere."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cxgov.actions.models import ActionItem
from cxgov.app import create_app
from cxgov.imports import folder, service
from cxgov.imports.outcome import MinutesOutcome
from cxgov.journal.chain import verify
from cxgov.web.extensions import db
from tests.conftest import fill_schema, make_settings
from tests.imports.conftest import Command, write
from tests.imports.test_import_minutes import JANUARY, YEAR
from tests.support.cast import NOW, SYSTEM
from tests.support.databases import new_url

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"


@contextmanager
def database(kind: str, place: Path) -> Iterator[Session]:
    """Open an application on a new, empty database."""
    app = create_app(make_settings(place, new_url(kind, place)))
    fill_schema(app)
    with app.app_context():
        yield db.session()
        db.session.remove()
        db.engine.dispose()


def brought(session: Session, place: Path, files: dict[str, str]) -> MinutesOutcome:
    read = folder.read_all([write(place / "minutes", dict(files))], max_bytes=2_000_000)
    outcome = service.import_minutes(session, "council", read.minutes, actor=SYSTEM, now=NOW, zone="Europe/Berlin")
    session.commit()
    return outcome


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_both_databases_import_alike(kind: str, tmp_path: Path) -> None:
    hostile = JANUARY.replace("write the letter", "w" * 9_000 + " 📎 \u202e").replace("Juno Falk", "J" * 59 + " Falk")
    long = {"a" * 200 + "/" + "b" * 200 + "/2025-06-10.md": f"# {'T' * 900}\n\n{hostile}"}
    with database(kind, tmp_path) as session:
        first = brought(session, tmp_path, {**YEAR, **long})
        second = brought(session, tmp_path, {})
        third = brought(session, tmp_path, {"2025-01-14.md": JANUARY.replace("count the calls", "count all calls")})

        assert first.figures == second.figures
        assert (first.figures["meetings"], first.figures["actions"], first.figures["carried"]) == (4, 9, 4)
        assert (second.created, second.updated, second.unchanged) == (0, 0, first.created)
        assert third.created == 1
        assert session.scalar(select(func.count(ActionItem.id))) == 6
        assert verify(session)[1] is None


REAL = {
    "minutes_dsf": {"files": 71, "meetings": 71, "attendances": 475, "people": 23, "actions": 113, "owners": 122,
                    "carried": 15, "done": 0, "open": 0},
    "minutes_electron": {"files": 127, "meetings": 127, "actions": 94, "done": 5, "open": 33},
    "minutes_openjs_cpc": {"files": 105, "meetings": 105, "attendances": 1371},
    "minutes_rust_council": {"files": 33, "meetings": 33},
}  # fmt: skip


@pytest.mark.skipif(not DATA.is_dir(), reason=f"the real minutes are not at {DATA}")
@pytest.mark.parametrize("corpus", REAL)
def test_real_minutes_import_with_the_figures_counted_elsewhere(cxgov: Command, corpus: str) -> None:
    first = cxgov.minutes(DATA / corpus, "--committee", "real")
    second = cxgov.minutes(DATA / corpus, "--committee", "real")

    assert {name: first[name] for name in REAL[corpus]} == REAL[corpus]
    assert (second["created"], second["updated"], second["unchanged"]) == (0, 0, first["created"] + first["unchanged"])
    assert second["by_file"] == first["by_file"]
    assert cxgov("verify").exit_code == 0


@pytest.mark.skipif(not DATA.is_dir(), reason=f"the real minutes are not at {DATA}")
def test_real_minutes_imported_in_two_halves_give_the_same_items(cxgov: Command, tmp_path: Path) -> None:
    files = sorted((DATA / "minutes_dsf").rglob("*.md"))
    for name, half in (("late", files[40:]), ("early", files[:40])):
        for file in half:
            target = tmp_path / name / file.relative_to(DATA / "minutes_dsf")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, target)
        cxgov.minutes(tmp_path / name, "--committee", "halves")
    cxgov.minutes(DATA / "minutes_dsf", "--committee", "whole")

    assert items_of(cxgov, "halves") == items_of(cxgov, "whole")
    assert cxgov.minutes(DATA / "minutes_dsf", "--committee", "halves")["created"] == 0


def items_of(command: Command, slug: str) -> list[tuple[object, ...]]:
    """Return what is known of each item of a committee but its number."""
    import sqlite3

    with sqlite3.connect(command.database) as connection:
        rows = connection.execute(
            "SELECT s.title, i.state, i.made_on, i.carries, i.not_mentioned_since, m.source_path "
            "FROM action_items i JOIN subjects s ON s.id = i.id JOIN committees c ON c.id = s.committee_id "
            "JOIN meetings m ON m.id = i.source_id WHERE c.slug = ? ORDER BY 1, 3",
            (slug,),
        )
        return rows.fetchall()
