"""Goals with their months of readings, and initiatives with their stages."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial

from cxgov.actions import service as actions
from cxgov.core.errors import RuleBroken
from cxgov.decisions import service as decisions
from cxgov.decisions.models import Decision
from cxgov.demo import cast
from cxgov.demo.aims import LAST_AIMS, NOW_AIMS, Aim, Figure
from cxgov.demo.errands import follow_item
from cxgov.demo.lives import CARRIED_OUT
from cxgov.demo.stage import Stage, month_before, working_day
from cxgov.demo.works import WORKS, Work
from cxgov.gaps.models import Gap
from cxgov.goals import service as goals
from cxgov.goals.models import Cycle, KeyResult, Objective
from cxgov.goals.service import Measure
from cxgov.initiatives import service as initiatives
from cxgov.initiatives.models import Initiative, Milestone

CYCLE_MONTHS, MONTHS_GONE = 6, 4
DROPPED_AFTER, WRITTEN_BEFORE = 70, 12
NOTE = "Behind what we expected by now. We look into it and say more at the next meeting."


def pursue(stage: Stage) -> None:
    """Put the goals of two cycles and all initiatives on the programme."""
    now_first = month_before(stage.today, MONTHS_GONE)
    for aims, first in ((LAST_AIMS, month_before(now_first, CYCLE_MONTHS)), (NOW_AIMS, now_first)):
        stage.at(stage.moment(first - timedelta(days=WRITTEN_BEFORE), 9), partial(_open_cycle, stage, aims, first))
    for work in WORKS:
        stage.at(stage.moment(stage.ago(work.began), 9, 30), partial(_begin, stage, work))
    for begins, chair, days in CARRIED_OUT:
        stage.when_found(Decision, begins, stage.moment(stage.ago(days), 16), partial(_carried_out, stage, chair))


def _carried_out(stage: Stage, chair: str, decision: Decision, now: datetime) -> None:
    decisions.implement(stage.session, decision, actor=stage.actor(chair), now=now)


def _open_cycle(stage: Stage, aims: tuple[Aim, ...], first: date, now: datetime) -> None:
    last = month_before(first, -CYCLE_MONTHS) - timedelta(days=1)
    title = f"{first:%B} to {last:%B} {last.year}"
    cycle = goals.make_cycle(
        stage.session, title, first_on=first, last_on=last, actor=stage.actor(cast.COUNCIL.secretary), now=now
    )
    for aim in aims:
        wait = 0 if not aim.is_draft else (stage.today - first).days
        stage.at(stage.moment(stage.day_of(now) + timedelta(days=wait), 10), partial(_aim, stage, aim, cycle))


def _aim(stage: Stage, aim: Aim, cycle: Cycle, now: datetime) -> None:
    """Write a goal with its figures, publish it a few days later, and let its readings come month by month."""
    secretary = stage.actor(cast.COUNCIL.secretary)
    made = goals.make_objective(
        stage.session, aim.title, cycle=cycle, owner=stage.people[aim.owner], sponsor=stage.people[aim.sponsor],
        departments=[(stage.departments[name], part) for name, part in aim.parts], outcome=aim.outcome,
        ambition=aim.ambition, committee=stage.committees[cast.COUNCIL.key], actor=secretary, now=now,
    )  # fmt: skip
    figures = [
        goals.make_key_result(
            stage.session, made, figure.title, owner=stage.people[figure.owner], actor=secretary, now=now,
            measure=Measure(Decimal(figure.baseline), Decimal(figure.target), figure.unit, Decimal(figure.weight)),
        )
        for figure in aim.figures
    ]  # fmt: skip
    if aim.is_draft:
        return
    chair = stage.actor(cast.COUNCIL.chair)
    published = stage.moment(stage.day_of(now) + timedelta(days=7), 11)
    stage.at(published, lambda at: goals.publish(stage.session, made, actor=chair, now=at))
    for gap in aim.gaps:
        stage.when_found(
            Gap, gap, published + timedelta(hours=1),
            lambda found, at: goals.address(stage.session, made, found, actor=chair, now=at),
        )  # fmt: skip
    for key_result, figure in zip(figures, aim.figures, strict=True):
        _measure(stage, key_result, figure, cycle.first_on)
    if aim.dropped:
        stage.at(
            stage.moment(cycle.first_on + timedelta(days=DROPPED_AFTER), 15),
            lambda at: goals.drop(
                stage.session, made, reason=aim.dropped, today=stage.day_of(at), actor=chair, now=at
            ),
        )  # fmt: skip


def _measure(stage: Stage, key_result: KeyResult, figure: Figure, first: date) -> None:
    """Put the readings on the programme: two days before each month's end, and once in the last days."""
    notes = dict(enumerate(figure.notes))
    for month, value in enumerate(figure.months):
        valid = month_before(first, -month - 1) - timedelta(days=3)
        said = stage.moment(valid + timedelta(days=8 if month in figure.late else 0), 16)
        stage.at(said, partial(_check_in, stage, key_result, figure, value, valid, notes.get(month, "")))
    if figure.latest:
        valid = max(stage.ago(3), month_before(stage.today, 0))
        note = notes.get(len(figure.months), "")
        said = min(stage.moment(valid, 9), stage.now)
        stage.at(said, partial(_check_in, stage, key_result, figure, figure.latest, valid, note))


