"""Who owns an item, who helps, and who is named to verify it."""

from datetime import datetime

from sqlalchemy.orm import Session

from cxgov.actions import rules
from cxgov.actions.enums import ActionState
from cxgov.actions.models import ActionItem, Contributor
from cxgov.actions.service.dates import waiting_request
from cxgov.actions.service.steps import add_helper, check_here, check_named, sentence_of, stop_reading, under_lock
from cxgov.core.actor import Actor
from cxgov.core.errors import RuleBroken
from cxgov.core.lifecycle import Who, check_move, facts
from cxgov.journal import service as journal
from cxgov.people.models import Person

_SAME_DEPARTMENT = "The head of a department hands on within the department. Ask the chair or the secretary."


def reassign(
    session: Session,
    item: ActionItem,
    *,
    owner: Person | None,
    reason: str,
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> None:
    """Give it to another owner, who has to accept it: history and slips stay, a date that was asked for ends."""
    reason = sentence_of(reason)
    parts = under_lock(session, item, "actions:item:reassign", actor=actor, version=version)
    check_named(session, actor, owner)
    state = check_move(rules.MOVES, "reassign", item.state, parts, facts(owner=owner))
    assert owner is not None
    rules.check_new_owner(owner.id, item.owner_id, is_active=owner.left_on is None or owner.left_on >= now.date())
    if parts.isdisjoint({Who.CHAIR, Who.SECRETARY}) and owner.department_id not in actor.heads:
        raise RuleBroken(_SAME_DEPARTMENT, field="owner")
    give(session, item, owner, state=state, reason=reason, actor=actor, now=now)


def give(
    session: Session, item: ActionItem, owner: Person, *, state: ActionState, reason: str, actor: Actor, now: datetime
) -> None:
    """Write that it has another owner, once it is known that it may: by `reassign`, or because the owner left."""
    before, helper = item.owner_id, session.get(Contributor, (item.id, owner.id))
    if helper is not None:
        journal.remove(session, helper, "actions:helper:remove", of=item, actor=actor, now=now)
    _end_request(session, item, actor=actor, now=now)
    journal.change(
        session, item, "actions:item:reassign", actor=actor, now=now, reason=reason or None, state=state,
        owner_id=owner.id, owner_as_written=None, has_several_owners=False, department_id=owner.department_id,
        blocked_reason=None, unblocker_id=None, verifier_id=None if item.verifier_id == owner.id else item.verifier_id,
    )  # fmt: skip
    journal.let_read(session, item, owner.id, actor=actor, now=now)
    stop_reading(session, item, before, actor=actor, now=now)


def add_contributor(session: Session, item: ActionItem, person: Person, *, actor: Actor, now: datetime) -> None:
    """Add somebody who helps and may report its state; the owner stays the one who is accountable."""
    under_lock(session, item, "actions:helper:change", actor=actor)
    check_named(session, actor, person)
    _check_running(item)
    check_here(person, now, field="person")
    if person.id == item.owner_id:
        raise RuleBroken("That person owns it already.", field="person")
    if session.get(Contributor, (item.id, person.id)) is not None:
        raise RuleBroken(f"{person.name} helps already.", field="person")
    add_helper(session, item, person, actor=actor, now=now)


def remove_contributor(session: Session, item: ActionItem, person: Person, *, actor: Actor, now: datetime) -> None:
    """Take somebody off who does not help any more."""
    under_lock(session, item, "actions:helper:change", actor=actor)
    _check_running(item)
    row = session.get(Contributor, (item.id, person.id))
    if row is None:
        raise RuleBroken(f"{person.name} does not help with it.", field="person")
    journal.remove(session, row, "actions:helper:remove", of=item, actor=actor, now=now)
    stop_reading(session, item, person.id, actor=actor, now=now)


def name_verifier(session: Session, item: ActionItem, person: Person | None, *, actor: Actor, now: datetime) -> None:
    """Name who verifies it besides chair and secretary; never its owner."""
    under_lock(session, item, "actions:verifier:name", actor=actor)
    check_named(session, actor, person)
    rules.check_verifier(person.id if person else None, item.owner_id)
    check_here(person, now, field="verifier")
    before = item.verifier_id
    journal.change(
        session, item, "actions:verifier:name", actor=actor, now=now, verifier_id=person.id if person else None
    )
    journal.let_read(session, item, item.verifier_id, actor=actor, now=now)
    if before != item.verifier_id:
        stop_reading(session, item, before, actor=actor, now=now)


def _check_running(item: ActionItem) -> None:
    if item.state not in rules.CARRIED:
        raise RuleBroken(f"It is {item.state.words}: who helped stays as it is.")


def _end_request(session: Session, item: ActionItem, *, actor: Actor, now: datetime) -> None:
    waiting = waiting_request(session, item.id)
    if waiting is not None:
        journal.change(
            session, waiting, "actions:date:refuse", of=item, actor=actor, now=now, decided_by_id=actor.id,
            decided_at=now, was_granted=False, answer="It has another owner now.",
        )  # fmt: skip
