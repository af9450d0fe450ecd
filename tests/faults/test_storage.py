"""Storage that is full, read-only, gone, locked or no database: an answer, nothing half-written, and then on again."""

import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from functools import partial

import pytest

from tests.support.served import (
    ON_BOTH,
    Instance,
    Person,
    Served,
    fill,
    make_instance,
    served,
    small_disk,
    until,
    writing,
)

pytestmark = pytest.mark.commits
NOBODY = Person("", "")


def _has(said: dict[str, int], many: int) -> bool:
    return len(said) >= many


def health(server: Served) -> int:
    return server.ask(NOBODY, "/healthz").status


def titles(instance: Instance) -> set[str]:
    return {title for (title,) in instance.rows("SELECT title FROM subjects WHERE title LIKE 'Marker%'")}


def test_c083_a_full_disk_refuses_writes_keeps_reading_and_recovers_by_itself(tmp_path):
    made = make_instance("sqlite", tmp_path / "made")
    with small_disk(tmp_path / "disk", "3m") as disk:
        shutil.copytree(made.folder, disk, dirs_exist_ok=True)
        instance = Instance("sqlite", disk, {**made.environ, "CXGOV_INSTANCE": str(disk)}, made.ada)
        with served(instance) as server:
            assert server.write(instance.ada, "/stories/new", "Marker before").status == 303
            ballast = disk / "ballast"
            fill(ballast)
            refused = None
            for number in range(60):  # what the log still has room for is written
                refused = server.write(instance.ada, "/actions/new", f"Marker {number} " + "x" * 200)
                if refused.status != 303:
                    break
            assert refused is not None
            assert refused.status == 503
            assert "CXG-E507 storage full" in refused.text
            assert refused.headers["retry-after"]
            assert server.ask(instance.ada, "/stories").status == 200
            assert health(server) == 503
            ballast.unlink()
            until(lambda: server.write(instance.ada, "/actions/new", "Marker after").status == 303, 10)
            assert health(server) == 200
        assert f"Marker {number} " + "x" * 200 not in titles(instance)
        assert {"Marker before", "Marker after"} <= titles(instance)
        assert instance.is_whole()


def test_c084_a_read_only_disk_is_a_sentence_and_serves_again_when_it_can_be_written(tmp_path):
    made = make_instance("sqlite", tmp_path / "made")
    with small_disk(tmp_path / "disk", "20m") as disk:
        shutil.copytree(made.folder, disk, dirs_exist_ok=True)
        instance = Instance("sqlite", disk, {**made.environ, "CXGOV_INSTANCE": str(disk)}, made.ada)
        before = sorted(path.name for path in disk.iterdir())
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        for words in (["serve", "--port", "1"], ["init", "--quiet"], ["verify"]):
            done = instance.run(*words)
            assert done.returncode in (1, 78), words
            assert len(done.stderr.strip().splitlines()) == 1, done.stderr
        assert sorted(path.name for path in disk.iterdir()) == before
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
        with served(instance) as server:
            assert server.write(instance.ada, "/stories/new", "Marker one").status == 303
        assert instance.is_whole()


def test_c084_a_database_deleted_while_running_is_never_replaced_by_an_empty_one(tmp_path):
    instance = make_instance("sqlite", tmp_path / "instance")
    aside = tmp_path / "aside"
    aside.mkdir()
    with served(instance) as server:
        assert server.write(instance.ada, "/stories/new", "Marker one").status == 303
        for path in instance.folder.glob("cxgov.sqlite3*"):
            path.rename(aside / path.name)
        assert server.write(instance.ada, "/stories/new", "Marker two").status == 503
        assert server.ask(instance.ada, "/stories").status == 503
        assert health(server) == 503
        assert not instance.database.exists()
    done = instance.run("serve", "--port", "1")
    assert (done.returncode, instance.database.exists()) == (78, False)
    for path in aside.iterdir():
        path.rename(instance.folder / path.name)
    assert titles(instance) == {"Marker one"}
    assert instance.is_whole()


