"""The archive: a ZIP file whose comment seals every byte before it, with a plain hash and a keyed one.

The key is journal.key. The plain hash tells a damaged file from that of another installation; the keyed one cannot be
made by somebody who altered the file. Nothing is read of an archive before both fit.
"""

import hashlib
import hmac
import os
import re
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

from cxgov.backups.errors import BackupTrouble
from cxgov.backups.manifest import FORMAT, MANIFEST, Manifest, Member, read_manifest

_SEAL = re.compile(rb"cxgov backup (?P<format>[0-9]{3}) sha256=(?P<plain>[0-9a-f]{64}) mac=(?P<keyed>[0-9a-f]{64})")
_LENGTH = len(b"cxgov backup 001 sha256= mac=") + 128
_CHUNK = 1 << 20
_MOST_OF_A_MANIFEST = 64 << 20
NOT_OURS = "This is no backup of cxgov, or its end is cut off or added to."
DAMAGED = "This backup is damaged: its content does not fit its seal."
FOREIGN = (
    "This backup was made with another journal.key. "
    "Put back the journal.key of the installation that it was taken from."
)


def member_of(path: Path) -> Member:
    """Return the size and the hash of a file."""
    with path.open("rb") as file:
        return Member(sha256=hashlib.file_digest(file, "sha256").hexdigest(), size=file.seek(0, os.SEEK_END))


def write(path: Path, manifest: Manifest, files: Mapping[str, Path], key: bytes) -> None:
    """Write an archive with these files by their names in it, and seal it."""
    with zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        out.comment = _seal("0" * 64, "0" * 64)
        out.writestr(MANIFEST, manifest.model_dump_json(indent=1))
        for name, file in files.items():
            out.write(file, name)
    path.chmod(0o600)
    plain, keyed = _hashes(path, key)
    with path.open("r+b") as sealed:
        sealed.seek(-_LENGTH, os.SEEK_END)
        sealed.write(_seal(plain, keyed))
        sealed.flush()
        os.fsync(sealed.fileno())


def _seal(plain: str, keyed: str) -> bytes:
    return f"cxgov backup {FORMAT:03d} sha256={plain} mac={keyed}".encode()


def _hashes(path: Path, key: bytes) -> tuple[str, str]:
    """Return both hashes of everything before the seal."""
    plain, keyed = hashlib.sha256(), hmac.new(key, b"cxgov backup\n", hashlib.sha256)
    left = path.stat().st_size - _LENGTH
    with path.open("rb") as file:
        while left > 0 and (chunk := file.read(min(_CHUNK, left))):
            left -= len(chunk)
            plain.update(chunk)
            keyed.update(chunk)
    return plain.hexdigest(), keyed.hexdigest()


def check_seal(path: Path, key: bytes) -> None:
    """Refuse a file that is not exactly what somebody with this journal.key wrote."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _LENGTH))
        found = _SEAL.fullmatch(file.read(_LENGTH))
    if found is None:
        raise BackupTrouble(NOT_OURS)
    if int(found["format"]) != FORMAT:
        raise BackupTrouble("This backup is of a format that this program does not know. Use a newer program.")
    plain, keyed = _hashes(path, key)
    if found["plain"].decode() != plain:
        raise BackupTrouble(DAMAGED)
    if not hmac.compare_digest(found["keyed"].decode(), keyed):
        raise BackupTrouble(FOREIGN)


def manifest_of(path: Path, key: bytes) -> Manifest:
    """Check the seal and return what an archive says about itself; nothing is unpacked."""
    check_seal(path, key)
    try:
        with zipfile.ZipFile(path) as archive:
            return _manifest_of(archive)
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as trouble:
        raise BackupTrouble(DAMAGED) from trouble


def extract(path: Path, into: Path, key: bytes) -> Manifest:
    """Check the seal and unpack every file into an empty folder, each compared with the manifest; return it."""
    check_seal(path, key)
    try:
        with zipfile.ZipFile(path) as archive:
            manifest = _manifest_of(archive)
            _check_room(manifest, into)
            for name, member in manifest.members.items():
                _unpack(archive, name, member, into / name)
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as trouble:
        raise BackupTrouble(DAMAGED) from trouble
    return manifest


def _manifest_of(archive: zipfile.ZipFile) -> Manifest:
    listed = archive.infolist()
    sizes = {entry.filename: entry.file_size for entry in listed}
    if len(sizes) != len(listed) or sizes.get(MANIFEST, _MOST_OF_A_MANIFEST) >= _MOST_OF_A_MANIFEST:
        raise BackupTrouble(DAMAGED)
    manifest = read_manifest(archive.read(MANIFEST))
    if sizes != {MANIFEST: sizes[MANIFEST]} | {name: member.size for name, member in manifest.members.items()}:
        raise BackupTrouble("This backup does not hold the files that it names, in the sizes that it names.")
    return manifest


def _check_room(manifest: Manifest, into: Path) -> None:
    free = shutil.disk_usage(into).free
    if manifest.size > free:
        raise BackupTrouble(f"This backup needs {manifest.size:,} bytes unpacked, and {into} has {free:,} left.")


def _unpack(archive: zipfile.ZipFile, name: str, member: Member, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    size, plain = 0, hashlib.sha256()
    with archive.open(name) as source, target.open("xb") as out:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > member.size:
                break
            plain.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    target.chmod(0o600)
    if (size, plain.hexdigest()) != (member.size, member.sha256):
        raise BackupTrouble(f"This backup is damaged: {name} does not fit its hash.")
