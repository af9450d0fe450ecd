"""The collaboration digest of a month: only what everybody who is signed in may know."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from cxgov.core import markdown
from cxgov.core.config import Settings
from cxgov.core.spans import DateSpan
from cxgov.journal.models import Subject
from cxgov.meetings.enums import MeetingState
from cxgov.meetings.models import Meeting
from cxgov.reports.collect.decisions import Decided, decided
from cxgov.reports.collect.facts import Fact, facts
from cxgov.reports.collect.goals import goal_figures
from cxgov.reports.collect.report import masthead, period_of
from cxgov.reports.collect.scope import Frame, frame_of, scope_of_all
from cxgov.reports.collect.work import names_of, published_stories
from cxgov.reports.figures.base import Link
from cxgov.reports.figures.digest import (
    ClosedAction,
    DepartmentNote,
    DigestDecision,
    DigestFigures,
    DigestMeeting,
    DigestStory,
    GoalGlance,
    Thanks,
)
from cxgov.reports.figures.goals import GoalFigures, ObjectiveFigures
from cxgov.reports.words import MONTHS, Words, rounded
from cxgov.stories.models import Story
from cxgov.stories.models import Thanks as SaidThanks

MOST_CLOSED, MOST_THANKS, MOST_STORIES, MOST_MEETINGS = 12, 6, 6, 6


def digest_figures(
    session: Session, span: DateSpan, *, as_of: datetime, now: datetime, settings: Settings
) -> DigestFigures:
    """Return the digest's figures as of an instant; everything in it is of level 1 or below, and not about drafts."""
    frame = frame_of(
        session, scope_of_all(), span, as_of=as_of, now=now, zone=settings.organisation.zone,
        organisation=settings.organisation.name,
    )  # fmt: skip
    known_facts = facts(session, frame)
    goals = goal_figures(session, frame)
    stories = published_stories(session, frame)
    closed = _closed(frame, known_facts)
    made = [one for one in decided(session, frame, known_facts) if frame.first <= one.decided_on <= frame.day]
    thanks, more = _thanks(session, frame)
    lead = _lead(frame, stories, made, closed, goals)
    return DigestFigures(
        masthead=masthead(frame, f"Working together, {span.words}", settings),
        period=period_of(span),
        lead=lead,
        preheader=lead,
        for_departments=_notes(frame, known_facts),
        stories=tuple(_story(story) for story in stories[:MOST_STORIES]),
        thanks=thanks,
        more_thanks=more,
        goals=tuple(_glance(objective) for objective in goals.objectives),
        decisions=tuple(_decision(one) for one in made),
        closed=tuple(closed[:MOST_CLOSED]),
        closed_more=max(0, len(closed) - MOST_CLOSED),
        meetings=_meetings(session, frame),
        path=f"/digests/{span.key}",
        thanks_path="/stories/thanks",
    )


def _lead(
    frame: Frame, stories: Sequence[Story], made: Sequence[Decided], closed: Sequence[ClosedAction], goals: GoalFigures
) -> str:
    said = []
    if closed:
        said.append(f"{len(closed)} action item{'' if len(closed) == 1 else 's'} done")
    if made:
        said.append(f"{len(made)} decision{'' if len(made) == 1 else 's'} taken")
    if stories:
        said.append(f"{len(stories)} {'story' if len(stories) == 1 else 'stories'} told")
    on_track = sum(goal.status == "green" for goal in goals.objectives)
    goal = "shared goal" if len(goals.objectives) == 1 else "shared goals"
    if goals.objectives:
        said.append(f"{on_track} of {len(goals.objectives)} {goal} on track")
    if not said:
        return f"A quiet {frame.span.words}: nothing was decided, finished or told."
    return f"What departments did together in {frame.span.words}: {', '.join(said)}."


def _notes(frame: Frame, known: Sequence[Fact]) -> tuple[DepartmentNote, ...]:
    notes = []
    for department_id, name in sorted(frame.departments.items(), key=lambda one: frame.positions.get(one[0], 0)):
        mine = [fact for fact in known if fact.department_id == department_id and fact.is_open and fact.owner]
        if not mine:
            continue
        late = sum(bool(fact.days_late(frame.day)) for fact in mine)
        nearest = min(mine, key=lambda fact: (fact.due_on is None, fact.due_on or frame.day, fact.item.number))
        count = f"{len(mine)} open action item{'' if len(mine) == 1 else 's'}"
        text = f"{late} of them late. The nearest:" if late else "None of them late. The nearest:"
        if len(mine) == 1:
            text = "It is late:" if late else "It is not late:"
        due = Words(frame.day.year).short(nearest.due_on) if nearest.due_on else "at the next meeting"
        text += f" “{nearest.title}”, {nearest.owner}, due {due}."
        notes.append(
            DepartmentNote(
                department=name, bold=f"{name} owes {count}.", text=text,
                link=Link(words="See them all", path=f"/actions?department={department_id}"),
            )
        )  # fmt: skip
    return tuple(notes)


