"""What is read of stories and thanks."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, false, func, or_, select, true
from sqlalchemy.orm import Session, joinedload, selectinload

from cxgov.actions.models import ActionItem, Contributor
from cxgov.core.actor import Actor
from cxgov.core.errors import NotFound
from cxgov.decisions.models import Decision
from cxgov.gaps.models import Gap
from cxgov.goals.models import KeyResult, Objective, ObjectiveDepartment
from cxgov.initiatives.models import Initiative, InitiativeDepartment
from cxgov.journal.enums import Kind, Relation
from cxgov.journal.models import Link, Subject, SubjectOf
from cxgov.journal.queries import MAX_ID, get, readable, visible
from cxgov.meetings.models import Meeting
from cxgov.stories.enums import StoryKind, StoryState
from cxgov.stories.models import Story, StoryDepartment, StoryPerson, Thanks

PER_PAGE = 20
_TELLABLE: dict[Kind, type[SubjectOf]] = {
    Kind.OBJECTIVE: Objective,
    Kind.KEY_RESULT: KeyResult,
    Kind.ACTION: ActionItem,
    Kind.INITIATIVE: Initiative,
    Kind.DECISION: Decision,
    Kind.MEETING: Meeting,
    Kind.GAP: Gap,
}
_ALL = (
    joinedload(Story.author),
    selectinload(Story.departments).joinedload(StoryDepartment.department),
    selectinload(Story.people).joinedload(StoryPerson.person),
)


def loaded(session: Session, story_id: int) -> Story:
    """Return a story again, fresh, with departments and people: what a verb asks after `begin_write`."""
    wanted = select(Story).options(*_ALL).where(Story.id == story_id)
    return session.scalars(wanted.execution_options(populate_existing=True)).one()


def one_story(session: Session, actor: Actor, story_id: int) -> Story:
    """Return a story that the actor may know of, with all that its page shows; else NotFound."""
    found = None
    if 0 < story_id < MAX_ID:
        found = session.scalar(visible(actor, Story).options(*_ALL).where(Story.id == story_id))
    if found is None:
        raise NotFound
    return found


def published(
    session: Session,
    actor: Actor,
    *,
    kind: StoryKind | None = None,
    department_id: int | None = None,
    page: int = 1,
    per_page: int = PER_PAGE,
) -> Sequence[Story]:
    """Return the published stories, the newest first, with departments and people; constant in statements."""
    wanted = _published(actor, kind, department_id).options(*_ALL)
    newest = wanted.order_by(Story.published_at.desc(), Story.id.desc())
    return session.scalars(newest.limit(per_page).offset((max(page, 1) - 1) * per_page)).unique().all()


def count_published(
    session: Session, actor: Actor, *, kind: StoryKind | None = None, department_id: int | None = None
) -> int:
    """Return how many published stories there are over all pages."""
    wanted = _published(actor, kind, department_id).with_only_columns(Story.id).subquery()
    return session.scalar(select(func.count()).select_from(wanted)) or 0


def my_drafts(session: Session, actor: Actor) -> Sequence[Story]:
    """Return the drafts, and what was withdrawn, of the actor's own pen, the newest first."""
    wanted = visible(actor, Story).where(Story.author_id == actor.id, Story.state != StoryState.PUBLISHED)
    return session.scalars(wanted.options(*_ALL).order_by(Story.id.desc()).limit(100)).unique().all()


def drafts_waiting(session: Session, actor: Actor) -> Sequence[Story]:
    """Return the drafts of others that wait for the actor to publish them, the oldest first: for My work as well."""
    wanted = visible(actor, Story).where(Story.state == StoryState.DRAFT, _may_publish(actor))
    wanted = wanted.where(or_(Story.author_id.is_(None), Story.author_id != (actor.id or 0)))
    return session.scalars(wanted.options(*_ALL).order_by(Story.id).limit(100)).unique().all()


def stories_about(session: Session, actor: Actor, subject_id: int) -> Sequence[Story]:
    """Return the stories that tell of a subject and that the actor may know of."""
    wanted = visible(actor, Story).join(Link, Link.from_id == Story.id)
    wanted = wanted.where(Link.relation == Relation.TELLS_OF, Link.to_id == subject_id)
    return session.scalars(wanted.order_by(Story.id.desc())).unique().all()


