"""Lines that become objects while minutes are typed."""

from datetime import date

import pytest

from cxgov.core.due_words import NEXT_MEETING
from cxgov.meetings.capture import Kind, apart, compare, read_due, read_lines


@pytest.mark.parametrize(
    "line",
    [
        "ACTION: @ada call them", "action: @ada call them", "- ACTION: @ada call them", "* **ACTION:** @ada call them",
        "**Action**: @ada call them", "- [ ] ACTION: @ada call them", "1. Action: @ada call them",
        "  + `ACTION`: @ada call them", "> ACTION: @ada call them", "ACTION : @ada call them",
    ],
)  # fmt: skip
def test_an_action_line_is_read_in_any_case_mark_box_or_bold(line):
    [captured] = read_lines(line)

    assert (captured.kind, captured.owners, captured.task) == (Kind.ACTION, ("@ada",), "call them")


def test_each_kind_of_line_is_read_with_its_number():
    block = "We met.\n\nACTION: x\nDECISION: we retire the form\nINFO: fyi\nIDEA: a kiosk\nGAP: nobody answers"

    assert [(one.line, one.kind) for one in read_lines(block)] == [
        (3, Kind.ACTION),
        (4, Kind.DECISION),
        (5, Kind.INFO),
        (6, Kind.IDEA),
        (7, Kind.GAP),
    ]


@pytest.mark.parametrize(
    "line",
    ["Actions: x", "the action: x", "ACTION", "ACTION:", "ACTION:x", "DECISION -", "ACTION: ", "#ACTION: x"],
)
def test_other_lines_stay_text(line):
    assert read_lines(line) == []


def test_lines_in_fenced_code_stay_text():
    assert [one.text for one in read_lines("```\nACTION: a\n```\nACTION: b\n~~~\nACTION: c")] == ["b"]


def test_a_ticked_box_is_known():
    assert [one.is_ticked for one in read_lines("- [x] ACTION: a\n- [ ] ACTION: b")] == [True, False]


def test_an_action_line_says_its_owner_and_its_due_date_as_written():
    [line] = read_lines("ACTION: Ada Novak & Ben: publish the refund policy by 2026-12-01")

    assert line.owners == ("Ada Novak", "Ben")
    assert line.due == "2026-12-01"


def test_a_department_that_is_known_is_an_owner():
    assert read_lines("ACTION: contact centre: call", known=["Contact centre"])[0].owners == ("contact centre",)


def test_a_gap_names_its_two_sides():
    [line] = read_lines("GAP: nobody answers (between Billing and Contact centre)")

    assert line.between == ("Billing", "Contact centre")


@pytest.mark.parametrize("text", ["GAP: nobody answers", "GAP: x (between Billing)", "GAP: x (between  and  )"])
def test_a_gap_without_two_sides_names_none(text):
    assert read_lines(text)[0].between is None


def test_due_words_are_read_on_the_day_in_the_committees_zone():
    assert read_due("next Friday", today=date(2026, 11, 24)) == date(2026, 11, 27)
    assert read_due("next meeting", today=date(2026, 11, 24)) is NEXT_MEETING


def test_the_key_stays_where_a_line_moves_or_changes_only_its_mark():
    before, after = read_lines("ACTION: Call them"), read_lines("x\n\n- [x] **action:** call  them")

    assert before[0].key == after[0].key


def test_two_equal_lines_have_two_keys():
    assert len({line.key for line in read_lines("ACTION: a\nACTION: a")}) == 2


def test_a_corrected_line_keeps_its_partner_and_is_edited():
    [change] = compare(read_lines("ACTION: cal them"), read_lines("ACTION: call them"))

    assert change.is_edited
    assert change.before is not None
    assert change.before.text == "cal them"


def test_new_and_removed_lines_have_no_partner():
    changes = compare(read_lines("ACTION: a\nIDEA: b"), read_lines("ACTION: a\nGAP: c"))

    assert [(change.before and change.before.text, change.after and change.after.text) for change in changes] == [
        ("a", "a"),
        (None, "c"),
        ("b", None),
    ]
    assert not any(change.is_edited for change in changes)


def test_lines_that_change_places_are_not_edited():
    changes = compare(read_lines("ACTION: a\nACTION: b"), read_lines("ACTION: b\nACTION: a"))

    assert not any(change.is_edited for change in changes)


def test_captured_lines_stand_on_lines_of_their_own_and_a_gap_is_named_without_its_sides():
    shown = apart("Dan spoke.\nACTION: @dan call them\nDECISION: we wait\n\nGAP: nobody answers (between A and B)")

    assert shown == "Dan spoke.  \nACTION: @dan call them  \nDECISION: we wait\n\nGAP: nobody answers (between A and B)"
    assert read_lines(shown)[2].task == "nobody answers"
