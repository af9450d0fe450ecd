"""The one way in for reads: `visible`, and what is read of links, chain and timeline."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, not_, or_, select, true
from sqlalchemy.orm import Session

from cxgov.core import clock
from cxgov.core.actor import Actor
from cxgov.core.enums import Level
from cxgov.core.errors import NotFound
from cxgov.journal.enums import CHAIN, MINUTED, Kind, Relation
from cxgov.journal.models import Entry, JournalHead, Link, Subject, SubjectOf, SubjectReader
from cxgov.journal.words import is_hidden, quiet, words_of

M = TypeVar("M", bound=SubjectOf)
MAX_ID = 2**62
_NOW = bindparam("readable_now", type_=SubjectReader.until.type, callable_=clock.now)
"""The instant at which the statement runs: what somebody may read is asked as of now, whatever it is read for."""


def readable(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on `subjects` under which the actor may know that it exists.

    Levels 0 and 1: everybody. Level 2: the committee's members, the CX office, the auditor. Level 3: nobody by a role.
    Whoever is named reads it at any level, and so does an administrator for whom the committee's glass is broken,
    unless barred. A draft is read only by those who work on it.
    """
    if actor.is_system:
        return true()
    own_rows = select(SubjectReader.subject_id).where(SubjectReader.person_id == actor.id)
    named = Subject.id.in_(own_rows.where(SubjectReader.is_barred.is_(False), _still_runs()))
    in_committee = Subject.committee_id.in_(actor.member_of) if actor.member_of else false()
    by_role = true() if actor.is_cx or actor.is_auditor else in_committee
    by_level = or_(Subject.level <= Level.INTERNAL, and_(Subject.level == Level.RESTRICTED, by_role), named)
    if actor.opened:
        barred = Subject.id.in_(own_rows.where(SubjectReader.is_barred.is_(True)))
        by_level = or_(by_level, and_(Subject.committee_id.in_(actor.opened), not_(barred)))
    return and_(by_level, or_(Subject.is_draft.is_(False), _works_on_it(actor, named)))


def _still_runs() -> ColumnElement[bool]:
    return or_(SubjectReader.until.is_(None), SubjectReader.until > _NOW)


