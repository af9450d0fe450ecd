"""Files that appear under their name whole or not at all, also when the power fails; working in a folder alone."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def sync_file(path: Path) -> None:
    """Bring a file's bytes to the disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Bring the names in a folder to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put(part: Path, final: Path, *, replace: bool) -> None:
    """Give a finished file its name for good; FileExistsError where the name is taken and may not be replaced."""
    sync_file(part)
    if replace:
        part.replace(final)
    else:
        final.hardlink_to(part)  # unlike a rename it never replaces, also where two do it at once
        part.unlink()
    sync_folder(final.parent)


@contextmanager
def alone(lock: Path) -> Iterator[bool]:
    """Hold a lock file while the block runs; False where another process holds it. It ends with its process."""
    handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield True
    finally:
        os.close(handle)


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a SQLite database as of one moment while others read and write it; what was deleted is not in the copy.

    Raises sqlite3.Error, and OSError with the reason where the disk is full.
    """
    source.stat()  # connecting would make an empty one
    connection = sqlite3.connect(f"file:{_quoted(source)}?mode=rw", uri=True, isolation_level=None, timeout=60)
    try:
        connection.execute("VACUUM INTO ?", (str(target),))
    finally:
        connection.close()
    target.chmod(0o600)
    sync_file(target)


def _quoted(path: Path) -> str:
    return str(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
