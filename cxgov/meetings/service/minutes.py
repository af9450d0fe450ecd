"""Minutes, block by block: each save is a revision, a second writer is noticed, and nobody's text is lost."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cxgov.core.actor import Actor
from cxgov.core.errors import Conflict, NotFound, RuleBroken
from cxgov.journal import service as journal
from cxgov.meetings.models import AgendaItem, Block, BlockRevision, Meeting
from cxgov.meetings.service.capturing import follow, plan
from cxgov.meetings.service.steps import check_named, check_step, item_of, under_lock

LONGEST_BLOCK = 50_000
CHANGED = "Somebody else changed this while you were typing. Nothing is lost: both texts stand below."
TAKEN_OUT = "Somebody else took this note out while you were typing. Nothing is lost: your text stands below."


def add_block(
    session: Session,
    meeting: Meeting,
    text: str,
    *,
    actor: Actor,
    now: datetime,
    item: AgendaItem | None = None,
) -> Block:
    """Add a note at the end of the minutes, or at the end of an agenda item; its lines become objects."""
    under_lock(session, meeting, "meetings:minutes:edit", actor=actor)
    check_step(meeting, "minute", actor=actor)
    text = checked(text)
    check_named(session, actor, item)
    if item is not None and (item.meeting_id != meeting.id or item.is_removed):
        raise NotFound
    planned = plan(session, meeting, None, text, is_confirmed=True)
    last = session.scalar(select(func.max(Block.position)).where(Block.meeting_id == meeting.id)) or 0
    block = Block(
        meeting_id=meeting.id, agenda_item_id=item.id if item else None, position=last + 1, text=text, version=1,
        is_removed=False, changed_at=now,
    )  # fmt: skip
    journal.add(session, block, "meetings:block:add", of=item or meeting, actor=actor, now=now)
    _keep(session, item or meeting, block, text, actor=actor, now=now)
    follow(session, meeting, block, planned, actor=actor, now=now)
    return block


def save_block(
    session: Session,
    meeting: Meeting,
    block: Block,
    text: str,
    *,
    version: int,
    actor: Actor,
    now: datetime,
    is_confirmed: bool = False,
) -> bool:
    """Save a note on top of the version it was made from; False where its text is that already.

    Conflict carries both texts where somebody else was first. WouldWithdraw asks first where a line with an object is
    gone and `is_confirmed` is not given.
    """
    holder = _locked(session, meeting, block, actor)
    text = checked(text)
    if block.text == text and not block.is_removed:
        return False
    if block.version != version:
        raise Conflict(TAKEN_OUT if block.is_removed else CHANGED, theirs=_shown(block), yours=text)
    planned = plan(session, meeting, block, text, is_confirmed=is_confirmed)
    journal.change(
        session, block, "meetings:block:save", of=holder, actor=actor, now=now, text=text, version=version + 1,
        is_removed=False, changed_at=now,
    )  # fmt: skip
    _keep(session, holder, block, text, actor=actor, now=now)
    follow(session, meeting, block, planned, actor=actor, now=now)
    return True


def remove_block(
    session: Session,
    meeting: Meeting,
    block: Block,
    *,
    version: int,
    actor: Actor,
    now: datetime,
    is_confirmed: bool = False,
) -> bool:
    """Take a note out, with the objects of its lines after a question; what it said stays among its revisions."""
    holder = _locked(session, meeting, block, actor)
    if block.is_removed:
        return False
    if block.version != version:
        raise Conflict(CHANGED, theirs=_shown(block), yours="")
    planned = plan(session, meeting, block, "", is_confirmed=is_confirmed)
    journal.change(
        session, block, "meetings:block:remove", of=holder, actor=actor, now=now, version=version + 1, is_removed=True,
        changed_at=now,
    )  # fmt: skip
    _keep(session, holder, block, "", actor=actor, now=now)
    follow(session, meeting, block, planned, actor=actor, now=now)
    return True


def checked(text: str) -> str:
    """Return the text without blanks around it, or raise RuleBroken where it is empty or too long."""
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise RuleBroken("Write something, or take the note out.", field="text")
    if len(text) > LONGEST_BLOCK:
        raise RuleBroken("That is too long for one note: divide it.", field="text")
    return text


def _locked(session: Session, meeting: Meeting, block: Block, actor: Actor) -> Meeting | AgendaItem:
    """Lock the meeting and return what the note's entries are recorded on: its item, else the meeting."""
    under_lock(session, meeting, "meetings:minutes:edit", actor=actor)
    wanted = select(Block).where(Block.id == block.id, Block.meeting_id == meeting.id)
    if session.scalar(wanted.execution_options(populate_existing=True)) is None:
        raise NotFound
    holder = item_of(session, block)
    check_named(session, actor, holder)
    check_step(meeting, "minute", actor=actor)
    return holder or meeting


def _shown(block: Block) -> str:
    return "" if block.is_removed else block.text


def _keep(
    session: Session, holder: Meeting | AgendaItem, block: Block, text: str, *, actor: Actor, now: datetime
) -> None:
    revision = BlockRevision(block_id=block.id, version=block.version, text=text, saved_by_id=actor.id, saved_at=now)
    journal.add(session, revision, "meetings:block:revision", of=holder, actor=actor, now=now)
