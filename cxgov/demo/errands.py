"""What becomes of the action items: each lives its written life, or an ordinary one."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from cxgov.actions import service as actions
from cxgov.actions.models import ActionItem, DateRequest
from cxgov.demo.cast import Body
from cxgov.demo.lives import LIVES
from cxgov.demo.stage import Stage, working_day
from cxgov.meetings.models import Meeting

ACCEPTED_AFTER, ORDINARY_DAYS = (1, 2, 2, 3, 5), 28
IN_TIME, A_BIT_LATE = (-6, -4, -3, -2, -1, -1, 0), (3, 8)
SHARE_IN_TIME = 0.82
_STEP = re.compile(r"(?P<verb>\w+) (?P<day>\d+)(?: (?P<with>\w+))?(?:: (?P<said>.+))?", re.DOTALL)
EVIDENCE = (
    "Done; the result lies in the shared folder.",
    "Finished and shown to the team on Monday.",
    "It is in use since this week.",
    "The list is complete and checked by a second person.",
    "Sent to everybody concerned; no question came back.",
)


def follow(stage: Stage, body: Body, meeting: Meeting) -> None:
    """Put the lives of what a meeting gave out on the programme, in the order of its minutes."""
    given = select(ActionItem).where(ActionItem.source_id == meeting.id).order_by(ActionItem.id)
    for item in stage.session.scalars(given).all():
        follow_item(stage, body, item, meeting.held_on)


def follow_item(stage: Stage, body: Body, item: ActionItem, made_on: date) -> None:
    """Put one item's steps on the programme."""
    known = (life for life in LIVES if item.title.casefold().startswith(life.begins.casefold()))
    life = next(known, None)
    steps = life.steps if life is not None else _ordinary(stage, item, made_on)
    for place, step in enumerate(steps.split("|")):
        found = _STEP.fullmatch(" ".join(step.split()))
        if found is not None:
            moment = stage.moment(made_on + timedelta(days=int(found["day"])), 11 + place % 7)
            stage.at(moment, partial(_take, stage, body, item.id, made_on, found))


def _ordinary(stage: Stage, item: ActionItem, made_on: date) -> str:
    """Return the life of most items: accepted within days, done about its date, verified soon after."""
    if item.owner_id is None:
        return ""
    due = (item.due_on - made_on).days if item.due_on else ORDINARY_DAYS
    accepted = stage.chance.choice(ACCEPTED_AFTER)
    off = stage.chance.choice(IN_TIME if stage.chance.random() < SHARE_IN_TIME else A_BIT_LATE)
    done = max(accepted + 1, due + off)
    said, wait = stage.chance.choice(EVIDENCE), stage.chance.randint(1, 4)
    begun = f"| start {accepted + 1} " if done - accepted > ORDINARY_DAYS // 2 else ""
    return f"accept {accepted} {begun}| done {done}: {said} | verify {done + wait}"


def _take(stage: Stage, body: Body, item_id: int, made_on: date, step: re.Match[str], now: datetime) -> None:
    """Take one step of a life, by whoever takes such a step."""
    item = stage.session.get_one(ActionItem, item_id)
    owner = stage.handle_of(item.owner_id) if item.owner_id else body.chair
    judge = body.secretary if body.secretary != owner else body.chair
    own: dict[str, Any] = {"actor": stage.actor(owner), "now": now}
    run: dict[str, Any] = {"actor": stage.actor(judge), "now": now}
    session, said, extra = stage.session, step["said"] or "", step["with"] or ""
    ways: dict[str, Callable[[], Any]] = {
        "accept": lambda: actions.accept(session, item, **own),
        "start": lambda: actions.start(session, item, **own),
        "block": lambda: actions.block(session, item, reason=said, unblocker=stage.people[extra], **own),
        "done": lambda: actions.claim_done(session, item, evidence=said, **own),
        "ask": lambda: actions.ask_for_date(
            session, item, wanted_on=working_day(made_on + timedelta(days=int(extra))), reason=said,
            today=stage.day_of(now), **own,
        ),
        "verify": lambda: actions.verify(session, item, **run),
        "return": lambda: actions.send_back(session, item, comment=said, **run),
        "reopen": lambda: actions.reopen(session, item, reason=said, **run),
        "cancel": lambda: actions.cancel(session, item, reason=said, **run),
        "reassign": lambda: actions.reassign(session, item, owner=stage.people[extra], reason=said, **run),
        "grant": lambda: _grant(stage, item, said, run),
    }  # fmt: skip
    ways[step["verb"]]()


def _grant(stage: Stage, item: ActionItem, answer: str, run: dict[str, Any]) -> None:
    waiting = select(DateRequest).where(DateRequest.action_id == item.id, DateRequest.decided_at.is_(None))
    request, today = stage.session.scalars(waiting).one(), stage.day_of(run["now"])
    actions.decide_date(stage.session, request, grant=True, answer=answer, today=today, **run)
