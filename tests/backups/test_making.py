"""Backups: whole or not there at all, as of one moment, whatever happens meanwhile."""

import shlex
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from cxgov.backups import making
from cxgov.backups.engines import key_of
from cxgov.backups.errors import BackupTrouble
from cxgov.backups.proof import prove
from cxgov.backups.snapshot import Facts
from cxgov.core import clock
from cxgov.core.config import Settings, load
from cxgov.core.whole_files import alone
from tests.support.served import (
    ON_BOTH,
    Instance,
    begin,
    killed_within,
    make_instance,
    new_chance,
    served,
    small_disk,
    tell,
    writing,
)
from tests.support.sizes import full

pytestmark = pytest.mark.commits
SUBJECTS = "SELECT count(DISTINCT subject_id) FROM entries WHERE seq <= :seq"


def settings_of(instance: Instance) -> Settings:
    return load(instance.folder, instance.environ)


@ON_BOTH
def test_c103_backups_under_load_are_each_a_prefix_of_what_was_committed(kind, tmp_path):
    instance = make_instance(kind, tmp_path / "instance")
    at, target = settings_of(instance), tmp_path / "copy.zip"
    heads = []
    with served(instance) as server, writing(instance, server, writers=8, pause=0.1) as said:
        for _ in range(full(3, 600)):
            made = making.make(at, target, replace=True, now=clock.now())
            facts = _facts(at, target, tmp_path / "proof")
            heads.append((made.manifest.journal, facts.rows["subjects"]))
    tell(f"{len(heads)} backups during {len(said)} writes")
    assert set(said.values()) == {303}
    assert [head.seq for head, _ in heads] == sorted(head.seq for head, _ in heads)
    for head, subjects in heads:
        assert instance.rows("SELECT mac FROM entries WHERE seq = :seq", seq=head.seq) == [(head.mac,)]
        assert instance.rows(SUBJECTS, seq=head.seq) == [(subjects,)]
    assert instance.is_whole()


def _facts(at: Settings, file: Path, into: Path) -> Facts:
    prove(file, key_of(at), into)
    facts = Facts(into / "database.sqlite3")
    shutil.rmtree(into)
    return facts


@ON_BOTH
def test_c104_a_backup_that_is_killed_leaves_the_old_one_or_a_whole_new_one(kind, tmp_path):
    instance = make_instance(kind, tmp_path / "instance")
    at, target = settings_of(instance), tmp_path / "kept" / "copy.zip"
    target.parent.mkdir()
    start = time.monotonic()
    old = making.make(at, target, replace=False, now=clock.now()).manifest
    lasts = time.monotonic() - start
    chance, kills = new_chance(), 0
    for _ in range(full(3, 200)):
        child = begin(instance, f"making.make(at, Path({str(target)!r}), replace=True, now=now)")
        kills += killed_within(child, chance.uniform(0, lasts * 1.2))
        found = making.check(at, target)
        assert found.installation == old.installation
        assert {path.name for path in target.parent.glob("[!.]*")} == {"copy.zip"}
    making.make(at, target, replace=True, now=clock.now())
    tell(f"{kills} backups were killed at work")
    assert kills
    assert {path.name for path in target.parent.iterdir()} == {"copy.zip", ".cxgov-backup.lock"}
    assert instance.is_whole()


@ON_BOTH
def test_c104_a_full_disk_is_one_sentence_and_the_old_backup_stays(kind, tmp_path):
    instance = make_instance(kind, tmp_path / "instance")
    with small_disk(tmp_path / "small", "300k") as small:
        shutil.copy(instance.folder / "secret.key", small / "copy.zip")
        done = instance.run("backup", str(small / "copy.zip"), "--replace")
        assert (done.returncode, done.stdout) == (1, "")
        assert len(done.stderr.strip().splitlines()) == 1
        assert "CXG-E507 storage full" in done.stderr
        assert (small / "copy.zip").read_bytes() == (instance.folder / "secret.key").read_bytes()
        assert {path.name for path in small.iterdir()} == {"copy.zip", ".cxgov-backup.lock"}


