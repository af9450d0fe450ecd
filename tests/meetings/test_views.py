"""The pages of meetings: what each shows to whom, and what their buttons do."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.actions.enums import ActionState
from cxgov.actions.models import ActionItem, Appearance
from cxgov.decisions.models import Decision
from cxgov.journal import service as journal
from cxgov.meetings import service
from cxgov.meetings.enums import AttendanceStatus, MeetingState
from cxgov.meetings.models import AgendaItem, Attendance, Block, Meeting
from tests.meetings.build import ben, item_of, make_meeting, minute
from tests.support.cast import NOW, SYSTEM, TODAY, Cast
from tests.support.client import Browser

Open = Callable[..., Browser]


@pytest.mark.parametrize("state", list(MeetingState))
def test_the_page_is_whole_in_every_state_for_everybody_who_may_see_it(
    browser: Open, session: Session, cast: Cast, state: MeetingState
) -> None:
    meeting = make_meeting(session, cast, state)
    for person in (cast.ada, cast.ben, cast.cora):
        browser(person).get_page(f"/meetings/{meeting.id}")
    for person in (cast.cleo, cast.dan, cast.eve, cast.olga, cast.otto, cast.alma):
        hidden = state is MeetingState.DRAFT or meeting.subject.is_draft
        browser(person).get_page(f"/meetings/{meeting.id}", 404 if hidden else 200)
    browser(cast.ben).get_page("/meetings")
    browser(cast.eve).get_page(f"/meetings?committee={cast.council.id}")


def test_nobody_is_asked_to_sign_in_first(browser: Open, session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast)
    assert browser().get(f"/meetings/{meeting.id}").status_code == 302
    assert browser().send(f"/meetings/{meeting.id}/blocks", text="x").status_code == 401


def test_empty_lists_say_what_to_do(browser: Open, cast: Cast) -> None:
    assert "No meeting yet" in browser(cast.ben).get_page("/meetings")
    assert "Plan a meeting" not in browser(cast.eve).get_page("/meetings").split("<main")[0]


def test_a_restricted_committees_meeting_answers_as_an_unknown_one(browser: Open, session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast, committee=cast.board)
    eve = browser(cast.eve)
    hidden, unknown = eve.get(f"/meetings/{meeting.id}"), eve.get("/meetings/999999")
    assert (hidden.status_code, unknown.status_code) == (404, 404)
    assert len(hidden.data) == len(unknown.data)
    assert "Remuneration" not in eve.get_page("/meetings")
    assert eve.send(f"/meetings/{meeting.id}/blocks", text="x").status_code == 404
    assert browser(cast.cora).get(f"/meetings/{meeting.id}").headers["Cache-Control"].startswith("no-store")


def test_the_whole_life_through_the_pages(browser: Open, session: Session, cast: Cast) -> None:
    day = TODAY + timedelta(days=20)
    ada = browser(cast.ben)
    ada.get_page("/meetings/new")
    made = ada.send(
        "/meetings/new", committee=cast.council.id, held_on=day, local_time="10:00", place="Elm", take_over="y"
    )
    url = made.headers["Location"]
    assert made.status_code == 303
    meeting = session.scalars(select(Meeting)).one()
    assert [item.title for item in session.scalars(select(AgendaItem))][1] == "Open and late actions"
    added = ada.send(f"{url}/items", title="One bill", kind="decision", minutes_planned="20", brought_by="Billing")
    assert added.status_code == 303
    ada.get_page(f"{url}/call")
    assert ada.send(f"{url}/call", reason="").status_code == 303
    assert ada.send(f"{url}/hold").status_code == 303
    statuses = {f"presence-{person.id}": "present" for person in (cast.ada, cast.cleo)}
    assert ada.send(f"{url}/roll", **statuses).status_code == 303
    assert ada.send(f"{url}/guests", person=cast.eve.id).status_code == 303
    assert "2 of 3, 2 needed" in ada.get_page(url)
    item = session.scalars(select(AgendaItem).where(AgendaItem.brought_by == "Billing")).one()
    text = "DECISION: one bill\nACTION: @dan send one bill by 2026-12-20\nACTION: somebody else"
    assert ada.send(f"{url}/blocks", text=text, item=item.id).status_code == 303
    page = ada.get_page(url)
    assert "D-2026-01" in page
    assert "Nobody owns A-002 yet" in page
    assert "somebody else" in ada.get_page(f"{url}/close")
    assert ada.send(f"{url}/close").status_code == 303
    ada.get_page(url)
    session.expire_all()
    assert meeting.state is MeetingState.CLOSED
    assert session.scalars(select(Decision.is_final)).all() == [True]
    assert session.scalars(select(ActionItem.state).order_by(ActionItem.id)).all() == [
        ActionState.OPEN, ActionState.PROPOSED,
    ]  # fmt: skip
    assert "send one bill" in browser(cast.dan).get_page("/")
    assert {row.is_guest for row in session.scalars(select(Attendance)) if row.person_id == cast.eve.id} == {True}


def test_a_meeting_called_late_needs_a_reason_and_the_form_says_so(browser: Open, session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast, MeetingState.DRAFT)
    answer = browser(cast.ben).send(f"/meetings/{meeting.id}/call", reason=" ")
    assert answer.status_code == 422
    assert "say why" in answer.get_data(as_text=True)


@pytest.mark.parametrize("who", ["cleo", "dan", "eve", "olga", "otto", "alma", "cora"])
def test_others_may_read_but_do_nothing(browser: Open, session: Session, cast: Cast, who: str) -> None:
    meeting = make_meeting(session, cast)
    block = minute(session, cast, meeting, "We speak.")
    item = item_of(session, meeting)
    seen = browser(getattr(cast, who))
    for path in (
        "call", "hold", "close", "cancel", "next", "edit", "items", f"items/{item.id}/edit", f"items/{item.id}/up",
        f"items/{item.id}/remove", "roll", "guests", "blocks", f"blocks/{block.id}", f"blocks/{block.id}/remove",
    ):  # fmt: skip
        answer = seen.send(f"/meetings/{meeting.id}/{path}", text="x", version=1, title="x", reason="x")
        assert answer.status_code == 403, path
    assert seen.get("/meetings/new").status_code == 403


def test_the_chair_minutes_but_only_the_secretary_closes(browser: Open, session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast)
    ada = browser(cast.ada)
    assert ada.send(f"/meetings/{meeting.id}/blocks", text="We speak.").status_code == 303
    assert ada.send(f"/meetings/{meeting.id}/close").status_code == 403


def test_the_next_meeting_takes_over_standing_items_and_open_actions_once(
    browser: Open, session: Session, cast: Cast
) -> None:
    meeting = make_meeting(session, cast)
    who = ben(session, cast)
    service.add_item(session, meeting, "Every time", is_standing=True, actor=who, now=NOW)
    session.commit()
    minute(session, cast, meeting, "ACTION: @dan call by 2026-12-01", item=item_of(session, meeting))
    service.close(session, meeting, actor=who, now=NOW)
    session.commit()
    seen = browser(cast.ben)
    first, second = seen.send(f"/meetings/{meeting.id}/next"), seen.send(f"/meetings/{meeting.id}/next")
    assert first.headers["Location"] == second.headers["Location"]
    made = session.scalars(select(Meeting).order_by(Meeting.id.desc())).first()
    assert made is not None
    assert (made.held_on, made.number, made.local_time) == (date(2026, 12, 22), 2, meeting.local_time)
    titles = session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == made.id)).all()
    assert [item.title for item in titles] == ["Every time"]
    rows = session.scalars(select(Appearance).where(Appearance.meeting_id == made.id)).all()
    assert [(row.is_carry, row.state) for row in rows] == [(True, ActionState.OPEN)]
    assert session.scalars(select(ActionItem.carries)).one() == 1
    assert ">call</a>" in seen.get_page(f"/meetings/{made.id}")


def test_minutes_that_others_wrote_are_only_read(browser: Open, session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast, MeetingState.DRAFT)
    journal.begin_write(session)
    journal.change(
        session, meeting, "meetings:meeting:edit", actor=SYSTEM, now=NOW, source_path="2025/minutes-01.md",
        source_hash="ab" * 32, is_draft=False,
    )  # fmt: skip
    journal.add(
        session, Block(meeting_id=meeting.id, position=1, text="# What was said", changed_at=NOW), "meetings:block:add",
        of=meeting, actor=SYSTEM, now=NOW,
    )  # fmt: skip
    journal.change(session, meeting, "meetings:meeting:close", actor=SYSTEM, now=NOW, state=MeetingState.CLOSED)
    session.commit()
    seen = browser(cast.ben)
    page = seen.get_page(f"/meetings/{meeting.id}")
    assert "2025/minutes-01.md" in page
    assert "ab" * 32 in page
    assert "Save the line" not in page
    assert seen.send(f"/meetings/{meeting.id}/blocks", text="x").status_code == 409


def test_agenda_items_are_changed_moved_and_taken_off(browser: Open, session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast, MeetingState.CALLED)
    seen, first = browser(cast.ada), item_of(session, meeting)
    url = f"/meetings/{meeting.id}/items"
    assert seen.send(url, title="Second", kind="information").status_code == 303
    second = session.scalars(select(AgendaItem).order_by(AgendaItem.id.desc())).first()
    assert second is not None
    assert seen.send(f"{url}/{second.id}/up").status_code == 303
    session.expire_all()
    assert second.position < first.position
    seen.get_page(f"{url}/{first.id}/edit")
    changed = seen.send(f"{url}/{first.id}/edit", title="First, said better", kind="decision", version=first.version)
    assert changed.status_code == 303
    assert seen.send(f"{url}/{first.id}/edit", title="Older", kind="decision", version=1).status_code == 409
    assert seen.send(f"{url}/{second.id}/remove").status_code == 303
    page = seen.get_page(f"/meetings/{meeting.id}")
    assert "First, said better" in page
    assert "Second" not in page
    assert seen.send(url, title=" ", kind="decision").status_code == 422


def test_lists_and_pages_cost_a_constant_number_of_statements(
    browser: Open, session: Session, cast: Cast, count_sql: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    meeting, counts = make_meeting(session, cast), []
    seen = browser(cast.ben)
    for more in (1, 2):
        for _ in range(more):
            make_meeting(session, cast, MeetingState.CLOSED)
            minute(session, cast, meeting, "DECISION: x\nACTION: @dan y by 2026-12-01\nGAP: z\nIDEA: v")
        seen.get("/meetings")
        found = []
        for url in ("/meetings", f"/meetings/{meeting.id}", "/decisions"):
            with count_sql() as ran:
                seen.get_page(url)
            found.append(len(ran))
        counts.append(found)
    assert counts[0] == counts[1]


def test_excused_members_and_a_wrong_word_on_the_roll(browser: Open, session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast)
    sent = {f"presence-{cast.dan.id}": "excused", f"presence-{cast.ada.id}": "everywhere"}
    assert browser(cast.ben).send(f"/meetings/{meeting.id}/roll", **sent).status_code == 303
    session.expire_all()
    rows = {row.person_id: row.status for row in session.scalars(select(Attendance))}
    assert (rows[cast.dan.id], rows[cast.ada.id]) == (AttendanceStatus.EXCUSED, AttendanceStatus.PRESENT)


def test_the_frame_leads_to_the_meetings(app: Flask, browser: Open, cast: Cast) -> None:
    assert 'href="/meetings"' in browser(cast.eve).get_page("/meetings")


def test_a_step_in_the_wrong_state_is_a_conflict_and_changes_nothing(
    browser: Open, session: Session, cast: Cast
) -> None:
    meeting = make_meeting(session, cast, MeetingState.CLOSED)
    seen, url = browser(cast.ben), f"/meetings/{meeting.id}"
    for path, fields in (
        ("close", {}), ("call", {"reason": "again"}), ("cancel", {"reason": "no"}), ("hold", {}),
        ("edit", {"held_on": "2026-12-24"}), ("items", {"title": "x", "kind": "decision"}), ("roll", {}),
        ("blocks", {"text": "x"}),
    ):  # fmt: skip
        assert seen.send(f"{url}/{path}", **fields).status_code == 409, path
    session.expire_all()
    assert (meeting.state, meeting.held_on) == (MeetingState.CLOSED, TODAY)


def test_another_meeting_planned_before_a_planned_one_takes_over_only_what_stands_on_every_agenda(
    session: Session, cast: Cast
) -> None:
    planned = make_meeting(session, cast, MeetingState.CALLED, held_on=date(2026, 12, 20))
    service.add_item(session, planned, "Every time", is_standing=True, actor=ben(session, cast), now=NOW)
    session.commit()
    made = service.make_next(session, planned, held_on=date(2026, 12, 10), actor=ben(session, cast), now=NOW)
    rows = session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == made.id)).all()
    assert [item.title for item in rows] == ["Every time"]
