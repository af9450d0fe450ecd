"""Verbs on gaps and ideas as they come out of meetings."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.markdown import plain
from cxgov.gaps import permissions  # noqa: F401 - defines the policy rows that are checked here
from cxgov.gaps.enums import GapState, IdeaState
from cxgov.gaps.models import Gap, Idea
from cxgov.journal import service as journal
from cxgov.journal import words
from cxgov.journal.enums import Relation
from cxgov.journal.models import SubjectOf

words.define(
    {
        "gaps:gap:note": "named the gap",
        "gaps:gap:edit": "reworded the gap",
        "gaps:gap:withdraw": "withdrew the gap’s line",
        "gaps:idea:note": "noted the idea",
        "gaps:idea:edit": "reworded the idea",
        "gaps:idea:withdraw": "withdrew the idea’s line",
        "gaps:gap:publish": "closed the minutes that name it",
    }
)


def note_gap(
    session: Session,
    title: str,
    *,
    source: SubjectOf,
    between: str | None,
    seen_on: date,
    actor: Actor,
    now: datetime,
    is_draft: bool = False,
    within: SubjectOf | None = None,
) -> Gap:
    """Name a gap in a meeting or a committee, `within` an item of its agenda; describing and closing it comes later."""
    journal.begin_write(session)
    policy.check(actor, "gaps:gap:note", source)
    meeting = source if source.KIND.value == "meeting" else None
    made = Gap(
        number=journal.next_number(session, "gaps"), state=GapState.IDENTIFIED, between=between and between[:300],
        seen_on=seen_on, meeting_id=meeting.id if meeting else None,
    )  # fmt: skip
    journal.create(
        session, made, "gaps:gap:note", actor=actor, now=now, title=_title(title), parent=within or source,
        is_draft=is_draft,
    )  # fmt: skip
    if meeting is not None:
        journal.link(session, made, Relation.MINUTED_IN, meeting, actor=actor, now=now)
    return made


def note_idea(
    session: Session,
    title: str,
    *,
    source: SubjectOf,
    said_on: date,
    actor: Actor,
    now: datetime,
    is_draft: bool = False,
    within: SubjectOf | None = None,
) -> Idea:
    """Note an idea that was said in a meeting, `within` an item of its agenda."""
    journal.begin_write(session)
    policy.check(actor, "gaps:gap:note", source)
    meeting = source if source.KIND.value == "meeting" else None
    made = Idea(
        number=journal.next_number(session, "ideas"), state=IdeaState.OPEN, said_on=said_on,
        meeting_id=meeting.id if meeting else None,
    )  # fmt: skip
    journal.create(
        session, made, "gaps:idea:note", actor=actor, now=now, title=_title(title), parent=within or source,
        is_draft=is_draft,
    )  # fmt: skip
    if meeting is not None:
        journal.link(session, made, Relation.MINUTED_IN, meeting, actor=actor, now=now)
    return made


def edit_gap(session: Session, gap: Gap, title: str, *, between: str | None, actor: Actor, now: datetime) -> bool:
    """Reword a gap; False where nothing differs."""
    journal.begin_write(session)
    policy.check(actor, "gaps:gap:edit", gap)
    return journal.change(
        session, gap, "gaps:gap:edit", actor=actor, now=now, title=_title(title), between=between and between[:300]
    )


def edit_idea(session: Session, idea: Idea, title: str, *, actor: Actor, now: datetime) -> bool:
    """Reword an idea; False where nothing differs."""
    journal.begin_write(session)
    policy.check(actor, "gaps:gap:edit", idea)
    return journal.change(session, idea, "gaps:idea:edit", actor=actor, now=now, title=_title(title))


def withdraw_gap(session: Session, gap: Gap, *, actor: Actor, now: datetime) -> None:
    """Withdraw a gap whose line was taken out of draft minutes."""
    journal.begin_write(session)
    policy.check(actor, "gaps:gap:edit", gap)
    journal.change(session, gap, "gaps:gap:withdraw", actor=actor, now=now, state=GapState.WITHDRAWN)


def withdraw_idea(session: Session, idea: Idea, *, actor: Actor, now: datetime) -> None:
    """Withdraw an idea whose line was taken out of draft minutes."""
    journal.begin_write(session)
    policy.check(actor, "gaps:gap:edit", idea)
    journal.change(session, idea, "gaps:idea:withdraw", actor=actor, now=now, state=IdeaState.WITHDRAWN)


def publish(session: Session, meeting_id: int, *, actor: Actor, now: datetime) -> None:
    """Let everybody read the gaps and ideas of a meeting, as its minutes close."""
    journal.begin_write(session)
    models: tuple[Any, ...] = (Gap, Idea)
    for model in models:
        for one in session.scalars(select(model).where(model.meeting_id == meeting_id)).unique().all():
            policy.check(actor, "gaps:gap:edit", one)
            if one.state not in (GapState.WITHDRAWN, IdeaState.WITHDRAWN):
                journal.change(session, one, "gaps:gap:publish", actor=actor, now=now, is_draft=False)


def _title(text: str) -> str:
    return plain(text)[:500] or text[:500]
