"""The milestones of an initiative."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.errors import RuleBroken
from cxgov.core.lifecycle import check_move
from cxgov.initiatives import permissions
from cxgov.initiatives.models import Initiative, Milestone
from cxgov.initiatives.queries import loaded
from cxgov.initiatives.rules import MOVES, check_milestone
from cxgov.journal import service as journal

LONGEST_MILESTONE = 200
HEAVIEST = 1000


def add_milestone(
    session: Session, initiative: Initiative, title: str, due_on: date, *, actor: Actor, now: datetime, weight: int = 1
) -> Milestone:
    """Add a step with its day."""
    journal.begin_write(session)
    initiative = _with_milestones_open(session, initiative.id, actor)
    _check_milestone(title, weight)
    made = Milestone(initiative_id=initiative.id, title=title.strip(), due_on=due_on, weight=weight)
    return journal.add(session, made, "initiatives:milestone:add", of=initiative, actor=actor, now=now)


def edit_milestone(
    session: Session, milestone: Milestone, *, title: str, due_on: date, weight: int, actor: Actor, now: datetime
) -> None:
    """Change a step's words, day or weight."""
    journal.begin_write(session)
    initiative = _with_milestones_open(session, milestone.initiative_id, actor)
    _check_milestone(title, weight)
    journal.change(
        session, milestone, "initiatives:milestone:edit", of=initiative, actor=actor, now=now, title=title.strip(),
        due_on=due_on, weight=weight,
    )  # fmt: skip


def finish_milestone(
    session: Session, milestone: Milestone, *, done_on: date, today: date, actor: Actor, now: datetime
) -> None:
    """Note on which day a step was reached; never a day to come."""
    journal.begin_write(session)
    initiative = _with_milestones_open(session, milestone.initiative_id, actor)
    if milestone.done_on is not None:
        raise RuleBroken("This milestone is reached already.")
    check_milestone(milestone.title, done_on=done_on, weight=milestone.weight, today=today)
    journal.change(
        session, milestone, "initiatives:milestone:finish", of=initiative, actor=actor, now=now, done_on=done_on
    )


def reopen_milestone(session: Session, milestone: Milestone, *, actor: Actor, now: datetime) -> None:
    """Note that a step is not reached after all."""
    journal.begin_write(session)
    initiative = _with_milestones_open(session, milestone.initiative_id, actor)
    journal.change(
        session, milestone, "initiatives:milestone:reopen", of=initiative, actor=actor, now=now, done_on=None
    )


def _check_milestone(title: str, weight: int) -> None:
    check_milestone(title, done_on=None, weight=weight, today=date.max)
    if len(title.strip()) > LONGEST_MILESTONE:
        raise RuleBroken(f"Say it in {LONGEST_MILESTONE} characters at most.", field="title")
    if weight > HEAVIEST:
        raise RuleBroken(f"A weight is at most {HEAVIEST}.", field="weight")


def _with_milestones_open(session: Session, initiative_id: int, actor: Actor) -> Initiative:
    initiative = loaded(session, initiative_id)
    policy.check(actor, "initiatives:milestone:edit", initiative)
    check_move(MOVES, "change", initiative.stage, permissions.parts_of(actor, initiative))
    return initiative
