"""Minutes that real committees wrote, against the figures counted from the same files by other means.

The files lie beside the project and are not part of it; where they are missing every test here is skipped.
"""

import json
import re
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest

from cxgov.imports.minutes_text.reading import read_minutes
from cxgov.imports.minutes_text.values import Group, Office, SkipReason
from cxgov.people.resolving import fold

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"the real minutes are not at {DATA}")

BOARD, COUNCIL, GROUPS, RUST = "minutes_dsf", "minutes_openjs_cpc", "minutes_electron", "minutes_rust_council"


@cache
def minutes_of(corpus):
    files = sorted((DATA / corpus).rglob("*.md"))
    paths = {str(path.relative_to(DATA / corpus)): path for path in files}
    return {name: read_minutes(path.read_bytes(), name) for name, path in paths.items()}


@cache
def expected(corpus):
    return json.loads((DATA / "expected-per-file.json").read_text())[corpus]


@cache
def expected_page():
    return (DATA / "EXPECTED.md").read_text()


def there(minutes, group):
    return sum(one.group is group for one in minutes.attendances)


def officer(minutes, office):
    return [one.name for one in minutes.officers if one.office is office]


def appearances(corpus):
    """The days on which each text of an action item occurs."""
    days = defaultdict(set)
    for minutes in minutes_of(corpus).values():
        for item in minutes.counted_actions:
            days[item.text].add(minutes.meeting_date.isoformat())
    return days


@pytest.mark.parametrize(("corpus", "files"), [(BOARD, 71), (COUNCIL, 105), (GROUPS, 127), (RUST, 33)])
def test_every_file_is_read_as_one_meeting_of_the_day_in_its_name(corpus, files):
    read = minutes_of(corpus)

    assert len(read) == files
    for path, minutes in read.items():
        [(year, month, day)] = re.findall(r"(\d{4})-(\d\d?)-(\d\d?)[^/]*$", path)
        assert minutes.meeting_date.isoformat() == f"{year}-{month:>02}-{day:>02}"


def test_the_boards_attendances_actions_and_chair_agree_meeting_by_meeting():
    figures = expected(BOARD)["per_meeting"]
    read = {minutes.meeting_date.isoformat(): minutes for minutes in minutes_of(BOARD).values()}

    assert {
        day: {
            "board": there(minutes, Group.PRESENT),
            "also": there(minutes, Group.ALSO),
            "actions": len(minutes.counted_actions),
            "led_by": " & ".join(officer(minutes, Office.CHAIR)),
        }
        for day, minutes in read.items()
    } == {day: {key: of[key] for key in ("board", "also", "actions", "led_by")} for day, of in figures.items()}


def test_the_boards_totals_agree():
    figures, read = expected(BOARD), minutes_of(BOARD).values()
    present = [one.name for minutes in read for one in minutes.attendances if one.group is Group.PRESENT]
    owners = Counter(owner for minutes in read for item in minutes.counted_actions for owner in item.owners)

    assert len(present) == figures["board_attendances"]
    assert len({fold(name) for name in present}) == figures["distinct_board_names"]
    assert (
        sum(minutes.attendance_count for minutes in read) == figures["board_attendances"] + figures["also_attendances"]
    )
    assert sum(len(minutes.counted_actions) for minutes in read) == figures["action_items"]
    assert sum(bool(minutes.counted_actions) for minutes in read) == figures["meetings_with_action_items"]
    assert sum(minutes.owner_count for minutes in read) == figures["owner_assignments"]
    assert owners == dict(figures["owners"])
    assert sum(minutes.done + minutes.open for minutes in read) == 0


def test_the_boards_carried_items_agree():
    figures, days = expected(BOARD), appearances(BOARD)

    assert len(days) == figures["distinct_action_texts"]
    assert sum(len(on) > 1 for on in days.values()) == figures["carried_over_texts"]
    for times, first, last, text in figures["most_carried"]:
        assert (len(days[text]), min(days[text]), max(days[text])) == (times, first, last)


