"""Invented contexts of goals, digest and door, with the figures of the mocks."""

from types import SimpleNamespace as Thing
from typing import Any

from markupsafe import Markup


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
        html=Markup("<p>A customer counted for us: her address, three times.</p><p>Nine fields were left.</p>"),
    )
    return {
        "month": "October 2026",
        "month_name": "October",
        "reading_words": "four minutes to read",
        "department": "Billing",
        "lead": "The paper moving form is gone, and one figure still worries us.",
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
