"""What every verb of an action item does alike: lock and read, ask the policy, ask the life-cycle table, write once."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cxgov.actions import queries
from cxgov.actions.models import ActionItem, Contributor
from cxgov.actions.permissions import parts_of
from cxgov.actions.rules import MOVES
from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.enums import Level
from cxgov.core.errors import NotFound, RuleBroken
from cxgov.core.lifecycle import Who, check_move
from cxgov.journal import readers, words
from cxgov.journal import service as journal
from cxgov.journal.enums import Kind
from cxgov.journal.models import Subject, SubjectOf, SubjectReader
from cxgov.journal.queries import readable
from cxgov.people.models import Person

words.define(
    {
        "actions:item:propose": "proposed the action item",
        "actions:item:edit": "changed the proposal",
        "actions:item:open": "opened it: it is owed from now on",
        "actions:item:accept": "accepted it",
        "actions:item:start": "started on it",
        "actions:item:block": "said that it is blocked",
        "actions:item:unblock": "went on with it",
        "actions:item:claim": "said that it is done",
        "actions:item:verify": "verified that it is done",
        "actions:item:return": "gave it back",
        "actions:item:reopen": "opened it again",
        "actions:item:reassign": "gave it to another owner",
        "actions:item:cancel": "cancelled it",
        "actions:item:carry": "carried it to another meeting",
        "actions:item:listed": "put it on a meeting’s list",
        "actions:item:unmentioned": "noted since when no meeting lists it",
        "actions:date:ask": "asked for another date",
        "actions:date:grant": "granted another date",
        "actions:date:refuse": "kept the date",
        "actions:date:set": "set the due date",
        "actions:helper:add": "added somebody who helps",
        "actions:helper:remove": "took a helper off",
        "actions:verifier:name": "named who verifies it",
    }
)


def under_lock(
    session: Session, item: ActionItem, permission: str, *, actor: Actor, version: int | None = None
) -> frozenset[Who]:
    """Begin the write, read the item anew with owner and helpers, and ask the policy; return the actor's parts.

    `version` is that of the form: where somebody else was first, Conflict.
    """
    journal.begin_write(session)
    if not actor.is_system:
        queries.loaded(session, item.id)
    policy.check(actor, permission, item)
    journal.check_version(item, version)
    return parts_of(actor, item)


def step(
    session: Session,
    item: ActionItem,
    move: str,
    permission: str,
    *,
    actor: Actor,
    now: datetime,
    version: int | None = None,
    given: Collection[str] = (),
    reason: str | None = None,
    **values: Any,
) -> None:
    """Make one move of the table: rights, table, write, with the entry named by the permission."""
    parts = under_lock(session, item, permission, actor=actor, version=version)
    state = check_move(MOVES, move, item.state, parts, given)
    journal.change(session, item, permission, actor=actor, now=now, reason=reason, state=state, **values)


def check_named(session: Session, actor: Actor, *things: SubjectOf | None) -> None:
    """Raise NotFound unless the actor may know of every object that the verb names."""
    ids = {thing.id for thing in things if thing is not None}
    if actor.is_system or not ids:
        return
    known = session.scalar(select(func.count(Subject.id)).where(Subject.id.in_(ids), readable(actor)))
    if known != len(ids):
        raise NotFound


def check_here(person: Person | None, now: datetime, field: str = "owner") -> None:
    """Raise RuleBroken where the person has left."""
    if person is not None and person.left_on is not None and person.left_on < now.date():
        raise RuleBroken("That person has left.", field=field)


def sentence_of(text: str | None) -> str:
    """Return the text without blanks around it, for facts and columns."""
    return (text or "").strip()


def add_helper(session: Session, item: ActionItem, person: Person, *, actor: Actor, now: datetime) -> None:
    """Write the row of a contributor, who can then read the item."""
    made = Contributor(action_id=item.id, person_id=person.id)
    journal.add(session, made, "actions:helper:add", of=item, actor=actor, now=now)
    journal.let_read(session, item, person.id, actor=actor, now=now)


def people_of(session: Session, item_id: int) -> set[int]:
    """Return the ids of those who have a part in an item: owner, verifier, and those who help."""
    item = session.get_one(ActionItem, item_id)
    helpers = session.scalars(select(Contributor.person_id).where(Contributor.action_id == item_id))
    return {one for one in (item.owner_id, item.verifier_id, *helpers) if one is not None}


def stop_reading(session: Session, item: ActionItem, person_id: int | None, *, actor: Actor, now: datetime) -> None:
    """Take back the reading of a restricted item from a person who has no part in it any more.

    Whoever reads what it came out of, such as an item in camera, reads it as before.
    """
    above = session.get(SubjectReader, (item.subject.parent_id, person_id)) if item.subject.parent_id else None
    if above is not None and not above.is_barred:
        return
    row = session.get(SubjectReader, (item.id, person_id)) if person_id is not None else None
    helps = session.get(Contributor, (item.id, person_id)) if person_id is not None else None
    if row is not None and helps is None and person_id not in (item.owner_id, item.verifier_id):
        journal.remove(session, row, "subject:reader:remove", of=item, actor=actor, now=now)


def _follow_level(session: Session, thing: SubjectOf, actor: Actor, now: datetime) -> None:
    """Name those who have a part in an action item when it, or what it belongs to, is made restricted."""
    for subject in readers.with_below(session, thing.subject):
        if subject.kind is Kind.ACTION and subject.level >= Level.RESTRICTED:
            for person_id in sorted(people_of(session, subject.id)):
                readers.name(session, subject, person_id, actor=actor, now=now)


journal.when_level_changes(_follow_level)