def about_of(session: Session, actor: Actor, story_id: int) -> Sequence[Subject]:
    """Return what a story tells of, without what the actor must not know of."""
    wanted = select(Subject).join(Link, Link.to_id == Subject.id)
    told = Link.from_id == story_id, Link.relation == Relation.TELLS_OF
    return session.scalars(wanted.where(*told, readable(actor)).order_by(Subject.id)).all()


def subject_to_tell_of(session: Session, actor: Actor, about_id: int) -> SubjectOf:
    """Return what a story can tell of (a goal, an action item, …) by its id, where the actor may know of it."""
    subject = session.get(Subject, about_id) if 0 < about_id < MAX_ID else None
    model = None if subject is None else _TELLABLE.get(subject.kind)
    if model is None:
        raise NotFound
    return get(session, actor, model, about_id)


def who_worked_on(session: Session, actor: Actor, about: SubjectOf) -> tuple[list[int], list[int]]:
    """Return the ids of departments and people who worked on something: those whom a story would name first."""
    rooms: list[int] = []
    people: list[int | None] = []
    if isinstance(about, Objective):
        parts = select(ObjectiveDepartment.department_id).where(ObjectiveDepartment.objective_id == about.id)
        rooms, people = list(session.scalars(parts)), [about.owner_id]
    elif isinstance(about, Initiative):
        shares = select(InitiativeDepartment.department_id).where(InitiativeDepartment.initiative_id == about.id)
        rooms, people = list(session.scalars(shares)), [about.lead_id]
    elif isinstance(about, ActionItem):
        helpers = select(Contributor.person_id).where(Contributor.action_id == about.id)
        people = [about.owner_id, *session.scalars(helpers)]
        of_people = select(Subject.department_id).where(Subject.id.in_([one for one in people if one is not None]))
        rooms = [one for one in session.scalars(of_people) if one is not None]
    return list(dict.fromkeys(rooms)), [one for one in people if one is not None and one != actor.id]


def thanks_to(session: Session, actor: Actor, person_id: int, *, limit: int = 20) -> Sequence[Thanks]:
    """Return what was said to a person, the newest first, with who said it."""
    wanted = _thanks(actor).where(Thanks.to_id == person_id)
    return session.scalars(wanted.order_by(Thanks.said_at.desc(), Thanks.id.desc()).limit(limit)).all()


def thanks_about(session: Session, actor: Actor, subject_id: int) -> Sequence[Thanks]:
    """Return the thanks said about a subject, the newest first."""
    wanted = _thanks(actor).where(Thanks.about_id == subject_id)
    return session.scalars(wanted.order_by(Thanks.said_at.desc(), Thanks.id.desc()).limit(50)).all()


def thanks_between(session: Session, actor: Actor, start: datetime, end: datetime) -> Sequence[Thanks]:
    """Return the thanks said from an instant until before another, the oldest first."""
    wanted = _thanks(actor).where(Thanks.said_at >= start, Thanks.said_at < end)
    return session.scalars(wanted.order_by(Thanks.said_at, Thanks.id)).all()


def _thanks(actor: Actor) -> Select[Thanks]:
    """Return thanks, without those about something that the actor must not know of, or must not any more."""
    known = select(Subject.id).where(Subject.id == Thanks.about_id, readable(actor)).correlate(Thanks).exists()
    wanted = select(Thanks).where(Thanks.about_id.is_(None) | known)
    return wanted.options(joinedload(Thanks.sender), joinedload(Thanks.receiver))


def _published(actor: Actor, kind: StoryKind | None, department_id: int | None) -> Select[Story]:
    wanted = visible(actor, Story).where(Story.state == StoryState.PUBLISHED)
    if kind is not None:
        wanted = wanted.where(Story.kind == kind)
    if department_id is not None:
        named = select(StoryDepartment.story_id).where(StoryDepartment.department_id == department_id)
        wanted = wanted.where(Story.id.in_(named))
    return wanted


def _may_publish(actor: Actor) -> ColumnElement[bool]:
    if actor.is_cx or actor.is_system:
        return true()
    return Subject.committee_id.in_(actor.chairs) if actor.chairs else false()
