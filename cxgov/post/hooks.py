"""What a feature has to say about its own mails at the moment they are written: the text then, or that it is late.

A mail with a secret in it, such as a link that signs in, is queued without the secret and gets it here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from cxgov.post.models import Delivery


@dataclass(frozen=True, slots=True)
class Ready:
    """The text and the page of a mail as it goes out."""

    text: str
    html: str = ""


AtDelivery = Callable[[Session, Delivery, datetime], Ready | None]
_AT_DELIVERY: dict[str, AtDelivery] = {}
MayStill = Callable[[Session, Delivery, datetime], bool]
_SECRET: set[str] = set()
_MAY_STILL: list[MayStill] = []


def at_delivery(kind: str, prepare: AtDelivery, *, has_secret: bool = False) -> None:
    """Let a feature prepare its kind of mail when it is written; None cancels it. A secret one is shown to nobody."""
    _AT_DELIVERY[kind] = prepare
    if has_secret:
        _SECRET.add(kind)


def recheck_with(may_still: MayStill) -> None:
    """Ask this of every mail that tells of something, when it is written: a right may be lost since it was queued."""
    _MAY_STILL[:] = [may_still]


def has_secret(kind: str) -> bool:
    """Say whether what is written of this kind of mail opens a door, so that the outbox does not show it."""
    return kind in _SECRET


def prepared(session: Session, delivery: Delivery, now: datetime) -> Ready | None:
    """Return a mail as it goes out now, or None where it must not go out any more."""
    if delivery.about_id is not None and not all(may(session, delivery, now) for may in _MAY_STILL):
        return None
    prepare = _AT_DELIVERY.get(delivery.kind)
    return prepare(session, delivery, now) if prepare else Ready(delivery.text, delivery.html)
