"""Rights are asked again when a mail is written; the outbox shows nobody what is not theirs."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.core.enums import Level
from cxgov.journal import service as journal
from cxgov.people import service as people
from cxgov.people.models import Person
from cxgov.post import service
from cxgov.post.enums import DeliveryState
from cxgov.post.jobs import deliver_waiting
from cxgov.post.models import Delivery
from cxgov.reports.models import IssuedDigest
from cxgov.web.settings import settings
from tests.reports.build import issue_digest
from tests.support.cast import NOW, SYSTEM, TODAY, Cast
from tests.support.client import Browser

Open = Callable[..., Browser]


def queue(session: Session, person: Person, about: Any, kind: str = "notice") -> None:
    """Queue a mail about something to a person."""
    service.queue(
        session, kind=kind, occasion=f"{kind}:{about.id}", person_id=person.id, address=person.email or "",
        headline="SECRET-HEADLINE", text="SECRET-WORDS", about_id=about.id, domain="cx.example", now=NOW,
    )  # fmt: skip
    session.commit()


def states(session: Session, folder: Path) -> list[DeliveryState]:
    """Deliver, and return what became of each mail."""
    deliver_waiting(session, folder=folder, sender="cxgov@tarnwick.example", now=NOW + timedelta(days=3))
    session.expire_all()
    return list(session.scalars(select(Delivery.state).order_by(Delivery.id)))


def test_a_mail_whose_reader_lost_the_right_is_cancelled(session: Session, cast: Cast, tmp_path: Path) -> None:
    for person in (cast.cleo, cast.eve, cast.cora):
        queue(session, person, cast.council)
    journal.begin_write(session)
    journal.set_level(session, cast.council, Level.RESTRICTED, actor=SYSTEM, now=NOW)
    session.commit()
    sent, cancelled = DeliveryState.SENT, DeliveryState.CANCELLED
    assert states(session, tmp_path) == [sent, cancelled, sent]
    assert len(list(tmp_path.iterdir())) == 2


def test_nothing_goes_to_somebody_who_has_left_or_may_not_sign_in(session: Session, cast: Cast, tmp_path: Path) -> None:
    for person in (cast.cleo, cast.eve, cast.dan):
        queue(session, person, cast.council)
    people.leave(session, cast.eve, last_day=TODAY, actor=SYSTEM, now=NOW)
    session.commit()
    journal.begin_write(session)
    journal.change(session, cast.cleo, "people:person:edit", actor=SYSTEM, now=NOW, may_sign_in=False)
    session.commit()
    assert states(session, tmp_path) == [DeliveryState.CANCELLED, DeliveryState.CANCELLED, DeliveryState.SENT]


def test_a_digest_made_restricted_meanwhile_goes_to_nobody(session: Session, cast: Cast, tmp_path: Path) -> None:
    issue_digest(session)
    digest = session.scalars(select(IssuedDigest)).one()
    journal.begin_write(session)
    journal.set_level(session, digest, Level.RESTRICTED, actor=SYSTEM, now=NOW)
    session.commit()
    assert set(states(session, tmp_path)) == {DeliveryState.CANCELLED}


@pytest.mark.parametrize("level", [Level.INTERNAL, Level.RESTRICTED])
def test_the_outbox_shows_the_administrator_only_what_is_theirs_to_know(
    session: Session, cast: Cast, browser: Open, level: Level
) -> None:
    queue(session, cast.cleo, cast.council)
    journal.begin_write(session)
    if level is not Level.INTERNAL:
        journal.set_level(session, cast.council, level, actor=SYSTEM, now=NOW)
    session.commit()
    row = session.scalars(select(Delivery)).one()
    states(session, settings().instance / "outbox")
    alma = browser(cast.alma)
    shown = alma.get_page("/outbox") + alma.get_page(f"/outbox/{row.id}")
    assert ("SECRET" in shown) is (level is Level.INTERNAL)
    assert "cleo@tarnwick.example" in shown
    assert alma.get(f"/outbox/{row.id}/file").status_code == (200 if level is Level.INTERNAL else 404)
