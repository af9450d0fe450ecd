"""Mail files: once per occasion, whole, and one bad message holds up none."""

from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.journal.service import begin_write, change
from cxgov.people.models import Person
from cxgov.post import service
from cxgov.post.enums import DeliveryState
from cxgov.post.jobs import deliver_waiting
from cxgov.post.models import Delivery
from tests.support.cast import NOW, SYSTEM, Cast

SENDER = "cxgov@tarnwick.example"


def queue(session: Session, person: Person, occasion: str = "digest:2026-10", **more: Any) -> bool:
    """Queue a message to a person and commit."""
    values: dict[str, Any] = {
        "kind": "digest", "address": person.email, "headline": "Working together, October 2026: Tarnwick Energy",
        "text": "Zwei Wörter – and more.\n", "html": "<p>Zwei <b>Wörter</b></p>", "domain": "cx.example", "now": NOW,
    }  # fmt: skip
    fresh = service.queue(session, occasion=occasion, person_id=person.id, **(values | more))
    session.commit()
    return fresh


def deliver(session: Session, folder: Path, minutes: int = 0) -> int:
    return deliver_waiting(session, folder=folder, sender=SENDER, now=NOW + timedelta(minutes=minutes))


def rows(session: Session) -> list[Delivery]:
    session.expire_all()
    return list(session.scalars(select(Delivery).order_by(Delivery.id)))


def read(path: Path) -> EmailMessage:
    found = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def test_an_occasion_is_queued_once_for_each_person(session: Session, cast: Cast, tmp_path: Path) -> None:
    assert queue(session, cast.dan)
    assert not queue(session, cast.dan)
    assert queue(session, cast.dan, "digest:2026-11")
    assert queue(session, cast.ada)
    assert deliver(session, tmp_path) == 3
    assert deliver(session, tmp_path) == 0
    assert len(list(tmp_path.iterdir())) == 3


def test_a_mail_file_is_a_message_with_text_and_html_to_one_person(
    session: Session, cast: Cast, tmp_path: Path
) -> None:
    queue(session, cast.dan)
    deliver(session, tmp_path)
    (row,) = rows(session)
    assert (row.state, row.sent_at, row.tries) == (DeliveryState.SENT, NOW, 1)
    mail = read(tmp_path / str(row.file_name))
    assert mail.defects == []
    assert mail["To"] == "Dan Hellier <dan@tarnwick.example>"
    assert mail["From"] == f"cxgov <{SENDER}>"
    assert mail["Subject"] == "Working together, October 2026: Tarnwick Energy"
    assert mail["Message-ID"] == row.message_id
    assert mail["Date"].datetime == NOW
    assert mail["Auto-Submitted"] == "auto-generated"
    parts = {part.get_content_type(): part.get_content().splitlines() for part in mail.iter_parts()}
    assert parts == {"text/plain": ["Zwei Wörter – and more."], "text/html": ["<p>Zwei <b>Wörter</b></p>"]}


def test_what_a_crash_left_on_its_way_goes_out_with_the_same_message_id(
    session: Session, cast: Cast, tmp_path: Path
) -> None:
    queue(session, cast.dan)
    (leased,) = service.claim_waiting(session, now=NOW)
    lost, message_id, delivery_id = str(leased.lease_token), leased.message_id, leased.id
    assert deliver(session, tmp_path, minutes=4) == 0
    assert deliver(session, tmp_path, minutes=5) == 1
    (row,) = rows(session)
    assert (row.state, row.tries) == (DeliveryState.SENT, 2)
    assert read(tmp_path / str(row.file_name))["Message-ID"] == message_id
    assert not service.confirm(session, delivery_id, lost, now=NOW, file_name="late.eml")


@pytest.mark.parametrize(
    "address",
    [
        "dan@tarnwick.example\r\nBcc: all@tarnwick.example",
        "dan@tarnwick.example\n\nHello",
        "no address",
        "@",
        "a b@c d",
    ],
)
def test_an_address_that_cannot_stand_in_a_header_is_given_up_and_holds_up_none(
    session: Session, cast: Cast, tmp_path: Path, address: str
) -> None:
    queue(session, cast.dan, address=address)
    queue(session, cast.ada)
    assert deliver(session, tmp_path) == 1
    minutes = 0
    for _ in range(service.MAX_TRIES):
        minutes += 1500
        deliver(session, tmp_path, minutes=minutes)
    bad, good = rows(session)
    assert (good.state, bad.state, bad.tries) == (DeliveryState.SENT, DeliveryState.DEAD, service.MAX_TRIES)
    assert "cannot be written" in str(bad.trouble)
    assert [path.name for path in tmp_path.iterdir()] == [good.file_name]
    assert read(tmp_path / str(good.file_name))["To"] == "Ada Morvane <ada@tarnwick.example>"


def test_line_ends_in_a_headline_cannot_make_a_header(session: Session, cast: Cast, tmp_path: Path) -> None:
    queue(session, cast.dan, headline="Hello\r\nBcc: all@tarnwick.example")
    deliver(session, tmp_path)
    mail = read(tmp_path / str(rows(session)[0].file_name))
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Hello Bcc: all@tarnwick.example"


@pytest.mark.parametrize("where", ["headline", "name"])
def test_c045_an_encoded_word_in_a_headline_or_a_name_is_literal_and_makes_no_header(
    session: Session, cast: Cast, tmp_path: Path, where: str
) -> None:
    hostile = "=?utf-8?q?=0d=0aBcc:_v@x.example?="
    if where == "name":
        begin_write(session)
        change(session, cast.dan, "people:person:edit", actor=SYSTEM, now=NOW, title=hostile)
        session.commit()
    queue(session, cast.dan, **({"headline": hostile} if where == "headline" else {}))
    assert deliver(session, tmp_path) == 1
    (path,) = tmp_path.iterdir()
    mail = read(path)
    assert mail["Bcc"] is None
    assert b"\nBcc:" not in path.read_bytes()
    assert "utf-8" in str(mail["Subject"] if where == "headline" else mail["To"])


def test_a_folder_that_cannot_be_written_keeps_the_message_waiting(
    session: Session, cast: Cast, tmp_path: Path, make_full: Callable[[Path], Path]
) -> None:
    queue(session, cast.dan)
    assert deliver(session, make_full(tmp_path)) == 0
    (row,) = rows(session)
    assert (row.state, row.lease_until) == (DeliveryState.PENDING, NOW + timedelta(minutes=1))
    assert deliver(session, tmp_path / "new", minutes=1) == 1


@pytest.fixture
def make_full() -> Callable[[Path], Path]:
    """Give a folder in which the first message's file cannot be put in place: something else has its name."""

    def made(folder: Path) -> Path:
        for number in range(1, 400):
            (folder / "full" / f"{number:08d}.eml" / "in the way").mkdir(parents=True)
        return folder / "full"

    return made
