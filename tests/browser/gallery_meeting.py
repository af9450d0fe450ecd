"""Invented contexts of the meeting room, with the figures of the mocks."""

from types import SimpleNamespace as Thing
from typing import Any

from markupsafe import Markup

_PLAIN: dict[str, Any] = {
    "level": None,
    "readers_url": "",
    "raise_url": "",
    "recuse_url": "",
    "recused": [],
    "runs": True,
}


def _block(number: int, kind: str, text: str, **more: Any) -> Thing:
    facts = {
        "id": number,
        "version": 1,
        "kind_words": kind,
        "time": f"10:{27 + number}",
        "html": Markup("<p>{}</p>").format(text),
        "text": text,
        "rows": 3,
        "is_capture": kind != "Note",
        "caught": [],
        "save_url": f"#save{number}",
        "remove_url": f"#remove{number}",
        "problems": [],
    }
    return Thing(**(facts | more))


def meeting() -> dict[str, Any]:
    """Return mock 03 in the state held."""
    card = Thing(
        kind="action",
        reference="A-118",
        words=["Farid Ombale, Operations", "due Fri 11 Dec"],
        state="proposed",
        url="#a118",
    )
    blocks = [
        _block(
            1, "Note", "Dan showed the audit of October: 89.5 % of first bills after a move were right (358 of 400)."
        ),
        _block(2, "Action", "ACTION: @farid send the hand-over reading to Billing by 2026-12-11", caught=[card]),
        _block(
            3,
            "Action",
            "ACTION: @ferid ask Legal",
            problems=["Nobody here is called @ferid. Choose an owner on the action’s page."],
        ),
    ]
    item = Thing(
        id=4,
        number=4,
        title="One team for the first bill after a move",
        kind="decision",
        second="Decision · brought by Billing",
        minutes_words="20 min",
        state="now",
        url="#item-4",
        blocks=blocks,
        add_url="#add4",
        background="",
        edit_url="#edit4",
        up_url="#up4",
        down_url="",
        remove_url="",
        **_PLAIN,
    )
    roll = [
        Thing(name="Ada Morvane", department="Customer office", presence="present", note="chair"),
        Thing(name="Mira Dostane", department="Finance", presence="recused", note="her team sells the service"),
        Thing(name="Greta Wynholt", department="Legal", presence="excused", note=""),
    ]
    choices = [("present", "present"), ("alternate", "alternate"), ("excused", "excused"), ("absent", "absent")]
    return {
        "meeting": Thing(
            title="Meeting 11",
            committee="Customer Council",
            committee_url="#c",
            state="held",
            state_words="In session",
            when="Tue 24 Nov, 10:00–11:25",
            place="Room Elm and video",
            level=1,
        ),
        "lead": "Item 4 asks for a decision. Three of the four actions for today are done.",
        "buttons": [
            ("Close and lock", "#close", "primary", "lock", True),
            ("Minutes as PDF", "#pdf", "plain", "file", False),
        ],
        "quorum": Thing(
            seats=["counts"] * 7 + ["recused", "empty", "empty"], needed=6, words="7 of 10, 6 needed", holds=True
        ),
        "items": [
            Thing(
                id=3,
                number=3,
                title="Late and open actions",
                kind="discussion",
                second="Discussion",
                minutes_words="15 min",
                state="done",
                url="#item-3",
                blocks=[],
                add_url="",
                background="The list is on the next page.",
                edit_url="",
                up_url="",
                down_url="",
                remove_url="",
                **_PLAIN,
            ),
            item,
        ],
        "in_camera": 0,
        "item_levels": [],
        "loose": None,
        "add_item_url": "",
        "item_kinds": [],
        "roll": roll,
        "roll_url": "#roll",
        "roll_choices": choices,
        "roll_lines": [(1, "Ada Morvane", "Customer office", "present"), (2, "Mira Dostane", "Finance", "")],
        "conflict": None,
        "question": None,
        "unsaved": None,
        "sentence": "",
        "reads": True,
        "guest_form": None,
        "guest_url": "",
        "source": None,
        "events": [],
        "carried": [
            Thing(
                title="Send one letter, not three, after a move",
                url="#a104",
                second="Dan Hellier, Billing",
                due_words="4 days late",
                due_tone="bad",
            )
        ],
    }


def meeting_conflict() -> dict[str, Any]:
    """Return the room after somebody else saved the same note."""
    return meeting() | {
        "conflict": Thing(
            title="Ines changed this line while you were typing",
            block_id=2,
            save_url="#save2",
            version=3,
            yours_when="Yours, 10:42",
            yours=[(False, "ACTION: @ines rewrite the moving letter by "), (True, "4 Dec, two pages at most")],
            theirs_when="Ines Valcourt, 10:41",
            theirs=[(False, "ACTION: @ines rewrite the moving letter "), (True, "with Legal")],
            yours_text="a",
            theirs_text="b",
            joined_text="a\nb",
        )
    }


def meeting_draft() -> dict[str, Any]:
    """Return a meeting that was only planned."""
    base = meeting()
    base["meeting"].state, base["meeting"].state_words = "draft", "Draft"
    return base | {
        "items": [],
        "add_item_url": "#item",
        "item_kinds": [("decision", "Decision"), ("discussion", "Discussion")],
        "roll": [],
        "roll_url": "",
        "quorum": None,
        "buttons": [("Call the meeting", "#call", "primary", "mail", True)],
    }