def _story(story: Story) -> DigestStory:
    who = sorted(person.person.name for person in story.people)
    paragraphs = tuple(text for part in story.text.split("\n\n") if (text := markdown.plain(part)))
    return DigestStory(
        title=story.title,
        kind=story.kind.value,
        paragraphs=paragraphs[:4] or (story.title,),
        departments=tuple(sorted(department.department.title for department in story.departments)),
        measured=story.evidence,
        not_measured=None if story.evidence else "Not yet measured.",
        thanks=f"Thanks to {', '.join(who)}." if who else None,
        link=Link(words="Read it on its page", path=f"/stories/{story.id}"),
    )


def _thanks(session: Session, frame: Frame) -> tuple[tuple[Thanks, ...], int]:
    start, end = frame.span.instants(frame.zone)
    open_enough = select(Subject.id).where(frame.scope.holds(), Subject.id == SaidThanks.about_id)
    about_it = open_enough.correlate(SaidThanks).exists()
    wanted = (
        select(SaidThanks)
        .where(SaidThanks.said_at >= start, SaidThanks.said_at < end, SaidThanks.about_id.is_(None) | about_it)
        .order_by(SaidThanks.id.desc())
    )
    found = session.scalars(wanted).all()
    people = names_of(session, {one.from_id for one in found} | {one.to_id for one in found})

    def named(person_id: int) -> str:
        name, department_id = people.get(person_id, ("A colleague", None))
        department = frame.departments.get(department_id or 0)
        return f"{name}, {department}" if department else name

    rows = tuple(
        Thanks(giver=named(one.from_id), receiver=named(one.to_id), text=one.words) for one in found[:MOST_THANKS]
    )
    return rows, max(0, len(found) - MOST_THANKS)


def _glance(goal: ObjectiveFigures) -> GoalGlance:
    counts = goal.counts[:1].upper() + goal.counts[1:]
    return GoalGlance(
        title=goal.title, status=goal.status, progress=goal.progress, expected=goal.expected,
        percent=_whole_percent(goal.progress), expected_percent=_whole_percent(goal.expected), sentence=f"{counts}.",
        departments=goal.departments, path=goal.path,
    )  # fmt: skip


def _whole_percent(share: Decimal | None) -> int | None:
    return None if share is None else int(rounded(share * 100))


def _decision(one: Decided) -> DigestDecision:
    return DigestDecision(number=one.row.number, text=one.row.title, path=one.row.path, why=f"{one.row.committee}.")


def _closed(frame: Frame, known: Sequence[Fact]) -> list[ClosedAction]:
    done = [
        fact for fact in known
        if fact.claimed_on and frame.first <= fact.claimed_on <= frame.day
        and not fact.is_open and fact.ended_on is None
    ]  # fmt: skip
    return [
        ClosedAction(
            number=fact.item.label, title=fact.title, owner=fact.owner or "–",
            department=frame.departments.get(fact.department_id or 0, "–"), path=f"/actions/{fact.item.id}",
        )
        for fact in sorted(done, key=lambda fact: (fact.claimed_on or frame.day, fact.item.number))
    ]  # fmt: skip


def _meetings(session: Session, frame: Frame) -> tuple[DigestMeeting, ...]:
    committee = aliased(Subject)
    wanted = (
        select(Meeting, committee.title)
        .join(Subject, Subject.id == Meeting.id)
        .join(committee, committee.id == Meeting.of_committee_id)
        .where(frame.scope.holds(), Subject.is_draft.is_(False), Meeting.state == MeetingState.CALLED)
        .where(Meeting.starts_at >= frame.as_of)
        .order_by(Meeting.starts_at)
        .limit(MOST_MEETINGS)
    )
    rows = []
    for meeting, name in session.execute(wanted).unique():
        day = f"{meeting.held_on:%a} {meeting.held_on.day} {MONTHS[meeting.held_on.month - 1][:3]}"
        when = f"{day}, {meeting.local_time:%H:%M}" if meeting.local_time else day
        rows.append(DigestMeeting(when=when, committee=name, about=meeting.place, path=f"/meetings/{meeting.id}"))
    return tuple(rows)
