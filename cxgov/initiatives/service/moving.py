"""The stages of an initiative, and what it is tied to."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.errors import NotFound, RuleBroken
from cxgov.core.lifecycle import check_move, facts
from cxgov.decisions.enums import DecisionState
from cxgov.decisions.models import Decision
from cxgov.initiatives import permissions
from cxgov.initiatives.enums import InitiativeStage
from cxgov.initiatives.models import Initiative, Milestone
from cxgov.initiatives.queries import loaded
from cxgov.initiatives.rules import MOVES, check_proposal
from cxgov.journal import service as journal
from cxgov.journal.enums import Kind, Relation
from cxgov.journal.models import Subject, SubjectOf
from cxgov.journal.queries import visible_subjects

TIES = {
    Kind.OBJECTIVE: Relation.SERVES,
    Kind.DECISION: Relation.FOLLOWS_FROM,
    Kind.GAP: Relation.ADDRESSES,
    Kind.ACTION: Relation.SERVES,
}
"""How an initiative stands to what it is tied to; an action item stands so to the initiative."""


def move(
    session: Session,
    initiative: Initiative,
    verb: str,
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
    decision: Decision | None = None,
    benefit: str = "",
) -> InitiativeStage:
    """Move an initiative along its stages: propose, return, approve, start, deliver, measure, close or stop.

    Approving names a decision in force, measuring the benefit, returning and stopping a reason.
    """
    journal.begin_write(session)
    initiative = loaded(session, initiative.id)
    policy.check(actor, "initiatives:initiative:move", initiative)
    given = facts(complete=verb == "propose", reason=reason, decision=decision, benefit=benefit)
    stage = check_move(MOVES, verb, initiative.stage, permissions.parts_of(actor, initiative), given)
    if verb == "propose":
        _check_complete(session, initiative)
    values: dict[str, Any] = {"stage": stage}
    if verb == "approve" and decision is not None:
        _check_decision(session, actor, decision)
        journal.link(session, initiative, Relation.FOLLOWS_FROM, decision, actor=actor, now=now)
    if verb == "measure":
        values["benefit"] = benefit.strip()
    if verb == "stop":
        values["stop_reason"] = reason.strip()
    journal.change(
        session, initiative, f"initiatives:initiative:{verb}", actor=actor, now=now, reason=reason.strip() or None,
        **values,
    )  # fmt: skip
    return stage


def tie(session: Session, initiative: Initiative, thing: SubjectOf, *, actor: Actor, now: datetime) -> None:
    """Tie an initiative to a goal, the decision it follows from, the gap it addresses, or an action item for it."""
    journal.begin_write(session)
    source, relation, target = _ends(session, initiative, thing, actor)
    journal.link(session, source, relation, target, actor=actor, now=now)


def untie(session: Session, initiative: Initiative, thing: SubjectOf, *, actor: Actor, now: datetime) -> None:
    """Take such a tie away; the journal keeps that it was there."""
    journal.begin_write(session)
    source, relation, target = _ends(session, initiative, thing, actor)
    journal.unlink(session, source, relation, target, actor=actor, now=now)


def _ends(
    session: Session, initiative: Initiative, thing: SubjectOf, actor: Actor
) -> tuple[SubjectOf, Relation, SubjectOf]:
    initiative = loaded(session, initiative.id)
    policy.check(actor, "initiatives:initiative:tie", initiative)
    _check_readable(session, actor, thing)
    kind = thing.subject.kind
    if kind not in TIES:
        raise RuleBroken("An initiative is tied to goals, decisions, gaps and action items.", field="thing")
    return (thing, TIES[kind], initiative) if kind is Kind.ACTION else (initiative, TIES[kind], thing)


def _check_readable(session: Session, actor: Actor, thing: SubjectOf) -> None:
    if session.scalar(visible_subjects(actor).where(Subject.id == thing.id)) is None:
        raise NotFound


def _check_decision(session: Session, actor: Actor, decision: Decision) -> None:
    _check_readable(session, actor, decision)
    if decision.state not in (DecisionState.IN_FORCE, DecisionState.IMPLEMENTED):
        raise RuleBroken(f"This decision is {decision.state.words}. Name one in force.", field="decision")


def _check_complete(session: Session, initiative: Initiative) -> None:
    count = select(func.count()).select_from(Milestone).where(Milestone.initiative_id == initiative.id)
    parts = {row.department_id: row.part for row in initiative.departments}
    check_proposal(
        has_sponsor=initiative.sponsor_id is not None, purpose=initiative.purpose, parts=parts,
        milestones=session.scalar(count) or 0,
    )  # fmt: skip
