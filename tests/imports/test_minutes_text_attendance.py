"""Who attended, in the many forms in which people write it."""

import pytest

from cxgov.imports.minutes_text.reading import read_minutes
from cxgov.imports.minutes_text.values import Group, Office, SkipReason


def read(text):
    return read_minutes(text.encode(), "2024-06-13.md")


def present(text):
    return [one.who for one in read(text).attendances if one.group.is_there]


def groups(text):
    return [(one.who, one.group.value) for one in read(text).attendances]


THREE = ["Ada Novak", "Ben Okoro", "Cleo Lind"]
BULLETS = "- Ada Novak\n- Ben Okoro\n- Cleo Lind\n"


@pytest.mark.parametrize(
    "heading",
    [
        "Present", "Participants", "Attendees", "Attendance", "ATTENDANCE:", "2. Members present", "**Attendees**",
        "In attendance", "Board members in attendance", "Roll call", "Attendees (3)", "Council members", "Who attended",
        "Voting member attendance", "Members",
    ],
)  # fmt: skip
def test_a_list_below_a_heading_is_the_attendance(heading):
    assert present(f"# Board\n\n## {heading}\n\n{BULLETS}\n## Agenda\n\n- Budget") == THREE


@pytest.mark.parametrize(
    "label",
    [
        "Board members in attendance were:", "**Attendees**", "Present:", "**Present:**", "Attendees",
        "*Participants:*",
        "Those present were:", "__Members present__",
    ],
)  # fmt: skip
def test_a_list_below_a_label_is_the_attendance(label):
    assert present(f"# Board\n\n{label}\n\n{BULLETS}\nWe talked.\n\n- Not a person") == THREE


@pytest.mark.parametrize(
    "line",
    [
        "Present: Ada Novak, Ben Okoro, Cleo Lind", "Present: Ada Novak, Ben Okoro and Cleo Lind.",
        "**Attendees:** Ada Novak, Ben Okoro, and Cleo Lind", "Present were Ada Novak, Ben Okoro and Cleo Lind.",
        "- Attending: Ada Novak; Ben Okoro; Cleo Lind", "| **Attendees** | Ada Novak, Ben Okoro, Cleo Lind |",
        "Attendees: [Ada Novak](https://example.org/a), Ben Okoro (late), Cleo Lind (Tarnwick, voting)",
    ],
)  # fmt: skip
def test_a_line_of_names_is_the_attendance(line):
    assert present(f"# Board\n\n{line}\n\n## Agenda") == THREE


@pytest.mark.parametrize(
    "body",
    [
        "Ada Novak\nBen Okoro\nCleo Lind", "Ada Novak, Ben Okoro, Cleo Lind",
        "1. Ada Novak\n2. Ben Okoro\n3. Cleo Lind",
        "Ada Novak,\nBen Okoro,\nCleo Lind", "Ada Novak<br>Ben Okoro<br>Cleo Lind", "- Ada Novak, Ben Okoro, Cleo Lind",
        "- Ada Novak\n\n- Ben Okoro\n\n- Cleo Lind", "AN: Ada Novak\nBO: Ben Okoro\nCL: Cleo Lind",
        "* AN: Ada Novak\n* BO: Ben Okoro\n*CL: Cleo Lind",
        "| Name |\n|---|\n| Ada Novak |\n| Ben Okoro |\n| Cleo Lind |",
        "- [x] Ada Novak\n- [x] Ben Okoro\n- [x] Cleo Lind", "- ✅ Ada Novak\n- Ben Okoro ✔\n- ✓ Cleo Lind",
    ],
)  # fmt: skip
def test_lists_of_every_kind_are_read(body):
    assert present(f"# Board\n\n## Present\n\n{body}\n") == THREE


def test_a_list_indented_below_a_heading_is_no_first_level_list_but_below_a_label_it_is():
    assert present("## Participants\n  * Ada Novak\n  * Ben Okoro") == []
    assert present("## Attendees\n**Members**\n  * Ada Novak\n  * Ben Okoro") == ["Ada Novak", "Ben Okoro"]


def test_a_later_list_of_other_things_in_the_section_does_not_count():
    topics = "* doc: move the proposal to stage 3 [#379](https://example.org)\n* Budget [#1](x)\n"
    text = f"## Present\n\n{BULLETS}\n\n{topics}"

    assert present(text) == THREE


def test_a_bulleted_list_after_an_unbulleted_one_does_not_count():
    assert present("## Present\n\nAda Novak\nBen Okoro\n\n* Cross Council\n* Eve Ito\n") == ["Ada Novak", "Ben Okoro"]


def test_organisations_are_no_people_and_are_listed():
    minutes = read(
        "## Present\n\n* Tarnwick Foundation Board of Directors\n* Project Maintainers\n\nAda Novak (@ada)\n"
    )

    assert [one.who for one in minutes.attendances] == ["Ada Novak"]
    assert [one.line for one in minutes.skipped if one.reason is SkipReason.NOT_A_PERSON] == [3, 4]


