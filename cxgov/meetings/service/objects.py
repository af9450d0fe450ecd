"""The objects behind the lines of a block: made, changed with their line, withdrawn with it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.actions import service as actions
from cxgov.actions.enums import ActionState
from cxgov.actions.models import ActionItem
from cxgov.actions.rules import CARRIED
from cxgov.core.actor import Actor
from cxgov.core.due_words import NEXT_MEETING, find_due
from cxgov.core.markdown import plain
from cxgov.decisions import service as decisions
from cxgov.decisions.models import Decision
from cxgov.gaps import service as gaps
from cxgov.gaps.enums import GapState, IdeaState
from cxgov.gaps.models import Gap, Idea
from cxgov.journal import service as journal
from cxgov.journal.enums import Relation
from cxgov.meetings import queries
from cxgov.meetings.capture import CapturedLine as Line
from cxgov.meetings.capture import Kind, read_due
from cxgov.meetings.enums import CapturedKind
from cxgov.meetings.models import Block, CapturedLine, Meeting
from cxgov.meetings.service.owners import Room
from cxgov.meetings.service.steps import committee_of, item_of

TAKEN_OUT = "Its line was taken out of the minutes."


class Objects:
    """Makes, changes and withdraws what the lines of one block stand for."""

    def __init__(
        self, session: Session, meeting: Meeting, block: Block, room: Room | None, *, actor: Actor, now: datetime
    ) -> None:
        self._session, self._meeting, self._block, self._room = session, meeting, block, room
        self._item = item_of(session, block)
        self._who: dict[str, Any] = {"actor": actor, "now": now}

    def make(self, line: Line, decision_above: int | None) -> int | None:
        """Make what a new line stands for and return its id; INFO is only a mark."""
        match line.kind:
            case Kind.ACTION:
                return self._propose(line, decision_above)
            case Kind.DECISION:
                return self._record(line)
            case Kind.GAP:
                return gaps.note_gap(
                    self._session, line.task or line.text, source=self._meeting, within=self._item,
                    between=_between(line), seen_on=self._meeting.held_on, is_draft=True, **self._who,
                ).id  # fmt: skip
            case Kind.IDEA:
                return gaps.note_idea(
                    self._session, line.text, source=self._meeting, within=self._item, said_on=self._meeting.held_on,
                    is_draft=True, **self._who,
                ).id  # fmt: skip
            case _:
                return None

    def edit(self, row: CapturedLine, line: Line) -> None:
        """Change what a line stands for with it; an action that is owed already is changed by its own verbs only."""
        match row.kind:
            case CapturedKind.ACTION:
                item = self._session.get_one(ActionItem, row.subject_id)
                if item.state is ActionState.PROPOSED:
                    actions.edit_proposed(
                        self._session, item, title=_task(line), **self._ownership(line), **self._due(line), **self._who
                    )
            case CapturedKind.DECISION:
                decisions.edit_draft(
                    self._session, self._session.get_one(Decision, row.subject_id), line.text, **self._who
                )
            case CapturedKind.GAP:
                gap = self._session.get_one(Gap, row.subject_id)
                gaps.edit_gap(self._session, gap, line.task or line.text, between=_between(line), **self._who)
            case CapturedKind.IDEA:
                gaps.edit_idea(self._session, self._session.get_one(Idea, row.subject_id), line.text, **self._who)

    def withdraw(self, row: CapturedLine) -> None:
        """Withdraw what a line stood for; an action that is done already stays."""
        match row.kind:
            case CapturedKind.ACTION:
                item = self._session.get_one(ActionItem, row.subject_id)
                if item.state in CARRIED:
                    actions.cancel(self._session, item, reason=TAKEN_OUT, **self._who)
            case CapturedKind.DECISION:
                decisions.withdraw(self._session, self._session.get_one(Decision, row.subject_id), **self._who)
            case CapturedKind.GAP:
                gap = self._session.get_one(Gap, row.subject_id)
                if gap.state is not GapState.WITHDRAWN:
                    gaps.withdraw_gap(self._session, gap, **self._who)
            case CapturedKind.IDEA:
                idea = self._session.get_one(Idea, row.subject_id)
                if idea.state is not IdeaState.WITHDRAWN:
                    gaps.withdraw_idea(self._session, idea, **self._who)

    def _propose(self, line: Line, decision_above: int | None) -> int:
        item = actions.propose(
            self._session, _task(line), made_on=self._meeting.held_on, source=self._meeting, within=self._item,
            line=line.line, as_written=line.text[:2000], is_draft=True, **self._ownership(line),
            **self._due(line), **self._who,
        )  # fmt: skip
        decision = self._session.get(Decision, decision_above or self._decision_of_item() or 0)
        if decision is not None:
            journal.link(self._session, item, Relation.FOLLOWS_FROM, decision, **self._who)
        return item.id

    def _record(self, line: Line) -> int:
        committee = committee_of(self._session, self._meeting)
        quorum = queries.quorum_now(self._session, self._meeting, committee)
        return decisions.record(
            self._session, committee, line.text, meeting=self._meeting, within=self._item,
            decided_on=self._meeting.held_on, without_quorum=not quorum.is_quorate, **self._who,
        ).id  # fmt: skip

    def _ownership(self, line: Line) -> dict[str, Any]:
        """Return the first owner as accountable and the others as helpers, where each is exactly one person."""
        found = self._room.owners(line.owners) if self._room is not None and line.owners else []
        return {
            "owner": found[0] if found else None,
            "contributors": [person for person in found[1:] if person is not None],
            "owner_as_written": ", ".join(line.owners) or None,
            "has_several_owners": len(line.owners) > 1,
        }

    def _due(self, line: Line) -> dict[str, Any]:
        due = read_due(line.due, today=self._meeting.held_on) if line.due else None
        return {"due_on": due if isinstance(due, date) else None, "due_next_meeting": due is NEXT_MEETING}

    def _decision_of_item(self) -> int | None:
        """Return the decision minuted last under the same agenda item, above this block: what comes then follows."""
        if self._block.agenda_item_id is None:
            return None
        wanted = (
            select(CapturedLine.subject_id)
            .join(Block, Block.id == CapturedLine.block_id)
            .where(Block.agenda_item_id == self._block.agenda_item_id, Block.position < self._block.position)
            .where(CapturedLine.kind == CapturedKind.DECISION, CapturedLine.is_withdrawn.is_(False))
            .order_by(Block.position.desc(), CapturedLine.line.desc())
        )
        return self._session.scalar(wanted.limit(1))


def _task(line: Line) -> str:
    """Return what is to be done, without the due date at its end: that is a field of its own."""
    words = line.task or line.text
    due = find_due(words) if line.due else None
    if due is not None and not words[due.end :].strip(" .;,"):
        words = words[: due.start].rstrip(" .;,–—-") or words
    return plain(words) or line.text


def _between(line: Line) -> str | None:
    return " and ".join(line.between) if line.between else None
