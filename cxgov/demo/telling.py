"""Stories, lessons and thanks: told in each of the last months, one waits to be published, one was withdrawn."""

from datetime import datetime, timedelta
from functools import partial

from cxgov.actions.models import ActionItem
from cxgov.decisions.models import Decision
from cxgov.demo.stage import Stage, month_before
from cxgov.demo.tales import TALES, THANKS, Tale
from cxgov.gaps.models import Gap
from cxgov.goals.models import Objective
from cxgov.initiatives.models import Initiative
from cxgov.journal.models import SubjectOf
from cxgov.stories import service as stories
from cxgov.stories.models import Story
from cxgov.stories.service import Told

KINDS: dict[str, type[SubjectOf]] = {
    "action": ActionItem,
    "decision": Decision,
    "gap": Gap,
    "initiative": Initiative,
    "objective": Objective,
}
EDITOR = "cora"
LAST_THANKS_DAY = 26


def tell(stage: Stage) -> None:
    """Put stories and thanks on the programme."""
    for tale in TALES:
        day = month_before(stage.today, tale.month or 0) + timedelta(days=tale.day - 1)
        stage.at(min(stage.moment(day, 9), stage.now), partial(_write, stage, tale))
    for months, sender, to, words in THANKS:
        first = month_before(stage.today, months)
        days = LAST_THANKS_DAY if months else stage.today.day
        moment = stage.moment(first + timedelta(days=stage.chance.randrange(days)), 15, stage.chance.randrange(60))
        stage.at(min(moment, stage.now), partial(_thank, stage, sender, to, words))


def _write(stage: Stage, tale: Tale, now: datetime) -> None:
    kind, begins = tale.about
    about = stage.find(KINDS[kind], begins) if kind else None
    told = Told(
        tale.title, tale.text, tale.kind, [stage.departments[name] for name in tale.departments],
        [stage.people[handle] for handle in tale.thanked], tale.evidence or None, is_not_measured=not tale.evidence,
    )  # fmt: skip
    made = stories.write(stage.session, told, actor=stage.actor(tale.author), now=now, about=about)
    if tale.is_told:
        stage.at(min(now + timedelta(hours=3), stage.now), partial(_publish, stage, made))
    if tale.withdrawn:
        stage.at(now + timedelta(days=4), partial(_withdraw, stage, made, tale.withdrawn))


def _publish(stage: Stage, made: Story, now: datetime) -> None:
    stories.publish(stage.session, made, actor=stage.actor(EDITOR), now=now)


def _withdraw(stage: Stage, made: Story, reason: str, now: datetime) -> None:
    stories.withdraw(stage.session, made, reason=reason, actor=stage.actor(EDITOR), now=now)


def _thank(stage: Stage, sender: str, to: str, words: str, now: datetime) -> None:
    stories.thank(stage.session, stage.people[to], words, actor=stage.actor(sender), now=now)
