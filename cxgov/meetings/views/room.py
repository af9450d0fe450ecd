"""The page of one meeting, put together: agenda, notes with their cards, roll, and what one may do next."""

from types import SimpleNamespace
from typing import Any

from flask import current_app, url_for
from werkzeug.wrappers import Response

from cxgov.actions.rules import CARRIED
from cxgov.committees.models import Committee
from cxgov.core import clock, policy
from cxgov.core.enums import Level
from cxgov.journal.queries import TimelineRow, timeline
from cxgov.meetings import forms, queries
from cxgov.meetings.enums import AgendaKind, AttendanceStatus, MeetingState
from cxgov.meetings.models import Meeting
from cxgov.meetings.permissions import verbs_for
from cxgov.meetings.queries import quorum_now
from cxgov.meetings.views.blueprint import bp, load_meeting, name_of
from cxgov.meetings.views.cards import blocks_shown
from cxgov.meetings.views.points import items_shown
from cxgov.people.choices import people_choices
from cxgov.people.queries import department_names
from cxgov.web.access import actor, requires
from cxgov.web.extensions import db
from cxgov.web.headers import no_store
from cxgov.web.pages import page, url_of
from cxgov.web.settings import settings, today
from cxgov.web.words import day_words, due_words, in_camera_words, instant_words, plural

ROLL_CHOICES = [(status.value, status.words) for status in AttendanceStatus]
Button = tuple[str, str, str, str, bool]


@bp.get("/<int:meeting_id>")
@requires("meetings:meeting:read", load_meeting)
def show(meeting: Meeting) -> Response:
    """Show a meeting in its state; the notes of a meeting that is not closed only to those who read drafts."""
    return shown(meeting)


def shown(meeting: Meeting, *, status: int = 200, guest_form: forms.GuestForm | None = None, **more: Any) -> Response:
    """Render a meeting's page, with what was refused (`conflict`, `question`, `unsaved`, `sentence`)."""
    session, who = db.session(), actor()
    committee = session.get_one(Committee, meeting.of_committee_id)
    verbs = verbs_for(who, meeting) if policy.allows(who, "meetings:meeting:edit", meeting) else frozenset()
    reads = policy.allows(who, "meetings:minutes:read", meeting)
    blocks = blocks_shown(meeting, may_edit="minute" in verbs) if reads else []
    agenda = queries.agenda_of(session, who, meeting)
    if agenda.highest >= Level.RESTRICTED:
        no_store()
    context = {"conflict": None, "question": None, "unsaved": None, "sentence": "", **more}
    return page(
        "meetings/show.html", status=status, meeting=_head(meeting, committee), buttons=_buttons(meeting, verbs, reads),
        lead=_lead(meeting, blocks, agenda), quorum=_quorum(meeting, committee), in_camera=agenda.in_camera,
        items=items_shown(meeting, agenda, blocks, verbs), loose=_loose(meeting, blocks, verbs, agenda),
        add_item_url=_add_item_url(meeting, verbs), reads=reads,
        item_kinds=[(kind.value, kind.value.capitalize()) for kind in AgendaKind], carried=_carried(meeting),
        item_levels=forms.levels_above(meeting.level),
        source=SimpleNamespace(path=meeting.source_path, hash=meeting.source_hash) if meeting.source_path else None,
        events=_events(meeting, agenda) if reads and verbs else [], **_roll(meeting, verbs, guest_form), **context,
    )  # fmt: skip


def left_open(meeting: Meeting) -> list[str]:
    """Return the titles of the actions that would stay proposals if the meeting were closed now."""
    return [
        row.title
        for row in queries.proposed_in(db.session(), actor(), meeting)
        if row.owner_id is None or not (row.due_on or row.due_next_meeting)
    ]


def _head(meeting: Meeting, committee: Committee) -> SimpleNamespace:
    when = day_words(meeting.held_on, today())
    if meeting.local_time:
        when += f", {meeting.local_time:%H:%M}"
        when += "" if meeting.zone == settings().organisation.zone else f" ({meeting.zone})"
    if meeting.minutes_long:
        when += f", {plural(meeting.minutes_long, 'minute')}"
    words = "In session" if meeting.state is MeetingState.HELD else meeting.state.words.capitalize()
    return SimpleNamespace(
        id=meeting.id, title=name_of(meeting), committee=committee.title, committee_url=url_of(committee),
        state=meeting.state.value, state_words=words, when=when, place=meeting.place, level=meeting.level,
    )  # fmt: skip


def _lead(meeting: Meeting, blocks: list[SimpleNamespace], agenda: queries.Agenda) -> str:
    match meeting.state:
        case MeetingState.DRAFT:
            return "Only those who run the committee see it yet. Call it when the agenda stands."
        case MeetingState.CALLED:
            beside = f" and {in_camera_words(agenda.in_camera)}" if agenda.in_camera else ""
            return f"It is called, with {plural(len(agenda.items), 'item')}{beside} on the agenda."
        case MeetingState.HELD:
            return "It is in session. The minutes are a draft until it is closed."
        case MeetingState.CANCELLED:
            return f"It was cancelled: {meeting.cancel_reason}"
    caught = [card.kind for block in blocks for card in block.caught]
    told = [
        plural(caught.count(kind), word) for kind, word in (("decision", "decision"), ("action", "action item"))
        if kind in caught
    ]  # fmt: skip
    return f"{' and '.join(told)} came out of it. The minutes are closed." if told else "The minutes are closed."


