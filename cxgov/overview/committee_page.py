"""The committee's page put together: figures, next and last meeting, decisions, attendance, actions, what happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from cxgov.actions.enums import ActionState
from cxgov.actions.models import ActionItem
from cxgov.committees import queries as committees
from cxgov.committees.enums import CommitteeRole
from cxgov.committees.models import Committee, Membership
from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.charts import Part
from cxgov.core.markdown import plain
from cxgov.decisions.enums import DecisionState
from cxgov.decisions.models import Decision
from cxgov.goals.enums import ObjectiveState, Status
from cxgov.goals.queries import ObjectiveFigures, objective_rows
from cxgov.goals.views import words as goal_words
from cxgov.journal.enums import Kind
from cxgov.meetings import permissions  # noqa: F401 - defines the policy row that is asked here
from cxgov.meetings.enums import MeetingState
from cxgov.meetings.models import Meeting
from cxgov.meetings.queries import agenda_of
from cxgov.overview import committee as found
from cxgov.overview import happenings
from cxgov.overview.addresses import address
from cxgov.people import queries as people
from cxgov.web.pages import url_of
from cxgov.web.words import MONTHS, day_words, due_words, in_camera_words, plural, short_day

Figure = tuple[str, str, str, str]
OFFICES = (CommitteeRole.CHAIR, CommitteeRole.VICE_CHAIR, CommitteeRole.SECRETARY)
AGENDA_ROWS = 6
GOALS = 10
ATTENDANCE_ROWS = 8
IN_FORCE = (DecisionState.IN_FORCE, DecisionState.IMPLEMENTED)


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for the page, and when."""

    session: Session
    actor: Actor
    now: datetime
    today: date
    zone: str


def context(asked: Asked, committee: Committee) -> dict[str, Any]:
    """Return what templates/committees/show.html shows; the same number of statements whatever there is."""
    session, actor, today = asked.session, asked.actor, asked.today
    members = committees.members_on(session, committee.id, today)
    meetings = found.last_meetings(session, actor, committee.id)
    ahead = found.next_meeting(session, actor, committee.id, today)
    ages = found.ages(session, actor, committee.id, today)
    rolls = found.attendance(session, meetings, members)
    goals = objective_rows(
        session,
        actor,
        today,
        committee_id=committee.id,
        states=(ObjectiveState.PUBLISHED,),
        per_page=GOALS,
        zone=asked.zone,
    )
    counts, is_restricted = found.counts(session, actor, committee.id)
    may_manage = policy.allows(actor, "committees:member:manage", committee)
    return {
        "committee": _head(committee, members),
        "is_restricted": is_restricted,
        "crumbs": [("Committees", url_for("committees.index")), (committee.title, "")],
        "chairless": not any(term.role is CommitteeRole.CHAIR for term in members),
        "chair_url": url_for("committees.chair", committee_id=committee.id) if may_manage else "",
        "buttons": _buttons(asked, committee, ahead),
        "tabs": _tabs(committee, members, ages, counts),
        "figures": [*_figures(asked, committee, meetings, members, rolls, ages), *_goal_figures(goals)],
        "next_meeting": _next(asked, ahead) if ahead else None,
        "new_meeting_url": _new_meeting(asked, committee),
        "last_meeting": _last(meetings[0], today) if meetings else None,
        "decisions": _decisions(asked, committee),
        "register_url": address("decisions.index", committee=committee.id),
        "attendance": _attendance(asked, committee, members, meetings, rolls),
        "ages": _ages(asked, committee, ages) if ages.open else None,
        "goals": [_goal(row) for row in goals],
        "events": happenings.events(
            session, actor, happenings.of_committee(session, actor, committee.id), now=asked.now, zone=asked.zone,
            own=committee.id,
        ),
    }  # fmt: skip


def _head(committee: Committee, members: Sequence[Membership]) -> dict[str, Any]:
    purpose = plain(committee.purpose)
    purpose = purpose if len(purpose) <= 280 else purpose[:279].rsplit(" ", 1)[0] + "…"
    meets = f"It meets {committee.cadence[:1].lower()}{committee.cadence[1:].rstrip('.')}." if committee.cadence else ""
    return {
        "name": committee.title,
        "lead": " ".join(filter(None, (purpose, meets))) or "What it is for is not written down yet.",
        "level": committee.level.value,
        "chairs": [(term.role.words.capitalize(), term.person.name) for term in members if term.role in OFFICES],
    }


