"""Agenda and minutes of the Customer Council of Tarnwick Energy, all invented."""

# ruff: noqa: E501 - these are tables, and a table reads best with a row a line

from datetime import date
from typing import Any

from cxgov.reports.figures.meetings import (
    AgendaFigures,
    AgendaLine,
    MinutedAction,
    MinutedDecision,
    MinutedItem,
    MinutesFigures,
    MinutesVersion,
    Seat,
    Signature,
)
from tests.reports.sample import masthead

_SEATS = (
    ("Chair", "Ada Morvane", "Customer office, votes", "09:58", None), ("Marketing", "Ines Valcourt", "member, votes", "10:00", None),
    ("Sales", "Hugo Pereska", "member, votes", "10:12", "by video"), ("Product", "Cleo Tamsin", "member, votes", "09:59", None),
    ("Operations", "Farid Ombale", "member, votes", None, "excused"), ("Support", "Jonas Ardley", "vice-chair, votes", "10:00", None),
    ("Billing", "Noor Vestley", "alternate of Dan Hellier, votes", "10:00", None), ("Finance", "Mira Dostane", "member, votes", None, "absent"),
    ("Legal", "Greta Wynholt", "member, votes", "10:00", None), ("Technology", "Luca Brenholt", "member, votes", "10:03", None),
    ("Secretary", "Ben Okoru", "no vote", "09:50", None),
)  # fmt: skip


def minutes(**more: Any) -> MinutesFigures:
    """The minutes of meeting 10, of 27 October 2026."""
    values: dict[str, Any] = {
        "masthead": masthead("Minutes, 27 October 2026", as_of_words="24 November 2026, 10:09 CET"),
        "ordinal": "10th meeting of 2026", "when": "Tuesday 10:00 to 11:31, Berlin", "state": "v2, approved 24 November, locked",
        "lead": "Two motions were put and carried. Five action items were agreed. Eight of ten votes were present.",
        "seats": tuple(
            Seat(seat=seat, name=name, role=role, arrived=arrived, left="11:31" if arrived else None, note=note)
            for seat, name, role, arrived, note in _SEATS
        ),
        "quorum_note": "Ten voting seats, six needed (more than half), eight present from 10:12; quorum held for every vote.",
        "items": (
            MinutedItem(number="1", title="Opening", time="10:00", text="The chair opened the meeting. Notice was given on 13 October. No conflict of interest was declared."),
            MinutedItem(number="2", title="Customer moment", time="10:05", text="> I moved eleven kilometres and got three welcome letters and a bill for the old flat.\n\nTwo members asked how often this happens: **four more** such interviews are in the library."),
            MinutedItem(number="3", title="Estimated readings", time="10:20",
                        text="Dan’s deputy showed the audit of September: 87.3 % of first bills after a move were right.\n\n- 6 of 10 callers did not know that the reading was estimated\n- Legal found the wording *permitted*\n\n### For the record\n\nSales asked that dealers be told first.",
                        decisions=(MinutedDecision(number="D-2026-13", text="If we estimate a meter reading, the bill says so in the first line.", result="carried", words="8 for, 0 against, 1 abstained; simple majority. Customer gate: interviews I-44. Review 26 January 2027."),)),
            MinutedItem(number="4", title="Panel of movers", time="11:10", text="The survey of movers changes its panel each year; figures cannot be compared.",
                        decisions=(MinutedDecision(number="D-2026-14", text="The yearly survey of movers goes to a fixed panel of 600.", result="in force", words="General consent.", without_quorum=True, customer_not_asked=True),)),
            MinutedItem(number="5", title="Close", time="11:28", text="Next meeting 24 November 2026, 10:00. Closed at 11:31."),
        ),
        "actions": (
            MinutedAction(number="A-109", title="List the first bills that were wrong in October, with the cause of each", owner="Dan Hellier", due_on=date(2026, 11, 24), source="item 3"),
            MinutedAction(number="A-111", title="Agree the wording for estimated readings", owner="Greta Wynholt", due_on=date(2026, 11, 27), source="D-2026-13"),
            MinutedAction(number="A-113", title="Rewrite the moving letter so that it names one contact", owner="Ines Valcourt", due_on=date(2026, 12, 4), source="item 2"),
            MinutedAction(number="A-114", title="Ring back the 40 customers with a wrong first bill in October", owner="Jonas Ardley", due_on=date(2026, 11, 10), source="item 3"),
            MinutedAction(number=None, title="Tell the dealers", owner=None, owner_as_written="the dealer team", due_words="next meeting", source="item 3"),
        ),
        "versions": (
            MinutesVersion(version="v1", on=date(2026, 10, 30), words="Circulated for correction until 9 November"),
            MinutesVersion(version="v2", on=date(2026, 11, 24), words="Approved as corrected by general consent (11th meeting, item 2); signed and locked"),
        ),
        "signatures": (
            Signature(name="Ada Morvane", role="chair", words="Signed 24 November 2026, 12:02 CET"),
            Signature(name="Ben Okoru", role="secretary", words="Signed 24 November 2026, 11:57 CET"),
        ),
    }  # fmt: skip
    return MinutesFigures(**(values | more))


