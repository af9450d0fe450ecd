"""CSV files that spreadsheets read as text: the one place that writes them, so that no export forgets a formula."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from flask import Response, stream_with_context

from cxgov.web.headers import no_store

_FORMULA = frozenset("=+-@")
_CHUNK = 32_000


def plain_cell(value: object) -> str:
    """Return a cell as text; each of its lines that a spreadsheet might compute gets an apostrophe before it."""
    text = "" if value is None else str(value)
    if not text or (text.isascii() and text.isalnum()):
        return text
    lines = text.split("\n")
    return "\n".join(f"'{line}" if _may_compute(line) else line for line in lines)


def _may_compute(line: str) -> bool:
    """Say whether a line begins like a formula, after blanks of any kind and however wide its sign is written."""
    if line[:1] in {"\t", "\r"}:
        return True
    begin = line.lstrip(" \u00a0\u2007\u202f\u200b\ufeff\t\r")[:1]
    return unicodedata.normalize("NFKC", begin)[:1] in _FORMULA if begin else False


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield a head and a line for each row, in pieces of some size."""
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([plain_cell(value) for value in row])
        if held.tell() > _CHUNK:
            yield held.getvalue()
            held.seek(0)
            held.truncate()
    yield held.getvalue()


def csv_answer(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """Send rows as a file that is kept nowhere on the way; they are read while they are sent."""
    no_store()
    return Response(
        stream_with_context(csv_lines(columns, rows)), mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )  # fmt: skip
