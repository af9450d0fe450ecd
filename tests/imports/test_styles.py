"""Minutes as other bodies write them, all invented, end to end: what a secretary would find after the import."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.actions.models import ActionItem
from cxgov.imports import folder, service
from cxgov.journal.models import Subject
from cxgov.meetings.enums import AttendanceStatus
from cxgov.meetings.models import Attendance, Meeting
from cxgov.people.models import Person
from tests.support.cast import NOW, SYSTEM

STYLES = Path(__file__).parent / "styles"
NOBODY: list[str] = []

FOUND: dict[str, dict[str, Any]] = {
    "2024-03-05-minutes.md": {  # W3C
        "day": "2024-03-05", "there": ["Ada Morvane", "Dan H", "Eve Sarkani"],
        "items": [("draft text for issue 12", "Dan H", "Dan_H"),
                  ("test the form with three screen readers", None, "cleo")],
    },
    "board_minutes_2024_03_20.txt": {  # Apache
        "day": "2024-03-20",
        "there": ["Ada Morvane", "Ben Okoru", "Cleo Tamsin", "Dan Hellier", "Finn Aldous", "Gia Brandt", "Hugo Carr",
                  "Ines Dorn"],
        "items": [("discuss branding with the PMC [ Fields 2024-01-17 ]", "Cleo Tamsin", "Cleo"),
                  ("pursue a report for Logging [ Logging 2023-12-20 ]", "Ben Okoru", "Ben")],
    },
    "2024-03-06.md": {"day": "2024-03-06", "there": ["@adam", "@benok", "@cleot"], "items": NOBODY},  # NixOS
    "parent council 12 March 2024.md": {
        "day": "2024-03-12",
        "there": ["A. Morvane", "B. Okoru", "C. Tamsin", "D. Hellier", "Eve Sarkani", "Finn Aldous"],
        "items": [("Book the hall", "C. Tamsin", "C. Tamsin"), ("Move the savings account", "B. Okoru", "B. Okoru"),
                  ("Write to the council about the crossing", "Eve Sarkani", "Eve Sarkani")],
    },
    "city-council-2024-03-11.md": {
        "day": "2024-03-11",
        "there": ["Ada Morvane", "Ben Okoru", "Cleo Tamsin", "Dan Hellier", "Finn Aldous", "Gia Brandt", "Hugo Carr"],
        "items": NOBODY,
    },
    "steering 2024-03-14.md": {
        "day": "2024-03-14", "there": ["Ada Morvane", "Ben Okoru", "Cleo Tamsin", "Dan Hellier"],
        "items": [("Map the cancellation journey", "Cleo Tamsin", "Cleo Tamsin, Ben Okoru"),
                  ("Plan the pilot", "Ben Okoru", "Ben Okoru"), ("Report NPS by region", None, None),
                  ("Rewrite the first invoice letter", "Dan Hellier", "Dan Hellier"),
                  ("Single complaint number", "Eve Sarkani", "Eve Sarkani")],
    },
    "2024-03-18.md": {
        "day": "2024-03-18", "there": ["Ada Morvane", "Ben Okoru"],
        "items": [("Close the old mailbox", "Ada Morvane", "Ada Morvane"),
                  ("Order the new signs", "Ben Okoru", "Ben Okoru")],
    },
    "2024-03-19-council.md": {
        "day": "2024-03-19", "there": ["Ada Morvane", "Ben Okoru", "Cleo Tamsin"],
        "items": [("Call the printer (Cleo, by 25 March)", "Cleo Tamsin", "Cleo"),
                  ("print the leaflet 📅 2024-04-02", "Ben Okoru", "Ben Okoru"),
                  ("thank the volunteers", "Ada Morvane", "Ada Morvane")],
    },
    "2024-03-21.md": {
        "day": "2024-03-21", "there": ["Ada Morvane", "Ben Okoru", "Cleo Tamsin"],
        "items": [("prepare the workshop", "Ben Okoru", "BO, CT"), ("read the draft", None, "All"),
                  ("send the invoice list", None, "DH"), ("tell the sponsor", "Ada Morvane", "AM")],
    },
    "20240322-sync.md": {
        "day": "2024-03-22", "there": ["Ben Okoru"],
        "items": [("(unassigned) find a venue", None, None), ("ask legal", "Ben Okoru", "Ben"),
                  ("fix the broken link", None, "adam"), ("publish glossary", None, "cleo, adam")],
    },
    "Mar 26, 2024 - CX guild notes.md": {
        "day": "2024-03-26", "there": ["Ada Morvane", "Ben Okoru", "Cleo Tamsin"],
        "items": [("Mar 29, 2024 Book the room", "Cleo Tamsin", "Cleo Tamsin"),
                  ("check the wording", "Ben Okoru", "Ben Okoru"),
                  ("send the survey to 20 customers", "Ada Morvane", "Ada Morvane")],
    },
}  # fmt: skip


def test_every_style_is_judged() -> None:
    assert {file.name for file in STYLES.iterdir()} == set(FOUND)


@pytest.mark.parametrize("name", FOUND)
def test_a_style_gives_the_day_the_people_and_the_items_with_their_owners(session: Session, name: str) -> None:
    read = folder.read_all([STYLES / name], max_bytes=2_000_000)
    service.import_minutes(session, "styles", read.minutes, actor=SYSTEM, now=NOW, zone="UTC")
    session.commit()
    found = session.execute(select(Person.id, Subject.title).join_from(Person, Subject, Subject.id == Person.id))
    names = {row.id: row.title for row in found}
    there = select(Attendance.person_id).where(Attendance.status == AttendanceStatus.PRESENT)
    items = session.execute(
        select(Subject.title, ActionItem.owner_id, ActionItem.owner_as_written).join_from(
            ActionItem, Subject, Subject.id == ActionItem.id
        )
    )

    assert [day.isoformat() for day in session.scalars(select(Meeting.held_on))] == [FOUND[name]["day"]]
    assert sorted(names[one] for one in session.scalars(there)) == FOUND[name]["there"]
    assert sorted((title, names.get(owner), said) for title, owner, said in items) == FOUND[name]["items"]
