"""What others made and we ship is what VENDOR.json says: name, version, licence and every byte."""

import hashlib
import json

import pytest

from cxgov.core import paths

FOLDERS = [paths.STATIC / "vendor", paths.STATIC / "fonts", paths.REPOSITORY / "tests" / "browser" / "vendor"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.relative_to(paths.REPOSITORY).as_posix())
def test_every_vendored_file_is_listed_and_unchanged(folder):
    listed = json.loads((folder / "VENDOR.json").read_text(encoding="utf-8"))
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.name != "VENDOR.json"
    }

    assert {row["file"]: row["sha256"] for row in listed} == found
    assert all(set(row) == {"name", "version", "licence", "file", "sha256"} for row in listed)
    assert all(all(row.values()) for row in listed)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.relative_to(paths.REPOSITORY).as_posix())
def test_every_vendored_work_comes_with_its_licence(folder):
    listed = json.loads((folder / "VENDOR.json").read_text(encoding="utf-8"))

    licensed = {row["name"] for row in listed if "LICENSE" in row["file"]}

    assert licensed == {row["name"] for row in listed}
