"""Action items: which lines are items, and what each says."""

from datetime import date

import pytest

from cxgov.core.due_words import NEXT_MEETING
from cxgov.imports.minutes_text.reading import read_minutes
from cxgov.imports.minutes_text.values import Box, ItemStyle, SkipReason


def read(text):
    return read_minutes(text.encode(), "2024-06-13.md")


def items(text):
    return [one.text for one in read(text).counted_actions]


def skipped(text, reason):
    return [one.line for one in read(text).skipped if one.reason is reason]


@pytest.mark.parametrize(
    "heading",
    [
        "Action items", "ACTION ITEMS:", "Actions", "TODO", "TODOs:", "TODO items", "To-do list", "Follow-ups",
        "Next steps",
        "Tasks", "5. Action items", "**Action Items**", "New action items", "Action items from last meeting",
        "Action items (3)", "Actions agreed", "Action points", "✅ Action items", "Summary of action items",
        "Action log",
    ],
)  # fmt: skip
def test_first_level_bullets_below_an_action_heading_are_items(heading):
    assert items(f"# Board\n\n## {heading}\n\n- Write the letter\n- Call them\n\n## Closing\n\n- Thanks\n") == [
        "Write the letter",
        "Call them",
    ]


@pytest.mark.parametrize("label", ["Action items:", "**Action items**", "**TODO:**", "Action Items", "ACTION ITEMS"])
def test_a_list_right_below_a_label_is_a_section_until_the_next_paragraph(label):
    assert items(f"# Board\n\nWe met.\n\n{label}\n\n- Write\n- Call\n\nThen we left.\n\n- Thanks\n") == [
        "Write",
        "Call",
    ]


@pytest.mark.parametrize("heading", ["Actions taken", "Action required by law", "Agenda", "Todoist", "Interactions"])
def test_other_headings_hold_no_items(heading):
    minutes = read(f"## {heading}\n\n- Write\n")

    assert minutes.actions == ()
    assert not minutes.has_action_section


def test_every_bullet_and_at_most_one_blank_before_it_is_first_level():
    text = "## Actions\n- a\n * b\n+ c\n  - sub\n    - deeper\n-no blank\n"

    assert items(text) == ["a", "b", "c"]
    assert [sub.text for sub in read(text).actions[2].sub_items] == ["sub", "deeper"]


def test_a_section_ends_at_the_next_heading_of_any_level():
    assert items("## Actions\n- a\n#### More\n- b\n") == ["a"]


def test_a_deeper_heading_below_may_divide_the_list_by_attendees_or_time_and_nothing_is_lost():
    text = "Present: Ada Novak\n\n## Actions\n- a\n### Ada Novak\n- b\n### Previous\n- c\n### Talk\n- Ada: d\n- e\n"
    minutes = read(text)

    assert [(one.text, one.owners, one.style.value) for one in minutes.actions] == [
        ("a", (), "bullet"),
        ("b", ("Ada Novak",), "below_heading"),
        ("c", (), "below_heading"),
    ]
    assert skipped(text, SkipReason.UNCLEAR_ACTIONS) == [10]


def test_numbered_lists_and_tables_are_items_but_not_counted_as_bullets():
    table = "| # | Action | Owner | Due | Status |\n|-|-|-|-|-|\n| 1 | Pay | Ben, Cleo | 1 July | Done |\n"
    text = f"## Actions\n1. Ada: write\n2) call\n\n{table}"
    minutes = read(text)

    assert [(one.task, one.owners, one.style) for one in minutes.actions] == [
        ("write", ("Ada",), ItemStyle.NUMBER),
        ("call", (), ItemStyle.NUMBER),
        ("Pay", ("Ben", "Cleo"), ItemStyle.TABLE),
    ]
    assert (minutes.actions[2].due, minutes.actions[2].is_done) == (date(2024, 7, 1), True)
    assert minutes.counted_actions == ()


@pytest.mark.parametrize(
    "nothing", ["None", "none.", "N/A", "_None_", "No action items", "No new actions today", "-", "nil"]
)
def test_nothing_is_no_item_and_said_so(nothing):
    text = f"## Action items\n\n- {nothing}\n"

    assert read(text).actions == ()
    assert read(text).has_action_section
    assert skipped(text, SkipReason.NO_ACTIONS) == [1]


def test_the_text_is_decoded_and_squeezed_so_that_a_carried_item_is_recognised():
    first = read("## Actions\n- [ ] Ask   &lt;sponsor&gt; &amp; go\n").actions[0]
    second = read("## TODO\n* Ask <sponsor> & go\n").actions[0]

    assert first.text == second.text == "Ask <sponsor> & go"
    assert first.written == "- [ ] Ask   &lt;sponsor&gt; &amp; go"


