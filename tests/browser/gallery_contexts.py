"""Invented contexts of the feature pages, with the figures of the mocks."""

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
        "is_late": bool(due_on and due_on < TODAY),
        "urls": VERBS,
        "check_in": None,
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
                buttons=[("It is done", "#v", "primary")],
                return_url="#r",
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
            ),
            item,
        ],
        "loose": None,
        "add_item_url": "",
        "item_kinds": [],
        "roll": roll,
        "roll_url": "#roll",
        "roll_choices": choices,
        "roll_lines": [(1, "Ada Morvane", "Customer office", "present"), (2, "Mira Dostane", "Finance", "")],
        "conflict": None,
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


def goals() -> dict[str, Any]:
    """Return a part of mock 05."""

    def key_result(title: str, owner: str, status: str, progress: float | None, history: list[float]) -> Thing:
        return Thing(
            title=title,
            url="#k",
            owner=owner,
            span="82 to 96 %",
            now="90.3 %" if progress else "–",
            history=history,
            history_words="rises",
            progress=progress,
            expected=79.3,
            progress_words=f"{progress} % · pace 0.74" if progress else "",
            status=status,
            status_words="",
            confidence="0.6",
        )

    objective = Thing(
        title="Moving home works without a phone call",
        url="#o",
        sponsor="Ada Morvane",
        status="red",
        status_words="",
        departments="Product, Operations, Billing, Support",
        progress=58.2,
        expected=79.3,
        progress_words="58.2 % · expected 79.3 %",
        second="1 off track, 1 at risk, 2 on track",
        confidence="0.60",
        key_results=[
            key_result(
                "First bill after a move is right", "Dan Hellier, Billing", "amber", 58.9, [83.5, 85, 87.3, 89.5, 90.3]
            ),
            key_result(
                "Moving customers who have to call us", "Cleo Tamsin, Product", "green", 81.4, [40, 35, 31, 27, 24]
            ),
            key_result("Customers who can say what they pay", "Ines Valcourt, Marketing", "no_data", None, []),
        ],
    )
    return {
        "cycle": Thing(
            name="Second half of 2026", lead="Second half of 2026, day 146 of 184: 79.3 % of the time is used."
        ),
        "cycles": [(1, "Second half of 2026")],
        "chosen_cycle": 1,
        "departments": [(1, "Billing")],
        "chosen_department": "",
        "clear_url": "#all",
        "buttons": [("New objective", "#n", "primary", "plus")],
        "counts": Thing(words="1 objective, 3 key results", measured="2 of 3 measured"),
        "since": "Since July",
        "objectives": [objective],
        "watermelons": [
            Thing(title="Solved at the first contact", url="#w", words="was reported on track and computes to at risk")
        ],
    }


def goal(course: Any, form: Any) -> dict[str, Any]:
    """Return mock 06."""
    why = Thing(
        title="8.25 of 14 points of the way",
        formula="(90.25 − 82) ÷ (96 − 82) = 0.589, rule G1",
        rows=[("Reading", "90.25 %, 361 of 400"), ("Valid on", "20 Nov 2026"), ("Pace", "0.589 ÷ 0.793 = 0.74")],
    )
    entries = [
        Thing(
            when="20 Nov",
            iso="2026-11-20",
            sentence=Markup("<b>90.3 %</b>, 361 of 400. “The Friday batch is still there.”"),
            second="Dan Hellier · confidence 0.6",
        )
    ]
    return {
        "goal": Thing(
            title="First bill after a move is right",
            status="amber",
            status_words="",
            owner="Dan Hellier",
            owner_second="Billing, accountable",
            shared="shared with Operations, Product",
            level=1,
        ),
        "lead": "From 82 % to 96 % of audited first bills, 1 July to 31 December 2026.",
        "parents": [("Goals", "#g"), ("Moving home works without a phone call", "#o")],
        "buttons": [("Check in", "#check-in", "primary", "edit")],
        "chain": {
            "voice": ("4 interviews, 214 calls", "#v"),
            "gap": ("G-07 Meter reading handed over twice", "#g7"),
            "goal": ("First bill after a move is right", "#k"),
            "initiative": ("One moving form", "#i"),
            "decision": ("D-2026-13 Estimated readings", "#d"),
            "action": ("5 actions, 1 late", "#a"),
            "outcome": ("82 to 90.3 %", "#out"),
        },
        "course": course,
        "course_note": "Shaded: noise of the audit, ± 3 points.",
        "key_results": [],
        "stands": Thing(progress=58.9, expected=79.3, words="58.9 % of the way · expected 79.3 %", why=why),
        "check_in": Thing(url="#ci", form=form, unit="in percent"),
        "check_ins": entries,
        "check_in_words": "4 on time, 1 late",
        "readings": [("20 Nov", "90.3 %", "Dan Hellier", "21 Nov")],
        "links": [("Served by", [("One moving form", "#i", "initiative")])],
        "take": "2.3 times the present pace.",
    }


def digest() -> dict[str, Any]:
    """Return mock 10."""
    story = Thing(
        title="How the paper form disappeared",
        url="#s",
        by="Eve Sarkani, Support",
        html=Markup(
            "<p>A customer counted for us: her new address, three times, on three forms.</p><p>Nine fields were left.</p>"
        ),
    )
    return {
        "month": "October 2026",
        "month_name": "October",
        "reading_words": "four minutes to read",
        "department": "Billing",
        "lead": "The paper moving form is gone, 38 thanks crossed from one department to another, and one figure still worries us.",
        "story": story,
        "more_stories": [Thing(title="What the meter date taught us", url="#s2", second="a lesson of Operations")],
        "bars": Thing(
            title="Moving customers who have to call us",
            note="Measured: more than chance. 610 customers asked.",
            rows=[("May, four forms", "41 %", 100, "calm"), ("October, one form", "27 %", 66, "brand")],
        ),
        "quote": Thing(
            kind="A customer, after moving in October", words="I filled in one page on the tram. That was all."
        ),
        "thanks": [
            Thing(words="They opened their error list to us.", by="Cleo Tamsin, Product", to="the Billing team"),
            Thing(
                words="You rang me back at seven in the evening.",
                by="Jonas Ardley, Support",
                to="Farid Ombale, Operations",
            ),
        ],
        "more_thanks": 35,
        "thank_url": "#thank",
        "departments": [Thing(name="Billing", words="closed 4 actions, 1 is late")],
        "decisions": [
            Thing(
                text="If we estimate a meter reading, the bill says so.",
                second="Billing and Legal, by 15 December.",
                reference="D-2026-13",
                url="#d",
            )
        ],
        "actions": [Thing(title="Retire the paper stock", url="#a", second="Operations, verified 30 Sep")],
        "actions_words": "",
        "goals": [
            Thing(
                title="Moving home works without a phone call",
                status="red",
                status_words="",
                words="One of four figures does not move.",
                url="#g",
            )
        ],
        "meetings": [Thing(name="Customer Council", when="Tuesday 24 November, 10:00, Room Elm", url="")],
        "made": "Made on 1 November 2026 at 06:00 from the figures of 31 October.",
    }


def sign_in() -> dict[str, Any]:
    """Return the door without a link."""
    return {
        "department_count": 10,
        "name": "",
        "refused": "",
        "digest_url": "#d",
        "helper": "Ben Okoru, Customer office",
    }


def sign_in_link() -> dict[str, Any]:
    """Return the door with a valid link."""
    return sign_in() | {"name": "Dan Hellier", "url": "#in", "form": None}
