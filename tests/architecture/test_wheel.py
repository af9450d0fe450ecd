"""The wheel carries all that runs: templates, migrations, static files; and it works from another folder."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from cxgov.core.paths import REPOSITORY


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory) -> Path:
    """Build the wheel from what lies here and unpack it, as an installer would."""
    built = tmp_path_factory.mktemp("built")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(built)],
        cwd=REPOSITORY, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    (wheel,) = built.glob("*.whl")
    site = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    return site


def _files(folder: Path) -> set[str]:
    skipped = {"__pycache__"}
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and not skipped & set(path.parts)
    }


@pytest.mark.parametrize(
    ("here", "there"),
    [("templates", "_templates"), ("migrations", "_migrations"), ("cxgov/static", "static")],
)
def test_the_wheel_carries_every_file_that_is_not_python(unpacked, here, there):
    assert _files(REPOSITORY / here) == _files(unpacked / "cxgov" / there)


def test_an_installed_cxgov_makes_an_instance_in_another_folder(unpacked, tmp_path):
    environ = os.environ | {"PYTHONPATH": str(unpacked), "CXGOV_INSTANCE": str(tmp_path / "instance")}
    where = "import cxgov.core.paths as p; print(p.PACKAGE, p.IN_REPOSITORY)"

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *arguments]
        return subprocess.run(
            command, cwd=tmp_path, env=environ, capture_output=True, text=True, timeout=120, check=False
        )

    found = run("-c", where)
    made = run("-m", "cxgov", "init", "--quiet")

    assert found.stdout.split() == [str(unpacked / "cxgov"), "False"]
    assert (made.returncode, made.stderr) == (0, "")
    assert (tmp_path / "instance" / "cxgov.sqlite3").is_file()
