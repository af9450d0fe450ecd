"""Verbs on stories and thanks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.enums import Level
from cxgov.core.errors import NotFound, RuleBroken
from cxgov.core.lifecycle import NEW, Who, check_move, facts
from cxgov.journal import service as journal
from cxgov.journal import words
from cxgov.journal.enums import Relation
from cxgov.journal.models import Subject, SubjectOf
from cxgov.journal.queries import visible_subjects
from cxgov.people.models import Department, Person
from cxgov.stories import permissions
from cxgov.stories.enums import StoryKind
from cxgov.stories.models import Story, StoryDepartment, StoryPerson, Thanks
from cxgov.stories.queries import loaded
from cxgov.stories.rules import MOVES, check_evidence, check_publish, check_thanks

words.define(
    {
        "stories:story:write": "wrote the story",
        "stories:story:change": "changed the story",
        "stories:story:publish": "published the story",
        "stories:story:withdraw": "withdrew the story",
        "stories:story:rewrite": "took the story up again",
        "stories:department:add": "named a department",
        "stories:department:remove": "took a department out",
        "stories:person:add": "thanked somebody in it",
        "stories:person:remove": "took a name out",
        "stories:thanks:say": "said thank you",
    }
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a story tells: its title and words (Markdown), who worked on it, who is thanked, and what shows it."""

    title: str
    text: str
    kind: StoryKind = StoryKind.SUCCESS
    departments: Sequence[Department] = ()
    people: Sequence[Person] = field(default=())
    evidence: str | None = None
    is_not_measured: bool = False


def write(
    session: Session,
    told: Told,
    *,
    actor: Actor,
    now: datetime,
    about: SubjectOf | None = None,
    author: Person | None = None,
    committee_id: int | None = None,
    level: Level = Level.OPEN,
) -> Story:
    """Write a story as a draft of its author; `about` is the goal, action item, initiative or decision it tells of.

    A story of something restricted is restricted as well, and stays untold. Only the system writes for somebody else.
    """
    journal.begin_write(session)
    policy.check(actor, "stories:story:write")
    if about is not None:
        _check_readable(session, actor, about)
    author_id = author.id if author is not None and actor.is_system else actor.id
    check_move(MOVES, "write", NEW, {Who.CX_OFFICE if author_id is None else Who.OWNER})
    _check_words(told)
    is_secret = about is not None and about.level > Level.INTERNAL
    made = Story(author_id=author_id, **_columns(told))
    journal.create(
        session, made, "stories:story:write", actor=actor, now=now, title=told.title, is_draft=True, level=level,
        parent=about if is_secret else None, committee_id=about.committee_id if about is not None else committee_id,
    )  # fmt: skip
    _set_parts(session, made, told, actor=actor, now=now)
    if about is not None:
        journal.link(session, made, Relation.TELLS_OF, about, actor=actor, now=now)
    journal.let_read(session, made, author_id, actor=actor, now=now)
    return made


def edit(
    session: Session, story: Story, told: Told, *, actor: Actor, now: datetime, version: int | None = None
) -> None:
    """Change a story while it is a draft."""
    journal.begin_write(session)
    story = loaded(session, story.id)
    policy.check(actor, "stories:story:edit", story)
    journal.check_version(story, version)
    check_move(MOVES, "change", story.state, permissions.parts_of(actor, story))
    _check_words(told)
    journal.change(
        session, story, "stories:story:change", actor=actor, now=now, title=told.title.strip(), **_columns(told)
    )
    _set_parts(session, story, told, actor=actor, now=now)


def publish(session: Session, story: Story, *, actor: Actor, now: datetime) -> None:
    """Tell a story to everybody: it names departments, thanks others than its author, and says what shows it."""
    journal.begin_write(session)
    story = loaded(session, story.id)
    policy.check(actor, "stories:story:publish", story)
    state = check_move(MOVES, "publish", story.state, permissions.parts_of(actor, story), facts(complete=True))
    check_publish(
        title=story.title, text=story.text, departments=len(story.departments), evidence=story.evidence,
        is_not_measured=story.is_not_measured, level=story.level, author_id=story.author_id,
        thanked=[row.person_id for row in story.people],
    )  # fmt: skip
    journal.change(
        session, story, "stories:story:publish", actor=actor, now=now, state=state, published_at=now, is_draft=False
    )


