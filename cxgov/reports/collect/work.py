"""The sections on initiatives, with the share of design, and on stories."""

from collections import Counter
from decimal import Decimal

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from cxgov.core import markdown
from cxgov.initiatives.enums import InitiativeKind, InitiativeStage
from cxgov.initiatives.enums import Part as PartWord
from cxgov.initiatives.models import Initiative, InitiativeDepartment, Milestone
from cxgov.journal.models import Subject
from cxgov.people.models import Person
from cxgov.reports.collect.scope import Frame
from cxgov.reports.figures.initiatives import DesignShare, InitiativeFigures, InitiativeRow, MilestoneRow, Part
from cxgov.reports.figures.initiatives import InitiativeStage as StageWord
from cxgov.reports.figures.report import StoryRow
from cxgov.reports.words import MONTHS
from cxgov.stories.enums import StoryState
from cxgov.stories.models import Story, StoryDepartment, StoryPerson

_RUNNING = (InitiativeStage.APPROVED, InitiativeStage.RUNNING, InitiativeStage.DELIVERED)


def initiative_figures(session: Session, frame: Frame) -> InitiativeFigures:
    """Return the section: every initiative that is not stopped, those that run first."""
    wanted = (
        select(Initiative)
        .join(Subject, Subject.id == Initiative.id)
        .where(frame.scope.holds(), Initiative.stage != InitiativeStage.STOPPED, Subject.created_at <= frame.as_of)
        .options(
            joinedload(Initiative.lead),
            joinedload(Initiative.sponsor),
            selectinload(Initiative.milestones),
            selectinload(Initiative.departments).joinedload(InitiativeDepartment.department),
        )
        .order_by(Initiative.number)
    )
    found = list(session.scalars(wanted).unique())
    if frame.scope.department_ids:
        found = [one for one in found if {d.department_id for d in one.departments} & frame.scope.department_ids]
    rows = tuple(_row(frame, one) for one in found)
    stages = Counter(one.stage for one in found)
    return InitiativeFigures(
        finding=_finding(frame, rows),
        rows=rows,
        stages=tuple((stage.words, stages[stage]) for stage in InitiativeStage if stages[stage]),
        design=_design(found),
    )


def _row(frame: Frame, one: Initiative) -> InitiativeRow:
    kept = [step for step in one.milestones if step.done_on is None or step.done_on >= frame.first]
    open_ones = [_milestone(frame, step) for step in kept]
    late = [row for row in open_ones if row.done_on is None and row.days_late]
    coming = next((row for row in open_ones if row.done_on is None), None)
    first = next((d for d in one.departments if d.part is PartWord.ACCOUNTABLE), next(iter(one.departments), None))
    status = None
    if one.stage in _RUNNING and one.milestones:
        status = "red" if any(row.days_late > 14 for row in late) else "amber" if late else "green"
    stage: StageWord = "benefit_measured" if one.stage is InitiativeStage.MEASURED else one.stage.value  # type: ignore[assignment]  # the other stages have the same words
    return InitiativeRow(
        number=one.label,
        title=one.title,
        kind=one.kind.value,
        stage=stage,
        lead=one.lead.name,
        sponsor=one.sponsor.name if one.sponsor else None,
        department=first.department.title if first else "–",
        parts=tuple(Part(department=d.department.title, part=d.part.value) for d in one.departments),
        milestones=tuple(open_ones[:4]),
        status=status,  # type: ignore[arg-type]  # one of three literal words
        next_words=f"{coming.title}, {coming.due_on.day} {MONTHS[coming.due_on.month - 1][:3]}" if coming else None,
        effort_days=Decimal(one.effort_days) if one.effort_days else None,
        path=f"/initiatives/{one.id}",
    )


def _milestone(frame: Frame, step: Milestone) -> MilestoneRow:
    """Return a milestone as it stood then: what was done later was open."""
    done_on = step.done_on if step.done_on is not None and step.done_on <= frame.day else None
    until = done_on or frame.day
    return MilestoneRow(
        title=step.title, due_on=step.due_on, done_on=done_on, days_late=max(0, (until - step.due_on).days)
    )


def _finding(frame: Frame, rows: tuple[InitiativeRow, ...]) -> str:
    if not rows:
        return "No initiative is under way."
    running = [row for row in rows if row.stage in ("approved", "running")]
    late = [row for row in running if row.status in ("red", "amber")]
    said = f"{len(running)} of {len(rows)} initiative{'' if len(rows) == 1 else 's'} running"
    return said + (f"; {len(late)} with a milestone that is late." if late else "; no milestone is late.")


def _design(found: list[Initiative]) -> DesignShare | None:
    if not found:
        return None
    with_effort = [one for one in found if one.effort_days]
    if with_effort:
        whole = sum(one.effort_days or 0 for one in with_effort)
        design = sum(one.effort_days or 0 for one in with_effort if one.kind is InitiativeKind.DESIGN)
        unit, note = "person-days", None
        if len(with_effort) < len(found):
            note = f"{len(found) - len(with_effort)} initiatives have no effort noted and are not in it."
    else:
        whole, design = len(found), sum(one.kind is InitiativeKind.DESIGN for one in found)
        unit, note = "initiatives", "No effort is noted, so initiatives are counted."
    percent = (Decimal(100 * design) / whole).quantize(Decimal("0.1"))
    words = f"design {design:,} of {whole:,} {unit}, {percent} %"
    return DesignShare(design=Decimal(design), all=Decimal(whole), words=words, note=note)


def published_stories(session: Session, frame: Frame) -> list[Story]:
    """Return the stories published in the period, the newest first, with departments and people."""
    start, end = frame.span.instants(frame.zone)
    wanted = (
        select(Story)
        .join(Subject, Subject.id == Story.id)
        .where(Subject.level <= frame.scope.level, Story.state == StoryState.PUBLISHED)
        .where(
            Story.published_at >= start,
            Story.published_at < min(end, frame.as_of) if frame.as_of < end else Story.published_at < end,
        )
        .options(
            joinedload(Story.author),
            selectinload(Story.departments).joinedload(StoryDepartment.department),
            selectinload(Story.people).joinedload(StoryPerson.person),
        )
        .order_by(Story.published_at.desc(), Story.id)
    )
    if frame.scope.committee_id is not None:
        wanted = wanted.where(or_(Subject.committee_id == frame.scope.committee_id, Subject.committee_id.is_(None)))
    found = list(session.scalars(wanted).unique())
    if frame.scope.department_ids:
        found = [s for s in found if {d.department_id for d in s.departments} & frame.scope.department_ids]
    return found


def story_rows(session: Session, frame: Frame) -> tuple[StoryRow, ...]:
    """Return the stories as the report prints them."""
    return tuple(
        StoryRow(
            title=story.title,
            kind=story.kind.value,
            text=markdown.plain(story.text),
            departments=tuple(sorted(d.department.title for d in story.departments)),
            thanked=tuple(sorted(p.person.name for p in story.people)),
            measured=story.evidence,
            path=f"/stories/{story.id}",
        )
        for story in published_stories(session, frame)
    )


def names_of(session: Session, ids: set[int]) -> dict[int, tuple[str, int | None]]:
    """Return name and department of persons by id."""
    rows = session.execute(
        select(Person.id, Subject.title, Subject.department_id)
        .join(Subject, Subject.id == Person.id)
        .where(Person.id.in_(ids))
    )
    return {person_id: (name, department_id) for person_id, name, department_id in rows}
