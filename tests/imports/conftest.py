"""Folders of invented minutes, imported through the service or through the command."""

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

from cxgov.cli.main import main
from cxgov.core.actor import Actor
from cxgov.imports import folder, service
from cxgov.imports.outcome import MinutesOutcome
from tests.support.cast import NOW, SYSTEM

Files = Mapping[str, str | bytes]


def write(place: Path, files: Files) -> Path:
    """Write files below a folder, which is made."""
    place.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        file = place / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return place


@pytest.fixture
def bring(session: Session, tmp_path: Path) -> Callable[..., MinutesOutcome]:
    """Write the files into one folder, import all of it, and commit."""

    def brought(files: Files, slug: str = "customer-council", actor: Actor = SYSTEM) -> MinutesOutcome:
        read = folder.read_all([write(tmp_path / "minutes", files)], max_bytes=2_000_000)
        assert read.bad == []
        outcome = service.import_minutes(session, slug, read.minutes, actor=actor, now=NOW, zone="Europe/Berlin")
        session.commit()
        return outcome

    return brought


class Command:
    """The `cxgov` command with an instance of its own."""

    def __init__(self, instance: Path) -> None:
        self.instance = instance
        self.database = instance / "cxgov.sqlite3"

    def __call__(self, *arguments: object) -> Result:
        environ = {"CXGOV_INSTANCE": str(self.instance)}
        return CliRunner().invoke(main, [str(one) for one in arguments], env=environ)

    def minutes(self, *arguments: object) -> dict[str, Any]:
        """Import minutes with --json, expect that it went well, and return what was printed."""
        result = self("import", "minutes", *arguments, "--json")
        assert result.exit_code == 0, result.output
        found: dict[str, Any] = json.loads(result.stdout)
        return found

    def count(self, table: str) -> int:
        import sqlite3

        with sqlite3.connect(self.database) as connection:
            return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


@pytest.fixture(scope="session")
def empty_instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance whose database is ready and empty, to be copied."""
    made = Command(tmp_path_factory.mktemp("empty") / "instance")
    assert made("init", "--quiet").exit_code == 0
    return made.instance


@pytest.fixture
def cxgov(empty_instance: Path, tmp_path: Path) -> Command:
    """The command with a fresh copy of the empty instance."""
    shutil.copytree(empty_instance, tmp_path / "instance")
    return Command(tmp_path / "instance")
