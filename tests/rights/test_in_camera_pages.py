"""Items in camera as pages and files show them: one that is not yours is counted, and nothing of it slips."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.core.enums import Level
from cxgov.meetings import queries, service
from cxgov.meetings.enums import MeetingState
from cxgov.meetings.models import AgendaItem
from tests.meetings.build import ben, make_meeting
from tests.rights.chamber import Chamber, make_chamber
from tests.support.cast import NOW, Cast
from tests.support.client import Browser

Open = Callable[..., Browser]


def test_the_agenda_of_others_has_no_gap_and_a_restricted_item_is_not_even_counted(
    session: Session, cast: Cast, browser: Open
) -> None:
    meeting = make_meeting(session, cast, MeetingState.CALLED)
    who = ben(session, cast)
    service.add_item(session, meeting, "SECRET-TWO", level=Level.RESTRICTED, actor=who, now=NOW)
    session.commit()
    service.add_item(session, meeting, "The third", actor=who, now=NOW)
    session.commit()
    page = browser(cast.eve).get_page(f"/meetings/{meeting.id}")
    assert "SECRET-TWO" not in page
    assert "in camera" not in re.sub(r"<(select|option)[^>]*>[^<]*", "", page)
    assert "2 · The third" in page
    assert "SECRET-TWO" in browser(cast.dan).get_page(f"/meetings/{meeting.id}")
    assert "2 items" in browser(cast.eve).get_page(f"/meetings/{meeting.id}").replace("\u00a0", " ")


@pytest.mark.parametrize("what", ["agenda", "minutes"])
def test_files_say_that_an_item_is_in_camera_and_no_more(
    session: Session, cast: Cast, browser: Open, what: str
) -> None:
    chamber = make_chamber(session, cast, is_closed=True)
    for name, reads in (("eve", False), ("dan", False), ("otto", False), ("cleo", True)):
        answer = browser(getattr(cast, name)).get(f"/meetings/{chamber.meeting.id}/{what}.pdf")
        assert answer.status_code == 200
        file = PdfReader(BytesIO(answer.data))
        said = " ".join(page.extract_text() for page in file.pages) + str(file.metadata) + str(file.outline)
        assert ("SECRET-TITLE" in said) is reads
        assert ("1 item in camera" in " ".join(said.split())) is not reads
        assert ("L3" in said) is (reads or name == "eve")  # her own action is in hers
        if not reads:
            assert "SECRET" not in said.replace("SECRET-ACTION", "SECRET" if name != "eve" else "")
            assert "25" not in re.findall(r"\b25\b", said)


def test_the_page_offers_what_is_needed_and_is_whole(session: Session, cast: Cast, browser: Open) -> None:
    meeting = make_meeting(session, cast)
    seen = browser(cast.ben)
    answer = seen.send(f"/meetings/{meeting.id}/items", title="SECRET", kind="decision", level="3")
    assert answer.status_code == 303
    item = session.scalars(select(AgendaItem).order_by(AgendaItem.id.desc())).first()
    assert item is not None
    assert (item.level, item.title) == (Level.IN_CAMERA, "SECRET")
    where = f"/meetings/{meeting.id}/items/{item.id}"
    assert "Level 3 · in camera" in seen.get_page(f"/meetings/{meeting.id}")
    assert seen.get(f"/meetings/{meeting.id}").headers["Cache-Control"] == "no-store"
    seen.get_page(f"{where}/recusals")
    assert seen.send(f"{where}/recusals", person=cast.cleo.id, reason="A cousin").status_code == 303
    assert "Cleo Tamsin stays out of it: A cousin" in seen.get_page(f"/meetings/{meeting.id}")
    assert seen.send(f"{where}/recusals", person=cast.cleo.id, reason="").status_code == 422
    assert seen.send(f"{where}/recusals/{cast.cleo.id}/end").status_code == 303
    assert seen.send(f"{where}/recusals/{cast.cleo.id}/end").status_code == 404
    first = queries.agenda_of(session, ben(session, cast), meeting).items[0]
    seen.get_page(f"/meetings/{meeting.id}/items/{first.id}/level")
    assert seen.send(f"/meetings/{meeting.id}/items/{first.id}/level", level="1").status_code == 422
    assert seen.send(f"/meetings/{meeting.id}/items/{first.id}/level", level="2").status_code == 303
    assert seen.send(f"/meetings/{meeting.id}/items", title="x", kind="decision", level="0").status_code == 422


def test_nobody_who_may_not_read_the_meeting_learns_of_the_item(session: Session, cast: Cast, browser: Open) -> None:
    meeting = make_meeting(session, cast, MeetingState.DRAFT)
    service.add_item(session, meeting, "SECRET", level=Level.IN_CAMERA, actor=ben(session, cast), now=NOW)
    session.commit()
    for url in (f"/meetings/{meeting.id}", f"/meetings/{meeting.id}/agenda.pdf"):
        assert browser(cast.eve).get(url).status_code == 404
    assert "in camera" not in browser(cast.eve).get_page(f"/committees/{cast.council.id}")


def all_pages(chamber: Chamber, cast: Cast) -> list[str]:
    """Every page that could let something slip."""
    return [
        "/", "/meetings", f"/meetings/{chamber.meeting.id}", "/actions?show=all", "/actions.csv?show=all", "/decisions",
        f"/decisions?committee={cast.council.id}", "/gaps", "/goals", "/initiatives", "/stories", "/committees",
        f"/committees/{cast.council.id}", f"/committees/{cast.council.id}/members", "/people", "/reports",
        f"/people/{cast.ada.id}", f"/people/{cast.eve.id}", f"/departments/{cast.support.id}", "/departments",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["dan", "alma", "cora", "otto", "olga", "eve"])
def test_no_page_lets_anything_slip(session: Session, cast: Cast, browser: Open, name: str) -> None:
    chamber = make_chamber(session, cast, is_closed=True)
    seen = browser(getattr(cast, name))
    for url in all_pages(chamber, cast):
        text = seen.get(url, follow_redirects=True).get_data(as_text=True)
        assert "SECRET" not in (text.replace("SECRET-ACTION", "") if name == "eve" else text), url