def _new_meeting(asked: Asked, committee: Committee) -> str:
    may_plan = policy.allows(asked.actor, "meetings:meeting:create", committee)
    return address("meetings.new", committee=committee.id) if may_plan else ""


def _buttons(asked: Asked, committee: Committee, ahead: Meeting | None) -> list[tuple[str, str, str, str]]:
    charter = ("Charter", url_for("committees.charter", committee_id=committee.id), "plain", "")
    if ahead is not None:
        return [(f"Open meeting {ahead.number}", url_of(ahead), "primary", "meeting"), charter]
    plan = _new_meeting(asked, committee)
    return [("Plan a meeting", plan, "primary", "meeting"), charter] if plan else [charter]


def _tabs(
    committee: Committee, members: Sequence[Membership], ages: found.Ages, counts: Mapping[Kind, int]
) -> list[tuple[str, str, bool, int | None]]:
    rooms = [
        ("Overview", url_of(committee), True, None),
        ("Meetings", address("meetings.index", committee=committee.id), False, counts.get(Kind.MEETING, 0)),
        ("Decisions", address("decisions.index", committee=committee.id), False, counts.get(Kind.DECISION, 0)),
        ("Actions", address("actions.index", committee=committee.id), False, ages.open),
        ("Goals", address("goals.index", committee=committee.id), False, counts.get(Kind.OBJECTIVE, 0)),
        ("Members", url_for("committees.members", committee_id=committee.id), False, len(members)),
    ]
    return [room for room in rooms if room[1]]


def _figures(
    asked: Asked,
    committee: Committee,
    meetings: Sequence[Meeting],
    members: Sequence[Membership],
    rolls: Mapping[int, list[str]],
    ages: found.Ages,
) -> list[Figure]:
    figures: list[Figure] = []
    if meetings:
        done, of = found.done_since(asked.session, asked.actor, committee, meetings[0], asked.today)
        figures.append((f"Actions done since meeting {meetings[0].number}", str(done), f"of {of} done or due", ""))
    oldest = f"oldest {plural(ages.oldest_days, 'day')}" if ages.late else f"of {plural(ages.open, 'open action')}"
    figures.append(("Late now", str(ages.late), oldest, "bad" if ages.late else ""))
    carried, in_force = _carried_out(asked, committee)
    figures.append(("Decisions carried out", str(carried), f"of {in_force} in force", ""))
    filled, seats = found.seats_filled(rolls, members, meetings)
    if seats:
        last = "the last meeting" if len(meetings) == 1 else f"the last {len(meetings)} meetings"
        figures.append((f"Came to {last}", f"{100 * filled // seats} %", f"{filled} of {seats} seats", ""))
    return figures


def _carried_out(asked: Asked, committee: Committee) -> tuple[int, int]:
    states = found.decided(asked.session, asked.actor, committee.id)
    done = found.carried_out(asked.session, asked.actor, committee.id)
    return done, sum(states.get(state, 0) for state in IN_FORCE)


def _next(asked: Asked, meeting: Meeting) -> dict[str, Any]:
    today, agenda = asked.today, agenda_of(asked.session, asked.actor, meeting)
    when = due_words(meeting.held_on, today)
    day = (
        f"{when.words[:1].upper()}{when.words[1:]}"
        if not when.tone
        else f"Was planned for {day_words(meeting.held_on, today)}"
    )
    at = f", {meeting.local_time:%H:%M}" if meeting.local_time else ""
    place = f", {meeting.place}" if meeting.place else ""
    shown, url = agenda.items[:AGENDA_ROWS], url_of(meeting)
    more = len(agenda.items) - len(shown)
    said = (f"and {plural(more, 'more item')}" if more > 0 else "", in_camera_words(agenda.in_camera))
    return {
        "heading": f"{day}: meeting {meeting.number}",
        "url": url,
        "status": meeting.state.value,
        "status_words": "",
        "second": f"{day_words(meeting.held_on, today)}{at}{place}",
        "items": [
            {
                "number": number, "title": item.title, "url": url, "kind": item.kind.value,
                "by": item.brought_by or ("fills itself" if item.is_standing else "–"), "minutes": item.minutes_planned,
            }
            for number, item in enumerate(shown, 1)
        ],
        "more": ", ".join(filter(None, said)),
    }  # fmt: skip


