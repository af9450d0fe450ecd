"""The render child: `python -m cxgov.reports.render`, one job as JSON on standard input, one frame on standard output.

The frame is a line of JSON and, if all went well, the bytes of the PDF. Before it reads anything the child ties its
life to its parent's, limits its own memory and time, and leaves the network where the system lets it. Standard output
is moved aside first, for WeasyPrint prints to it where Pango is missing.
"""

import argparse
import contextlib
import ctypes
import json
import os
import resource
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from pydantic import TypeAdapter, ValidationError

from cxgov.reports.figures.base import Frozen

KILL_WITH_PARENT = 1  # PR_SET_PDEATHSIG
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000
MEGABYTE = 1024 * 1024
LARGEST_FILE = 64 * MEGABYTE  # of a font cache, or a font unpacked beside the document


def die_with(parent: int) -> None:
    """Ask the kernel to kill this process when its parent ends; end at once where that has happened already."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(KILL_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit("The process that asked for this document is gone.")


def limit(memory_mb: int, seconds: int) -> None:
    """Let the kernel end this process when it takes more memory or processor time than this."""
    for kind, soft, hard in (
        (resource.RLIMIT_AS, memory_mb * MEGABYTE, memory_mb * MEGABYTE),
        (resource.RLIMIT_CPU, seconds, seconds + 1),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_FSIZE, LARGEST_FILE, LARGEST_FILE),
    ):
        with contextlib.suppress(ValueError, OSError):  # a system that knows no such limit, or sets a lower one
            resource.setrlimit(kind, (soft, hard))


def leave_network() -> bool:
    """Move into a network of its own, with nothing in it; say whether the system allowed it."""
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        return any(libc.unshare(flags) == 0 for flags in (NEW_NETWORK, NEW_USER | NEW_NETWORK))
    except (OSError, AttributeError):
        return False


def own_output() -> BinaryIO:
    """Return the real standard output, and send whatever others print to the error stream."""
    real = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return real


def answer(out: BinaryIO, pdf: bytes = b"", **said: object) -> None:
    """Write the frame."""
    out.write(json.dumps({"bytes": len(pdf), **said}).encode() + b"\n" + pdf)
    out.flush()


def render(source: bytes, fonts: Path | None) -> bytes:
    """Return the PDF of this job."""
    from cxgov.reports.paper import PrintFigures
    from cxgov.reports.pdf import write_pdf

    reader: TypeAdapter[Frozen] = TypeAdapter(PrintFigures)
    figures: PrintFigures = reader.validate_json(source)  # type: ignore[assignment]  # the adapter knows the union
    return write_pdf(figures, fonts=fonts)


def main(arguments: Sequence[str] | None = None) -> int:
    """Render one job; every way out but a kill answers with a frame."""
    reader = argparse.ArgumentParser(prog="python -m cxgov.reports.render")
    reader.add_argument("--parent", type=int, required=True)
    reader.add_argument("--memory-mb", type=int, required=True)
    reader.add_argument("--seconds", type=int, required=True)
    reader.add_argument("--fonts", type=Path)
    asked = reader.parse_args(arguments)
    out = own_output()
    die_with(asked.parent)
    limit(asked.memory_mb, asked.seconds)
    leave_network()
    source = sys.stdin.buffer.read()
    try:
        answer(out, render(source, asked.fonts))
    except MemoryError:
        answer(out, failed="memory")
    except ValidationError as mistake:
        answer(out, failed="figures", words=str(mistake)[:2000])
    except OSError as mistake:  # what ctypes and cffi raise for a library that is not there
        answer(out, failed="library", words=str(mistake)[:2000])
    except Exception as mistake:  # noqa: BLE001 - the parent turns it into one sentence and logs the words
        answer(out, failed="rendering", words=f"{type(mistake).__name__}: {mistake}"[:2000])
    return 0


if __name__ == "__main__":
    sys.exit(main())
