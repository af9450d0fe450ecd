"""Notes on the page of a meeting: who reads drafts, both texts of two writers, the question before a withdrawal."""

from collections.abc import Callable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cxgov.actions.enums import ActionState
from cxgov.actions.models import ActionItem
from cxgov.decisions.models import Decision
from cxgov.meetings import service
from cxgov.meetings.enums import MeetingState
from cxgov.meetings.models import Block, BlockRevision
from tests.meetings.build import ben, make_meeting, minute, save
from tests.support.cast import NOW, Cast
from tests.support.client import Browser

Open = Callable[..., Browser]


def test_draft_minutes_are_read_by_those_who_run_the_committee_and_the_cx_office(
    browser: Open, session: Session, cast: Cast
) -> None:
    meeting = make_meeting(session, cast)
    minute(
        session,
        cast,
        meeting,
        "SECRET-DRAFT words\nDECISION: hidden decision\nACTION: @cleo hidden action\nGAP: hidden gap",
    )
    for person, reads in ((cast.ada, True), (cast.ben, True), (cast.cora, True), (cast.cleo, False), (cast.eve, False)):
        seen = browser(person)
        page = seen.get_page(f"/meetings/{meeting.id}")
        assert ("SECRET-DRAFT" in page) is reads
        assert ("hidden decision" in seen.get_page("/decisions")) is reads
        assert ("hidden gap" in seen.get_page("/gaps")) is reads
    decision = session.scalars(select(Decision.id)).one()
    assert browser(cast.eve).get(f"/decisions/{decision}").status_code == 404
    item = session.scalars(select(ActionItem.id)).one()
    assert browser(cast.eve).get(f"/actions/{item}").status_code == 404
    assert browser(cast.cleo).get(f"/actions/{item}").status_code == 200
    service.close(session, meeting, actor=ben(session, cast), now=NOW)
    session.commit()
    page = browser(cast.eve).get_page(f"/meetings/{meeting.id}")
    assert "SECRET-DRAFT" in page
    assert f"/meetings/{meeting.id}/minutes.pdf" in page
    assert browser(cast.eve).get(f"/decisions/{decision}").status_code == 200


def test_earlier_words_of_closed_minutes_are_not_shown_to_their_readers(
    browser: Open, session: Session, cast: Cast
) -> None:
    meeting = make_meeting(session, cast)
    block = minute(session, cast, meeting, "OLDWORDS we speak\nDECISION: OLDWORDS we wait")
    save(session, cast, meeting, block, "We speak\nDECISION: we wait until May")
    service.close(session, meeting, actor=ben(session, cast), now=NOW)
    session.commit()
    decision = session.scalars(select(Decision.id)).one()
    eve = browser(cast.eve)
    for url in (f"/meetings/{meeting.id}", f"/decisions/{decision}", f"/committees/{cast.council.id}"):
        assert "OLDWORDS" not in eve.get_page(url), url


def test_a_second_writer_sees_both_texts_and_saves_them_joined(browser: Open, session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast)
    block = minute(session, cast, meeting, "Line one\nLine two\nLine three")
    url = f"/meetings/{meeting.id}/blocks/{block.id}"
    assert browser(cast.ada).send(url, text="Line one of Ada\nLine two\nLine three", version=1).status_code == 303
    ben_ = browser(cast.ben)
    answer = ben_.send(url, text="Line one\nLine two\nLine three of Ben", version=1)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Ada Morvane changed this note while you were typing" in page
    assert "Line one of Ada\nLine two\nLine three of Ben</textarea>" in page
    joined = "Line one of Ada\nLine two\nLine three of Ben"
    assert ben_.send(url, text=joined, version=2).status_code == 303
    texts = session.scalars(select(BlockRevision.text).order_by(BlockRevision.version)).all()
    assert texts[1:] == ["Line one of Ada\nLine two\nLine three", joined]


def test_a_note_taken_out_meanwhile_gives_the_text_back_and_saving_restores_it(
    browser: Open, session: Session, cast: Cast
) -> None:
    meeting = make_meeting(session, cast)
    block = minute(session, cast, meeting, "Line one")
    url = f"/meetings/{meeting.id}/blocks/{block.id}"
    assert browser(cast.ada).send(f"{url}/remove", version=1).status_code == 303
    answer = browser(cast.ben).send(url, text="Line one of Ben", version=1)
    assert answer.status_code == 409
    assert "took this note out" in answer.get_data(as_text=True)
    assert browser(cast.ben).send(url, text="Line one of Ben", version=2).status_code == 303
    session.expire_all()
    assert (block.is_removed, block.text, block.version) == (False, "Line one of Ben", 3)


def test_a_text_refused_because_the_minutes_were_closed_comes_back(browser: Open, session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast, MeetingState.CLOSED)
    block = session.scalars(select(Block)).one()
    for path in ("blocks", f"blocks/{block.id}"):
        answer = browser(cast.ben).send(f"/meetings/{meeting.id}/{path}", text="MY-LOST-TEXT", version=1)
        assert answer.status_code == 409
        assert "MY-LOST-TEXT" in answer.get_data(as_text=True)


def test_a_removed_line_asks_and_withdraws_with_the_answer(browser: Open, session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast)
    block = minute(session, cast, meeting, "ACTION: @dan call them\nINFO: fyi")
    url, seen = f"/meetings/{meeting.id}/blocks/{block.id}", browser(cast.ben)
    answer = seen.send(url, text="INFO: fyi", version=1)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Lines are gone: this withdraws" in page
    assert "call them" in page
    assert seen.send(url, text="INFO: fyi", version=1, confirm="yes").status_code == 303
    session.expire_all()
    assert session.scalars(select(ActionItem.state)).one() is ActionState.CANCELLED
    assert seen.send(f"{url}/remove", version=2).status_code == 303
    assert "INFO: fyi" not in seen.get_page(f"/meetings/{meeting.id}")


def test_a_double_click_makes_one_note_and_one_object(browser: Open, session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast)
    seen = browser(cast.ben)
    answers = [
        seen.send(f"/meetings/{meeting.id}/blocks", text="ACTION: @dan call", nonce="same-nonce") for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert session.scalar(select(func.count(Block.id))) == session.scalar(select(func.count(ActionItem.id))) == 1


def test_markdown_and_html_of_others_is_text(browser: Open, session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast)
    evil = "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>"
    block = minute(session, cast, meeting, f"{evil}\n\nACTION: {evil}\n\nDECISION: {evil}\n\nGAP: {evil}")
    service.add_item(session, meeting, evil, background=evil, brought_by=evil, actor=ben(session, cast), now=NOW)
    session.commit()
    seen = browser(cast.ben)
    pages = [seen.get_page(f"/meetings/{meeting.id}"), seen.get_page("/decisions"), seen.get_page("/gaps")]
    conflict = seen.send(f"/meetings/{meeting.id}/blocks/{block.id}", text=f"mine {evil}", version=99)
    asked = seen.send(f"/meetings/{meeting.id}/blocks/{block.id}", text=evil, version=1)
    for page in (*pages, conflict.get_data(as_text=True), asked.get_data(as_text=True)):
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert 'href="javascript' not in page
