"""The stages of an initiative, its milestones and status."""

from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from cxgov.core.errors import RuleBroken
from cxgov.core.lifecycle import MoveRefused, Who, check_move
from cxgov.goals.enums import FigureState, Status
from cxgov.goals.rules import Step
from cxgov.initiatives.enums import InitiativeKind, InitiativeStage, Part
from cxgov.initiatives.rules import (
    MOVES,
    MilestoneState,
    check_departments,
    check_milestone,
    check_proposal,
    design_share,
    initiative_progress,
    initiative_status,
    milestone_days_late,
    milestone_state,
)

LIVE = "idea,proposed,approved,running,delivered,measured"
RULES = f"""
create   -         idea      OPDCSVX .
change   {LIVE}    =         OPCSX   .
propose  idea      proposed  OPCSX   complete
return   proposed  idea      PCSX    reason
approve  proposed  approved  CS      decision
start    approved  running   OPCSX   .
deliver  running   delivered OPCSX   .
measure  delivered measured  OPCSX   benefit
close    measured  closed    PCSX    .
stop     {LIVE}    stopped   PCS     reason
"""
ROWS = {line.split()[0]: line.split()[1:] for line in RULES.strip().splitlines()}
FACTS = {"complete", "reason", "decision", "benefit"}


@pytest.mark.parametrize("verb", ROWS)
def test_every_stage_verb_and_role_is_decided_as_the_table_says(verb):
    origins, target, who, need = ROWS[verb]
    for stage, role, given in product([None, *InitiativeStage], Who, (FACTS, set())):
        name = stage.value if stage else "-"
        fits = name in origins.split(",") and role.value in who and (need == "." or need in given)
        try:
            after = check_move(MOVES, verb, stage, {role}, given).value
        except MoveRefused:
            after = None
        assert after == ((name if target == "=" else target) if fits else None), (verb, stage, role, given)


AS_OF, BEFORE, AFTER = date(2026, 11, 24), date(2026, 11, 10), date(2026, 12, 20)


@pytest.mark.parametrize(
    ("due_on", "done_on", "state", "late"),
    [
        (BEFORE, BEFORE, MilestoneState.DONE, 0),
        (BEFORE, date(2026, 11, 12), MilestoneState.DONE_LATE, 2),
        (BEFORE, None, MilestoneState.LATE, 14),
        (BEFORE, AFTER, MilestoneState.LATE, 14),
        (AS_OF, None, MilestoneState.SOON, 0),
        (date(2026, 12, 8), None, MilestoneState.SOON, 0),
        (date(2026, 12, 9), None, MilestoneState.PLANNED, 0),
    ],
)
def test_a_milestone_is_done_late_soon_or_planned(due_on, done_on, state, late):
    assert milestone_state(due_on, done_on, AS_OF) is state
    assert milestone_days_late(due_on, done_on, AS_OF) == late


def step(due_on: date, done_on: date | None = None, weight: int = 1) -> Step:
    return Step("step", Decimal(weight), due_on, done_on)


RUNNING = InitiativeStage.RUNNING


@pytest.mark.parametrize(
    ("stage", "steps", "status"),
    [
        (InitiativeStage.IDEA, [step(BEFORE)], Status.NOT_STARTED),
        (InitiativeStage.STOPPED, [step(BEFORE)], Status.CLOSED),
        (RUNNING, [], Status.NO_DATA),
        (RUNNING, [step(AFTER)], Status.NOT_STARTED),
        (RUNNING, [step(BEFORE, BEFORE), step(AFTER)], Status.GREEN),
        (RUNNING, [step(BEFORE, BEFORE, 19), step(BEFORE, None, 1), step(AFTER)], Status.AMBER),
        (RUNNING, [step(BEFORE, BEFORE), step(BEFORE), step(AFTER)], Status.RED),
        (RUNNING, [step(BEFORE, BEFORE), step(BEFORE)], Status.RED),
        (InitiativeStage.DELIVERED, [step(BEFORE, BEFORE)], Status.GREEN),
    ],
)
def test_status_is_the_worst_of_pace_and_lateness(stage, steps, status):
    assert initiative_status(stage, steps, AS_OF).status is status


def test_a_linked_goal_that_is_off_track_shows():
    summary = initiative_status(RUNNING, [step(BEFORE, BEFORE), step(AFTER)], AS_OF, [Status.RED])
    assert summary.status is Status.RED
    assert summary.counts == {Status.RED: 1, Status.GREEN: 1}


def test_progress_weighs_what_is_done():
    assert initiative_progress([step(BEFORE, BEFORE, 3), step(AFTER)], AS_OF).percent == "75.0 %"


@pytest.mark.parametrize(
    "parts",
    [
        {1: Part.ACCOUNTABLE},
        {1: Part.RESPONSIBLE, 2: Part.INFORMED},
        {1: Part.ACCOUNTABLE, 2: Part.ACCOUNTABLE},
    ],
)
def test_exactly_one_of_two_departments_or_more_is_accountable(parts):
    check_departments({1: Part.ACCOUNTABLE, 2: Part.RESPONSIBLE})
    with pytest.raises(RuleBroken):
        check_departments(parts)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"has_sponsor": False}, "sponsor"),
        ({"purpose": " "}, "purpose"),
        ({"parts": {}}, "departments"),
        ({"milestones": 0}, "milestones"),
    ],
)
def test_a_proposal_is_complete(changes, field):
    parts = {1: Part.ACCOUNTABLE, 2: Part.RESPONSIBLE}
    good: dict[str, Any] = {"has_sponsor": True, "purpose": "Fewer calls", "parts": parts, "milestones": 1}
    check_proposal(**good)
    with pytest.raises(RuleBroken) as refused:
        check_proposal(**{**good, **changes})
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("title", "done_on", "weight", "field"),
    [(" ", None, 1, "title"), ("Pilot", None, 0, "weight"), ("Pilot", AFTER, 1, "done_on")],
)
def test_a_milestone_that_cannot_be_is_refused_at_its_field(title, done_on, weight, field):
    check_milestone("Pilot", done_on=AS_OF, weight=1, today=AS_OF)
    with pytest.raises(RuleBroken) as refused:
        check_milestone(title, done_on=done_on, weight=weight, today=AS_OF)
    assert refused.value.field == field


DESIGN, REPAIR = InitiativeKind.DESIGN, InitiativeKind.REPAIR


def test_the_share_of_design_is_counted_in_effort_with_its_coverage():
    figure = design_share([(DESIGN, 30), (REPAIR, 70), (DESIGN, None)])
    assert figure.percent == "30.0 %"
    assert figure.inputs["coverage"] == {"measured": 2, "of": 3}
    assert design_share([(DESIGN, None)]).state is FigureState.NO_DATA
    assert design_share([(DESIGN, 0)]).state is FigureState.INVALID