def agenda(**more: Any) -> AgendaFigures:
    """The agenda of meeting 11, of 24 November 2026."""
    lines: tuple[tuple[Any, ...], ...] = (
        ("10:00", 5, "Opening, roll, conflicts of interest", "information", "Chair", None, ""),
        ("10:05", 5, "Minutes of meeting 10", "consent", "Secretary", "general consent", ""),
        ("10:10", 15, "Late and open actions", "discussion", "Chair", "new date, new owner or end", ""),
        ("10:25", 20, "One team for the first bill after a move", "decision", "Billing", "decide who owns the first bill", "Audit of October: **89.5 %** of first bills after a move were right (358 of 400)."),
        ("10:45", 15, "Off track: would moving customers recommend us?", "discussion", "Support", "agree on what is asked", ""),
        ("11:00", 10, "New gap: meter reading handed over twice", "discussion", "Operations", "name an owner", ""),
        ("11:10", 15, "Two decisions to review; any other business", "information", "Secretary", None, ""),
    )  # fmt: skip
    values: dict[str, Any] = {
        "masthead": masthead("Agenda, 24 November 2026", as_of_words="17 November 2026, 12:00 CET"),
        "ordinal": "11th meeting of 2026", "when": "Tuesday 10:00 to 11:25, Berlin", "place": "Room Elm and by video",
        "revision": "Agenda r2 of 17 November",
        "lead": "One decision is asked of you: who owns the first bill after a move, which is still wrong in one case of ten.",
        "items": tuple(
            AgendaLine(number=number, starts=starts, minutes=length, title=title, kind=kind, brought_by=by, asked=asked, notes=notes)
            for number, (starts, length, title, kind, by, asked, notes) in enumerate(lines, start=1)
        ),
        "ends": "11:25", "total_minutes": 85, "total_words": "one decision, three discussions, one consent vote",
        "before": (("Read item 4", "and the audit of October, about 10 minutes."),
                   ("Owners of late actions:", "say what you need, at the latest on Monday 23 November."),
                   ("Declare a conflict of interest", "with the secretary; you then leave the room for that item.")),
        "open_actions": (
            MinutedAction(number="A-084", title="Publish one calendar of connection dates for all regions", owner="Farid Ombale", due_on=date(2026, 9, 30), days_late=55, source="D-2026-06"),
            MinutedAction(number="A-101", title="Tell Support of every tariff change on the day it happens", owner="Cleo Tamsin", due_on=date(2026, 10, 15), days_late=40, source="D-2026-12"),
            MinutedAction(number="A-109", title="List the first bills that were wrong in October, with the cause of each", owner="Dan Hellier", due_on=date(2026, 11, 24), source="Meeting 10"),
        ),
        "quorum_words": "Quorum: 6 of 10 votes",
        "seats": tuple(Seat(seat=seat, name=name, role=role) for seat, name, role, _, _ in _SEATS),
    }  # fmt: skip
    return AgendaFigures(**(values | more))