def _last(meeting: Meeting, today: date) -> dict[str, str]:
    state = "the minutes are closed" if meeting.state is MeetingState.CLOSED else "the minutes are still open"
    return {
        "words": f"Meeting {meeting.number} on {short_day(meeting.held_on, today)}: {state}.",
        "url": url_of(meeting),
    }


def _decisions(asked: Asked, committee: Committee) -> list[dict[str, str]]:
    latest = found.latest_decisions(asked.session, asked.actor, committee.id)
    states = found.actions_of_decisions(asked.session, asked.actor, [decision.id for decision in latest])
    return [_decision(decision, states.get(decision.id, []), asked.today) for decision in latest]


def _decision(decision: Decision, states: Sequence[ActionState], today: date) -> dict[str, str]:
    came = found.outcome(decision, states, today)
    second = f"{decision.label} · {short_day(decision.decided_on, today)}"
    return {
        "title": decision.title, "url": url_of(decision), "outcome": came.kind, "outcome_words": came.words,
        "second": f"{second} · without quorum" if decision.without_quorum else second,
    }  # fmt: skip


def _attendance(
    asked: Asked,
    committee: Committee,
    members: Sequence[Membership],
    meetings: Sequence[Meeting],
    rolls: Mapping[int, list[str]],
) -> dict[str, Any] | None:
    if not meetings or not members:
        return None
    names = people.department_names(asked.session)
    voting = [term for term in members if term.is_voting] or list(members)
    shown = voting[:ATTENDANCE_ROWS]
    more = len(members) - len(shown)
    return {
        "heads": _heads([meeting.held_on for meeting in reversed(meetings)], asked.today),
        "rows": [
            (term.person.name, names.get(term.person.department_id or 0, ""), _term_end(term), rolls[term.person_id])
            for term in shown
        ],
        "more": f"{plural(more, 'more member')}" if more else "",
        "more_url": url_for("committees.members", committee_id=committee.id),
    }


def _heads(days: Sequence[date], today: date) -> list[str]:
    """Say the months, or the days where two meetings fell into one month."""
    months = [(day.year, day.month) for day in days]
    if len(set(months)) == len(months):
        return [MONTHS[day.month - 1] for day in days]
    return [short_day(day, today) for day in days]


def _term_end(term: Membership) -> str:
    return f"{MONTHS[term.valid_to.month - 1]} {term.valid_to.year}" if term.valid_to else "until further notice"


def _ages(asked: Asked, committee: Committee, ages: found.Ages) -> dict[str, Any]:
    late = found.latest_first(asked.session, asked.actor, committee.id, asked.today) if ages.late else []
    return {
        "parts": [
            Part("later", ages.later, "calm"), Part("this week", ages.this_week, "brand"),
            Part("late", ages.late, "bad"), Part("without a date", ages.no_date, "track"),
        ],
        "open_count": ages.open,
        "url": address("actions.index", committee=committee.id),
        "late": [_late(item, asked.today) for item in late],
    }  # fmt: skip


def _goal(row: ObjectiveFigures) -> dict[str, Any]:
    return {
        "title": row.objective.title, "url": url_of(row.objective), "status": goal_words.pill_of(row),
        "progress": goal_words.in_percent(row.progress.value), "expected": goal_words.in_percent(row.wanted),
        "words": " · ".join(filter(None, (goal_words.objective_words(row), row.summary.words))),
    }  # fmt: skip


def _goal_figures(goals: Sequence[ObjectiveFigures]) -> list[Figure]:
    off = sum(row.status is Status.RED for row in goals)
    return [("Goals off track", str(off), f"of {len(goals)}", "bad" if off else "")] if goals else []


def _late(item: ActionItem, today: date) -> dict[str, str]:
    return {
        "title": item.title, "url": url_of(item), "late_words": due_words(item.due_on, today).words,
        "who": item.owner.name if item.owner else item.owner_as_written or "nobody yet",
    }  # fmt: skip
