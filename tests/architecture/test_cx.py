"""The one door answers from any folder, asks nothing, and its exit codes can be relied on."""

import subprocess

import pytest

from cxgov.core.paths import REPOSITORY

CX = REPOSITORY / "cx"


def _cx(*arguments: str, cwd) -> subprocess.CompletedProcess[str]:
    environ = {"PATH": "/usr/bin:/bin", "HOME": str(cwd)}
    return subprocess.run(
        [str(CX), *arguments], cwd=cwd, env=environ, capture_output=True, text=True, timeout=60, check=False
    )


def test_help_names_every_command(tmp_path):
    answer = _cx("help", cwd=tmp_path)

    assert answer.returncode == 0
    for command in ("run", "test", "setup", "check", "bench", "faults", "help"):
        assert f"\n  {command} " in answer.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["frob"], "cx: there is no command frob"),
        (["run", "--port", "many"], "cx: --port needs a number"),
        (["run", "--port"], "cx: --port needs a number"),
        (["run", "now"], "cx: run does not know now"),
    ],
)
def test_wrong_usage_is_one_sentence_and_exit_2(tmp_path, arguments, said):
    answer = _cx(*arguments, cwd=tmp_path)

    assert answer.returncode == 2
    assert answer.stderr.splitlines()[0] == said


def test_it_works_through_a_symbolic_link(tmp_path):
    (tmp_path / "door").symlink_to(CX)

    answer = subprocess.run([str(tmp_path / "door")], capture_output=True, text=True, check=False)

    assert answer.returncode == 0
    assert answer.stdout.startswith("Usage: ./cx COMMAND")