def test_a_line_that_goes_on_below_belongs_to_its_item():
    assert items("## Actions\n- Write the\n  long letter\n- Call\n") == ["Write the long letter", "Call"]


@pytest.mark.parametrize(
    ("mark", "box", "is_done"),
    [
        ("- [ ] a", Box.OPEN, False),
        ("- [x] a", Box.DONE, True),
        ("* [X] a", Box.DONE, True),
        ("- [] a", Box.EMPTY, False),
        ("- a", None, False),
    ],
)
def test_a_checkbox_is_read_and_an_empty_bracket_is_an_open_item_without_one(mark, box, is_done):
    minutes = read(f"## TODO\n{mark}\n")

    assert (minutes.actions[0].box, minutes.actions[0].is_done, minutes.actions[0].text) == (box, is_done, "a")
    assert minutes.done + minutes.open == (box in (Box.OPEN, Box.DONE))


def test_owners_are_as_written_and_counted_as_assignments():
    minutes = read("## Actions\n- Ada Novak & Ben Okoro: write\n- @cleo to call\n- Everybody should rest\n1. Dan: x\n")

    assert [one.owners for one in minutes.counted_actions] == [("Ada Novak", "Ben Okoro"), ("@cleo",), ()]
    assert minutes.owner_count == 3


def test_a_name_of_those_who_attended_is_known_as_an_owner():
    text = "## Present\n- adan\n- Ben Okoro\n\n## Actions\n- adan: write\n- Call them - Ben\n- Fix it - Windows\n"

    assert [one.owners for one in read(text).actions] == [("adan",), ("Ben",), ()]


def test_a_label_with_an_attendees_name_holds_for_the_items_below_it():
    lists = "**Ada:**\n- write\n- call (Ben)\n\n**Website:**\n- fix\n\nPrevious:\n- old\n"
    text = f"Present: Ada Novak\n\n## Actions\n\n{lists}"

    assert [one.owners for one in read(text).actions] == [("Ada",), ("Ben",), (), ()]


def test_owner_and_date_may_stand_in_bullets_below_the_item():
    [item] = read("## Actions\n- Publish the policy\n  - **Owner:** Ada Novak\n  - Due: 2024-07-01\n").actions

    assert (item.owners, item.due_words, item.due) == (("Ada Novak",), "2024-07-01", date(2024, 7, 1))


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("by 4 December 2024", date(2024, 12, 4)),
        ("by next Friday", date(2024, 6, 14)),
        ("by the next meeting", NEXT_MEETING),
        ("soon", None),
    ],
)
def test_a_due_date_is_read_from_the_day_of_the_meeting(words, due):
    assert read(f"## Actions\n- @ada to write {words}\n").actions[0].due == due


@pytest.mark.parametrize(
    "line",
    [
        "Action item: Ada to write", "ACTION: write", "**Action**: write", "- TODO: write",
        "    * [ACTION] Ada to write",
        "AI: Ada to write", "ACTION-12: write", "TODO(ada): write", "ACTION ALL: write", "Agreed. ACTION: write",
        "Action items: Ada to write", "- Action:\n  - write",
    ],
)  # fmt: skip
def test_an_action_in_running_text_is_listed_and_no_item(line):
    text = f"# Board\n\nTalk\n\n{line}\n"
    minutes = read(text)

    assert minutes.actions == ()
    assert len(minutes.inline_actions) == 1
    assert skipped(text, SkipReason.INLINE_ACTION) == [6 if "\n" in line else 5]


@pytest.mark.parametrize(
    "line", ["Action: none", "The action: x", "Actionable: y", "AIs are everywhere", "ACTION", "AI:"]
)
def test_other_lines_are_no_inline_action(line):
    assert read(f"# Board\n\n{line}\n").inline_actions == ()


def test_what_stands_below_one_action_item_in_the_singular_is_listed_as_inline():
    text = "## Action Item\n* @ada: ask\n"

    assert read(text).actions == ()
    assert skipped(text, SkipReason.INLINE_ACTION) == [2]


def test_bullets_with_an_owner_below_follow_up_are_listed_as_unclear():
    text = "## Follow-up\n* Write it (@ada)\n* Only talk\n"

    assert skipped(text, SkipReason.UNCLEAR_ACTIONS) == [2]


def test_a_line_without_a_bullet_in_an_action_section_is_listed():
    text = "## Action items\n\nFrom this meeting:\n\n@ada to write it\n"

    assert skipped(text, SkipReason.UNBULLETED_ACTION) == [5]


def test_minutes_without_an_action_section_say_so():
    assert skipped("# Board\n", SkipReason.NO_ACTIONS) == [1]
