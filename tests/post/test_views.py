"""The outbox: who may look into it, what it shows, and the mail file."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.post import service
from cxgov.post.jobs import deliver_waiting
from cxgov.post.models import Delivery
from cxgov.web.settings import settings
from tests.support.cast import NOW, Cast
from tests.support.client import Browser

Open = Callable[..., Browser]


def queue(session: Session, cast: Cast, occasion: str = "digest:2026-10", text: str = "Hello") -> Delivery:
    """Queue a message to Dan."""
    service.queue(
        session, kind="digest", occasion=occasion, person_id=cast.dan.id, address="dan@tarnwick.example",
        headline="Working together, October 2026", text=text, domain="cx.example", now=NOW,
    )  # fmt: skip
    session.commit()
    return session.scalars(select(Delivery).order_by(Delivery.id.desc()).limit(1)).one()


def deliver(session: Session) -> Path:
    folder = settings().instance / "outbox"
    deliver_waiting(session, folder=folder, sender="cxgov@tarnwick.example", now=NOW)
    return folder


@pytest.mark.parametrize("who", ["ada", "ben", "dan", "eve", "otto", "cora"])
def test_the_outbox_is_for_the_administrator(session: Session, cast: Cast, browser: Open, who: str) -> None:
    row = queue(session, cast)
    outside = browser(getattr(cast, who))
    assert outside.get("/outbox").status_code == 403
    for url in (f"/outbox/{row.id}", f"/outbox/{row.id}/file"):
        assert outside.get(url).status_code == 404
    assert browser().get("/outbox").status_code == 302


def test_an_empty_outbox_says_what_comes_there(session: Session, cast: Cast, browser: Open) -> None:
    text = browser(cast.alma).get_page("/outbox")
    assert "No message yet" in text
    assert "monthly digest" in text


def test_a_message_is_listed_read_and_handed_out_as_a_file(session: Session, cast: Cast, browser: Open) -> None:
    row, alma = queue(session, cast, text="<script>alert(1)</script>"), browser(cast.alma)
    text = alma.get_page("/outbox")
    assert "Dan Hellier" in text
    assert "waits to go out" in text.replace("wait to go out", "waits to go out")
    assert "&lt;script&gt;" in alma.get_page(f"/outbox/{row.id}")
    assert alma.get(f"/outbox/{row.id}/file").status_code == 404
    folder = deliver(session)
    answer = alma.get(f"/outbox/{row.id}/file")
    assert answer.data == (folder / f"{row.id:08d}.eml").read_bytes()
    assert answer.mimetype == "message/rfc822"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Download the mail file" in alma.get_page(f"/outbox/{row.id}")
    assert "every message went out" in alma.get_page("/outbox?state=sent")


def test_states_and_pages_that_are_none_do_no_harm(session: Session, cast: Cast, browser: Open) -> None:
    row, alma = queue(session, cast), browser(cast.alma)
    for query in ("state=lost", "state=dead", "page=0", "page=99999999999999999999", "page=x"):
        alma.get_page(f"/outbox?{query}")
    assert alma.get(f"/outbox/{row.id + 1}").status_code == 404
    assert alma.get(f"/outbox/{2**70}").status_code == 404


def test_the_list_costs_a_constant_number_of_statements(
    session: Session, cast: Cast, browser: Open, count_sql: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    counts = []
    for number in range(3):
        queue(session, cast, f"digest:2026-{number + 1:02d}")
        alma = browser(cast.alma)
        with count_sql() as seen:
            alma.get_page("/outbox")
        counts.append(len(seen))
    assert counts[0] == counts[2]
