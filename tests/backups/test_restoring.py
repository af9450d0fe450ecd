"""Restores: refused before anything is touched, all or nothing when killed, and held afterwards."""

import json
import shutil
import time
import zipfile
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from cxgov.backups import archive, making, restoring
from cxgov.backups.engines import key_of
from cxgov.backups.errors import BackupTrouble
from cxgov.backups.manifest import Manifest
from cxgov.core import clock
from cxgov.core.config import Settings, load
from tests.support.served import ON_BOTH, Instance, begin, killed_within, make_instance, new_chance, served, tell
from tests.support.sizes import full

pytestmark = pytest.mark.commits


def settings_of(instance: Instance) -> Settings:
    return load(instance.folder, instance.environ)


def change(instance: Instance) -> None:
    """Do something after the backup, so that old and new can be told apart."""
    instance.rows("UPDATE people SET job = 'Changed since'")


def state_of(instance: Instance) -> tuple[object, ...]:
    """Return what tells the database before the restore from the one after it."""
    return (
        instance.rows("SELECT count(*) FROM people WHERE job = 'Changed since'")[0][0] > 0,
        instance.rows("SELECT held_since IS NOT NULL FROM installation")[0][0],
        instance.rows("SELECT count(*) FROM sign_ins")[0][0],
    )


OLD, NEW = (True, False, 1), (False, True, 0)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Instance, Path]:
    """An instance on SQLite that changed since its backup, for what is refused."""
    folder = tmp_path_factory.mktemp("kept")
    instance = make_instance("sqlite", folder / "instance")
    making.make(settings_of(instance), folder / "copy.zip", replace=False, now=clock.now())
    change(instance)
    return instance, folder / "copy.zip"


def refused(instance: Instance, file: Path) -> str:
    """Return why a restore was refused, after seeing that nothing was touched."""
    before = {path.name: path.stat().st_ino for path in instance.folder.iterdir()}
    with pytest.raises(BackupTrouble) as found:
        restoring.restore(settings_of(instance), file, replace=True, now=clock.now())
    after = {path.name: path.stat().st_ino for path in instance.folder.iterdir()}
    names = {"cxgov.sqlite3-wal", "cxgov.sqlite3-shm", ".cxgov-restore.lock"}
    assert {k: v for k, v in after.items() if k not in names} == {k: v for k, v in before.items() if k not in names}
    assert state_of(instance) == OLD
    return str(found.value)