def test_c104_a_limit_on_file_sizes_is_the_same(tmp_path):
    instance = make_instance("sqlite", tmp_path / "instance")
    command = shlex.join(instance.command("backup", str(tmp_path / "copy.zip")))
    done = subprocess.run(
        ["bash", "-c", f"ulimit -f 64; {command}"], env=instance.environ, text=True, capture_output=True, check=False,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert "CXG-E507 storage full" in done.stderr
    assert not (tmp_path / "copy.zip").exists()


def test_c104_a_target_that_cannot_be_written_is_one_sentence(tmp_path):
    instance = make_instance("sqlite", tmp_path / "instance", is_empty=True)
    with small_disk(tmp_path / "disk") as disk:
        (disk / "copy.zip").write_text("old")
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        done = instance.run("backup", str(disk / "copy.zip"), "--replace")
        assert (done.returncode, len(done.stderr.strip().splitlines())) == (1, 1)
        assert "Read-only" in done.stderr
        assert (disk / "copy.zip").read_text() == "old"
    done = instance.run("backup", str(tmp_path / "nowhere" / "copy.zip"))
    assert (done.returncode, done.stderr.strip()) == (1, f"There is no folder {tmp_path / 'nowhere'}.")


def test_c104_two_backups_into_one_folder_do_not_meet(tmp_path):
    instance = make_instance("sqlite", tmp_path / "instance", is_empty=True)
    with alone(tmp_path / ".cxgov-backup.lock") as mine:
        assert mine
        with pytest.raises(BackupTrouble, match="at work"):
            making.make(settings_of(instance), tmp_path / "copy.zip", replace=False, now=clock.now())
    assert not (tmp_path / "copy.zip").exists()
    two = [instance.start("backup", str(tmp_path / "copy.zip")) for _ in range(2)]
    assert sorted(one.wait(60) for one in two) == [0, 1]
    for one in two:
        one.communicate()
    assert making.check(settings_of(instance), tmp_path / "copy.zip").members


@ON_BOTH
def test_a_backup_never_replaces_another_unasked_and_says_that_the_keys_are_elsewhere(kind, tmp_path):
    instance = make_instance(kind, tmp_path / "instance")
    target = tmp_path / "copy.zip"
    done = instance.run("backup", str(target))
    assert done.returncode == 0, done.stderr
    assert "is written and proved" in done.stdout
    assert "secret.key, journal.key and config.toml are not in it" in done.stdout
    again = instance.run("backup", str(target))
    assert (again.returncode, again.stdout) == (1, "")
    assert "is there already" in again.stderr
    keys = [(instance.folder / name).read_bytes().strip() for name in ("secret.key", "journal.key")]
    assert not any(key in target.read_bytes() for key in keys)
    assert target.stat().st_mode & 0o077 == 0
    proved = instance.run("backup", "--verify", str(target))
    assert (proved.returncode, "is whole and can be restored" in proved.stdout) == (0, True)


def test_the_doctor_names_the_age_of_the_last_backup_where_a_folder_is_set(tmp_path):
    instance = make_instance("sqlite", tmp_path / "instance", is_empty=True)
    assert "backups" not in instance.run("doctor").stdout
    (tmp_path / "kept").mkdir()
    instance.environ["CXGOV_BACKUPS_FOLDER"] = str(tmp_path / "kept")
    assert "there is no backup in" in instance.run("doctor").stdout
    assert instance.run("backup").returncode == 0
    assert "WRONG" not in instance.run("doctor").stdout
    (made,) = (tmp_path / "kept").glob("*.zip")
    made.rename(made.with_name("cxgov-20240101T000000Z.zip"))
    assert "WRONG backups" in instance.run("doctor").stdout
