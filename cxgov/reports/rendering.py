"""Ask for a PDF: one fresh child process a document, with limits of time and memory, and nothing of ours to leak.

The child gets the figures and nothing else: no database, no configuration, no secret in its environment, a temporary
folder that is removed whatever happens. It is killed at its limit.
"""

import json
import math
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cxgov.core import paths
from cxgov.reports.figures.base import canonical_json
from cxgov.reports.paper import PrintFigures

TIME_LIMIT = 180.0  # seconds
MEMORY_LIMIT_MB = 2048  # of address space; 1,000 action items take a third of it
SYSTEM_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
ONE_COMMAND = f"apt-get install -y {SYSTEM_PACKAGES}"

# How a process ends when the kernel or the allocator refuses it memory or time.
_SHORT_OF_MEMORY = ("MemoryError", "Cannot allocate memory", "failed to allocate", "failed to map segment")
_ENDED_BY_LIMIT = {signal.SIGKILL, signal.SIGXCPU, signal.SIGABRT, signal.SIGTRAP, signal.SIGSEGV, signal.SIGBUS}


class RenderError(Exception):
    """A document could not be made; its text is a sentence for people."""


class RenderingUnavailable(RenderError):
    """The system lacks a library; `command` is the one line to type."""

    command = ONE_COMMAND

    def __init__(self) -> None:
        super().__init__(f"PDF files need three system libraries that are not here. Type: {ONE_COMMAND}")


class RenderLimit(RenderError):
    """The document took more time or memory than allowed."""


class RenderFailed(RenderError):
    """The child failed; `details` is for the log, not for the page."""

    def __init__(self, details: str) -> None:
        super().__init__("The PDF could not be made. The page shows the same figures.")
        self.details = details


@dataclass(frozen=True)
class RenderJob:
    """What is to be printed."""

    figures: PrintFigures

    @property
    def epoch(self) -> int:
        """The instant that every date inside the file is taken from, so that its bytes stay the same."""
        masthead = self.figures.masthead
        return int((masthead.issued_at or masthead.as_of).timestamp())


def render_pdf(
    job: RenderJob,
    *,
    time_limit: float = TIME_LIMIT,
    memory_limit_mb: int = MEMORY_LIMIT_MB,
    fonts: Path | None = None,
) -> bytes:
    """Return the PDF/UA bytes of these figures, or raise RenderingUnavailable, RenderLimit or RenderFailed.

    `fonts` is a folder of the instance in which unpacked fonts may be kept; it saves most of a second a document.
    """
    with tempfile.TemporaryDirectory(prefix="cxgov-render-") as folder:
        child = _start(job, folder, time_limit, memory_limit_mb, fonts)
        try:
            out, said = child.communicate(canonical_json(job.figures).encode(), timeout=time_limit)
        except subprocess.TimeoutExpired:
            raise RenderLimit(f"The PDF was not ready after {time_limit:g} seconds.") from None
        finally:
            _end(child)
    return _read_frame(out, said.decode(errors="replace"), child.returncode, memory_limit_mb)


def _start(
    job: RenderJob, folder: str, time_limit: float, memory_limit_mb: int, fonts: Path | None = None
) -> subprocess.Popen[bytes]:
    """Start the child in a session of its own, with an environment that holds no more than it needs."""
    command = [
        sys.executable, "-P", "-s", "-X", "utf8", "-m", "cxgov.reports.render", "--parent", str(os.getpid()),
        "--memory-mb", str(memory_limit_mb), "--seconds", str(max(1, math.ceil(time_limit))),
    ]  # fmt: skip
    if fonts is not None:
        command += ["--fonts", str(fonts.absolute())]
    environment = {
        "PATH": os.defpath, "LANG": "C.UTF-8", "HOME": folder, "TMPDIR": folder, "PYTHONPATH": str(paths.REPOSITORY),
        "PYTHONDONTWRITEBYTECODE": "1", "SOURCE_DATE_EPOCH": str(job.epoch), "XDG_CACHE_HOME": _font_cache(folder),
    }  # fmt: skip
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, cwd=folder,
        start_new_session=True,
    )  # fmt: skip


def _font_cache(folder: str) -> str:
    """Where fontconfig may keep its cache of the system's fonts, so that it does not read them all each time."""
    known = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return str(known) if Path(known, "fontconfig").is_dir() else folder


def _end(child: subprocess.Popen[bytes]) -> None:
    """Kill what is left of the child and its session, and wait for it."""
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
        child.communicate()


def _read_frame(out: bytes, said: str, code: int, memory_limit_mb: int) -> bytes:
    """Take the frame apart, or turn the way the child ended into the error that says why."""
    head, _, pdf = out.partition(b"\n")
    try:
        frame = json.loads(head)
    except ValueError:
        frame = None
    words = f"{frame.get('words', '')}" if isinstance(frame, dict) else said
    if any(sign in words for sign in _SHORT_OF_MEMORY):
        raise RenderLimit(f"The PDF needed more than {memory_limit_mb:,} MB.")
    if not isinstance(frame, dict):
        if code < 0 and -code in _ENDED_BY_LIMIT:
            raise RenderLimit(f"The PDF needed more than {memory_limit_mb:,} MB, or more time than allowed.")
        raise RenderFailed(f"exit {code}: {said[-2000:]}")
    match frame.get("failed"):
        case None if len(pdf) == frame.get("bytes") and pdf.startswith(b"%PDF-"):
            return pdf
        case "memory":
            raise RenderLimit(f"The PDF needed more than {memory_limit_mb:,} MB.")
        case "library":
            raise RenderingUnavailable
        case failed:
            raise RenderFailed(f"{failed}: {words} {said[-2000:]}")