def test_any_byte_altered_cut_or_added_is_refused(kept, tmp_path):
    instance, file = kept
    content, chance, damaged = file.read_bytes(), new_chance(), tmp_path / "damaged.zip"
    for _ in range(full(15, 2000)):
        place = chance.randrange(len(content))
        damaged.write_bytes(
            content[:place] + bytes([content[place] ^ (1 << chance.randrange(8))]) + content[place + 1 :]
        )
        with pytest.raises(BackupTrouble):
            archive.check_seal(damaged, key_of(settings_of(instance)))
    assert "damaged" in refused(instance, _written(damaged, content[:3000] + b"\0" + content[3001:]))
    for changed in (content[:-1], content[: len(content) // 2], content[:20], b"", content + b"\0", b"MZ" + content):
        assert refused(instance, _written(damaged, changed)) in {archive.NOT_OURS, archive.DAMAGED}
    assert refused(instance, tmp_path / "nowhere.zip") == f"There is no backup {tmp_path / 'nowhere.zip'}."


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@contextmanager
def _crafted(file: Path, into: Path, key: bytes, alter: Callable[[dict[str, bytes]], None]):
    """Pack an archive anew with other content, sealed by somebody who has the key."""
    with zipfile.ZipFile(file) as old:
        members = {name: old.read(name) for name in old.namelist()}
    alter(members)
    with zipfile.ZipFile(into, "w") as out:
        out.comment = archive._seal("0" * 64, "0" * 64)
        for name, content in members.items():
            out.writestr(name, content)
    plain, keyed = archive._hashes(into, key)
    whole = into.read_bytes()
    into.write_bytes(whole[: -archive._LENGTH] + archive._seal(plain, keyed))
    yield into
    into.unlink()


def _manifest(change: Callable[[dict[str, Any]], object]) -> Callable[[dict[str, bytes]], None]:
    def alter(members: dict[str, bytes]) -> None:
        told = json.loads(members["manifest.json"])
        change(told)
        members["manifest.json"] = json.dumps(told).encode()

    return alter


CRAFTED = {
    "a member is missing": (lambda members: members.pop("database.sqlite3"), "does not hold the files that it names"),
    "the manifest is missing": (lambda members: members.pop("manifest.json"), "damaged"),
    "a member leads out": (
        _manifest(lambda told: told["members"].update({"../../x.pdf": {"sha256": "0" * 64, "size": 1}})),
        "of a format that this program does not know",
    ),
    "a member nobody names": (lambda members: members.update({"../x": b"x"}), "does not hold the files that it names"),
    "an absurd size": (
        _manifest(lambda told: told["members"]["database.sqlite3"].update(size=10**15)),
        "does not hold the files that it names",
    ),
    "another format": (_manifest(lambda told: told.update(format=2)), "of a format that this program does not know"),
    "a newer schema": (_manifest(lambda told: told.update(schema_revision="9999")), "newer than this program"),
    "another count": (_manifest(lambda told: told["rows"].update(people=1)), "not the one that its manifest describes"),
    "another database": (lambda members: members.update({"database.sqlite3": b"no"}), "does not hold the files"),
    "no JSON": (lambda members: members.update({"manifest.json": b"{"}), "of a format that this program does not know"),
}


@pytest.mark.parametrize("what", CRAFTED)
def test_an_archive_that_does_not_fit_is_refused_also_where_its_seal_does(what, kept, tmp_path):
    instance, file = kept
    alter, why = CRAFTED[what]
    with _crafted(file, tmp_path / "crafted.zip", key_of(settings_of(instance)), alter) as crafted:
        assert why in refused(instance, crafted)


def test_a_backup_of_another_installation_is_refused(kept, tmp_path):
    instance, _ = kept
    other = make_instance("sqlite", tmp_path / "other")
    making.make(settings_of(other), tmp_path / "other.zip", replace=False, now=clock.now())
    assert refused(instance, tmp_path / "other.zip") == archive.FOREIGN
    shutil.copy(instance.folder / "journal.key", other.folder / "journal.key")
    with pytest.raises(BackupTrouble, match="does not fit this instance"):
        making.make(settings_of(other), tmp_path / "keyless.zip", replace=False, now=clock.now())


def test_a_restore_over_a_running_cxgov_or_unasked_is_refused(kept):
    instance, file = kept
    with served(instance):
        done = instance.run("restore", str(file), "--replace")
        assert (done.returncode, "still running" in done.stderr) == (1, True)
    done = instance.run("restore", str(file))
    assert (done.returncode, "There is a database already" in done.stderr) == (1, True)
    assert state_of(instance) == OLD


@ON_BOTH
def test_c104_a_restore_that_is_killed_leaves_the_old_or_the_new(kind, tmp_path):
    instance = make_instance(kind, tmp_path / "instance")
    at, file = settings_of(instance), tmp_path / "copy.zip"
    making.make(at, file, replace=False, now=clock.now())
    again, chance, seen, lasts = tmp_path / "again.zip", new_chance(), list[tuple[bool, tuple[object, ...]]](), 1.0
    for number in range(full(3, 200)):
        change(instance)
        instance.rows(
            "INSERT INTO sign_ins (person_id, token_hash, proof, proved_at, device, ip, made_at, seen_at, expires_at) "
            "SELECT id, :token, 'link', :at, '', '', :at, :at, :at FROM people "
            "WHERE NOT EXISTS (SELECT 1 FROM sign_ins) LIMIT 1", token=f"{number:064d}", at="2027-01-01 00:00:00+00:00",
        )  # fmt: skip
        instance.rows("UPDATE installation SET held_since = NULL")
        assert state_of(instance) == OLD
        start = time.monotonic()
        child = begin(instance, f"restoring.restore(at, Path({str(file)!r}), replace=True, now=now)")
        was_killed = killed_within(child, chance.uniform(0, lasts) if number else 60)
        lasts = lasts if number else time.monotonic() - start
        assert instance.is_whole()
        seen.append((was_killed, state_of(instance)))
        assert not (instance.folder / "restoring").exists() or state_of(instance) == OLD
    tell(
        f"{sum(killed for killed, _ in seen)} restores killed: {[state for _, state in seen].count(OLD)} times the old"
    )
    assert {state for _, state in seen} <= {OLD, NEW}
    assert seen[0] == (False, NEW)
    making.make(at, again, replace=False, now=clock.now())


@ON_BOTH
def test_what_is_restored_is_held_until_it_is_released(kind, tmp_path):
    instance = make_instance(kind, tmp_path / "instance")
    reports = instance.folder / "reports"
    assert instance.run("run-job", "digest").returncode == 0
    assert instance.rows("SELECT count(*) FROM deliveries WHERE state = 'pending'") == [(9,)]
    file = tmp_path / "copy.zip"
    assert instance.run("backup", str(file)).returncode == 0
    change(instance)
    reports.mkdir()
    (reports / "stray.pdf").write_bytes(b"old")
    done = instance.run("restore", str(file), "--replace")
    assert done.returncode == 0, done.stderr
    assert "The instance is held" in done.stdout
    assert state_of(instance) == NEW
    assert instance.rows("SELECT count(*) FROM sign_in_links WHERE used_at IS NULL") == [(0,)]
    (old,) = instance.folder.glob("reports.before-*")
    assert (old / "stray.pdf").read_bytes() == b"old"
    assert [*reports.iterdir()] == []
    assert "is held: no job runs" in instance.run("run-job", "accountability-report").stderr
    assert _beat(instance) == "held 0"
    assert instance.rows("SELECT count(*) FROM deliveries WHERE state = 'pending'") == [(9,)]
    link = instance.run("sign-in-link", "ada").stdout.strip()
    with served(instance) as server:
        assert "cxgov release" in server.ask(instance.ada, "/sign-in").text
        assert server.ask(instance.ada, "/").status == 302
        assert link
    assert "9 wait" in instance.run("release").stdout
    assert _beat(instance) == "held 9"
    assert instance.rows("SELECT verb FROM entries ORDER BY seq DESC LIMIT 1") != []
    assert instance.rows("SELECT count(*) FROM entries WHERE verb LIKE 'installation:%'") == [(2,)]
    assert instance.is_whole()


def _beat(instance: Instance) -> str:
    """Let the heartbeat of a process of its own beat once, with no job due; return how many mails went out."""
    code = (
        "from cxgov.cli.opening import open_app\nfrom cxgov.scheduler import heartbeat, service\n"
        "service.JOBS = ()\napp = open_app()\nheartbeat.beat(app)\n"
        "print('held', len(list((at.instance / 'outbox').glob('*.eml'))))\n"
    )
    out, err = begin(instance, code).communicate()
    assert "failed" not in err
    return out.splitlines()[-1]


def test_every_page_says_that_it_is_held_and_stops_saying_it_after_the_release(tmp_path):
    instance = make_instance("sqlite", tmp_path / "instance")
    instance.rows("UPDATE installation SET held_since = '2026-11-24 09:00:00'")
    with served(instance) as server:
        for page in ("/", "/actions", "/committees", "/nowhere"):
            assert "cxgov release" in server.ask(instance.ada, page).text, page
        assert instance.run("release").returncode == 0
        for page in ("/", "/actions", "/nowhere"):
            assert "cxgov release" not in server.ask(instance.ada, page).text, page


def test_mails_that_waited_can_be_cancelled_at_the_release(tmp_path):
    instance = make_instance("sqlite", tmp_path / "instance")
    instance.run("run-job", "digest")
    instance.rows("UPDATE installation SET held_since = '2026-11-24 09:00:00'")
    assert "0 wait, 9 were cancelled" in instance.run("release", "--cancel-mails").stdout
    assert instance.rows("SELECT DISTINCT state FROM deliveries") == [("cancelled",)]


def test_a_backup_of_either_database_can_be_restored_into_the_other(tmp_path):
    instance = make_instance("sqlite", tmp_path / "instance")
    made: Manifest = making.make(settings_of(instance), tmp_path / "a.zip", replace=False, now=clock.now()).manifest
    moved = make_instance("postgres", tmp_path / "moved", is_empty=True)
    for key in ("secret.key", "journal.key"):
        shutil.copy(instance.folder / key, moved.folder / key)
    assert moved.run("restore", str(tmp_path / "a.zip"), "--replace").returncode == 0
    assert moved.is_whole()
    assert moved.rows("SELECT count(*) FROM subjects") == [(made.rows["subjects"],)]
    assert moved.run("init", "--admin", "new@tarnwick.example").returncode in (0, 1)
    back = making.make(settings_of(moved), tmp_path / "b.zip", replace=False, now=clock.now()).manifest
    assert back.rows["subjects"] == made.rows["subjects"]
    assert back.installation == made.installation


test_a_backup_of_either_database_can_be_restored_into_the_other = pytest.mark.postgres(
    pytest.mark.xdist_group("postgres")(test_a_backup_of_either_database_can_be_restored_into_the_other)
)
