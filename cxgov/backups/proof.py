"""A backup is proved by being restored: unpacked and looked at as a whole, before anybody relies on it."""

import sqlite3
from pathlib import Path

from sqlalchemy.orm import Session

from cxgov.backups import archive
from cxgov.backups.engines import engine_of, settle
from cxgov.backups.errors import BackupTrouble
from cxgov.backups.manifest import DATABASE, Manifest
from cxgov.backups.snapshot import Facts, faults_of
from cxgov.journal.chain import verify
from cxgov.web import schema


def prove(file: Path, key: bytes, into: Path) -> Manifest:
    """Restore an archive into a new folder, bring it to this program's schema, and refuse whatever does not fit.

    The database lies in `into` afterwards, ready to be used, its reports beside it.
    """
    if not file.is_file():
        raise BackupTrouble(f"There is no backup {file}.")
    into.mkdir(mode=0o700)
    manifest = archive.extract(file, into, key)
    if not schema.is_known(manifest.schema_revision):
        raise BackupTrouble(
            f"This backup has schema {manifest.schema_revision}, of cxgov {manifest.program}, which is newer than this "
            "program. Install that version first."
        )
    database = into / DATABASE
    try:
        _compare(manifest, database)
        _check_journal(manifest, database, key)
    except sqlite3.DatabaseError as trouble:
        raise BackupTrouble(f"The database in this backup cannot be read: {trouble}.") from trouble
    return manifest


def _compare(manifest: Manifest, database: Path) -> None:
    if wrong := faults_of(database):
        raise BackupTrouble(f"The database in this backup is damaged: {wrong[0]}.")
    facts = Facts(database)
    said = (manifest.rows, manifest.schema_revision, manifest.installation, manifest.journal)
    if (facts.rows, facts.schema, facts.uid, facts.head) != said:
        raise BackupTrouble("The database in this backup is not the one that its manifest describes.")
    reports = {f"reports/{report}.pdf": sha256 for report, sha256 in facts.reports.items()}
    for name, member in manifest.members.items():
        if name != DATABASE and member.sha256 != reports.get(name):
            raise BackupTrouble(f"{name} in this backup is not the report that was issued.")


def _check_journal(manifest: Manifest, database: Path, key: bytes) -> None:
    with engine_of(f"sqlite:///{database}", key) as engine:
        schema.upgrade(engine)
        with Session(engine) as session:
            _, broken = verify(session)
    settle(database)
    if broken is not None:
        raise BackupTrouble(
            f"The journal in this backup does not fit this instance's journal.key: entry {broken.seq} {broken.why}."
        )