def test_c084_a_file_that_is_no_database_is_refused_at_the_start(tmp_path):
    instance = make_instance("sqlite", tmp_path / "instance")
    for path in instance.folder.glob("cxgov.sqlite3*"):
        path.unlink()
    instance.database.write_bytes(b"This was a shopping list. " * 400)
    for words in (["serve", "--port", "1"], ["verify"], ["backup", str(tmp_path / "copy.zip")]):
        done = instance.run(*words)
        assert (done.returncode, "cannot be read as a database" in done.stderr) == (78, True), words
    assert instance.database.read_bytes().startswith(b"This was")
    assert not (tmp_path / "copy.zip").exists()


@ON_BOTH
def test_c085_a_short_lock_is_waited_for_and_a_long_one_is_an_answer(kind, tmp_path):
    instance = make_instance(kind, tmp_path / "instance")
    with served(instance) as server:
        with _locked(instance, 3) as ended:
            assert server.write(instance.ada, "/stories/new", "Marker one").status == 303
            assert ended.wait() == 0
        with _locked(instance, 60) as ended:
            start = time.monotonic()
            late = server.write(instance.ada, "/stories/new", "Marker two", timeout=30)
            assert (late.status, "retry-after" in late.headers) == (503, True)
            assert time.monotonic() - start < 20, "it waits eight seconds, here with much else to do"
            ended.kill()
            ended.wait()
        assert server.write(instance.ada, "/stories/new", "Marker three").status == 303
    assert titles(instance) == {"Marker one", "Marker three"}
    assert instance.is_whole()


class _locked:  # noqa: N801 - read as a word
    """Hold what every write needs, in a process of its own, for some seconds."""

    def __init__(self, instance: Instance, seconds: int) -> None:
        sqlite = "BEGIN EXCLUSIVE"
        url = instance.environ.get("CXGOV_DATABASE_URL", "").replace("+psycopg", "")
        lines = (
            f"import sqlite3, psycopg, time\nseconds = {seconds}\n",
            f"c = sqlite3.connect({str(instance.database)!r}, isolation_level=None)\nc.execute({sqlite!r})\n"
            if instance.kind == "sqlite"
            else f"c = psycopg.connect({url!r})\nc.execute('LOCK TABLE journal_head IN ACCESS EXCLUSIVE MODE')\n",
            "print('begin', flush=True)\ntime.sleep(seconds)\nc.close()\n",
        )
        self.process = subprocess.Popen([sys.executable, "-c", "".join(lines)], stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> subprocess.Popen[str]:
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "begin\n"
        return self.process

    def __exit__(self, *rest: object) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.mark.postgres
@pytest.mark.xdist_group("postgres")
def test_c085_sessions_that_postgresql_ends_are_opened_anew(tmp_path):
    instance = make_instance("postgres", tmp_path / "instance")
    end = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with served(instance) as server, writing(instance, server) as said:
        for _ in range(5):
            until(partial(_has, said, len(said) + 10))
            instance.rows(end)
        until(partial(_has, said, len(said) + 10))
        assert server.ask(instance.ada, "/stories").status == 200
    assert set(said.values()) <= {303, 503}
    acknowledged = {title for title, status in said.items() if status == 303}
    assert acknowledged <= titles(instance)
    assert instance.is_whole()


def test_a_sqlite_file_that_was_replaced_is_noticed_by_a_running_server(tmp_path):
    instance = make_instance("sqlite", tmp_path / "instance")
    with served(instance) as server:
        assert server.write(instance.ada, "/stories/new", "Marker one").status == 303
        with closing(sqlite3.connect(instance.database)) as source:
            source.execute("VACUUM INTO ?", (str(tmp_path / "copy.sqlite3"),))
        for end in ("-wal", "-shm"):
            instance.database.with_name(instance.database.name + end).rename(tmp_path / f"old{end}")
        (tmp_path / "copy.sqlite3").replace(instance.database)
        assert server.write(instance.ada, "/stories/new", "Marker two").status == 303
    assert titles(instance) == {"Marker one", "Marker two"}
    assert instance.is_whole()