def withdraw(session: Session, story: Story, *, reason: str, actor: Actor, now: datetime) -> None:
    """Take a published story back and say why; only who could read it as a draft still can."""
    journal.begin_write(session)
    story = loaded(session, story.id)
    policy.check(actor, "stories:story:withdraw", story)
    state = check_move(MOVES, "withdraw", story.state, permissions.parts_of(actor, story), facts(reason=reason))
    journal.change(
        session, story, "stories:story:withdraw", actor=actor, now=now, reason=reason.strip(), state=state,
        withdrawn_reason=reason.strip(), is_draft=True,
    )  # fmt: skip


def rewrite(session: Session, story: Story, *, actor: Actor, now: datetime) -> None:
    """Make a withdrawn story a draft again."""
    journal.begin_write(session)
    story = loaded(session, story.id)
    policy.check(actor, "stories:story:edit", story)
    state = check_move(MOVES, "rewrite", story.state, permissions.parts_of(actor, story))
    journal.change(session, story, "stories:story:rewrite", actor=actor, now=now, state=state, withdrawn_reason=None)


def thank(
    session: Session,
    to: Person,
    said: str,
    *,
    actor: Actor,
    now: datetime,
    about: SubjectOf | None = None,
    sender: Person | None = None,
) -> Thanks:
    """Say thank you to a colleague in a few words, shown to all staff; only the system says it for somebody else."""
    journal.begin_write(session)
    policy.check(actor, "stories:thanks:say", to)
    from_id = sender.id if sender is not None and actor.is_system else actor.id
    if from_id is None:
        raise RuleBroken("Say who thanks.")
    check_thanks(from_id, to.id, said)
    if about is not None:
        _check_readable(session, actor, about)
        if about.level > Level.INTERNAL:
            raise RuleBroken("Thanks are shown to everybody, and this is restricted. Thank without naming it.")
    made = Thanks(
        from_id=from_id, to_id=to.id, about_id=about.id if about is not None else None, words=said.strip(), said_at=now
    )
    return journal.add(session, made, "stories:thanks:say", of=to, actor=actor, now=now)


def _check_readable(session: Session, actor: Actor, thing: SubjectOf) -> None:
    if session.scalar(visible_subjects(actor).where(Subject.id == thing.id)) is None:
        raise NotFound


def _check_words(told: Told) -> None:
    """A draft may be unfinished, but it has a title, and does not say both that it was measured and that it was not."""
    if not told.title.strip():
        raise RuleBroken("Give the story a title.", field="title")
    if told.evidence and told.evidence.strip():
        check_evidence(told.evidence, is_not_measured=told.is_not_measured)


def _columns(told: Told) -> dict[str, Any]:
    return {
        "kind": told.kind, "text": told.text, "evidence": (told.evidence or "").strip() or None,
        "is_not_measured": told.is_not_measured,
    }  # fmt: skip


def _set_parts(session: Session, story: Story, told: Told, *, actor: Actor, now: datetime) -> None:
    say: dict[str, Any] = {"of": story, "actor": actor, "now": now}
    rooms = {room.id for room in told.departments}
    held = session.scalars(select(StoryDepartment).where(StoryDepartment.story_id == story.id)).all()
    for row in held:
        if row.department_id not in rooms:
            journal.remove(session, row, "stories:department:remove", **say)
    for room_id in sorted(rooms - {row.department_id for row in held}):
        made = StoryDepartment(story_id=story.id, department_id=room_id)
        journal.add(session, made, "stories:department:add", **say)
    thanked = {person.id for person in told.people}
    named = session.scalars(select(StoryPerson).where(StoryPerson.story_id == story.id)).all()
    for person in named:
        if person.person_id not in thanked:
            journal.remove(session, person, "stories:person:remove", **say)
    for person_id in sorted(thanked - {row.person_id for row in named}):
        journal.add(session, StoryPerson(story_id=story.id, person_id=person_id), "stories:person:add", **say)
