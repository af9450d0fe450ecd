"""Make a backup: snapshot, archive, proof, and only then its name."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from cxgov import __version__
from cxgov.backups import archive, snapshot
from cxgov.backups.engines import key_of
from cxgov.backups.errors import BackupTrouble
from cxgov.backups.manifest import DATABASE, Manifest
from cxgov.backups.proof import prove
from cxgov.core.config import Settings
from cxgov.core.whole_files import alone, put

_NAME = "cxgov-%Y%m%dT%H%M%SZ.zip"
_LOCK, _WORK = ".cxgov-backup.lock", ".cxgov-backup-"
_FULL = ("full", "no space", "disk i/o", "too large", "quota")


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made and proved. `left_out` are reports whose file was missing or altered."""

    path: Path
    manifest: Manifest
    size: int
    left_out: tuple[str, ...]


def name_at(now: datetime) -> str:
    """Return the usual name of a backup, which sorts by time."""
    return now.strftime(_NAME)


def newest_in(folder: Path) -> Path | None:
    """Return the newest backup of a folder by its name; None where there is none."""
    return max(folder.glob("cxgov-*T*Z.zip"), default=None)


def taken_at(path: Path) -> datetime | None:
    """Return when a backup of the usual name was taken."""
    try:
        return datetime.strptime(path.name, _NAME).replace(tzinfo=UTC)
    except ValueError:
        return None


def make(settings: Settings, target: Path, *, replace: bool, now: datetime) -> Made:
    """Write a proved backup under a name, or leave everything as it was and raise BackupTrouble."""
    if target.is_dir():
        target = target / name_at(now)
    if target.exists() and not replace:
        raise BackupTrouble(f"{target} is there already. --replace puts a new one in its place.")
    with _in_a_sentence(target), _workshop(target.parent) as work:
        database, packed = work / DATABASE, work / "archive.zip"
        snapshot.take(settings, database)
        manifest, files, left_out = _collect(settings, database, now)
        archive.write(packed, manifest, files, key_of(settings))
        prove(packed, key_of(settings), work / "proof")
        size = packed.stat().st_size
        put(packed, target, replace=replace)
    return Made(target, manifest, size, left_out)


def check(settings: Settings, file: Path) -> Manifest:
    """Prove a backup that exists, in a temporary folder, and return what it says about itself."""
    with tempfile.TemporaryDirectory(prefix="cxgov-proof-") as work:
        return prove(file, key_of(settings), Path(work) / "proof")


def _collect(settings: Settings, database: Path, now: datetime) -> tuple[Manifest, dict[str, Path], tuple[str, ...]]:
    """Name the files that belong to a snapshot: those of reports whose bytes are the ones that it knows.

    One that is missing, altered or being printed again is left out: its page prints it from the figures.
    """
    facts, files, left_out = snapshot.Facts(database), {DATABASE: database}, []
    members = {DATABASE: archive.member_of(database)}
    for report, sha256 in sorted(facts.reports.items()):
        name = f"reports/{report}.pdf"
        path = settings.instance / name
        if path.is_file() and (member := archive.member_of(path)).sha256 == sha256:
            files[name], members[name] = path, member
        else:
            left_out.append(name)
    manifest = Manifest(
        program=__version__,
        schema_revision=facts.schema,
        installation=facts.uid,
        taken_at=now,
        database="sqlite" if settings.database.is_sqlite else "postgresql",
        journal=facts.head,
        rows=facts.rows,
        members=members,
    )
    return manifest, files, tuple(left_out)


@contextmanager
def _workshop(folder: Path) -> Iterator[Path]:
    """Give a folder beside the target, alone; what a killed backup left behind goes away first."""
    if not folder.is_dir():
        raise BackupTrouble(f"There is no folder {folder}.")
    with alone(folder / _LOCK) as mine:
        if not mine:
            raise BackupTrouble(f"Another backup into {folder} is at work. This one was not begun.")
        for left in folder.glob(f"{_WORK}*"):
            if left.is_dir():
                shutil.rmtree(left)
        with tempfile.TemporaryDirectory(prefix=_WORK, dir=folder) as work:
            yield Path(work)


@contextmanager
def _in_a_sentence(target: Path) -> Iterator[None]:
    """Turn what disks and databases say into one sentence."""
    try:
        yield
    except FileExistsError:
        raise BackupTrouble(f"{target} was made meanwhile by somebody else; it was left as it is.") from None
    except (OSError, sqlite3.Error, DBAPIError) as trouble:
        why = (
            trouble.strerror or str(trouble) if isinstance(trouble, OSError) else str(getattr(trouble, "orig", trouble))
        )
        code = "CXG-E507 storage full" if any(sign in why.lower() for sign in _FULL) else "CXG-E503"
        raise BackupTrouble(f"The backup {target} was not made: {' '.join(why.split())} ({code})") from trouble