def test_the_councils_attendances_agree_file_by_file():
    figures, read = expected(COUNCIL), minutes_of(COUNCIL)

    assert {path: minutes.attendance_count for path, minutes in read.items()} == figures["per_file"]
    assert sum(minutes.attendance_count for minutes in read.values()) == figures["attendances"]
    without = [
        path for path, minutes in read.items() if SkipReason.NO_ATTENDANCE in {one.reason for one in minutes.skipped}
    ]
    assert without == figures["files_without"]


def test_the_councils_voting_marks_agree():
    [(day, present, voting)] = re.findall(r"OpenJS (\d{4}-\d\d-\d\d): (\d+) present, (\d+) marked", expected_page())
    minutes = minutes_of(COUNCIL)[f"{day[:4]}/{day}.md"]

    assert minutes.attendance_count == int(present)
    assert sum(one.may_vote is True for one in minutes.attendances) == int(voting)


def test_the_councils_differing_heading_dates_are_listed():
    listed = [
        (path, one.text[:10])
        for path, minutes in minutes_of(COUNCIL).items()
        for one in minutes.skipped
        if one.reason is SkipReason.HEADING_DATE
    ]

    assert listed == [tuple(pair) for pair in expected(COUNCIL)["heading_date_differs"]]


def test_the_groups_actions_and_checkboxes_agree_file_by_file():
    figures, read = expected(GROUPS), minutes_of(GROUPS)

    assert {
        path: {
            "checkboxes": minutes.done + minutes.open,
            "done": minutes.done,
            "action_items": len(minutes.counted_actions),
        }
        for path, minutes in read.items()
        if minutes.done or minutes.open or minutes.counted_actions
    } == figures["per_file"]
    assert sum(len(minutes.counted_actions) for minutes in read.values()) == figures["action_items"]
    assert sum(minutes.done for minutes in read.values()) == figures["done"]
    assert sum(minutes.open for minutes in read.values()) == figures["checkboxes"] - figures["done"]


def test_the_groups_owners_of_single_meetings_agree():
    """The page says: date: n action items, owners a, b, none."""
    said = [line for line in expected_page().splitlines() if line.startswith("- Electron wg-")]
    checked = 0
    for line in said:
        [group] = re.findall(r"^- Electron (wg-\w+)", line)
        for day, count, names in re.findall(
            r"(\d{4}-\d\d-\d\d): [^.]*?(\d+)(?:,| [^.,]*)[ ,(]+owners? ([\w, ]+)", line
        ):
            items = minutes_of(GROUPS)[f"{group}/meeting-notes/{day}.md"].counted_actions
            owners = {item.owners[0].lstrip("@") if item.owners else "none" for item in items}
            assert (len(items), owners) == (int(count), set(names.strip().split(", ")))
            checked += 1
    assert checked == 5


def test_the_last_councils_members_observers_and_offices_agree_file_by_file():
    figures = {path: of for path, of in expected(RUST)["per_file"].items() if of["members"] is not None}

    assert len(figures) == expected(RUST)["files_with_member_line"]
    assert {
        path: {
            "members": there(minutes, Group.PRESENT),
            "observers": there(minutes, Group.OBSERVER),
            "facilitator": officer(minutes, Office.FACILITATOR)[0],
            "minutes": officer(minutes, Office.MINUTES)[0],
        }
        for path, minutes in minutes_of(RUST).items()
        if path in figures
    } == figures


@pytest.mark.parametrize("corpus", [BOARD, GROUPS])
def test_every_bullet_of_an_action_section_is_an_item_or_listed(corpus):
    """Counted here by the plainest pattern there is: nothing may be dropped silently."""
    for path, minutes in minutes_of(corpus).items():
        seen = {item.line for item in minutes.actions} | {one.line for one in minutes.skipped}
        is_inside = False
        for number, line in enumerate((DATA / corpus / path).read_text().split("\n"), start=1):
            if line.startswith("#"):
                is_inside = bool(re.match(r"#+ *(action items?|todo)", line, re.IGNORECASE))
            elif is_inside and re.match(r" ?[-*+] (?!none)", line, re.IGNORECASE):
                assert number in seen, (path, number)
