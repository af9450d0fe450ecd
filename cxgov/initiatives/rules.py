"""The stages of an initiative, its departments and milestones, and the share of effort that prevents trouble."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction

from cxgov.core.errors import RuleBroken
from cxgov.core.lifecycle import KEEP, NEW, Need, move
from cxgov.goals.enums import KeyResultKind, Status
from cxgov.goals.rules import (
    Figure,
    Step,
    Summary,
    expected_of_milestones,
    invalid,
    key_result_status,
    measured,
    milestones_progress,
    no_data,
    worst,
)
from cxgov.initiatives.enums import InitiativeKind, InitiativeStage, Part

FEWEST_DEPARTMENTS = 2
SOON_DAYS = 14

IDEA, PROPOSED, APPROVED = InitiativeStage.IDEA, InitiativeStage.PROPOSED, InitiativeStage.APPROVED
RUNNING, DELIVERED, MEASURED = InitiativeStage.RUNNING, InitiativeStage.DELIVERED, InitiativeStage.MEASURED
CLOSED, STOPPED = InitiativeStage.CLOSED, InitiativeStage.STOPPED
ENDED = frozenset({CLOSED, STOPPED})
UNDER_WAY = frozenset({RUNNING, DELIVERED, MEASURED})
LIVE = frozenset(InitiativeStage) - ENDED

COMPLETE = Need("complete", "The initiative is not complete yet.")
DECISION = Need("decision", "Name the decision in force that approves it.", field="decision")
BENEFIT = Need("benefit", "Say what was measured, or that it was not measured and why.", field="benefit")
REASON = Need("reason", "Say why.", field="reason")

MOVES = (
    move("create", [NEW], IDEA, "O P D C S V X"),
    move("change", LIVE, KEEP, "O P C S X"),
    move("propose", [IDEA], PROPOSED, "O P C S X", COMPLETE),
    move("return", [PROPOSED], IDEA, "P C S X", REASON),
    move("approve", [PROPOSED], APPROVED, "C S", DECISION),
    move("start", [APPROVED], RUNNING, "O P C S X"),
    move("deliver", [RUNNING], DELIVERED, "O P C S X"),
    move("measure", [DELIVERED], MEASURED, "O P C S X", BENEFIT),
    move("close", [MEASURED], CLOSED, "P C S X"),
    move("stop", LIVE, STOPPED, "P C S", REASON),
)
"""Idea → proposed → approved by decision → running → delivered → benefit measured → closed. O is the lead."""


class MilestoneState(StrEnum):
    """Where a milestone stands on a day."""

    DONE = "done"
    DONE_LATE = "done_late"
    LATE = "late"
    SOON = "soon"
    PLANNED = "planned"

    @property
    def words(self) -> str:
        """The state as the screens say it."""
        return self.value.replace("_", " ")


def milestone_state(due_on: date, done_on: date | None, as_of: date) -> MilestoneState:
    """Done, done late, late, due within two weeks, or planned. What was done after `as_of` was not done yet."""
    if done_on is not None and done_on <= as_of:
        return MilestoneState.DONE if done_on <= due_on else MilestoneState.DONE_LATE
    if due_on < as_of:
        return MilestoneState.LATE
    return MilestoneState.SOON if (due_on - as_of).days <= SOON_DAYS else MilestoneState.PLANNED


def milestone_days_late(due_on: date, done_on: date | None, as_of: date) -> int:
    """The days by which a milestone was or is late."""
    until = done_on if done_on is not None and done_on <= as_of else as_of
    return max(0, (until - due_on).days)


def initiative_progress(milestones: Sequence[Step], as_of: date) -> Figure:
    """G5: the weight of milestones done ÷ the weight of all."""
    return milestones_progress(milestones, as_of)


def initiative_status(
    stage: InitiativeStage, milestones: Sequence[Step], as_of: date, linked: Iterable[Status] = ()
) -> Summary:
    """G13 for an initiative: the worst of its milestones' pace (G11), of a milestone that is late, and of linked goals.

    A late milestone is at least amber. Not under way is not started, ended is closed, no milestone is no data.
    """
    if stage in ENDED:
        return Summary(Status.CLOSED)
    if stage not in UNDER_WAY:
        return Summary(Status.NOT_STARTED)
    statuses = [_pace_status(milestones, as_of), *linked]
    if any(milestone_state(one.due_on, one.done_on, as_of) is MilestoneState.LATE for one in milestones):
        statuses.append(Status.AMBER)
    return worst(statuses)


def check_departments(parts: Mapping[int, Part]) -> None:
    """Cross-functional work has two departments or more, and exactly one of them is accountable."""
    if len(parts) < FEWEST_DEPARTMENTS:
        raise RuleBroken("An initiative has at least two departments.", field="departments")
    accountable = sum(part is Part.ACCOUNTABLE for part in parts.values())
    if accountable != 1:
        said = "No department is" if not accountable else f"{accountable} departments are"
        raise RuleBroken(f"{said} accountable: name exactly one.", field="departments")


def check_proposal(*, has_sponsor: bool, purpose: str, parts: Mapping[int, Part], milestones: int) -> None:
    """What is proposed has a sponsor, a purpose in words, its departments, and at least one milestone."""
    if not has_sponsor:
        raise RuleBroken("Name the executive who sponsors it.", field="sponsor")
    if not purpose.strip():
        raise RuleBroken("Say what it is for.", field="purpose")
    check_departments(parts)
    if milestones < 1:
        raise RuleBroken("Add at least one milestone.", field="milestones")


def check_milestone(title: str, *, done_on: date | None, weight: int, today: date) -> None:
    """A milestone has words, a weight of at least 1, and is not done on a day to come."""
    if not title.strip():
        raise RuleBroken("Say what is reached then.", field="title")
    if weight < 1:
        raise RuleBroken("A weight is at least 1.", field="weight")
    if done_on is not None and done_on > today:
        raise RuleBroken("It cannot be done on a day to come.", field="done_on")


def design_share(efforts: Sequence[tuple[InitiativeKind, int | None]]) -> Figure:
    """The share of effort, in days of work, spent on design, which prevents trouble, rather than on repair.

    Initiatives without a stated effort are left out, and counted in the coverage.
    """
    stated = [(kind, days) for kind, days in efforts if days is not None]
    coverage = {"measured": len(stated), "of": len(efforts)}
    if not stated:
        return no_data("design_share", coverage=coverage)
    whole = sum(days for _, days in stated)
    design = sum(days for kind, days in stated if kind is InitiativeKind.DESIGN)
    if whole <= 0:
        return invalid("design_share", "The efforts add up to nothing.", coverage=coverage)
    return measured(Fraction(design, whole), "design_share", design=design, days=whole, coverage=coverage)


def _pace_status(milestones: Sequence[Step], as_of: date) -> Status:
    """G11 of the milestones as a whole: what is done against what is due; after the last day all must be."""
    progress, pace = milestones_progress(milestones, as_of), expected_of_milestones(milestones, as_of)
    end = max((one.due_on for one in milestones), default=as_of)
    return key_result_status(
        KeyResultKind.MILESTONES, progress, pace, start=date.min, end=end, as_of=as_of, has_reading=True
    ).status
