"""`cxgov import minutes`: what it prints, what it refuses, and that nothing is ever half done."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from cxgov.imports.folder import read_all
from tests.imports.conftest import Command, write
from tests.imports.test_import_minutes import FEBRUARY, JANUARY, YEAR

TABLES = ("meetings", "people", "action_items", "entries", "committees", "open_names")
BAD: list[tuple[str, bytes, str]] = [
    (
        "2025-05-01.md",
        b"Present: Ada\n\xff\xfe oops\n",
        "2025-05-01.md:2: The text is not UTF-8: byte 0xFF. (not_utf8)",
    ),
    ("2025-05-01.md", b" \n\n", "2025-05-01.md:1: The file is empty. (empty)"),
    ("2025-05-01.md", b"line\nab\0c\n", "2025-05-01.md:2: The file is not text. (binary)"),
    ("2025-05-01.md", b"%PDF-1.7\n%...", "2025-05-01.md:1: The file is not text. (binary)"),
    ("2025-05-01.md", "Present: Ada".encode("utf-16"), "(binary)"),
    ("notes.md", b"# Notes\n\nNobody says when.\n", "notes.md:1: "),
]


def test_text_says_what_was_done_and_where_names_are_settled(cxgov: Command, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", {**YEAR, "logo.png": b"\x89PNG", ".hidden.md": "x"})
    result = cxgov("import", "minutes", folder, "--committee", "council")
    lines = result.stdout.splitlines()

    assert result.exit_code == 0
    assert lines[0].startswith("3 files · 3 meetings · 7 attendances")
    assert lines[1].endswith("created, 0 updated, 0 unchanged")
    assert "  2025-01-14.md:15: owner: The press office:" in result.stdout
    assert lines[-2] == "1 files of other kinds were not read."
    assert lines[-1] == "1 name waits to be settled: http://127.0.0.1:8000/imports/names"


def test_a_dry_run_prints_the_same_and_writes_nothing(cxgov: Command, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", YEAR)
    before = {table: cxgov.count(table) for table in TABLES}

    dry = cxgov.minutes(folder, "--committee", "council", "--dry-run")

    assert {table: cxgov.count(table) for table in TABLES} == before
    assert cxgov.minutes(folder, "--committee", "council") == dry
    assert cxgov.minutes(folder, "--committee", "council")["created"] == 0
    assert cxgov("verify").exit_code == 0


def test_files_are_named_below_the_path_and_a_single_file_by_its_name(cxgov: Command, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", {"2025/01-14.md": JANUARY, "notes/2025-02-11.MD": FEBRUARY})

    assert list(cxgov.minutes(folder, "--committee", "council")["by_file"]) == ["2025/01-14.md", "notes/2025-02-11.MD"]
    assert list(cxgov.minutes(folder / "notes/2025-02-11.MD", "--committee", "other")["by_file"]) == ["2025-02-11.MD"]


@pytest.mark.parametrize(("name", "data", "said"), BAD, ids=[one[2][-14:] for one in BAD])
def test_one_bad_file_refuses_everything_in_a_sentence(
    cxgov: Command, tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    folder = write(tmp_path / "in", {**YEAR, name: data})
    before = {table: cxgov.count(table) for table in TABLES}
    result = cxgov("import", "minutes", folder, "--committee", "council", "--json")

    assert (result.exit_code, result.stdout) == (1, "")
    first, last = result.stderr.splitlines()
    assert first.startswith(f"{name}:")
    assert said in first
    assert last == "Nothing was imported. --skip-bad imports the rest."
    assert {table: cxgov.count(table) for table in TABLES} == before

    rest = cxgov.minutes(folder, "--committee", "council", "--skip-bad")

    assert (rest["files"], rest["meetings"], cxgov.count("meetings")) == (4, 3, 3)
    assert rest["skipped"][0]["file"] == name


def test_a_file_of_twenty_megabytes_is_refused_at_once(cxgov: Command, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", {"2025-05-01.md": b"word " * 4_000_000})
    start = time.monotonic()
    result = cxgov("import", "minutes", folder, "--committee", "council")

    assert result.exit_code == 1
    assert result.stderr.splitlines()[0].endswith("(too_large)")
    assert result.stderr.splitlines()[1] == "Nothing was imported."
    assert time.monotonic() - start < 5


def test_what_cannot_be_opened_is_named_and_never_passed_over(cxgov: Command, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", YEAR)
    (folder / "2025-05-01.md").symlink_to(folder / "gone.md")
    os.mkfifo(folder / "2025-06-01.md")
    (folder / os.fsdecode(b"2025-07-01-\xff.md")).write_text("Present: Ada")
    result = cxgov("import", "minutes", folder, "--committee", "council")

    assert result.exit_code == 1
    assert [line.rpartition(" ")[2] for line in result.stderr.splitlines()[:3]] == ["(unreadable)"] * 3
    assert cxgov.count("meetings") == 0


def test_a_folder_without_permission_is_named() -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = write(Path(made) / "in", {**YEAR, "closed/2025-05-01.md": FEBRUARY})
        for path in (Path(made), folder):
            path.chmod(0o755)
        (folder / "closed").chmod(0)
        read_all([folder], max_bytes=1_000_000)  # what is imported late is loaded while it may be read
        nobody = 65534
        was = os.geteuid()
        if was == 0:  # root may read everything, so somebody else looks
            os.seteuid(nobody)
        try:
            read = read_all([folder], max_bytes=1_000_000)
        finally:
            os.seteuid(was)
            (folder / "closed").chmod(0o700)
    assert [str(one) for one in read.bad] == ["closed:1: unreadable: Permission denied"]
    assert len(read.minutes) == len(YEAR)


def test_a_path_that_is_not_there_and_a_folder_without_minutes_are_refused(cxgov: Command, tmp_path: Path) -> None:
    missing = cxgov("import", "minutes", tmp_path / "gone", "--committee", "council")
    empty = cxgov("import", "minutes", write(tmp_path / "in", {"a.pdf": b"%PDF-"}), "--committee", "council")

    assert (missing.exit_code, empty.exit_code) == (1, 1)
    assert missing.stderr.splitlines()[0] == f"{tmp_path}/gone:1: There is no such file or folder. (unreadable)"
    assert "There is no .md, .markdown or .txt file. Nothing was imported." in empty.stderr


def test_two_paths_with_the_same_relative_name_are_refused(cxgov: Command, tmp_path: Path) -> None:
    one, two = write(tmp_path / "a", {"2025-01-14.md": JANUARY}), write(tmp_path / "b", {"2025-01-14.md": FEBRUARY})
    result = cxgov("import", "minutes", one, two, "--committee", "council")
    assert result.exit_code == 1
    assert "(twice)" in result.stderr


def test_a_committee_that_cannot_be_is_a_sentence(cxgov: Command, tmp_path: Path) -> None:
    result = cxgov("import", "minutes", write(tmp_path / "in", YEAR), "--committee", "Not Right")
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
    assert cxgov.count("committees") == 0


def test_signs_that_steer_a_terminal_are_not_printed(cxgov: Command, tmp_path: Path) -> None:
    text = "## Present\n- Ada Morvane\n\n## Actions\n- The \x1b[31mred\x1b[0m team: paint\n- [Zo\x9b] paint \u202e x\n"
    result = cxgov("import", "minutes", write(tmp_path / "in", {"2025-05-01.md": text}), "--committee", "council")
    assert result.exit_code == 0
    assert not set(result.stdout) & {"\x1b", "\x9b", "\u202e"}


def test_a_name_in_composed_and_in_divided_letters_is_one_meeting(cxgov: Command, tmp_path: Path) -> None:
    one = write(tmp_path / "a", {"Märzrunde 2025-03-11.md": FEBRUARY})
    two = write(tmp_path / "b", {"Ma\u0308rzrunde 2025-03-11.md": FEBRUARY})
    assert cxgov.minutes(one, "--committee", "council")["created"] > 0
    assert cxgov.minutes(two, "--committee", "council")["created"] == 0


def test_an_import_that_is_killed_leaves_nothing_half(cxgov: Command, tmp_path: Path) -> None:
    files = {f"2024-{1 + n % 12:02}-{1 + n // 12:02}.md": JANUARY.replace("letter", f"letter {n}") for n in range(150)}
    folder = write(tmp_path / "in", dict(files))
    command = [sys.executable, "-m", "cxgov", "import", "minutes", str(folder), "--committee", "council"]
    environ = {**os.environ, "CXGOV_INSTANCE": str(cxgov.instance)}
    seen = set()
    for delay in (1.2, 1.6, 2.0, 2.6):
        process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        seen.add(tuple(cxgov.count(table) for table in TABLES))
    whole = cxgov.minutes(folder, "--committee", "council")

    assert whole["meetings"] == cxgov.count("meetings") == 150
    whole_counts = tuple(cxgov.count(table) for table in TABLES)
    assert seen <= {(0, 0, 0, 0, 0, 0), whole_counts}
    with sqlite3.connect(cxgov.database) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert cxgov("verify").exit_code == 0


def test_every_answer_in_json_is_utf_8_as_written(cxgov: Command, tmp_path: Path) -> None:
    text = "## Present\n- Žan Čapek\n\n## Actions\n- Žofie: 📎 write\n"
    result = cxgov(
        "import", "minutes", write(tmp_path / "in", {"Září 2025-09-01.md": text}), "--committee", "c", "--json"
    )
    assert "Září" in result.stdout
    assert json.loads(result.stdout)["by_file"]["Září 2025-09-01.md"]["actions"] == 1
