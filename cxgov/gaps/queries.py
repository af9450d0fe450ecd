"""What is read of gaps and ideas."""

from collections.abc import Sequence

from sqlalchemy import func
from sqlalchemy.orm import Session

from cxgov.core.actor import Actor
from cxgov.gaps.enums import GapState, IdeaState
from cxgov.gaps.models import Gap, Idea
from cxgov.journal.queries import visible

PAGE = 50


def gap_list(session: Session, actor: Actor, *, page: int = 1) -> tuple[Sequence[Gap], int]:
    """Return a page of the gaps that the actor may know of, the newest first, and how many there are."""
    wanted = visible(actor, Gap).where(Gap.state != GapState.WITHDRAWN)
    total = session.scalar(wanted.with_only_columns(func.count())) or 0
    ordered = wanted.order_by(Gap.seen_on.desc(), Gap.id.desc()).limit(PAGE).offset((page - 1) * PAGE)
    return session.scalars(ordered).all(), total


def newest_ideas(session: Session, actor: Actor, *, limit: int = 20) -> Sequence[Idea]:
    """Return the ideas noted last that the actor may know of."""
    wanted = visible(actor, Idea).where(Idea.state != IdeaState.WITHDRAWN)
    return session.scalars(wanted.order_by(Idea.said_on.desc(), Idea.id.desc()).limit(limit)).all()
