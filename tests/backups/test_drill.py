"""The restore drill, by the letter: the commands stand in the documentation and are run as they stand there."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from cxgov.backups import making
from cxgov.core import clock
from cxgov.core.config import load
from cxgov.core.paths import REPOSITORY
from cxgov.journal.models import Installation
from tests.support.served import ON_BOTH, make_instance

pytestmark = pytest.mark.commits
PAGE = REPOSITORY / "docs" / "backup-and-restore.md"
OUTSIDE = {"sign_ins", "sign_in_links", "entries", "journal_head", Installation.__tablename__}
"""Tables that a restore changes on purpose."""


def commands(srv: Path) -> str:
    """Return the commands of the page in their order, in another folder than /srv."""
    blocks = re.findall(r"```sh drill\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert len(blocks) == 4
    return "".join(blocks).replace("/srv", str(srv))


@ON_BOTH
def test_c107_the_drill_brings_everything_back_from_the_page_alone(kind, tmp_path):
    lost, srv = make_instance(kind, tmp_path / "lost"), tmp_path / "srv"
    for folder in ("backups", "keys"):
        (srv / folder).mkdir(parents=True)
    (lost.folder / "config.toml").write_text('[organisation]\nname = "Tarnwick"\n')
    for name in ("secret.key", "journal.key", "config.toml"):
        shutil.copy(lost.folder / name, srv / "keys" / name)
    made = making.make(load(lost.folder, lost.environ), srv / "backups", replace=False, now=clock.now())
    environ = {name: value for name, value in lost.environ.items() if name != "CXGOV_INSTANCE"}
    if kind == "postgres":
        environ["CXGOV_DATABASE_URL"] = make_instance(kind, tmp_path / "empty", is_empty=True).environ[
            "CXGOV_DATABASE_URL"
        ]
        _empty(environ["CXGOV_DATABASE_URL"])
    (tmp_path / "bin").mkdir()
    command = tmp_path / "bin" / "cxgov"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(lost.command()[0])} -m cxgov "$@"\n')
    command.chmod(0o755)
    environ |= {"PATH": f"{command.parent}:{environ['PATH']}", "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(
        ["sh", "-eu", "-c", commands(srv)], env=environ, cwd=tmp_path, text=True, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    found = sorted((srv / "backups").glob("*.zip"))
    assert len(found) == 2
    again = making.check(load(srv / "cxgov", environ), found[-1])
    counts = ({n: c for n, c in manifest.rows.items() if n not in OUTSIDE} for manifest in (made.manifest, again))
    assert next(counts) == next(counts)
    assert again.journal.seq == made.manifest.journal.seq + 2, "the restore and the release"
    assert again.installation == made.manifest.installation


def _empty(url: str) -> None:
    from sqlalchemy import create_engine, text

    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
