"""Upgrades: the old schema or the new one with every row, never in between; and a wrong schema is refused."""

import shutil
import time

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect, text

from cxgov.core import ddl, paths
from cxgov.core.config import load
from cxgov.core.db import tune
from cxgov.web import schema
from tests.support.served import (
    ON_BOTH,
    Instance,
    begin,
    fill,
    killed_within,
    make_instance,
    new_chance,
    small_disk,
    tell,
)
from tests.support.sizes import full

pytestmark = pytest.mark.commits
REVISIONS = [one.revision for one in ScriptDirectory(str(paths.MIGRATIONS)).walk_revisions()]
KEPT = ("subjects", "people", "memberships", "role_grants", "committees", "departments", "entries", "journal_head")


def engine_of(instance: Instance) -> Engine:
    made = create_engine(load(instance.folder, instance.environ).database.url)
    tune(made)
    return made


def content(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {table: connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0 for table in KEPT}


def is_as_at(engine: Engine, revision: str) -> None:
    """See that tables and triggers are those of a revision, and every row leads somewhere."""
    with engine.connect() as connection:
        assert schema.present(connection) == revision
        tables = set(inspect(connection).get_table_names())
        dialect = connection.dialect.name
        query = (
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            if dialect == "sqlite"
            else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        )
        assert {row[0] for row in connection.execute(text(query))} == ddl.expected_triggers(dialect, tables)
        if dialect == "sqlite":
            assert connection.execute(text("PRAGMA foreign_key_check")).fetchall() == []
            assert connection.execute(text("PRAGMA integrity_check")).fetchall() == [("ok",)]


@ON_BOTH
def test_c108_every_revision_goes_down_and_up_with_data(kind, tmp_path):
    instance = make_instance(kind, tmp_path / "instance")
    engine = engine_of(instance)
    before = content(engine)
    for older in REVISIONS[1:]:
        schema.downgrade(engine, older)
        is_as_at(engine, older)
        assert content(engine) == before
    for newer in reversed(REVISIONS[:-1]):
        schema.upgrade(engine, newer)
        is_as_at(engine, newer)
        assert content(engine) == before
    engine.dispose()
    assert instance.is_whole()


@ON_BOTH
def test_c108_an_upgrade_that_is_killed_leaves_the_old_schema_or_the_new(kind, tmp_path):
    instance = make_instance(kind, tmp_path / "instance")
    engine = engine_of(instance)
    before, chance, kills, lasts = content(engine), new_chance(), 0, 5.0
    code = "from cxgov.backups.engines import engine_of\nwith engine_of(at.database.url, b'') as engine:\n"
    code += "    schema.upgrade(engine, keep=True)\n"
    for number in range(full(3, 50)):
        schema.downgrade(engine, "0001")
        engine.dispose()
        start = time.monotonic()
        kills += killed_within(begin(instance, code), chance.uniform(0, lasts) if number else 60)
        lasts = lasts if number else time.monotonic() - start
        with engine.connect() as connection:
            found = schema.present(connection)
        assert found in {"0001", schema.newest()}
        is_as_at(engine, str(found))
        assert content(engine) == before
        assert number or found == schema.newest()
    engine.dispose()
    tell(f"{kills} upgrades were killed at work")
    assert instance.run("init", "--quiet").returncode == 0
    assert instance.is_whole()


@ON_BOTH
def test_c108_of_two_upgrades_at_once_the_second_waits_and_finds_it_done(kind, tmp_path):
    instance = make_instance(kind, tmp_path / "instance")
    engine = engine_of(instance)
    for _ in range(full(1, 20)):
        schema.downgrade(engine, "0001")
        engine.dispose()
        two = [instance.start("init") for _ in range(2)]
        said = sorted(one.communicate(timeout=120) for one in two)
        assert [one.returncode for one in two] == [0, 0], said
        assert [out.splitlines()[0] for out, _ in said] == ["The database is ready.", "The database was ready already."]
        is_as_at(engine, str(schema.newest()))
    engine.dispose()
    assert instance.is_whole()


@ON_BOTH
def test_c108_a_wrong_schema_is_refused_by_the_application_and_every_command(kind, tmp_path):
    instance = make_instance(kind, tmp_path / "instance")
    engine = engine_of(instance)
    schema.downgrade(engine, "0001")
    engine.dispose()
    _refused(instance, "Run: cxgov init (CXG-E011)")
    assert instance.run("init", "--quiet").returncode == 0
    if kind == "sqlite":
        assert instance.database.with_name("cxgov.sqlite3.before-upgrade-from-0001").exists()
    instance.rows("UPDATE alembic_version SET version_num = '9999'")
    _refused(instance, "newer than this program's")
    done = instance.run("init")
    assert (done.returncode, "newer than this program's" in done.stderr) == (78, True)
    assert instance.rows("SELECT version_num FROM alembic_version") == [("9999",)]


def _refused(instance: Instance, why: str) -> None:
    commands = [["serve", "--port", "1"], ["backup", str(instance.folder / "copy.zip")]]
    for words in [*commands, *([["scheduler"], ["verify"], ["run-job", "digest"], ["release"]] if full(0, 1) else [])]:
        done = instance.run(*words)
        assert (done.returncode, why in done.stderr, len(done.stderr.splitlines())) == (78, True, 1), done
    child = begin(instance, "import runpy\nrunpy.run_path('wsgi.py')")
    _, said = child.communicate(timeout=60)
    assert (child.returncode, why in said) == (78, True)


def test_c108_without_room_for_a_copy_nothing_is_upgraded(tmp_path):
    made = make_instance("sqlite", tmp_path / "made")
    engine = engine_of(made)
    schema.downgrade(engine, "0001")
    engine.dispose()
    with small_disk(tmp_path / "disk", "1500k") as disk:
        for name in ("cxgov.sqlite3", "secret.key", "journal.key"):
            (disk / name).write_bytes((made.folder / name).read_bytes())
            (disk / name).chmod(0o600)
        instance = Instance("sqlite", disk, {**made.environ, "CXGOV_INSTANCE": str(disk)})
        fill(disk / "ballast")
        for room in (0, 40_000, 100_000, 400_000):
            with (disk / "ballast").open("r+b") as ballast:
                ballast.truncate(max(0, (disk / "ballast").stat().st_size - room))
            done = instance.run("init", "--quiet")
            looked_at = Instance("sqlite", tmp_path / f"room-{room}", instance.environ)
            looked_at.folder.mkdir()  # on the full disk SQLite could not even be opened
            for path in disk.glob("cxgov.sqlite3*"):
                shutil.copy(path, looked_at.folder / path.name)
            engine = create_engine(f"sqlite:///{looked_at.database}")
            tune(engine)
            is_as_at(engine, "0001" if done.returncode else str(schema.newest()))
            engine.dispose()
            assert done.returncode in (0, 1)
            assert len(done.stderr.splitlines()) == done.returncode
        (disk / "ballast").unlink()
        assert instance.run("init", "--quiet").returncode == 0
        assert instance.is_whole()