def _buttons(meeting: Meeting, verbs: frozenset[str], reads: bool) -> list[Button]:
    """Return what one may do next, the main step first: (label, address, kind, icon, whether it is sent at once)."""

    def to(name: str) -> str:
        return url_for(f"meetings.{name}", meeting_id=meeting.id)

    steps: tuple[tuple[str, Button], ...] = (
        ("call", ("Call the meeting…", to("call"), "primary", "mail", False)),
        ("hold", ("Open the meeting", to("hold"), "primary", "meeting", True)),
        ("close", ("Close and lock…", to("close"), "primary", "lock", False)),
        ("change", ("When and where", to("edit"), "plain", "edit", False)),
        ("move", ("Move it", to("edit"), "plain", "edit", False)),
        ("cancel", ("Cancel…", to("cancel"), "quiet", "", False)),
    )
    found = [button for verb, button in steps if verb in verbs]
    may_follow = policy.allows(actor(), "meetings:meeting:next", meeting)
    if may_follow and meeting.state in (MeetingState.HELD, MeetingState.CLOSED, MeetingState.CANCELLED):
        kind = "plain" if found else "primary"
        found.append(("Make the next meeting", to("make_next"), kind, "plus", True))
    if (agenda := _pdf(meeting, "agenda")) and not meeting.source_path:
        found.append(("Agenda as PDF", agenda, "plain", "file", False))
    if reads and meeting.state in (MeetingState.HELD, MeetingState.CLOSED) and (minutes := _pdf(meeting, "minutes")):
        found.append(("Minutes as PDF", minutes, "plain", "file", False))
    return found


def _pdf(meeting: Meeting, what: str) -> str:
    """Return the address of a document, or nothing where this installation makes none."""
    endpoint = f"reports.meeting_{what}"
    return url_for(endpoint, meeting_id=meeting.id) if endpoint in current_app.view_functions else ""


def _quorum(meeting: Meeting, committee: Committee) -> SimpleNamespace | None:
    if meeting.source_path or meeting.state not in (MeetingState.HELD, MeetingState.CLOSED):
        return None
    found = quorum_now(db.session(), meeting, committee)
    return SimpleNamespace(
        seats=["counts"] * found.present + ["empty"] * (found.base - found.present), needed=found.need,
        words=f"{found.present} of {found.base}, {found.need} needed", holds=found.is_quorate,
    )  # fmt: skip


def _loose(
    meeting: Meeting, blocks: list[SimpleNamespace], verbs: frozenset[str], agenda: queries.Agenda
) -> SimpleNamespace:
    known = {item.id for item in agenda.items}
    add_url = url_for("meetings.add_block", meeting_id=meeting.id) if "minute" in verbs else ""
    rest = [block for block in blocks if block.item_id not in known]
    return SimpleNamespace(id=0, title="More notes" if agenda.items else "Minutes", blocks=rest, add_url=add_url)


def _add_item_url(meeting: Meeting, verbs: frozenset[str]) -> str:
    may = verbs & {"change", "move", "minute"}
    return url_for("meetings.add_item", meeting_id=meeting.id) if may else ""


def _roll(meeting: Meeting, verbs: frozenset[str], guest_form: forms.GuestForm | None) -> dict[str, Any]:
    session, may_edit = db.session(), "minute" in verbs
    rows = queries.roll_of(session, meeting)
    rooms = department_names(session)
    entries = [
        SimpleNamespace(
            name=row.person.name, department=rooms.get(row.person.department_id or 0, ""), presence=row.status.value,
            note="guest" if row.is_guest else row.role_as_written or "",
        )
        for row in rows
    ]  # fmt: skip
    lines = [
        (row.person_id, row.person.name, rooms.get(row.person.department_id or 0, ""), row.status.value) for row in rows
    ]
    form = guest_form or forms.GuestForm(formdata=None)
    if may_edit:
        form.person.choices = people_choices(session, actor(), present_on=today())
    return {
        "roll": entries, "roll_lines": lines, "roll_choices": ROLL_CHOICES, "guest_form": form if may_edit else None,
        "roll_url": url_for("meetings.save_roll", meeting_id=meeting.id) if may_edit else "",
        "guest_url": url_for("meetings.add_guest", meeting_id=meeting.id) if may_edit else "",
    }  # fmt: skip


def _carried(meeting: Meeting) -> list[SimpleNamespace]:
    rows = []
    for item in queries.carried_to(db.session(), actor(), meeting):
        words, tone = due_words(item.due_on, today()) if item.due_on else ("no date", "")
        if item.state not in CARRIED:
            words, tone = f"now {item.state.words}", ""
        owner = item.owner.name if item.owner else item.owner_as_written or "nobody yet"
        rows.append(
            SimpleNamespace(title=item.title, url=url_of(item), second=owner, due_words=words, due_tone=tone,
                            state=item.state.words)
        )  # fmt: skip
    return rows


def _events(meeting: Meeting, agenda: queries.Agenda) -> list[tuple[str, str, str, str, str]]:
    now, zone = clock.now(), settings().organisation.zone
    return [
        (instant_words(row.at, zone, now), row.at.isoformat(), f"{row.who} {row.words}", _second(row, meeting), "")
        for row in timeline(db.session(), actor(), [meeting.id, *(item.id for item in agenda.items)], limit=12)
    ]


def _second(row: TimelineRow, meeting: Meeting) -> str:
    """Return the grey line of an entry: of which item it tells, where it is about one."""
    about = row.about.title if row.about is not None and row.about.id != meeting.id else ""
    return " · ".join(filter(None, (about, row.detail)))
