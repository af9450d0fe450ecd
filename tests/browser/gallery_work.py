"""Invented contexts of My work and of a committee, with the figures of the mocks."""

from datetime import date
from types import SimpleNamespace as Thing
from typing import Any

from markupsafe import Markup

from cxgov.core.charts import Part

TODAY = date(2026, 11, 23)
VERBS = {"done": "#done", "date": "#date", "block": "#block", "start": "#start"}


def _item(number: int, title: str, second: str, state: str, due_on: date | None, **more: Any) -> Thing:
    facts = {
        "id": number,
        "title": title,
        "url": f"#A-{number}",
        "second": second,
        "state": state,
        "due_on": due_on,
        "moved": 0,
        "due_says": "",
        "is_late": bool(due_on and due_on < TODAY),
        "urls": VERBS,
        "check_in": None,
        "version": 1,
    }
    return Thing(**(facts | more))


def my_work() -> dict[str, Any]:
    """Return mock 01."""
    late = _item(
        104,
        "Send one letter, not three, after a move",
        Markup('A-104 · from <a href="#c">Customer Council, meeting 10</a>'),
        "late",
        date(2026, 11, 19),
        moved=1,
    )
    week = [
        _item(
            109,
            "Bring the list of first bills that were wrong in October",
            "A-109 · in progress · with Farid Ombale",
            "in_progress",
            date(2026, 11, 24),
        ),
        _item(
            7,
            "Check in: First bill after a move is right",
            "Last reading 89.5 % on 23 Oct · target 96 % by 31 Dec",
            "",
            date(2026, 11, 25),
            check_in=Thing(url="#ci", unit="%", last="89.5 %"),
        ),
    ]
    later = [
        _item(
            98,
            "Switch off the second deposit letter",
            "A-098 · blocked: needs a release by Technology",
            "blocked",
            date(2026, 12, 4),
            urls={"unblock": "#go"},
        ),
        _item(112, "Name one contact in Billing", "A-112", "open", date(2026, 12, 14), urls={}),
    ]
    return {
        "today": TODAY,
        "lead": "One action is late, three things are due this week.",
        "action_count": 9,
        "actions_url": "#actions",
        "new_url": "#new",
        "story_url": "#story",
        "groups": [
            Thing(title="Late", items=[late]),
            Thing(title="This week", items=week),
            Thing(title="Later", items=later),
        ],
        "answers": [
            Thing(
                title="Check: Retire the paper stock",
                url="#a",
                second="Farid Ombale says it is done: “Empty since Monday.”",
                since="since Friday",
                buttons=[("It is done", "#v", "primary", 3)],
                refusal=Thing(label="Give it back…", url="#r", name="comment", question="What is missing?", version=3),
                links=[],
            )
        ],
        "next_meeting": Thing(
            name="Customer Council, meeting 11",
            url="#m",
            when="tomorrow, Tue 24 Nov, 10:00–11:25",
            place="Room Elm",
            task="You speak to item 4, One team for the first bill.",
            agenda_url="#ag",
            agenda_label="Read the agenda",
        ),
        "voice": Thing(
            kind="A customer, on billing",
            quote="I moved eleven kilometres and got three welcome letters.",
            source="Interview, 12 November",
            url="#v",
        ),
        "promises": Thing(
            department="Billing", rows=[("Actions on time", 14, 18, "78 %"), ("Check-ins on time", 11, 12, "92 %")]
        ),
        "thanks": Thing(words="Dan’s team opened their error list to us.", by="Cleo Tamsin, Product", url=""),
    }


def nothing_to_do() -> dict[str, Any]:
    """Return the home of somebody whom nothing waits for."""
    return my_work() | {
        "groups": [],
        "answers": [],
        "promises": None,
        "voice": None,
        "thanks": None,
        "lead": "Nothing waits for you.",
        "action_count": 0,
        "next_meeting": None,
    }


def committee() -> dict[str, Any]:
    """Return mock 02."""
    return {
        "committee": Thing(
            name="Customer Council",
            lead="Ten departments decide together what changes for the customer.",
            level=1,
            chairs=[("Chair", "Ada Morvane"), ("secretary", "Ben Okoru")],
        ),
        "buttons": [("Open meeting 11", "#m", "primary", "meeting"), ("Charter", "#c", "plain", "")],
        "tabs": [
            ("Overview", "#o", True, None),
            ("Meetings", "#m", False, 11),
            ("Decisions", "#d", False, 34),
            ("Actions", "#a", False, 27),
            ("Goals", "#g", False, 3),
            ("Members", "#p", False, 12),
        ],
        "figures": [
            ("Actions closed since meeting 10", 9, "of 14 due", ""),
            ("Late now", 3, "oldest 19 days", "bad"),
            ("Decisions carried out", 26, "of 31 in force", ""),
            ("Goals off track", 2, "of 3", ""),
        ],
        "next_meeting": Thing(
            heading="Tomorrow: meeting 11",
            url="#m11",
            status="called",
            status_words="Agenda published",
            second="Tue 24 Nov, 10:00–11:25, Room Elm and video.",
            more="and 5 short items",
            items=[
                Thing(
                    number=3, title="Late and open actions", url="#3", kind="discussion", by="fills itself", minutes=15
                ),
                Thing(
                    number=4,
                    title="One team for the first bill after a move",
                    url="#4",
                    kind="decision",
                    by="Billing",
                    minutes=20,
                ),
            ],
        ),
        "decisions": [
            Thing(
                title="Estimated readings say so in plain words",
                url="#d13",
                second="D-2026-13 · 27 Oct",
                outcome="in_progress",
                outcome_words="1 of 2 actions done",
            ),
            Thing(
                title="Support sees every tariff change on the day",
                url="#d12",
                second="D-2026-12 · 22 Sep",
                outcome="off_track",
                outcome_words="Nothing done in 8 weeks",
            ),
        ],
        "register_url": "#reg",
        "attendance": Thing(
            heads=["Jun", "Jul", "Aug", "Sep", "Oct"],
            more="4 more voting members",
            more_url="#more",
            rows=[
                ("Ada Morvane", "Customer office", "Dec 2027", ["present"] * 5),
                ("Hugo Pereska", "Sales", "Dec 2027", ["present", "present", "alternate", "absent", "none"]),
            ],
        ),
        "ages": Thing(
            parts=[Part("later", 15, "calm"), Part("this week", 9, "brand"), Part("late", 3, "bad")],
            open_count=27,
            url="#open",
            late=[
                Thing(
                    title="Tell Support of tariff changes",
                    url="#t",
                    late_words="19 days late",
                    who="Cleo Tamsin, Product",
                )
            ],
        ),
        "goals": [
            Thing(
                title="Moving home works without a phone call",
                url="#g1",
                status="red",
                progress=58.2,
                expected=79.3,
                words="58.2 %",
            ),
            Thing(
                title="Offers people understand",
                url="#g2",
                status="no_data",
                progress=None,
                expected=55.5,
                words="no reading",
            ),
        ],
        "events": [
            ("09:12", "2026-11-23T09:12", "Ben Okoru published the agenda", "item 6 added", ""),
            ("18 Nov", "2026-11-18", "A-101 is 14 days late: the chair was told", "", "#a101"),
        ],
    }
