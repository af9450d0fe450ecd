"""What every page's frame needs: rooms, organisation, who is signed in, and the words filters."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request, url_for

from cxgov.core.actor import Actor
from cxgov.web import filters
from cxgov.web.access import may_enter, maybe_actor
from cxgov.web.forms import Button
from cxgov.web.pages import url_of
from cxgov.web.settings import settings, today


@dataclass(frozen=True, slots=True)
class Room:
    """One entry of the frame's navigation."""

    label: str
    url: str
    icon: str
    current: bool
    count: int = 0
    settings: bool = False


ROOMS = (
    ("My work", "overview.my_work", "home"),
    ("Committees", "overview.committees", "committee"),
    ("Meetings", "meetings.index", "meeting"),
    ("Actions", "actions.index", "action"),
    ("Goals", "goals.index", "goal"),
    ("Initiatives", "initiatives.index", "initiative"),
    ("Stories", "stories.index", "story"),
    ("Reports", "reports.index", "report"),
    ("People", "people.index", "people"),
)
SETTINGS = (
    ("Jobs", "scheduler.index", "job"),
    ("Outbox", "post.index", "mail"),
    ("Names", "imports.index", "people"),
    ("Journal", "journal.index", "clock"),
)
ROOM_OF = {
    "overview.committee": "overview.committees",
    "overview.person": "people.index",
    "overview.department": "people.index",
    "accounts.make_link": "people.index",
    "accounts.access": "people.index",
}
"""Pages that look across stand in the room of what they show; a feature's other pages stand in its own room."""
FEATURE_ROOM = {"committees": "overview.committees", "decisions": "overview.committees"}


def _here() -> str:
    """Return the endpoint of the room that the page stands in."""
    endpoint = request.endpoint or ""
    feature = endpoint.split(".")[0]
    if endpoint in ROOM_OF or feature in FEATURE_ROOM:
        return ROOM_OF.get(endpoint) or FEATURE_ROOM[feature]
    return endpoint if feature == "overview" else f"{feature}.index"


def _rooms(app: Flask, who: Actor) -> list[Room]:
    """Return the rooms that somebody may enter; the frame leads nowhere that says no."""
    here = _here()
    return [
        Room(label, url_for(endpoint), icon, endpoint == here, settings=(label, endpoint, icon) in SETTINGS)
        for label, endpoint, icon in (*ROOMS, *SETTINGS)
        if (view := app.view_functions.get(endpoint)) is not None and may_enter(view, who)
    ]


def _readers_url(app: Flask) -> str:
    """Return where it is said who can see the subject of this page; "" on a page that is no subject's own."""
    subject = g.get("cx_subject")
    if subject is None or "rights.readers" not in app.view_functions or url_of(subject) != request.path:
        return ""
    return url_for("rights.readers", subject_id=subject.id)


def add_frame(app: Flask) -> None:
    """Give each template the frame's context and the filters that say dates and numbers in words."""

    @app.context_processor
    def _frame() -> dict[str, Any]:
        who = maybe_actor()
        return {
            "actor": who,
            "readers_url": _readers_url(app) if who else "",
            "organisation": settings().organisation.name,
            "zone": settings().organisation.zone,
            "today": today(),
            "rooms": _rooms(app, who) if who else [],
            "account_url": url_for("overview.person", person_id=who.id) if who else "",
            "sign_out_url": url_for("accounts.sign_out"),
            "button": Button,
        }

    filters.init_app(app)