@pytest.mark.parametrize(
    ("written", "name", "handle", "role", "may_vote"),
    [
        ("Ada Novak (@ada)", "Ada Novak", "ada", "", None),
        ("Ada Novak(@ada)", "Ada Novak", "ada", "", None),
        ("Ada Novak @ada (TSC)", "Ada Novak", "ada", "TSC", None),
        ("@ada - Ada Novak", "Ada Novak", "ada", "", None),
        ("@ada", "", "ada", "", None),
        ("ada-n", "ada-n", None, "", None),
        ("Ada Novak (@ada) - voting", "Ada Novak", "ada", "", True),
        ("Ada Novak (Tarnwick, voting)", "Ada Novak", None, "Tarnwick", True),
        ("Ada Novak (@ada, non-voting)", "Ada Novak", "ada", "", False),
        ("Ada Novak (Assistant to the Treasurer)", "Ada Novak", None, "Assistant to the Treasurer", None),
        ("Ada Novak - Tarnwick, Board", "Ada Novak", None, "Tarnwick; Board", None),
        ("Ada Novak, Tarnwick Energy", "Ada Novak", None, "Tarnwick Energy", None),
        ("[Ada Novak](https://github.com/ada)", "Ada Novak", "ada", "", None),
        ("[@ada](https://github.com/ada)", "", "ada", "", None),
        ("**Ada Novak**", "Ada Novak", None, "", None),
        ("Ada Novak <ada@example.org>", "Ada Novak", None, "", None),
        ("Ada Novak for Ben Okoro, Tarnwick", "Ada Novak", None, "for Ben Okoro; Tarnwick", None),
        ("Ada Novak (@ada", "Ada Novak", "ada", "", None),
        ("Will May", "Will May", None, "", None),
        ("Şükrü Łuk-O’Brien Jr.", "Şükrü Łuk-O’Brien Jr", None, "", None),
        ("Eve M.", "Eve M.", None, "", None),
        ("Zo&euml; Ito", "Zoë Ito", None, "", None),
    ],
)
def test_a_line_says_name_handle_role_and_vote(written, name, handle, role, may_vote):
    [one] = read(f"## Present\n\n- {written}\n").attendances

    assert (one.name, one.handle, one.role, one.may_vote) == (name, handle, role, may_vote)
    assert one.line == 3


@pytest.mark.parametrize(
    ("label", "group"),
    [
        ("Also in attendance were:", "also"), ("Guests:", "also"), ("**Visitors**", "also"),
        ("Other attendees:", "also"),
        ("Observers:", "observer"), ("Apologies:", "absent"), ("Regrets:", "absent"), ("Absent:", "absent"),
        ("Not present:", "absent"), ("Members absent:", "absent"), ("Invited:", "invited"), ("Members:", "present"),
    ],
)  # fmt: skip
def test_labels_divide_the_list_into_groups(label, group):
    text = f"## Attendance\n\nPresent:\n\n- Ada Novak\n\n{label}\n\n- Ben Okoro\n"

    assert groups(text) == [("Ada Novak", "present"), ("Ben Okoro", group)]


def test_semicolons_divide_people_where_commas_divide_name_and_role():
    text = "**Members present:** Ada Novak, Director of Sales (chair); Ben Okoro, Clerk\n"

    assert [(one.name, one.role) for one in read(text).attendances] == [
        ("Ada Novak", "chair; Director of Sales"),
        ("Ben Okoro", "Clerk"),
    ]


def test_an_office_in_the_list_is_no_person():
    assert present("## Attendees\n{: .no_toc}\n**Present:** Ada Novak\n\n**Chair:** Ben Okoro\n") == ["Ada Novak"]


def test_groups_in_lines_of_one_section_and_even_of_one_line():
    text = "## Attendance\n- Council: Ada, Ben Okoro\n- Observers: Cleo\n- Apologies: Dan (holiday)\n"

    assert groups(text) == [("Ada", "present"), ("Ben Okoro", "present"), ("Cleo", "observer"), ("Dan", "absent")]
    assert groups("Present: Ada Novak. Absent: Ben Okoro.") == [("Ada Novak", "present"), ("Ben Okoro", "absent")]


def test_deeper_headings_divide_the_list_too():
    text = "## Attendance\n### Voting members\n- Ada Novak\n### Observers\n- Ben Okoro\n### Agenda\n- Budget\n"
    attendances = read(text).attendances

    assert [(one.name, one.group, one.may_vote) for one in attendances] == [
        ("Ada Novak", Group.PRESENT, True),
        ("Ben Okoro", Group.OBSERVER, None),
    ]


def test_deeper_headings_right_below_divide_the_list_whatever_they_are_called():
    text = "## Present\n\n### Tarnwick\n- Ada Novak \\<ada@example.org>\n### Northfold\n- Ben Okoro\n"

    assert present(f"{text}## Talk\n### T\n- Eve\n") == ["Ada Novak", "Ben Okoro"]


