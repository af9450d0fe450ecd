"""What the owner, the helpers and those who verify do with an item."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from cxgov.actions import rules
from cxgov.actions.models import ActionItem
from cxgov.actions.service.steps import check_named, sentence_of, step
from cxgov.core.actor import Actor
from cxgov.core.lifecycle import facts
from cxgov.people.models import Person

_FREE: dict[str, Any] = {"blocked_reason": None, "unblocker_id": None}


def accept(session: Session, item: ActionItem, *, actor: Actor, now: datetime, version: int | None = None) -> None:
    """The owner accepts an open item."""
    step(session, item, "accept", "actions:item:accept", actor=actor, now=now, version=version)


def start(session: Session, item: ActionItem, *, actor: Actor, now: datetime, version: int | None = None) -> None:
    """Owner or helper begins the work."""
    step(session, item, "start", "actions:item:start", actor=actor, now=now, version=version)


def block(
    session: Session,
    item: ActionItem,
    *,
    reason: str,
    unblocker: Person | None,
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> None:
    """Owner or helper says what holds it up and who can unblock it; the date stands."""
    reason = sentence_of(reason)
    check_named(session, actor, unblocker)
    step(
        session, item, "block", "actions:item:block", actor=actor, now=now, version=version,
        given=facts(reason=reason, unblocker=unblocker), reason=reason, blocked_reason=reason,
        unblocker_id=unblocker.id if unblocker else None,
    )  # fmt: skip


def unblock(session: Session, item: ActionItem, *, actor: Actor, now: datetime, version: int | None = None) -> None:
    """Owner or helper goes on."""
    step(session, item, "unblock", "actions:item:unblock", actor=actor, now=now, version=version, **_FREE)


def claim_done(
    session: Session,
    item: ActionItem,
    *,
    evidence: str,
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> None:
    """The owner says that it is done, from any active state, with something that another person can look at."""
    evidence = sentence_of(evidence)
    if evidence:
        rules.check_evidence(evidence)
    step(
        session, item, "claim_done", "actions:item:claim", actor=actor, now=now, version=version,
        given=facts(evidence=evidence), evidence=evidence, claimed_at=now, **_FREE,
    )  # fmt: skip


def verify(
    session: Session,
    item: ActionItem,
    *,
    actor: Actor,
    now: datetime,
    comment: str | None = None,
    version: int | None = None,
) -> None:
    """Somebody other than the owner has seen that it is done."""
    step(
        session, item, "verify", "actions:item:verify", actor=actor, now=now, version=version,
        reason=sentence_of(comment) or None, verified_at=now,
    )  # fmt: skip


def send_back(
    session: Session, item: ActionItem, *, comment: str, actor: Actor, now: datetime, version: int | None = None
) -> None:
    """Give a claimed item back, saying what is missing; its evidence stays readable, its claim does not count."""
    comment = sentence_of(comment)
    step(
        session, item, "return", "actions:item:return", actor=actor, now=now, version=version,
        given=facts(comment=comment), reason=comment, claimed_at=None,
    )  # fmt: skip


def reopen(
    session: Session, item: ActionItem, *, reason: str, actor: Actor, now: datetime, version: int | None = None
) -> None:
    """Open a verified item again; the owner may within seven days. Reports already issued stay as they were."""
    reason = sentence_of(reason)
    recent = rules.is_recent(item.verified_at, now)
    step(
        session, item, "reopen", "actions:item:reopen", actor=actor, now=now, version=version,
        given=facts(reason=reason, recent=recent), reason=reason, claimed_at=None, verified_at=None,
    )  # fmt: skip


def cancel(
    session: Session, item: ActionItem, *, reason: str, actor: Actor, now: datetime, version: int | None = None
) -> None:
    """Chair or secretary says that it is not owed any more, and why."""
    reason = sentence_of(reason)
    step(
        session, item, "cancel", "actions:item:cancel", actor=actor, now=now, version=version,
        given=facts(reason=reason), reason=reason, closed_reason=reason, **_FREE,
    )  # fmt: skip
