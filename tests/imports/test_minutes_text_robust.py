"""No bytes make the reader fail other than by BadFile, and no text makes it slow."""

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxgov.core.due_words import find_due, read_due
from cxgov.imports.minutes_text.reading import read_minutes
from cxgov.imports.minutes_text.values import BadFile, Group
from cxgov.meetings.capture import compare, read_lines
from cxgov.people.owner_words import read_owners
from cxgov.people.resolving import Candidate, resolve_owner, split_owners

PIECES = [
    "# ", "## Present\n", "## Attendees", "**Members**\n", "Also in attendance:", "- ", "* ", "  - ", "1. ", "[ ] ",
    "[x] ",
    "[]", "[", "](", ")", "(", "@", "@ada", " & ", " and ", ", ", "/", ":", ": ", "|", "|---|\n", "\n", "\n\n", "\r\n",
    "\t", "Ada Novak", "Ben", "voting", "(@ben)", "<!--", "-->", "```\n", "~~~", "---\n", "===\n", "*", "_", "**", "`",
    "## Action items\n", "TODO", "ACTION: ", "Action items:\n", "None", "by ", "next Friday", "2024-06-13", "6/13/2024",
    "June 13, 2024", "2024-02-31", "next meeting", "&amp;", "&#0;", "&lt;", "é", "\u2028", "\x0b", "\x1b", "\ufeff",
    "🌳",
    "date: ", "attendees:\n", "Present: ", " were ", "Chair: ", "between ", "GAP: ", "DECISION: ", "\\", "<br>",
    "http://x",
]  # fmt: skip
TODAY = date(2024, 6, 13)
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=60).map("".join)


def read_or_refuse(data, path="minutes.md"):
    try:
        return read_minutes(data, path)
    except BadFile:
        return None


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_make_the_reader_fail(data):
    read_or_refuse(data, "2024-06-13.md")


@settings(max_examples=200, deadline=None)
@given(texts)
def test_whatever_is_read_agrees_with_itself(text):
    minutes = read_or_refuse(text.encode("utf-8", "surrogatepass"), "2024-06-13.md")
    if minutes is None:
        return
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    numbered = [*minutes.attendances, *minutes.actions, *minutes.inline_actions, *minutes.skipped, *minutes.sections]
    assert all(1 <= one.line <= lines for one in numbered)
    assert all(one.name or one.handle for one in minutes.attendances)
    assert all(item.text for item in minutes.actions)
    assert minutes.attendance_count == sum(
        one.group not in (Group.ABSENT, Group.INVITED) for one in minutes.attendances
    )
    assert minutes == read_minutes(text.encode("utf-8", "surrogatepass"), "2024-06-13.md")


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="0123456789-_/. abJunePTmd", max_size=40), texts)
def test_no_path_makes_the_reader_fail(path, text):
    read_or_refuse(text.encode("utf-8", "surrogatepass"), path)


@settings(max_examples=200, deadline=None)
@given(texts)
def test_no_line_makes_owners_due_words_or_capture_fail(text):
    owners = read_owners(text, known=["Ada Novak"]).owners
    assert all(owner.strip() for owner in owners)
    due = find_due(text)
    if due:
        read_due(due.words, today=TODAY)
    captured = read_lines(text)
    assert all(change.before == change.after for change in compare(captured, captured))
    assert len({line.key for line in captured}) == len(captured)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_no_owner_makes_resolving_fail(written):
    found = resolve_owner(
        written, people=[Candidate(1, "Ada Novak", ("ada",))], attendees={1}, members=set(), roles={}, aliases={}
    )
    assert found.is_resolved == (found.person_id is not None)
    assert all(part.strip() for part in split_owners(written))


HOSTILE = [
    "[", "(", "*_", "- [ ] ", "`", "<!--", "<", "&", "|", "@a, ", "@a/", "a and ", ", ", "Ada Novak, ", " ", "\t", "](",
    "2024-01-", "2024-01-01 ", "1/2/2024 ", "by ", "TODO: ", "TODO(a): ", "ACTION: ", "**", "=", "é", "<br>",
    "Owner: a, ",
    "- [ ] a\n", "# Present\n", "## Attendees\n- Ada Novak\n", "**Present**\n", "Present: Ada, Ben\n", "- Ada: x\n",
    "Action items:\n- a\n", "```\n", "| a | b |\n", "=\n", "1. a\n", "- Attendees\n  - a\n", "\n", "ACTION: a\n",
    "| action | who |\n|---|---|\n", "2. Actions\n   - a\n", "Action items\n\n", "`a", "Mr ", "Councilmembers A, ",
    "a_", "Status: x\n", "**Chair**\n", "+ 2 guests, ", "- [ ] @a b\n", "(by ", "[A](mailto:a) ",
]  # fmt: skip
BEFORE = ["", "## Present\n- "]


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_hundred_thousand_characters_of_anything_are_read_in_linear_time(piece):
    """Linear work takes well under two seconds on a slow machine; a pattern that backtracks takes minutes."""
    for before in BEFORE:
        text = before + piece * (100_000 // len(piece))
        started = time.perf_counter()
        read_or_refuse(text.encode(), "2024-06-13.md")
        read_lines(text)
        assert time.perf_counter() - started < 10
