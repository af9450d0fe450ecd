"""A system without Pango, for the tests that need one."""

import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def without_pdf(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[pytest.MonkeyPatch]:
    """Let the render child run where WeasyPrint finds no Pango; `undo()` mends it."""
    package = tmp_path / "weasyprint"
    package.mkdir()
    (package / "__init__.py").write_text("raise OSError('cannot load library libpango-1.0-0')\n")
    python = tmp_path / "python"
    found = f"PYTHONPATH={shlex.quote(str(tmp_path))}:$PYTHONPATH"
    python.write_text(f'#!/bin/sh\n{found} exec {shlex.quote(sys.executable)} "$@"\n')
    python.chmod(0o755)
    with monkeypatch.context() as patched:
        patched.setattr(sys, "executable", str(python))
        yield patched
