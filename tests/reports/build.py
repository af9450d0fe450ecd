"""Small data for reports, made through the verbs."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cxgov.actions import service as actions
from cxgov.actions.models import ActionItem, Appearance
from cxgov.committees.models import Committee
from cxgov.core.actor import Actor
from cxgov.core.enums import Level
from cxgov.core.spans import parse_period
from cxgov.decisions.models import Decision
from cxgov.journal import service as journal
from cxgov.meetings.enums import AttendanceStatus, MeetingState
from cxgov.meetings.models import Attendance, Meeting
from cxgov.people.models import Person
from cxgov.reports import issuing
from cxgov.reports.collect.report import report_figures
from cxgov.reports.collect.scope import Scope, scope_of, scope_of_all
from cxgov.reports.enums import ScopeKind
from cxgov.reports.figures.report import ReportFigures
from cxgov.reports.models import IssuedReport
from cxgov.web.settings import settings
from tests.support.cast import SYSTEM, Cast

OCTOBER = parse_period("2026-10")
AS_OF = datetime(2026, 11, 1, tzinfo=UTC)
"""The end of October in the tests' zone, which is UTC."""


def at(day: date, hour: int = 9) -> datetime:
    """Return an instant on a day."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def council_scope(session: Session, cast: Cast) -> Scope:
    """Return the scope of the council."""
    return scope_of(session, SYSTEM, ScopeKind.COMMITTEE, cast.council.id)


def figures(session: Session, scope: Scope | None = None, period: str = "2026-10", **more: Any) -> ReportFigures:
    """Return the figures of a month, as of its end unless another instant is given."""
    span = parse_period(period)
    as_of = more.pop("as_of", span.instants("UTC")[1])
    return report_figures(session, scope or scope_of_all(), span, as_of=as_of, now=as_of, settings=settings())


def issued(session: Session, scope: Scope | None = None, period: str = "2026-10", **more: Any) -> IssuedReport:
    """Issue a month's report without its PDF."""
    span = parse_period(period)
    facts: dict[str, Any] = {"as_of": span.instants("UTC")[1], "now": span.instants("UTC")[1], "settings": settings()}
    return issuing.issue(session, scope or scope_of_all(), span, **(facts | more))


def issue_digest(session: Session, period: str = "2026-10", **more: Any) -> str:
    """Issue a month's digest."""
    span = parse_period(period)
    end = span.instants("UTC")[1]
    facts: dict[str, Any] = {
        "as_of": end, "now": end, "is_late": False, "is_mailed": True, "settings": settings(),
    }  # fmt: skip
    return issuing.issue_digest(session, span, **(facts | more))


def owe(
    session: Session, cast: Cast, title: str, made: date, due: date | None, owner: Person | None = None, **more: Any
) -> ActionItem:
    """Make an open item of the council: agreed on a day, due on another, Dan's unless somebody else owns it."""
    facts: dict[str, Any] = {"committee": cast.council, "due_next_meeting": due is None}
    item = actions.propose(
        session, title, actor=SYSTEM, now=at(made), made_on=made, owner=owner or cast.dan, due_on=due, **(facts | more)
    )
    actions.open_item(session, item, actor=SYSTEM, now=at(made, 10))
    session.commit()
    return item


def finish(session: Session, cast: Cast, item: ActionItem, on: date, *, verified: bool = False) -> None:
    """Let the owner say that it is done, and Ada verify it an hour later."""
    actions.claim_done(
        session, item, evidence="It stands on the site.", actor=owner_of(session, cast, item), now=at(on)
    )
    if verified:
        actions.verify(session, item, actor=cast.actor(cast.ada, session), now=at(on, 10))
    session.commit()


def owner_of(session: Session, cast: Cast, item: ActionItem) -> Actor:
    """Return the owner of an item as an actor."""
    people = (cast.ada, cast.ben, cast.cleo, cast.dan, cast.eve)
    return cast.actor(next(person for person in people if person.id == item.owner_id), session)


def hold(session: Session, committee: Committee, day: date, **more: Any) -> Meeting:
    """Make a closed meeting of a committee on a day."""
    number = 1 + (session.scalar(select(func.max(Meeting.number)).where(Meeting.of_committee_id == committee.id)) or 0)
    journal.begin_write(session)
    values: dict[str, Any] = {
        "of_committee_id": committee.id, "number": number, "state": MeetingState.CLOSED, "held_on": day,
        "zone": "Europe/Berlin", "starts_at": at(day), "closed_at": at(day, 12), "has_action_section": True,
    }  # fmt: skip
    meeting = Meeting(**(values | more))
    journal.create(
        session, meeting, "meetings:meeting:make", actor=SYSTEM, now=at(day), title=f"{committee.title} {day}",
        parent=committee, committee_id=committee.id,
    )  # fmt: skip
    session.commit()
    return meeting


def decide(session: Session, committee: Committee, title: str, on: date, **more: Any) -> Decision:
    """Put a final decision into the register."""
    level, is_draft = more.pop("level", Level.INTERNAL), more.pop("is_draft", False)
    journal.begin_write(session)
    decision = Decision(
        in_committee_id=committee.id, year=on.year, text=title, decided_on=on, is_final=not is_draft,
        number=journal.next_number(session, f"decisions:{committee.id}:{on.year}"), **more,
    )  # fmt: skip
    journal.create(
        session, decision, "decisions:decision:record", actor=SYSTEM, now=at(on), title=title, parent=committee,
        committee_id=committee.id, level=level, is_draft=is_draft,
    )  # fmt: skip
    session.commit()
    return decision


def put_on_list(session: Session, item: ActionItem, meeting: Meeting, *, carried: bool = False) -> None:
    """Note that an item stood on a meeting's list."""
    journal.begin_write(session)
    row = Appearance(action_id=item.id, meeting_id=meeting.id, state=item.state, due_on=item.due_on, is_carry=carried)
    journal.add(session, row, "actions:item:carry", of=item, actor=SYSTEM, now=at(meeting.held_on))
    session.commit()


def came(session: Session, meeting: Meeting, people: dict[Person, AttendanceStatus]) -> None:
    """Take the roll of a meeting."""
    journal.begin_write(session)
    for person, status in people.items():
        row = Attendance(meeting_id=meeting.id, person_id=person.id, status=status, is_voting=False, is_guest=False)
        journal.add(session, row, "meetings:roll:take", of=meeting, actor=SYSTEM, now=at(meeting.held_on))
    session.commit()
