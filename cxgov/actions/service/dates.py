"""Due dates: asked for by the owner, decided by chair or secretary, or set by them; a later one is a slip."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.actions import rules
from cxgov.actions.models import ActionItem, DateRequest
from cxgov.actions.service.steps import sentence_of, under_lock
from cxgov.core.actor import Actor
from cxgov.core.errors import RuleBroken
from cxgov.core.lifecycle import Who, check_move, facts
from cxgov.journal import service as journal


def ask_for_date(
    session: Session,
    item: ActionItem,
    *,
    wanted_on: date | None,
    reason: str,
    actor: Actor,
    now: datetime,
    today: date,
    version: int | None = None,
) -> DateRequest:
    """The owner asks for another date and says why; the standing date holds until chair or secretary decide."""
    reason = sentence_of(reason)
    parts = under_lock(session, item, "actions:date:ask", actor=actor, version=version)
    check_move(rules.MOVES, "ask_date", item.state, parts, facts(wanted_on=wanted_on, reason=reason))
    assert wanted_on is not None
    rules.check_new_due_date(item.due_on, wanted_on, today=today, slips=0)
    if waiting_request(session, item.id) is not None:
        raise RuleBroken("You have asked for a date already; it waits for an answer.", field="wanted_on")
    made = DateRequest(
        action_id=item.id,
        asked_by_id=actor.id,
        asked_at=now,
        old_due_on=item.due_on,
        wanted_on=wanted_on,
        reason=reason,
    )
    return journal.add(session, made, "actions:date:ask", of=item, actor=actor, now=now, reason=reason)


def decide_date(
    session: Session,
    request: DateRequest,
    *,
    grant: bool,
    answer: str | None,
    actor: Actor,
    now: datetime,
    today: date,
    max_slips: int = rules.MAX_SLIPS,
) -> None:
    """Grant or refuse another date; granted, the old date and the reason stay in the request, and it is one slip more.

    After `max_slips` slips only the chair grants a later date. Who refuses says why.
    """
    answer = sentence_of(answer)
    journal.begin_write(session)
    item = session.get_one(ActionItem, request.action_id)
    parts = under_lock(session, item, "actions:date:decide", actor=actor)
    asked = request.decided_at is None
    verb = "grant_date" if grant else "refuse_date"
    check_move(rules.MOVES, verb, item.state, parts, facts(asked=asked, reason=answer))
    if grant:
        rules.check_new_due_date(
            item.due_on, request.wanted_on, today=today, slips=item.slips, is_chair=Who.CHAIR in parts,
            max_slips=max_slips,
        )  # fmt: skip
    journal.change(
        session, request, "actions:date:grant" if grant else "actions:date:refuse", of=item, actor=actor, now=now,
        reason=answer or None, decided_by_id=actor.id, decided_at=now, was_granted=grant, answer=answer or None,
    )  # fmt: skip
    if grant:
        _move_date(session, item, request.wanted_on, reason=request.reason, actor=actor, now=now)


def set_due(
    session: Session,
    item: ActionItem,
    *,
    due_on: date | None,
    reason: str,
    actor: Actor,
    now: datetime,
    today: date,
    max_slips: int = rules.MAX_SLIPS,
    version: int | None = None,
) -> None:
    """Chair, secretary or the head of the owner's department sets the date; a later one is a slip like any other."""
    reason = sentence_of(reason)
    parts = under_lock(session, item, "actions:date:set", actor=actor, version=version)
    if item.state not in rules.CARRIED:
        raise RuleBroken(f"It is {item.state.words}, so its date stands.")
    if due_on is None or not reason:
        raise RuleBroken("Say which date." if due_on is None else "Say why.", field="reason" if due_on else "due_on")
    try:
        rules.check_new_due_date(
            item.due_on, due_on, today=today, slips=item.slips, is_chair=Who.CHAIR in parts, max_slips=max_slips
        )
    except RuleBroken as no:
        raise RuleBroken(str(no), field="due_on") from no
    _move_date(session, item, due_on, reason=reason, actor=actor, now=now)


def waiting_request(session: Session, action_id: int) -> DateRequest | None:
    """Return the request for another date that nobody has decided yet."""
    wanted = select(DateRequest).where(DateRequest.action_id == action_id, DateRequest.decided_at.is_(None))
    return session.scalar(wanted)


def _move_date(session: Session, item: ActionItem, to: date, *, reason: str, actor: Actor, now: datetime) -> None:
    is_open = item.state is not rules.PROPOSED
    journal.change(
        session, item, "actions:date:set", actor=actor, now=now, reason=reason, due_on=to, due_next_meeting=False,
        first_due_on=item.first_due_on or (to if is_open else None),
        slips=item.slips + (is_open and rules.is_slip(item.due_on, to)),
    )  # fmt: skip