def _works_on_it(actor: Actor, named: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return who reads a draft: its maker, who runs the committee, who is named, and the CX office.

    What stands in draft minutes the CX office reads up to level 1 only, other drafts as it reads what is no draft.
    """
    runs_it = Subject.committee_id.in_(actor.runs) if actor.runs else false()
    for_cx = or_(Subject.level <= Level.INTERNAL, Subject.kind.not_in(MINUTED)) if actor.is_cx else false()
    return or_(Subject.created_by_id == actor.id, runs_it, named, for_cx)


def visible(actor: Actor, model: type[M]) -> Select[M]:
    """Return the query of a model's rows that the actor may know of; everything that is shown comes from it."""
    return select(model).join(Subject, Subject.id == model.id).where(readable(actor))


def visible_subjects(actor: Actor) -> Select[Subject]:
    """Return the query of subjects of any kind that the actor may know of."""
    return select(Subject).where(readable(actor))


def get(session: Session, actor: Actor, model: type[M], thing_id: int) -> M:
    """Return the thing, or raise NotFound alike for what does not exist and for what the actor must not know of."""
    found = session.scalar(visible(actor, model).where(model.id == thing_id)) if 0 < thing_id < MAX_ID else None
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One link as seen from one end; `words` reads from this end to the other."""

    words: str
    relation: Relation
    is_forward: bool
    other: Subject


def links_of(session: Session, actor: Actor, subject_id: int) -> list[LinkRow]:
    """Return the links of a subject in both directions, without those whose other end the actor must not know of."""
    ends = or_(
        and_(Link.from_id == subject_id, Subject.id == Link.to_id),
        and_(Link.to_id == subject_id, Subject.id == Link.from_id),
    )
    rows = session.execute(select(Link, Subject).join(Subject, ends).where(readable(actor)).order_by(Link.id))
    return [
        LinkRow(
            link.relation.words if link.from_id == subject_id else link.relation.words_back,
            link.relation,
            link.from_id == subject_id,
            other,
        )
        for link, other in rows
    ]


def links_in_camera(session: Session, actor: Actor, subject_id: int) -> int:
    """Return how many links lead to what is in camera in a committee that the actor sits in: this much they may know.

    For everybody else, and for what is restricted, a link that they must not know of is not even counted.
    """
    if not actor.member_of:
        return 0
    ends = or_(
        and_(Link.from_id == subject_id, Subject.id == Link.to_id),
        and_(Link.to_id == subject_id, Subject.id == Link.from_id),
    )
    secret = Subject.level == Level.IN_CAMERA, Subject.is_draft.is_(False), Subject.committee_id.in_(actor.member_of)
    every = set(session.scalars(select(Subject.id).join(Link, ends).where(*secret)))
    known = set(session.scalars(select(Subject.id).where(Subject.id.in_(every), readable(actor)))) if every else set()
    return len(every - known)


@dataclass(slots=True)
class ChainCell:
    """One of the eight links of the chain: its subjects nearest to the one looked at, and whether it is its own."""

    key: str
    label: str
    is_own: bool
    subjects: list[Subject] = field(default_factory=list)


def chain_of(session: Session, actor: Actor, subject: Subject, *, depth: int = 4, limit: int = 200) -> list[ChainCell]:
    """Return the eight-link strip around a subject: what is reached over links, the nearest first."""
    cells = [ChainCell(key, label, subject.kind in kinds) for key, label, kinds in CHAIN]
    kinds = {kind: cell for cell, (_, _, of_cell) in zip(cells, CHAIN, strict=True) for kind in of_cell}
    if subject.kind in kinds:
        kinds[subject.kind].subjects.append(subject)
    seen, edge = {subject.id}, {subject.id}
    for _ in range(depth):
        ends = or_(
            and_(Link.from_id.in_(edge), Subject.id == Link.to_id),
            and_(Link.to_id.in_(edge), Subject.id == Link.from_id),
        )
        found = session.scalars(select(Subject).join(Link, ends).where(readable(actor)).distinct().limit(limit)).all()
        edge = {other.id for other in found} - seen
        for other in sorted((o for o in found if o.id in edge), key=lambda o: o.id):
            if other.kind in kinds and other.kind != subject.kind:
                kinds[other.kind].subjects.append(other)
        # A meeting joins everything that was minuted in it; the chain does not run through it.
        edge -= {other.id for other in found if other.kind in (Kind.MEETING, Kind.COMMITTEE)}
        seen |= edge
        if not edge:
            break
    return cells


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One entry in plain words: who, what, when, and the grey second line."""

    at: datetime
    who: str
    words: str
    detail: str
    about: Subject | None = None


def timeline(session: Session, actor: Actor, subject_ids: Sequence[int], *, limit: int = 20) -> list[TimelineRow]:
    """Return the newest entries of the subjects, in words; the caller has read the subjects through `visible`.

    Who was let to read what stays in the journal. A link is left out for those who must not know of its other end.
    """
    from sqlalchemy.orm import aliased

    who = aliased(Subject)
    rows = session.execute(
        select(Entry, who.title, Subject)
        .join(Subject, Subject.id == Entry.subject_id)
        .outerjoin(who, who.id == Entry.actor_id)
        .where(Entry.subject_id.in_(subject_ids), Entry.verb.not_in(quiet()))
        .order_by(Entry.seq.desc())
        .limit(limit)
    ).all()
    bodies = [json.loads(entry.body) for entry, _, _ in rows]
    others = _titles(session, actor, {body["other"] for body in bodies if "other" in body})
    return [
        TimelineRow(e.at, name or e.via, words_of(e.verb), _detail(e.verb, body, others), about)
        for (e, name, about), body in zip(rows, bodies, strict=True)
        if "other" not in body or body["other"] in others
    ]


def _titles(session: Session, actor: Actor, ids: set[int]) -> dict[int, str]:
    if not ids:
        return {}
    wanted = visible_subjects(actor).with_only_columns(Subject.id, Subject.title).where(Subject.id.in_(ids))
    return {row.id: row.title for row in session.execute(wanted)}


def _detail(verb: str, body: dict[str, Any], others: dict[int, str]) -> str:
    if body.get("reason"):
        return str(body["reason"])
    if "other" in body:
        return others[body["other"]]
    if is_hidden(verb):
        return ""
    after = body.get("after") or {}
    changed = body.get("before") or {}
    for name in ("title", "due_on", "state", "value", "text"):
        if name in after and name in changed:
            return f"{changed[name] or 'none'} → {after[name] or 'none'}".replace("_", " ")
    told = (after.get(name) for name in ("title", "value", "words")) if body.get("part") and not changed else ()
    return next((str(word) for word in told if word), "")


def head_seq(session: Session) -> int:
    """Return the number of the newest entry, for ETags and for the head printed in a report."""
    return session.scalar(select(JournalHead.seq)) or 0


def head(session: Session) -> tuple[int, str]:
    """Return number and hash of the newest entry."""
    row = session.execute(select(JournalHead.seq, JournalHead.mac)).one_or_none()
    return (row.seq, row.mac) if row else (0, "")
