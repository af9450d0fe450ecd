"""The work of the world: action items in each state, goals, key results, check-ins, initiatives."""

from datetime import date
from decimal import Decimal
from typing import Any

from cxgov.actions import service as actions
from cxgov.actions.models import ActionItem
from cxgov.core.enums import Level
from cxgov.decisions.models import Decision
from cxgov.goals import service as goals
from cxgov.goals.service import Measure
from cxgov.initiatives import service as initiatives
from cxgov.initiatives.enums import InitiativeKind, Part
from tests.support.canaries import SLOTS, Placed
from tests.support.world import DAY, Builder, worker

STATES = ("proposed", "open", "accepted", "in_progress", "blocked", "done", "verified", "cancelled")
DUE = date(2027, 1, 15)


def build(b: Builder) -> None:
    """Make it."""
    cycle_mark = b.world.place("cycles")
    cycle = b.do(goals.make_cycle, cycle_mark.text("title"), first_on=date(2026, 7, 1), last_on=date(2026, 12, 31))
    cycle_mark.id = cycle.id
    for slot in SLOTS:
        for state in STATES:
            make_action(b, slot, state)
        make_foreign_action(b, slot)
        for state in ("draft", "published", "dropped"):
            make_goal(b, slot, state, cycle)
        make_initiative(b, slot)


def make_action(b: Builder, slot: str, state: str) -> None:
    """Make one action item of the member of a committee, in a state."""
    committee, level = SLOTS[slot]
    owner = worker(committee)
    one = b.world.place("actions", slot, state=state, named=(owner,))
    item = b.do(
        actions.propose, one.text("title"), made_on=DAY, committee=b.committee[committee], owner=b.person[owner],
        due_on=DUE, level=Level(level), owner_as_written=one.text("owneraswritten"),
    )  # fmt: skip
    b.set_up(item, one)
    if state == "proposed":
        return
    b.do(actions.open_item, item)
    chair = owner.replace("member", "chair")
    if state in ("accepted", "in_progress", "blocked"):
        b.do(actions.accept, item, by=owner)
    if state in ("in_progress", "blocked"):
        b.do(actions.start, item, by=owner)
    if state == "blocked":
        b.do(actions.block, item, by=owner, reason=one.text("blockedreason"), unblocker=b.person[chair])
    if state == "in_progress":
        ask_and_refuse(b, item, one, owner)
    if state in ("done", "verified"):
        b.do(actions.claim_done, item, by=owner, evidence=f"It stands at {one.text('evidence')}.")
    if state == "verified":
        b.do(actions.verify, item, by=chair)
    if state == "cancelled":
        b.do(actions.cancel, item, by=chair, reason=one.text("closedreason"))


def ask_and_refuse(b: Builder, item: ActionItem, one: Placed, owner: str) -> None:
    """Ask for a date that is refused, and for another one that waits."""
    asked = b.do(actions.ask_for_date, item, by=owner, wanted_on=date(2027, 2, 1), reason=one.text("reason"), today=DAY)
    chair = owner.replace("member", "chair")
    b.do(actions.decide_date, asked, by=chair, grant=False, answer=one.text("answer"), today=DAY)
    again = b.do(actions.ask_for_date, item, by=owner, wanted_on=date(2027, 2, 8), reason=one.text("reason"), today=DAY)
    waiting = b.world.place("daterequests", one.slot, named=(owner,))
    waiting.id = again.id
    b.do(actions.add_contributor, item, b.person[owner.replace("member", "secretary")], by=chair)


def make_foreign_action(b: Builder, slot: str) -> None:
    """Make an item that the head of a department outside the committee owes, and may therefore read."""
    committee, level = SLOTS[slot]
    one = b.world.place("actions", slot, state="foreign", named=("owner",))
    item = b.do(
        actions.make, one.text("title"), by=worker(committee).replace("member", "secretary"), made_on=DAY,
        committee=b.committee[committee], owner=b.person["owner"], due_on=DUE, level=Level(level),
    )  # fmt: skip
    b.set_up(item, one)
    b.do(actions.mention, item, b.meeting(slot), line=3, as_written=one.text("aswritten"))


def make_goal(b: Builder, slot: str, state: str, cycle: Any) -> None:
    """Make one goal with a key result and a check-in, in a state."""
    committee, level = SLOTS[slot]
    owner, sponsor = worker(committee), worker(committee).replace("member", "chair")
    access = "draft" if state == "draft" else "plain"
    one = b.world.place("objectives", slot, state=state, access=access, named=(owner, sponsor))
    goal = b.do(
        goals.make_objective, one.text("title"), cycle=cycle, owner=b.person[owner], sponsor=b.person[sponsor],
        departments=[(b.both[0], one.text("part"))], outcome=one.text("outcome"), committee=b.committee[committee],
        one_department_reason=one.text("onedepartmentreason"), level=Level(level),
    )  # fmt: skip
    b.set_up(goal, one)
    measured = b.world.place("keyresults", slot, state=state, access=access, named=(owner, sponsor))
    key_result = b.do(
        goals.make_key_result, goal, measured.text("title"), owner=b.person[owner],
        measure=Measure(baseline=Decimal(82), target=Decimal(96), unit=measured.text("unit")),
    )  # fmt: skip
    b.set_up(key_result, measured)
    if state == "draft":
        return
    b.do(goals.publish, goal)
    b.do(
        goals.check_in, key_result, Decimal(88), valid_on=date(2026, 10, 5), today=DAY, confidence=7,
        note=measured.text("note"),
    )  # fmt: skip
    if state == "dropped":
        b.do(goals.drop, goal, reason=one.text("droppedreason"), today=DAY)


def make_initiative(b: Builder, slot: str) -> None:
    """Make one initiative that was delivered and measured, with a milestone, and one that was stopped."""
    committee, level = SLOTS[slot]
    lead, sponsor = worker(committee), worker(committee).replace("member", "chair")
    for state in ("measured", "stopped"):
        one = b.world.place("initiatives", slot, state=state, named=(lead, sponsor))
        made = b.do(
            initiatives.make, one.text("title"), kind=InitiativeKind.DESIGN, lead=b.person[lead], effort_days=40,
            sponsor=b.person[sponsor], purpose=one.text("purpose"), committee=b.committee[committee],
            level=Level(level),
            departments=[(b.both[0], Part.ACCOUNTABLE), (b.both[1], Part.CONSULTED)],
        )  # fmt: skip
        b.set_up(made, one)
        step = b.world.place("milestones", slot, state=state, named=(lead, sponsor))
        step.id = b.do(initiatives.add_milestone, made, step.text("title"), date(2026, 11, 2)).id
        if state == "stopped":
            b.do(initiatives.move, made, "stop", reason=one.text("stopreason"))
            continue
        decision = b.session.get_one(Decision, b.decision(slot))
        for verb in ("propose", "approve", "start", "deliver", "measure"):
            b.do(
                initiatives.move, made, verb, decision=decision if verb == "approve" else None,
                benefit=one.text("benefit") if verb == "measure" else "",
            )  # fmt: skip
