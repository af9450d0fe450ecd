"""One run of the tests: a folder that all its workers share, with a lock that ends with the run."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

FOLDER = "CX_TESTS_RUN"
_held: list[IO[str]] = []


def begin() -> None:
    """Make the folder of this run and hold its lock; workers find the folder in their environment."""
    folder = Path(tempfile.mkdtemp(prefix="cxgov-tests-"))
    folder.chmod(0o755)  # PostgreSQL refuses root, so its server runs as another user and must reach its data
    run = (folder / "run").open("a")
    fcntl.flock(run, fcntl.LOCK_EX)
    _held.append(run)
    os.environ[FOLDER] = str(folder)


def end() -> None:
    """Let go of the lock, so that the server of this run stops; without a server nothing is left to wait for."""
    folder = Path(os.environ.pop(FOLDER))
    has_server = (folder / "keeper.log").exists()
    while _held:
        _held.pop().close()
    if not has_server:
        shutil.rmtree(folder, ignore_errors=True)


def shared() -> Path:
    """Return the folder of this run; a program that is not pytest, as a bench, begins one of its own."""
    if FOLDER not in os.environ:
        begin()
    return Path(os.environ[FOLDER])


@contextmanager
def alone(name: str) -> Iterator[Path]:
    """Be the only process of this run that does something; give the folder of the run."""
    folder = shared()
    with (folder / f"{name}.lock").open("a") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        yield folder
