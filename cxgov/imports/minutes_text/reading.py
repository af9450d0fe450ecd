"""The door of the reader: the bytes of one file become `ParsedMinutes`, or `BadFile` says in a sentence why not."""

import re
from collections.abc import Sequence
from hashlib import sha256
from pathlib import PurePosixPath

from cxgov.imports.minutes_text.action_items import Context
from cxgov.imports.minutes_text.actions import read_actions
from cxgov.imports.minutes_text.attendance import read_attendance
from cxgov.imports.minutes_text.front_matter import label_lines
from cxgov.imports.minutes_text.lines import Line, count_boxes, parts_of, plain, read_lines, sections_of
from cxgov.imports.minutes_text.meeting_dates import find_meeting_date
from cxgov.imports.minutes_text.officers import read_officers, with_offices
from cxgov.imports.minutes_text.values import BadFile, ParsedMinutes, Skipped, SkipReason

DEFAULT_MAX_BYTES = 2_000_000
LONGEST_TITLE = 200
_INITIALS = re.compile(r"[A-Z]{2,4}")
_CONTROL = frozenset(chr(code) for code in range(32)) - set("\t\n\r\f\v\x1b") | {"\x7f"}


def read_minutes(data: bytes, rel_path: str, *, max_bytes: int = DEFAULT_MAX_BYTES) -> ParsedMinutes:
    """Read one file of minutes; `rel_path` is its path below the folder that is imported, and may hold the date."""
    text = decode(data, max_bytes=max_bytes)
    lines = read_lines(text)
    day = find_meeting_date(rel_path, lines)
    parts = parts_of(lines)
    attendance = read_attendance(parts, lines)
    officers = read_officers(lines)
    people = with_offices(attendance.attendances, officers)
    known = {one.name for one in people if one.name} | {one.role for one in people if _INITIALS.fullmatch(one.role)}
    actions = read_actions(parts, Context(day.day, known))
    done, still_open = count_boxes(lines)
    skipped = [*day.skipped, *attendance.skipped, *actions.skipped]
    if not any(one.group.is_there for one in people):
        skipped.append(Skipped(1, SkipReason.NO_ATTENDANCE))
    return ParsedMinutes(
        path=rel_path,
        sha256=sha256(data).hexdigest(),
        meeting_date=day.day,
        date_line=day.line,
        title=_title(lines, rel_path),
        sections=sections_of(parts),
        attendances=people,
        officers=officers,
        actions=tuple(sorted(actions.items, key=lambda item: item.line)),
        inline_actions=tuple(actions.inline),
        has_action_section=actions.has_section,
        done=done,
        open=still_open,
        skipped=tuple(sorted(skipped, key=lambda one: (one.line, one.reason))),
    )


def decode(data: bytes, *, max_bytes: int = DEFAULT_MAX_BYTES) -> str:
    """The text of a file, or BadFile: empty, too large, binary, not UTF-8."""
    if len(data) > max_bytes:
        raise BadFile("too_large", f"The file has {len(data):,} bytes; {max_bytes:,} are the limit.")
    if not data.strip():
        raise BadFile("empty", "The file is empty.")
    if b"\0" in data or data.startswith(b"%PDF-"):
        raise BadFile("binary", "The file is not text.", data[: max(data.find(b"\0"), 0)].count(b"\n") + 1)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BadFile("not_utf8", f"The text is not UTF-8: byte 0x{data[error.start]:02X}.", line) from None
    if sum(sign in _CONTROL for sign in text) * 50 > len(text):
        raise BadFile("binary", "The file is not text: it is full of control characters.")
    if not text.strip():
        raise BadFile("empty", "The file is empty.")
    return text


def _title(lines: Sequence[Line], rel_path: str) -> str:
    """The title of the front matter, else the first heading in plain words, else the file's name."""
    said = next((values[0] for _, key, values in label_lines(lines) if key.lower() == "title"), "")
    heading = plain(said) or next((plain(line.text) for line in lines if line.is_heading and plain(line.text)), "")
    return heading[:LONGEST_TITLE] or PurePosixPath(rel_path).stem
