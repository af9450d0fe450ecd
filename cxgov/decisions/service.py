"""Verbs on decisions: recorded from a line of the minutes, reworded while they are a draft, final when they close."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.committees.models import Committee
from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.lifecycle import NEW, check_move, facts
from cxgov.core.markdown import plain
from cxgov.decisions.enums import DecisionState
from cxgov.decisions.models import Decision
from cxgov.decisions.permissions import parts_of
from cxgov.decisions.rules import MOVES
from cxgov.journal import service as journal
from cxgov.journal import words
from cxgov.journal.enums import Relation
from cxgov.journal.models import SubjectOf

words.define(
    {
        "decisions:decision:record": "recorded the decision",
        "decisions:decision:reword": "reworded the decision",
        "decisions:decision:withdraw": "withdrew the decision’s line",
        "decisions:decision:finalise": "closed the minutes that hold it",
        "decisions:decision:implement": "said that it is carried out",
    }
)

LONG_ENOUGH = 20
"""The letters of a first sentence that can name a decision: “No.” cannot."""


def record(
    session: Session,
    committee: Committee,
    text: str,
    *,
    meeting: SubjectOf | None,
    decided_on: date,
    without_quorum: bool,
    actor: Actor,
    now: datetime,
    within: SubjectOf | None = None,
) -> Decision:
    """Record a decision in force by general consent, with the next number of the committee's year.

    `within` is the agenda item that it was minuted under: it is as confidential as that.
    """
    journal.begin_write(session)
    policy.check(actor, "decisions:decision:record", committee)
    state = check_move(MOVES, "record", NEW, parts_of(actor, committee.id), facts(text=text))
    number = journal.next_number(session, f"decisions:{committee.id}:{decided_on.year}")
    made = Decision(
        in_committee_id=committee.id, year=decided_on.year, number=number, text=text, state=state,
        decided_on=decided_on,
        meeting_id=meeting.id if meeting else None, without_quorum=without_quorum, is_final=meeting is None,
    )  # fmt: skip
    journal.create(
        session, made, "decisions:decision:record", actor=actor, now=now, title=_title(text),
        parent=within or meeting or committee, committee_id=committee.id, is_draft=meeting is not None,
    )  # fmt: skip
    if meeting is not None:
        journal.link(session, made, Relation.MINUTED_IN, meeting, actor=actor, now=now)
    return made


def edit_draft(session: Session, decision: Decision, text: str, *, actor: Actor, now: datetime) -> bool:
    """Reword a decision whose minutes are a draft; False where nothing differs."""
    journal.begin_write(session)
    policy.check(actor, "decisions:decision:reword", decision)
    parts = parts_of(actor, decision.committee_id)
    check_move(MOVES, "reword", decision.state, parts, facts(draft=not decision.is_final, text=text))
    return journal.change(
        session, decision, "decisions:decision:reword", actor=actor, now=now, text=text, title=_title(text)
    )


def withdraw(session: Session, decision: Decision, *, actor: Actor, now: datetime) -> None:
    """Withdraw a decision whose line was taken out of draft minutes; its number is not given again."""
    journal.begin_write(session)
    policy.check(actor, "decisions:decision:withdraw", decision)
    parts = parts_of(actor, decision.committee_id)
    state = check_move(MOVES, "withdraw", decision.state, parts, facts(draft=not decision.is_final))
    journal.change(session, decision, "decisions:decision:withdraw", actor=actor, now=now, state=state)


def finalise(session: Session, meeting_id: int, *, actor: Actor, now: datetime) -> int:
    """Make the decisions of a meeting final, as its minutes close; from then on the database refuses to edit them."""
    journal.begin_write(session)
    drafts = select(Decision).where(Decision.meeting_id == meeting_id, Decision.is_final.is_(False))
    count = 0
    for decision in session.scalars(drafts).unique().all():
        policy.check(actor, "decisions:decision:finalise", decision)
        is_hidden = decision.state is DecisionState.WITHDRAWN  # what draft minutes said and took back stays theirs
        journal.change(
            session, decision, "decisions:decision:finalise", actor=actor, now=now, is_final=True, is_draft=is_hidden
        )
        count += 1
    return count


def implement(session: Session, decision: Decision, *, actor: Actor, now: datetime) -> None:
    """The chair says that a decision is carried out, whatever its action items say."""
    journal.begin_write(session)
    policy.check(actor, "decisions:decision:implement", decision)
    state = check_move(MOVES, "implement", decision.state, parts_of(actor, decision.committee_id))
    journal.change(session, decision, "decisions:decision:implement", actor=actor, now=now, state=state)


def _title(text: str) -> str:
    """Return what a decision is called: its first sentence, where that is one and more follows."""
    words = plain(text) or text
    first, stop, rest = words.partition(". ")
    return (first if stop and rest and len(first) >= LONG_ENOUGH else words)[:500]
