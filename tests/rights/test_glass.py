"""Breaking the glass: a reason, an hour, a mail to the chair, a line in the journal, and then it is closed again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.committees.enums import CommitteeRole
from cxgov.core import clock
from cxgov.core.enums import Level
from cxgov.journal import queries as journal
from cxgov.journal import readers, service
from cxgov.post.models import Delivery
from cxgov.rights.models import GlassOpening
from tests.meetings.build import item_of, make_meeting
from tests.support.cast import SYSTEM, Cast, make_member
from tests.support.client import Browser

Open = Callable[..., Browser]
WHY = "Somebody reported that a file cannot be opened there."


def broken(browser: Open, cast: Cast, committee_id: int) -> Browser:
    alma = browser(cast.alma)
    answer = alma.send(f"/committees/{committee_id}/glass", reason=WHY)
    assert answer.status_code == 303, answer.text
    return alma


def test_an_administrator_knows_restricted_committees_by_name_only(session: Session, cast: Cast, browser: Open) -> None:
    page = browser(cast.alma).get_page("/committees")
    assert "Remuneration Board" in page
    assert f'href="/committees/{cast.board.id}/glass"' in page
    assert f'href="/committees/{cast.board.id}"' not in page
    assert browser(cast.alma).get(f"/committees/{cast.board.id}").status_code == 404
    for who in (cast.ada, cast.eve):
        assert "Remuneration Board" not in browser(who).get_page("/committees")


def test_broken_glass_opens_for_an_hour_and_the_next_request_after_is_closed(
    session: Session, cast: Cast, browser: Open
) -> None:
    start = clock.now()
    with time_machine.travel(start, tick=False) as traveller:
        alma = broken(browser, cast, cast.board.id)
        here = f"/committees/{cast.board.id}"
        page = alma.get_page(here)
        assert "You broke the glass of" in page
        assert "You broke the glass of" in alma.get_page("/people")
        assert alma.get(here).headers["Cache-Control"] == "no-store"
        traveller.move_to(start + timedelta(minutes=59, seconds=59))
        assert alma.get(here).status_code == 200
        traveller.move_to(start + timedelta(minutes=60))
        assert alma.get(here).status_code == 404
        assert "You broke the glass of" not in alma.get_page("/people")


def test_the_list_is_another_page_while_the_glass_is_broken(session: Session, cast: Cast, browser: Open) -> None:
    start = clock.now()
    with time_machine.travel(start, tick=False) as traveller:
        alma = broken(browser, cast, cast.council.id)
        alma.get("/committees")  # shows the flash
        tag = alma.get("/actions").headers["ETag"]
        assert alma.get("/actions", headers={"If-None-Match": tag}).status_code == 304
        traveller.move_to(start + timedelta(minutes=60))
        assert alma.get("/actions", headers={"If-None-Match": tag}).status_code == 200


def test_a_page_is_another_one_once_a_reading_has_ended(session: Session, cast: Cast, browser: Open) -> None:
    start = clock.now()
    service.begin_write(session)
    readers.name(session, cast.board, cast.eve.id, actor=SYSTEM, now=start, until=start + timedelta(hours=1))
    session.commit()
    with time_machine.travel(start, tick=False) as traveller:
        eve = browser(cast.eve)
        assert eve.get(f"/committees/{cast.board.id}").status_code == 200
        tag = eve.get("/actions").headers["ETag"]
        assert eve.get("/actions", headers={"If-None-Match": tag}).status_code == 304
        traveller.move_to(start + timedelta(hours=1))
        assert eve.get("/actions", headers={"If-None-Match": tag}).status_code == 200
        assert eve.get(f"/committees/{cast.board.id}").status_code == 404


def test_it_is_kept_in_the_journal_and_stands_in_the_committees_timeline(
    session: Session, cast: Cast, browser: Open
) -> None:
    broken(browser, cast, cast.board.id)
    rows = journal.timeline(session, SYSTEM, [cast.board.id])
    assert (rows[0].who, rows[0].words[:15], rows[0].detail) == ("Alma Quist", "broke the glass", WHY)


@pytest.mark.parametrize("restricted", [True, False])
def test_the_chair_is_told_in_the_same_transaction_and_a_restricted_committee_is_not_named(
    session: Session, cast: Cast, browser: Open, restricted: bool
) -> None:
    committee = cast.board if restricted else cast.council
    if restricted:
        make_member(session, committee, cast.cleo, CommitteeRole.CHAIR, votes=True)
    broken(browser, cast, committee.id)
    mail = session.scalars(select(Delivery).where(Delivery.kind == "glass")).one()
    assert mail.person_id == (cast.cleo.id if restricted else cast.ada.id)
    assert "Alma Quist" in mail.text
    assert WHY in mail.text
    assert (committee.title in mail.text + mail.headline) is not restricted


def test_without_a_chair_the_cx_office_is_told(session: Session, cast: Cast, browser: Open) -> None:
    broken(browser, cast, cast.board.id)
    assert session.scalars(select(Delivery.person_id)).all() == [cast.cora.id]


def test_it_takes_a_reason_and_is_broken_once_at_a_time(session: Session, cast: Cast, browser: Open) -> None:
    alma, url = browser(cast.alma), f"/committees/{cast.board.id}/glass"
    assert "Say why in 20 characters" in alma.send(url, reason="I want to").text
    assert session.scalars(select(GlassOpening)).all() == []
    assert alma.send(url, reason=WHY).status_code == 303
    assert alma.send(url, reason=WHY).status_code == 409


@pytest.mark.parametrize(("who", "code"), [("ada", 404), ("eve", 404), ("cora", 403), ("otto", 403)])
def test_nobody_else_breaks_it(session: Session, cast: Cast, browser: Open, who: str, code: int) -> None:
    one = browser(getattr(cast, who))
    assert one.get(f"/committees/{cast.board.id}/glass").status_code == code
    assert one.send(f"/committees/{cast.board.id}/glass", reason=WHY).status_code == code
    assert one.get("/committees/999999/glass").status_code == 404


def test_it_opens_what_is_in_camera_and_lets_nothing_be_written(session: Session, cast: Cast, browser: Open) -> None:
    meeting = make_meeting(session, cast)
    item = item_of(session, meeting)
    service.begin_write(session)
    service.set_level(session, item, Level.IN_CAMERA, actor=SYSTEM, now=clock.now())
    session.commit()
    url = f"/subjects/{item.id}/readers"
    assert browser(cast.alma).get(url).status_code == 404
    alma = broken(browser, cast, cast.council.id)
    page = alma.get_page(url)
    assert "you broke the glass" in page
    assert "By broken glass, for an hour" in page
    assert alma.send(f"/subjects/{item.id}/lower", wanted="1", reason=WHY).status_code == 403
    assert alma.send(f"/committees/{cast.council.id}/members/new").status_code == 403
