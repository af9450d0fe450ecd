"""The agenda of a meeting and the notes under it, as far as somebody may know of them; what is in camera is counted."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from cxgov.core.actor import Actor
from cxgov.core.enums import Level
from cxgov.core.errors import NotFound
from cxgov.journal.models import Entry, Subject, SubjectReader
from cxgov.journal.queries import MAX_ID, readable, visible
from cxgov.meetings.models import AgendaItem, Block, Meeting

RECUSED = "meetings:item:recuse"


@dataclass(frozen=True, slots=True)
class Agenda:
    """The items that one may know of, in their order, and how many others are in camera; those of level 2 are not
    even counted.
    """

    items: Sequence[AgendaItem] = ()
    in_camera: int = 0

    @property
    def highest(self) -> Level:
        """Return the highest level of what is shown."""
        return max((item.level for item in self.items), default=Level.OPEN)


@dataclass(frozen=True, slots=True)
class Recusal:
    """Somebody who stays out of an item, and why."""

    person_id: int
    name: str
    reason: str


def agenda_of(session: Session, actor: Actor, meeting: Meeting) -> Agenda:
    """Return the agenda of a meeting that was read before: the actor's items, and the number of those in camera."""
    return agendas_of(session, actor, [meeting.id])[meeting.id]


def agendas_of(session: Session, actor: Actor, meeting_ids: Sequence[int]) -> Mapping[int, Agenda]:
    """Return the agendas of several meetings that were read before, in two statements."""
    items: dict[int, list[AgendaItem]] = {meeting_id: [] for meeting_id in meeting_ids}
    on_it = AgendaItem.meeting_id.in_(meeting_ids), AgendaItem.is_removed.is_(False)
    ordered = visible(actor, AgendaItem).where(*on_it, known(actor)).order_by(AgendaItem.position, AgendaItem.id)
    for item in session.scalars(ordered):
        items[item.meeting_id].append(item)
    secret = select(AgendaItem.meeting_id, func.count()).join(Subject, Subject.id == AgendaItem.id)
    secret = secret.where(*on_it, Subject.level == Level.IN_CAMERA).group_by(AgendaItem.meeting_id)
    counted = dict(session.execute(secret).all())
    return {meeting_id: _agenda(items[meeting_id], counted.get(meeting_id, 0)) for meeting_id in meeting_ids}


def _agenda(items: Sequence[AgendaItem], in_camera: int) -> Agenda:
    return Agenda(items, in_camera - sum(item.level is Level.IN_CAMERA for item in items))


def get_item(session: Session, actor: Actor, meeting: Meeting, item_id: int) -> AgendaItem:
    """Return an item of this meeting's agenda, or raise NotFound alike for unknown, for hidden and for foreign."""
    wanted = visible(actor, AgendaItem).where(
        AgendaItem.id == item_id, AgendaItem.meeting_id == meeting.id, AgendaItem.is_removed.is_(False)
    )
    found = session.scalar(wanted) if 0 < item_id < MAX_ID else None
    if found is None:
        raise NotFound
    return found


def get_block(session: Session, actor: Actor, meeting: Meeting, block_id: int) -> Block:
    """Return a block of this meeting under an item that the actor may know of, or raise NotFound.

    Who may read the meeting's minutes was asked before.
    """
    wanted = select(Block).where(Block.id == block_id, Block.meeting_id == meeting.id, under_known(actor))
    found = session.scalar(wanted) if 0 < block_id < MAX_ID else None
    if found is None:
        raise NotFound
    return found


def blocks_of(session: Session, actor: Actor, meeting: Meeting) -> Sequence[Block]:
    """Return the blocks of the minutes in their order, without those of items that the actor must not know of.

    Who may read the meeting's minutes was asked before.
    """
    wanted = select(Block).where(Block.meeting_id == meeting.id, Block.is_removed.is_(False), under_known(actor))
    return session.scalars(wanted.order_by(Block.position, Block.id)).all()


def under_known(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on blocks under which they stand under no item, or under one that the actor may know of."""
    item = select(Subject.id).where(Subject.id == Block.agenda_item_id, known(actor)).correlate(Block).exists()
    return Block.agenda_item_id.is_(None) | item


def known(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on `subjects` under which a document shows something to the actor.

    A file that the command line writes has no reader who could be on a list: nothing in camera is in it.
    """
    return Subject.level < Level.IN_CAMERA if actor.is_system else readable(actor)


def barred_from(session: Session, items: Sequence[AgendaItem]) -> Mapping[int, list[Recusal]]:
    """Return who stays out of which item, by item, with the reason that the journal keeps."""
    ids = [item.id for item in items]
    wanted = (
        select(SubjectReader.subject_id, SubjectReader.person_id, Subject.title)
        .join(Subject, Subject.id == SubjectReader.person_id)
        .where(SubjectReader.subject_id.in_(ids), SubjectReader.is_barred.is_(True))
    )
    rows = session.execute(wanted.order_by(Subject.title)).all()
    why = _reasons(session, ids) if rows else {}
    found: dict[int, list[Recusal]] = {}
    for item_id, person_id, name in rows:
        found.setdefault(item_id, []).append(Recusal(person_id, name, why.get((item_id, person_id), "")))
    return found


def _reasons(session: Session, ids: Sequence[int]) -> Mapping[tuple[int, int], str]:
    said = select(Entry.subject_id, Entry.body).where(Entry.subject_id.in_(ids), Entry.verb == RECUSED)
    found: dict[tuple[int, int], str] = {}
    for item_id, text in session.execute(said.order_by(Entry.seq)):
        body = json.loads(text)
        found[item_id or 0, body["note"]["person"]] = str(body.get("reason", ""))
    return found
