"""A file of minutes as a whole: what is bad, which day it is, its sections, checkboxes and title."""

from datetime import date

import pytest

from cxgov.imports.minutes_text.reading import read_minutes
from cxgov.imports.minutes_text.values import BadFile, SkipReason

JUNE_13 = date(2024, 6, 13)


def skipped(minutes, reason):
    return [(one.line, one.text) for one in minutes.skipped if one.reason is reason]


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        (b"", "empty", None),
        (b" \n\t\n", "empty", None),
        (b"\xef\xbb\xbf\n", "empty", None),
        (b"# A\n\nfine\n\xe9t\xe9", "not_utf8", 4),
        ("# Sitzung 2024-06-13".encode("utf-16"), "binary", 1),
        (b"# A\n\x00\x01", "binary", 2),
        (b"%PDF-1.7\n% text", "binary", 1),
        (b"\x01\x02\x03\x04 2024-06-13", "binary", None),
        (b"# A meeting\n\nNo day is named.", "no_date", None),
    ],
)
def test_a_bad_file_is_refused_with_a_sentence(data, code, line):
    with pytest.raises(BadFile) as refused:
        read_minutes(data, "minutes.md")

    assert (refused.value.code, refused.value.line) == (code, line)
    assert refused.value.reason.endswith(".")


def test_a_file_that_is_too_large_is_refused_before_it_is_read():
    with pytest.raises(BadFile) as refused:
        read_minutes(b"x" * 101, "2024-06-13.md", max_bytes=100)

    assert refused.value.reason == "The file has 101 bytes; 100 are the limit."


@pytest.mark.parametrize(
    "path",
    [
        "2024-06-13.md", "notes/20240613.md", "2024_06_13-board.md", "board 2024 6 13.md", "tsc-2024-6-13.md",
        "13-jun-2024.md", "June 13, 2024.md", "2024-06/13.md", "2024/06/13.md", "2024/06-13.md", "2024/board-06-13.md",
        "2024/June-13.md", "meetings/2024-06-13/minutes.md", "13.06.2024.md", "2024\\06\\13.md",
    ],
)  # fmt: skip
def test_the_day_stands_in_the_name_of_the_file_or_its_folders(path):
    minutes = read_minutes(b"# Minutes", path)

    assert (minutes.meeting_date, minutes.date_line) == (JUNE_13, None)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("# Board meeting, June 13, 2024", 1),
        ("# Board\n\nJune 13th, 2024", 3),
        ("# Board\nDate: 13 June 2024", 2),
        ("### Date: 6/13/24", 1),
        ("# Board\n- **When**: 13 Jun 2024, 10:00", 2),
        ("# Board\n\n| **Date** | 2024/6/13 |\n|---|---|", 3),
        ("---\ntitle: Board\ndate: 2024-06-13\n---\n# Board", 3),
        ("Board 2024.06.13\n================", 1),
        ("Minutes of the board held on 13 June 2024 at the town hall", 1),
    ],
)
def test_without_a_day_in_its_name_the_file_itself_says_it(text, line):
    minutes = read_minutes(text.encode(), "minutes.md")

    assert (minutes.meeting_date, minutes.date_line) == (JUNE_13, line)


def test_the_name_of_the_file_goes_before_its_heading_and_the_difference_is_listed():
    minutes = read_minutes(b"# Board, June 12, 2024", "2024-06-13.md")

    assert minutes.meeting_date == JUNE_13
    assert skipped(minutes, SkipReason.HEADING_DATE) == [(1, "June 12, 2024")]


def test_an_impossible_date_in_a_heading_is_listed_and_no_error():
    minutes = read_minutes(b"# Board 2024-06-133", "2024-06-13.md")

    assert skipped(minutes, SkipReason.HEADING_DATE) == [(1, "2024-06-133")]


def test_an_impossible_date_in_the_name_is_listed_and_the_heading_counts():
    minutes = read_minutes(b"# Board 2024-06-13", "2024-06-31.md")

    assert minutes.meeting_date == JUNE_13
    assert skipped(minutes, SkipReason.FILE_DATE) == [(1, "2024-06-31")]


@pytest.mark.parametrize(
    "text",
    ["# Board 3/6/2024", "# Board\n\nNext meeting: 2024-07-11", "# Board\n\nThe fair of July 1, 2024 went well."],
)
def test_a_date_that_agrees_or_speaks_of_another_day_is_not_listed(text):
    minutes = read_minutes(text.encode(), "2024-06-03.md" if "3/6" in text else "2024-06-13.md")

    assert skipped(minutes, SkipReason.HEADING_DATE) == []


def test_sections_keep_the_raw_text_with_line_and_level():
    text = "before\n\n# Board *2024*\n\nWe **met**.\n\n## 1. Finances ##\n\n- x\n\nSecond\n------\n\nend"

    assert [
        (one.line, one.level, one.heading, one.text) for one in read_minutes(text.encode(), "2024-06-13.md").sections
    ] == [
        (1, 0, "", "before"),
        (3, 1, "Board *2024", "We **met**."),
        (7, 2, "1. Finances", "- x"),
        (11, 2, "Second", "------\n\nend"),
    ]


def test_empty_front_matter_is_no_section():
    sections = read_minutes(b"---\n---\n\n# Board\n\nWe met.\n", "2024-06-13.md").sections

    assert [(one.heading, one.text) for one in sections] == [("Board", "We met.")]


def test_a_heading_in_fenced_code_or_in_a_comment_is_text():
    text = "# Board\n```\n# no\n```\n<!--\n# no\n-->\n~~~ never closed\n## Yes"

    assert [one.heading for one in read_minutes(text.encode(), "2024-06-13.md").sections] == ["Board", "Yes"]


def test_checkboxes_are_counted_anywhere_and_at_any_depth():
    text = "- [ ] a\n    * [x] b\n\t- [X] c\n1. [ ] d\n- [] e\n- [x](link)\ntext [x] f\n> - [ ] g"
    minutes = read_minutes(text.encode(), "2024-06-13.md")

    assert (minutes.done, minutes.open) == (2, 3)


def test_the_title_is_the_first_heading_else_the_name_of_the_file():
    assert read_minutes(b"# **Board** [meeting](https://example.org)", "2024-06-13.md").title == "Board meeting"
    assert read_minutes(b"hello", "a/2024-06-13.md").title == "2024-06-13"


def test_windows_line_ends_and_a_byte_order_mark_change_nothing_but_the_hash():
    one = read_minutes(b"# Board\n\n## Present\n- Ada Novak\n", "2024-06-13.md")
    other = read_minutes(b"\xef\xbb\xbf# Board\r\n\r\n## Present\r\n- Ada Novak\r\n", "2024-06-13.md")

    assert other.attendances == one.attendances
    assert other.sha256 != one.sha256