def _check_in(
    stage: Stage, key_result: KeyResult, figure: Figure, value: str, valid: date, note: str, now: datetime
) -> None:
    """Check in; where a note is asked for and none was written, an ordinary one is said."""

    def once(said: str) -> None:
        goals.check_in(
            stage.session, key_result, Decimal(value), valid_on=valid, today=max(valid, stage.day_of(now)),
            confidence=figure.sure, note=said, actor=stage.actor(figure.owner), now=now,
        )  # fmt: skip

    try:
        once(note)
    except RuleBroken as broken:
        if broken.field != "note":
            raise
        once(NOTE)


def _begin(stage: Stage, work: Work, now: datetime) -> None:
    """Enter an initiative with its milestones, and put its stages, ties and errands on the programme."""
    session, secretary = stage.session, stage.actor(cast.COUNCIL.secretary)
    made = initiatives.make(
        session, work.title, kind=work.kind, lead=stage.people[work.lead], sponsor=stage.people[work.sponsor],
        departments=[(stage.departments[name], part) for name, part in work.parts], purpose=work.purpose,
        effort_days=work.effort, committee=stage.committees[cast.COUNCIL.key], actor=secretary, now=now,
    )  # fmt: skip
    began = stage.day_of(now)
    for title, due, done in work.milestones:
        step = initiatives.add_milestone(
            session, made, title, working_day(began + timedelta(days=due)), actor=secretary, now=now
        )
        if done is not None:
            reached = stage.moment(began + timedelta(days=done), 9)
            stage.at(reached, partial(_reach, stage, step.id, work.lead))
    for verb, day in work.steps:
        stage.at(stage.moment(began + timedelta(days=day), 13), partial(_move, stage, work, made, verb))
    chair = stage.actor(cast.COUNCIL.chair)
    for kind, begins in ((Objective, _title_of(work.aim)), (Gap, work.gap)):
        stage.when_found(
            kind, begins, now + timedelta(days=2),
            lambda found, at: initiatives.tie(session, made, found, actor=chair, now=at),
        )  # fmt: skip
    for owner, title, day, days in work.gives:
        stage.at(stage.moment(began + timedelta(days=day), 14), partial(_give, stage, made, owner, title, days))


def _title_of(aim: str) -> str:
    return next((one.title for one in NOW_AIMS + LAST_AIMS if aim and one.key == aim), "")


def _reach(stage: Stage, milestone_id: int, lead: str, now: datetime) -> None:
    step, day = stage.session.get_one(Milestone, milestone_id), stage.day_of(now)
    initiatives.finish_milestone(stage.session, step, done_on=day, today=day, actor=stage.actor(lead), now=now)


def _move(stage: Stage, work: Work, made: Initiative, verb: str, now: datetime) -> None:
    """Take one stage: approval, end and stop are the chair's, the rest the lead's."""
    who = cast.COUNCIL.chair if verb in ("approve", "close", "stop") else work.lead
    decision = stage.find(Decision, work.approved) if verb == "approve" else None
    initiatives.move(
        stage.session, made, verb, actor=stage.actor(who), now=now, decision=decision, benefit=work.benefit,
        reason=work.reason,
    )  # fmt: skip


def _give(stage: Stage, made: Initiative, owner: str, title: str, days: int, now: datetime) -> None:
    day = stage.day_of(now)
    item = actions.make(
        stage.session, title, actor=stage.actor(cast.COUNCIL.secretary), now=now, made_on=day, source=made,
        committee=stage.committees[cast.COUNCIL.key], owner=stage.people[owner],
        due_on=working_day(day + timedelta(days=days)),
    )  # fmt: skip
    follow_item(stage, cast.COUNCIL, item, day)
