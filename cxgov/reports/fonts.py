"""Our fonts, unpacked for print: from woff2, as the page ships them, to the plain form that a PDF is set with.

Unpacking all of them costs as much as setting a page, so they are kept in a folder of the instance where there is one.
Their dates are left alone, so that a PDF has the same bytes with the folder and without it.
"""

import contextlib
import hashlib
import io
import os
from pathlib import Path


def unpacked(packed: Path, keep_in: Path | None) -> bytes:
    """Return the font in its plain form, from the folder where it is kept, else unpacked and, if possible, kept."""
    content = packed.read_bytes()
    kept = keep_in / f"{hashlib.sha256(content).hexdigest()[:24]}.ttf" if keep_in else None
    if kept is not None:
        with contextlib.suppress(OSError):
            return _checked(kept.read_bytes())
    font = _unpack(content)
    if kept is not None:
        with contextlib.suppress(OSError):  # a folder that is full or read-only only costs time
            _keep(kept, font)
    return font


def _unpack(content: bytes) -> bytes:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # publishes no types

    plain = io.BytesIO()
    with TTFont(io.BytesIO(content), recalcTimestamp=False) as font:
        font.flavor = None
        font.save(plain)
    return plain.getvalue()


def _keep(path: Path, font: bytes) -> None:
    """Write it whole or not at all, its hash behind it; several children may do so at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_bytes(font + hashlib.sha256(font).digest())
    part.replace(path)


def _checked(kept: bytes) -> bytes:
    """Return a kept font whose hash is right; a broken file is as good as none."""
    font, known = kept[:-32], kept[-32:]
    if hashlib.sha256(font).digest() != known:
        raise OSError("a kept font is broken")
    return font
