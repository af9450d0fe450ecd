"""Initiatives: who enters and moves them, their milestones and ties, what is refused, and the share of design."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.core.enums import Level
from cxgov.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from cxgov.decisions.enums import DecisionState
from cxgov.goals.enums import Status
from cxgov.initiatives import queries, service
from cxgov.initiatives.enums import InitiativeKind, InitiativeStage, Part
from cxgov.initiatives.models import Initiative
from cxgov.initiatives.rules import MilestoneState
from cxgov.journal.models import Entry
from cxgov.journal.queries import get, head_seq, links_of
from tests.goals.build import make_goal, published, read
from tests.initiatives.build import make_decision, make_initiative, make_milestone, run
from tests.support.cast import NOW, SYSTEM, TODAY, Cast

Stage = InitiativeStage


@pytest.mark.parametrize("who", ["ada", "ben", "cleo", "dan", "cora"])
def test_those_with_a_say_enter_an_initiative(session: Session, cast: Cast, who: str) -> None:
    made = make_initiative(session, cast, actor=cast.actor(getattr(cast, who), session))
    assert (made.stage, made.label, made.committee_id) == (Stage.IDEA, "N-01", cast.council.id)


@pytest.mark.parametrize("who", ["eve", "olga", "otto", "alma"])
def test_others_do_not(session: Session, cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        make_initiative(session, cast, actor=cast.actor(getattr(cast, who), session))


@pytest.mark.parametrize(("more", "field"), [({"title": " "}, "title"), ({"effort_days": -1}, "effort_days")])
def test_what_cannot_be_is_refused(session: Session, cast: Cast, more: dict[str, Any], field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        make_initiative(session, cast, **more)
    assert refused.value.field == field


def test_a_department_stands_there_once(session: Session, cast: Cast) -> None:
    twice = [(cast.billing, Part.ACCOUNTABLE), (cast.billing, Part.INFORMED)]
    with pytest.raises(RuleBroken, match="twice"):
        make_initiative(session, cast, departments=twice)


def edit(session: Session, cast: Cast, made: Initiative, who: Any, **more: Any) -> None:
    values: dict[str, Any] = {
        "title": "One form", "kind": InitiativeKind.REPAIR, "lead": cast.dan, "sponsor": cast.ada,
        "departments": [(cast.support, Part.ACCOUNTABLE), (cast.product, Part.RESPONSIBLE)], **more,
    }  # fmt: skip
    service.edit(session, made, actor=cast.actor(who, session), now=NOW, **values)
    session.commit()


def test_lead_changes_it_others_and_old_versions_do_not(session: Session, cast: Cast) -> None:
    made = make_initiative(session, cast)
    edit(session, cast, made, cast.dan)
    made = queries.one_initiative(session, SYSTEM, made.id)
    parts = {row.department_id: row.part for row in made.departments}
    assert (made.title, made.kind) == ("One form", InitiativeKind.REPAIR)
    assert parts == {cast.support.id: Part.ACCOUNTABLE, cast.product.id: Part.RESPONSIBLE}
    with pytest.raises(NotAllowed):
        edit(session, cast, made, cast.cleo)
    session.rollback()
    with pytest.raises(Conflict):
        edit(session, cast, made, cast.dan, version=1)


def test_it_is_proposed_when_complete_and_approved_by_a_decision_in_force(session: Session, cast: Cast) -> None:
    made = make_initiative(session, cast, purpose="")
    dan, ada = cast.actor(cast.dan, session), cast.actor(cast.ada, session)
    with pytest.raises(RuleBroken, match="what it is for"):
        service.move(session, made, "propose", actor=dan, now=NOW)
    session.rollback()
    edit(session, cast, made, cast.dan, purpose="One page.")
    with pytest.raises(RuleBroken, match="at least one milestone"):
        service.move(session, made, "propose", actor=dan, now=NOW)
    session.rollback()
    make_milestone(session, made)
    assert service.move(session, made, "propose", actor=dan, now=NOW) is Stage.PROPOSED
    session.commit()
    with pytest.raises(RuleBroken, match="Name the decision"):
        service.move(session, made, "approve", actor=ada, now=NOW)
    session.rollback()
    over = make_decision(session, cast, number=1, state=DecisionState.SUPERSEDED)
    with pytest.raises(RuleBroken, match="superseded"):
        service.move(session, made, "approve", actor=ada, now=NOW, decision=over)
    session.rollback()
    decision = make_decision(session, cast)
    with pytest.raises(RuleBroken, match="is for the chair or the secretary"):
        service.move(session, made, "approve", actor=dan, now=NOW, decision=decision)
    session.rollback()
    last = head_seq(session)
    service.move(session, made, "approve", actor=ada, now=NOW, decision=decision)
    session.commit()
    said = session.scalars(select(Entry.verb).where(Entry.seq > last)).all()
    assert list(said) == ["link:link:make", "link:link:make", "initiatives:initiative:approve"]
    assert [row.words for row in links_of(session, ada, made.id)] == ["follows from"]


def test_it_runs_to_its_measured_benefit_and_is_closed(session: Session, cast: Cast) -> None:
    made = make_initiative(session, cast)
    make_milestone(session, made)
    run(session, made, cast, "propose", "approve", "start", "deliver")
    with pytest.raises(RuleBroken, match="what was measured"):
        service.move(session, made, "measure", actor=SYSTEM, now=NOW, benefit="")
    session.rollback()
    run(session, made, cast, "measure", "close")
    assert (made.stage, made.benefit) == (Stage.CLOSED, "Calls fell by a third.")
    with pytest.raises(RuleBroken, match="not possible"):
        edit(session, cast, made, cast.ada)


def test_stopping_needs_a_reason_and_the_chair(session: Session, cast: Cast) -> None:
    made = make_initiative(session, cast)
    with pytest.raises(RuleBroken, match="is for"):
        service.move(session, made, "stop", actor=cast.actor(cast.dan, session), now=NOW, reason="Dear.")
    session.rollback()
    ada = cast.actor(cast.ada, session)
    with pytest.raises(RuleBroken, match="Say why"):
        service.move(session, made, "stop", actor=ada, now=NOW)
    session.rollback()
    service.move(session, made, "stop", actor=ada, now=NOW, reason="Too dear.")
    session.commit()
    assert (made.stage, made.stop_reason) == (Stage.STOPPED, "Too dear.")
    with pytest.raises(NotAllowed):
        service.move(session, made, "start", actor=cast.actor(cast.eve, session), now=NOW)


def test_an_unknown_step_is_refused(session: Session, cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="no step"):
        service.move(session, make_initiative(session, cast), "explode", actor=SYSTEM, now=NOW)


def test_milestones_are_added_changed_reached_and_taken_back(session: Session, cast: Cast) -> None:
    made, dan = make_initiative(session, cast), cast.actor(cast.dan, session)
    step = service.add_milestone(session, made, "Form drawn", TODAY, actor=dan, now=NOW)
    service.edit_milestone(session, step, title="Form tried", due_on=TODAY, weight=3, actor=dan, now=NOW)
    told: dict[str, Any] = {"today": TODAY, "actor": dan, "now": NOW}
    with pytest.raises(RuleBroken, match="day to come"):
        service.finish_milestone(session, step, done_on=TODAY + timedelta(days=1), **told)
    service.finish_milestone(session, step, done_on=TODAY, **told)
    session.commit()
    assert (step.title, step.weight, step.done_on) == ("Form tried", 3, TODAY)
    with pytest.raises(RuleBroken, match="reached already"):
        service.finish_milestone(session, step, done_on=TODAY, **told)
    session.rollback()
    service.reopen_milestone(session, step, actor=dan, now=NOW)
    session.commit()
    assert step.done_on is None
    eve = cast.actor(cast.eve, session)
    with pytest.raises(NotAllowed):
        service.add_milestone(session, made, "More", TODAY, actor=eve, now=NOW)


@pytest.mark.parametrize(
    ("title", "weight", "field"),
    [(" ", 1, "title"), ("x" * 201, 1, "title"), ("A", 0, "weight"), ("A", 9999, "weight")],
)
def test_a_milestone_that_cannot_be_is_refused(
    session: Session, cast: Cast, title: str, weight: int, field: str
) -> None:
    made = make_initiative(session, cast)
    with pytest.raises(RuleBroken) as refused:
        service.add_milestone(session, made, title, TODAY, weight=weight, actor=SYSTEM, now=NOW)
    assert refused.value.field == field


def test_it_is_tied_to_goals_and_takes_the_worse_of_their_status(session: Session, cast: Cast) -> None:
    goal, key_result = published(session, cast)
    read(session, key_result, "82", TODAY)
    made, dan = make_initiative(session, cast), cast.actor(cast.dan, session)
    make_milestone(session, made, due_on=TODAY + timedelta(days=90))
    run(session, made, cast, "propose", "approve", "start")
    service.tie(session, made, goal, actor=dan, now=NOW)
    session.commit()
    row = queries.initiative_rows(session, dan, TODAY)[0]
    assert row.status.status is Status.RED
    service.untie(session, made, goal, actor=dan, now=NOW)
    session.commit()
    assert queries.initiative_rows(session, dan, TODAY)[0].status.status is not Status.RED


def test_nobody_ties_it_to_what_they_may_not_know(session: Session, cast: Cast) -> None:
    made = make_initiative(session, cast)
    goal = make_goal(session, cast, committee=cast.board, owner=cast.cora, sponsor=None)
    with pytest.raises(NotFound):
        service.tie(session, made, goal, actor=cast.actor(cast.dan, session), now=NOW)
    session.rollback()
    with pytest.raises(RuleBroken, match="is tied to goals"):
        service.tie(session, made, cast.council, actor=cast.actor(cast.dan, session), now=NOW)


def test_the_list_counts_late_milestones_and_costs_the_same_for_one_and_three(
    session: Session, cast: Cast, count_sql: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    counts, dan = [], cast.actor(cast.dan, session)
    goal, _ = published(session, cast)
    for wanted in (1, 3):
        while queries.count_initiatives(session, dan) < wanted:
            made = make_initiative(session, cast)
            make_milestone(session, made, due_on=date(2026, 11, 20))
            make_milestone(session, made, "Next", due_on=date(2026, 12, 1))
            service.tie(session, made, goal, actor=SYSTEM, now=NOW)
            session.commit()
        session.expire_all()
        with count_sql() as seen:
            rows = queries.initiative_rows(session, dan, TODAY)
            assert [row.initiative.lead.name for row in rows] == ["Dan Hellier"] * wanted
            assert {row.initiative.departments[0].department.title for row in rows} <= {"Billing", "Support"}
        counts.append(len(seen))
    assert counts[0] == counts[1]
    first = rows[0]
    assert (first.late, first.milestones[0].days_late, first.milestones[1].state) == (1, 4, MilestoneState.SOON)


def test_the_list_is_narrowed_and_hides_what_is_restricted(session: Session, cast: Cast) -> None:
    made = make_initiative(session, cast)
    secret = make_initiative(session, cast, level=Level.RESTRICTED, committee=None, lead=cast.cora, sponsor=None)
    eve = cast.actor(cast.eve, session)
    assert [row.initiative.id for row in queries.initiative_rows(session, eve, TODAY)] == [made.id]
    assert queries.initiative_rows(session, eve, TODAY, department_id=cast.product.id) == []
    assert queries.initiative_rows(session, eve, TODAY, kind=InitiativeKind.REPAIR) == []
    assert queries.initiative_rows(session, eve, TODAY, stage=Stage.RUNNING, committee_id=cast.council.id) == []
    with pytest.raises(NotFound):
        get(session, eve, Initiative, secret.id)


def test_the_share_of_design_goes_by_stated_days_and_by_count(session: Session, cast: Cast) -> None:
    make_initiative(session, cast, effort_days=30)
    make_initiative(session, cast, effort_days=10, kind=InitiativeKind.REPAIR)
    make_initiative(session, cast, effort_days=None, kind=InitiativeKind.REPAIR)
    found = queries.design_share(session, cast.actor(cast.eve, session))
    assert (found.by_effort.percent, found.design, found.all) == ("75.0 %", 1, 3)
    assert found.by_effort.inputs["coverage"] == {"measured": 2, "of": 3}
