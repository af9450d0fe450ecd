"""What is read of broken glass and of acts that two persons do."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import false, or_, select, true
from sqlalchemy.orm import Session

from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.db import Base
from cxgov.core.errors import NotFound
from cxgov.journal.enums import Kind
from cxgov.journal.models import Subject, SubjectOf
from cxgov.journal.queries import MAX_ID, readable, visible_subjects
from cxgov.people.models import Person, RoleGrant
from cxgov.rights.actors import actors_of
from cxgov.rights.enums import AskState
from cxgov.rights.models import Ask, GlassOpening
from cxgov.rights.permissions import Question


@dataclass(frozen=True, slots=True)
class Asking:
    """An ask with its subject and what the policy needs; `title` is empty for those who may not read the subject."""

    ask: Ask
    subject: Subject
    question: Question
    title: str
    asked_by: str
    reader: str

    @property
    def committee_id(self) -> int | None:
        """Return the committee whose business it is."""
        return self.subject.committee_id


def subject(session: Session, actor: Actor, subject_id: int) -> Subject:
    """Return a subject of any kind that the actor may know of, or raise NotFound."""
    wanted = visible_subjects(actor).where(Subject.id == subject_id)
    found = session.scalar(wanted) if 0 < subject_id < MAX_ID else None
    if found is None:
        raise NotFound
    return found


def committee_to_open(session: Session, actor: Actor, committee_id: int) -> Subject:
    """Return a committee by its name: to an administrator also one that they may not read, to others as always."""
    known = true() if actor.is_admin else readable(actor)
    wanted = select(Subject).where(Subject.id == committee_id, Subject.kind == Kind.COMMITTEE, known)
    found = session.scalar(wanted) if 0 < committee_id < MAX_ID else None
    if found is None:
        raise NotFound
    return found


def closed_committees(session: Session, actor: Actor) -> Sequence[tuple[int, str]]:
    """Return id and name, and nothing else, of the committees that an administrator may not read."""
    if not actor.is_admin:
        return []
    wanted = select(Subject.id, Subject.title).where(Subject.kind == Kind.COMMITTEE, ~readable(actor))
    return [(row.id, row.title) for row in session.execute(wanted.order_by(Subject.title))]


def thing_of(session: Session, row: Subject) -> SubjectOf:
    """Return the thing behind a subject that was read through `visible`."""
    models = [m.class_ for m in Base.registry.mappers if issubclass(m.class_, SubjectOf)]
    model = next(model for model in models if row.kind == model.KIND)
    return session.get_one(model, row.id)


def open_glass(session: Session, actor: Actor, now: datetime) -> Sequence[tuple[str, int, datetime]]:
    """Return name and id of the committees that are open to a person by broken glass, each with its end."""
    wanted = select(Subject.title, Subject.id, GlassOpening.until).join(
        Subject, Subject.id == GlassOpening.committee_id
    )
    mine = wanted.where(GlassOpening.person_id == actor.id, GlassOpening.opened_at <= now, GlassOpening.until > now)
    return [(row.title, row.id, row.until) for row in session.execute(mine.order_by(GlassOpening.until))]


def glass_of(session: Session, committee_id: int, now: datetime) -> Sequence[GlassOpening]:
    """Return who reads a committee's content by broken glass at this moment."""
    running = GlassOpening.opened_at <= now, GlassOpening.until > now
    wanted = select(GlassOpening).where(GlassOpening.committee_id == committee_id, *running)
    return session.scalars(wanted.order_by(GlassOpening.id)).all()


def holders(session: Session, roles: Collection[str], today: date) -> Sequence[tuple[int, str]]:
    """Return id and name of those who hold one of these roles on a day and have not left."""
    wanted = (
        select(Person.id, Subject.title)
        .join(Subject, Subject.id == Person.id)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.role.in_(roles), RoleGrant.valid_from <= today)
        .where(or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= today))
        .where(or_(Person.left_on.is_(None), Person.left_on >= today))
    )
    return [(row.id, row.title) for row in session.execute(wanted.distinct().order_by(Subject.title, Person.id))]


def asking(session: Session, actor: Actor, ask_id: int, *, today: date) -> Asking:
    """Return an ask to those who may know of it, or raise NotFound.

    The CX office and the chairs know of it also where they may not read what it is about, and then not its title.
    """
    found = _askings(session, actor, Ask.id == ask_id, today=today) if 0 < ask_id < MAX_ID else []
    if not found:
        raise NotFound
    return found[0]


def asks_about(session: Session, actor: Actor, subject_id: int, *, today: date) -> Sequence[Asking]:
    """Return what was asked about a subject, the newest first."""
    return _askings(session, actor, Ask.subject_id == subject_id, today=today)


def asks_open(session: Session, actor: Actor, *, today: date) -> Sequence[Asking]:
    """Return the open asks that somebody may know of, the newest first."""
    return _askings(session, actor, Ask.state == AskState.ASKED, today=today)


def asks_waiting(session: Session, actor: Actor, *, today: date) -> Sequence[Asking]:
    """Return the open asks that wait for this person's answer, the longest waiting first."""
    if not actor.is_cx and not actor.chairs:
        return []
    found = asks_open(session, actor, today=today)
    return [one for one in reversed(found) if policy.allows(actor, "rights:ask:answer", one.question)]


def _askings(session: Session, actor: Actor, *conditions: object, today: date) -> list[Asking]:
    chairs = Subject.committee_id.in_(actor.chairs) if actor.chairs else false()
    known = or_(readable(actor), chairs, true() if actor.is_cx else false())
    wanted = select(Ask, Subject, readable(actor).label("reads")).join(Subject, Subject.id == Ask.subject_id)
    rows = session.execute(wanted.where(known, *conditions).order_by(Ask.id.desc())).all()  # type: ignore[arg-type]  # columns
    people = {row.Ask.asked_by_id for row in rows} | {row.Ask.reader_id for row in rows if row.Ask.reader_id}
    known_as = actors_of(session, people, today=today) if people else {}
    return [_asking(row.Ask, row.Subject, known_as, reads=bool(row.reads)) for row in rows]


def _asking(ask: Ask, row: Subject, people: dict[int, Actor], *, reads: bool) -> Asking:
    asker, reader = people[ask.asked_by_id], people.get(ask.reader_id or 0)
    question = Question(
        act=ask.act, committee_id=row.committee_id, asked_by_id=ask.asked_by_id,
        asker_chairs=row.committee_id in asker.chairs, asker_is_cx=asker.is_cx,
    )  # fmt: skip
    return Asking(ask, row, question, row.title if reads else "", asker.name, reader.name if reader else "")