def test_somebody_whose_role_is_observer_is_one():
    assert groups("## Present\n- Ada Novak @ada (observer/Tarnwick)\n") == [("Ada Novak", "observer")]


def test_absent_and_invited_people_are_kept_and_not_counted():
    minutes = read("Present: Ada Novak\nRegrets: Ben Okoro\nInvited: Cleo Lind")

    assert len(minutes.attendances) == 3
    assert minutes.attendance_count == 1


def test_an_empty_box_or_a_cross_says_that_somebody_was_not_there():
    text = "## Present\n\n- [x] Ada Novak - Chair, Tarnwick\n- [ ] Ben Okoro, Northfold\n- ❌ Cleo Lind\n"

    assert groups(text) == [("Ada Novak", "present"), ("Ben Okoro", "absent"), ("Cleo Lind", "absent")]


def test_a_table_says_who_was_there_with_handle_and_role():
    head = "| Member | GitHub | Company | Present |\n|--|--|--|:-:|\n"
    [ada, ben] = read(f"## Roll\n\n{head}| Ada Novak | @ada | Tarnwick | x |\n| Ben | | | |\n").attendances

    assert (ada.name, ada.handle, ada.role, ada.group) == ("Ada Novak", "ada", "Tarnwick", Group.PRESENT)
    assert ben.group is Group.ABSENT


def test_the_front_matter_may_list_people():
    people = "attendees:\n  - Ada Novak (chair)\n  - 'Ben Okoro'\nabsent: [Cleo Lind]\nfacilitator: Ben Okoro\n"
    text = f"---\n{people}---\n# Board\n"
    minutes = read(text)

    assert groups(text) == [("Ada Novak", "present"), ("Ben Okoro", "present"), ("Cleo Lind", "absent")]
    assert minutes.attendances[1].offices == {Office.FACILITATOR}


def test_a_bullet_that_is_only_a_label_holds_for_the_bullets_below_it():
    roll = "- Record attendance in minutes\n    - Council: Ada, Ben\n    - Observers: Cleo\n"
    text = f"# Council\n\n{roll}- Assign roles\n    - Dan\n"

    assert groups(text) == [("Ada", "present"), ("Ben", "present"), ("Cleo", "observer")]


def test_the_section_decides_and_a_second_list_elsewhere_is_only_listed():
    minutes = read("## Present\n\n- Ada Novak\n\n## Call\n\nPresent: Ben Okoro, Cleo Lind\n")

    assert [one.name for one in minutes.attendances] == ["Ada Novak"]
    assert [one.line for one in minutes.skipped if one.reason is SkipReason.SECOND_ATTENDANCE] == [7]


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("The meeting was led by Ada Novak.", Office.CHAIR),
        ("Chair: Ada Novak", Office.CHAIR),
        ("- **Facilitator:** Ada Novak", Office.FACILITATOR),
        ("Minutes: Ada Novak", Office.MINUTES),
        ("Notes by: Ada Novak", Office.MINUTES),
        ("Scribe: Ada Novak | Length: 2 h", Office.MINUTES),
        ("| Secretary | Ada Novak |", Office.SECRETARY),
        ("Present: Ada Novak (chair), Ben Okoro", Office.CHAIR),
    ],
)
def test_who_led_and_who_wrote_is_marked_at_the_person(text, office):
    minutes = read(
        f"# Board\n\n{text}\n\n## Attendees\n\n- Ada Novak\n- Ben Okoro\n" if "Present" not in text else text
    )

    assert [one.offices for one in minutes.attendances] == [{office}, set()]


@pytest.mark.parametrize(
    "text", ["Minutes: approved", "Chair: we should go on", "Notes: https://example.org", "Facilitator:"]
)
def test_other_lines_name_no_officer(text):
    assert read(f"# Board\n\n{text}\n").officers == ()


@pytest.mark.parametrize("body", ["- None\n", "_(none)_\n", "N/A\n", "all\n", "- \n", ""])
def test_nobody_listed_is_no_attendance_and_said_so(body):
    minutes = read(f"# Board\n\n## Attendees\n\n{body}\n## Agenda\n")

    assert minutes.attendances == ()
    assert SkipReason.NO_ATTENDANCE in [one.reason for one in minutes.skipped]


@pytest.mark.parametrize(
    "text",
    [
        "# Board\n\n## New members\n\n- Ada Novak\n",
        "# Board\n\n## Other\n\n- Ada Novak\n",
        "# Board\n\n- Allowing meeting observers\n    - **Goal**: come to a view on this\n    - Ada: I like it much\n",
        "# Board\n\nPresent: the new plan and what it costs\n",
        "# Board\n\n## Presentations\n\n- Ada Novak\n",
    ],
)
def test_other_lists_are_no_attendance(text):
    assert read(text).attendances == ()
