"""Agenda and minutes as PDF files: who gets them, what is in them, and what is said without the library."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy.orm import Session

from cxgov.meetings.enums import MeetingState
from cxgov.reports.collect.agenda import agenda_figures
from cxgov.reports.collect.minutes import minutes_figures
from tests.meetings.build import make_meeting, minute
from tests.support.cast import NOW, SYSTEM, Cast
from tests.support.client import Browser

Open = Callable[..., Browser]


def words_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def test_the_agenda_is_printed_for_all_staff_with_its_points(session: Session, cast: Cast, browser: Open) -> None:
    meeting = make_meeting(session, cast, MeetingState.CALLED)
    answer = browser(cast.eve).get(f"/meetings/{meeting.id}/agenda.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=Agenda")
    said = words_of(answer.data)
    assert "One team for the first bill" in said
    assert "Room Elm" in said


@pytest.mark.parametrize(
    ("who", "status"), [("ben", 200), ("ada", 200), ("cora", 200), ("cleo", 403), ("eve", 403), ("otto", 403)]
)
def test_draft_minutes_are_for_chair_secretary_and_cx_office(
    session: Session, cast: Cast, browser: Open, without_pdf: object, who: str, status: int
) -> None:
    meeting = make_meeting(session, cast, MeetingState.HELD)
    answer = browser(getattr(cast, who)).get(f"/meetings/{meeting.id}/minutes.pdf")
    assert answer.status_code == (503 if status == 200 else status)
    assert ("apt-get install" in answer.get_data(as_text=True)) is (status == 200)


def test_closed_minutes_are_printed_for_all_staff(session: Session, cast: Cast, browser: Open) -> None:
    meeting = make_meeting(session, cast, MeetingState.CLOSED)
    answer = browser(cast.eve).get(f"/meetings/{meeting.id}/minutes.pdf")
    assert answer.status_code == 200
    said = words_of(answer.data)
    assert "We spoke." in said
    assert "Ada Morvane" in said
    assert browser().get(f"/meetings/{meeting.id}/minutes.pdf").status_code == 302


def test_a_meeting_of_a_restricted_committee_is_not_found_by_others(
    session: Session, cast: Cast, browser: Open, without_pdf: object
) -> None:
    meeting = make_meeting(session, cast, MeetingState.CALLED, committee=cast.board)
    for end in ("agenda.pdf", "minutes.pdf"):
        assert browser(cast.eve).get(f"/meetings/{meeting.id}/{end}").status_code == 404
        assert browser(cast.eve).get(f"/meetings/999999/{end}").status_code == 404
    assert browser(cast.cora).get(f"/meetings/{meeting.id}/minutes.pdf").status_code == 403


def test_minutes_hold_roll_quorum_text_decisions_and_actions(session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast, MeetingState.HELD)
    minute(session, cast, meeting, "We looked at the bills.\n\nDECISION: The bill says when a reading is estimated.")
    minute(session, cast, meeting, "ACTION: Dan Hellier: tell the dealers, next meeting")
    found = minutes_figures(session, SYSTEM, meeting, now=NOW, organisation="Tarnwick Energy")
    assert "1 decision was taken and 1 action item was agreed." in found.lead
    assert {seat.name: seat.note for seat in found.seats}["Ada Morvane"] == "present"
    assert "2 of 3 voting seats present" in str(found.quorum_note)
    assert [one.text for item in found.items for one in item.decisions] == [
        "The bill says when a reading is estimated."
    ]
    assert [one.owner for one in found.actions] == ["Dan Hellier"]
    assert found.imported_from is None


def test_an_agenda_tells_when_each_point_begins(session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast, MeetingState.DRAFT)
    found = agenda_figures(session, SYSTEM, meeting, now=NOW, organisation="Tarnwick Energy")
    assert [line.starts for line in found.items][:1] == ["10:00"]
    assert found.quorum_words == "Quorum: 2 of 3 votes"
    assert isinstance(found.masthead.as_of, datetime)
