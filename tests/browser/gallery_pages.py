"""The invented context of every page that render_gallery.py shows. Tarnwick Energy and its people do not exist."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace as Thing
from typing import Any

from wtforms import BooleanField, DateField, Form, RadioField, SelectField, StringField, TextAreaField

from cxgov.core.charts import Column, Course, Part, Reading
from tests.browser import gallery_goals, gallery_meeting, gallery_work

KINDS: Any = ["design", "repair"]
TENTHS: Any = [f"{n} of 10" for n in range(10, -1, -1)]
TODAY = date(2026, 11, 23)
ROOMS = [
    ("My work", "home", 5),
    ("Committees", "committee", 0),
    ("Meetings", "meeting", 1),
    ("Actions", "action", 0),
    ("Goals", "goal", 0),
    ("Initiatives", "initiative", 0),
    ("Stories", "story", 0),
    ("Reports", "report", 0),
    ("People", "people", 0),
    ("Outbox", "mail", 0),
    ("Jobs", "job", 0),
]


def rooms(current: str) -> list[Thing]:
    """Return the rooms as the context processor gives them."""
    return [
        Thing(label=name, url=f"#{icon}", icon=icon, count=n, current=name == current, settings=icon in ("mail", "job"))
        for name, icon, n in ROOMS
    ]


class DateForm(Form):
    """A form with one of each control, as somebody sent it."""

    due_on = DateField("Due date")
    owner = StringField("Owner")
    reason = TextAreaField("Why a new date?")
    voting = BooleanField("May vote")
    kind = RadioField("Kind", choices=KINDS, default="repair")


def bad_form() -> DateForm:
    """Return the form with two errors."""
    form = DateForm(data={"due_on": date(2026, 11, 2), "reason": "Technology can release on 2 December."})
    form.due_on.errors = ["The due date cannot be in the past."]
    form.owner.errors = ["Choose one owner. An action has exactly one."]
    return form


def course() -> Course:
    """Return the key result of mock 06."""
    readings = [
        Reading(date(2026, 7, 24), Decimal("83.5")),
        Reading(date(2026, 8, 24), Decimal("85.0")),
        Reading(date(2026, 9, 24), Decimal("87.25")),
        Reading(date(2026, 10, 23), Decimal("89.5")),
        Reading(date(2026, 11, 20), Decimal("90.25")),
    ]
    return Course(
        "First bill after a move is right, July to December 2026",
        Decimal(82),
        Decimal(96),
        date(2026, 7, 1),
        date(2026, 12, 31),
        readings,
        TODAY,
        "%",
        forecast=Decimal("93.1"),
        noise=Decimal(3),
    )


def gallery() -> dict[str, Any]:
    """Return what the gallery shows."""
    parts = [Part("later", 15, "calm"), Part("this week", 9, "brand"), Part("late", 3, "bad")]
    months = [
        Column(m, [Part("done", d, "brand"), Part("open", o, "calm")])
        for m, d, o in [("Jun", 3, 1), ("Jul", 5, 0), ("Aug", 0, 0), ("Sep", 2, 4), ("Oct", 1, 6)]
    ]
    return {"form": bad_form(), "course": course(), "parts": parts, "columns": months}


class CheckInForm(Form):
    """The form of a check-in."""

    value = StringField("Reading now")
    confidence = SelectField("How sure are you to reach it?", choices=TENTHS)
    note = TextAreaField("What is behind it?")


def error() -> dict[str, Any]:
    """Return a refusal."""
    sentence = "There is no such page, or it is not for you."
    return {"code": 404, "title": "Nothing here", "sentence": sentence, "error_id": "01f3c9"}


PAGES: dict[str, tuple[str, Any]] = {
    "gallery": ("gallery.html", gallery),
    "error": ("errors/error.html", error),
    "my_work": ("overview/my_work.html", gallery_work.my_work),
    "my_work_empty": ("overview/my_work.html", gallery_work.nothing_to_do),
    "committee": ("committees/show.html", gallery_work.committee),
    "meeting": ("meetings/show.html", gallery_meeting.meeting),
    "meeting_conflict": ("meetings/show.html", gallery_meeting.meeting_conflict),
    "meeting_draft": ("meetings/show.html", gallery_meeting.meeting_draft),
    "goals": ("goals/index.html", gallery_goals.goals),
    "goal": ("goals/show.html", lambda: gallery_goals.goal(course(), CheckInForm())),
    "digest": ("stories/digest.html", gallery_goals.digest),
}
CURRENT = {"my_work": "My work", "committee": "Committees", "meeting": "Meetings", "goals": "Goals", "goal": "Goals"}
SIGNED_OUT = {"error"}


def context_for(name: str, make: Any) -> dict[str, Any]:
    """Return the frame's context and the page's own."""
    actor = None if name in SIGNED_OUT else Thing(name="Dan Hellier", department="Billing")
    return {
        "organisation": "Tarnwick Energy",
        "home_url": "/",
        "rooms": rooms(CURRENT.get(name, "")),
        "actor": actor,
        "account_url": "#me",
        "sign_out_url": "#out",
        "language": "en",
        "today": TODAY,
        "get_flashed_messages": lambda **_: (
            [("ok", "The agenda is published. 10 members were told.")] if name == "gallery" else []
        ),
    } | make()
