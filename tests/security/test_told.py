"""Cases 17 and 112: what final minutes do not tell of their drafts, and what a stranger is not told of the program."""

import re
import shutil
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from cxgov.meetings import service as meetings
from cxgov.meetings.enums import MeetingState
from tests.meetings.build import ben, make_meeting, minute, save
from tests.support.cast import NOW, Cast
from tests.support.client import Browser

Open = Callable[..., Browser]
TELLS = re.compile(r"werkzeug|waitress|python|flask|sqlalchemy|sqlite|postgres|traceback|/work/|site-packages|select ",
                   re.IGNORECASE)  # fmt: skip
STRANGE = (
    "/.git/config", "/.git/HEAD", "/.env", "/config.toml", "/secret.key", "/static/..%2f..%2fconfig.toml",
    "/static/../cxgov.py", "/static/%2e%2e/%2e%2e/pyproject.toml", "/static//etc/passwd", "/static/", "/static/fonts/",
    "/static/.hidden", "/console", "/metrics", "/openapi.json", "/server-status", "/wp-login.php", "/debug",
)  # fmt: skip


def test_c017_final_minutes_tell_nothing_of_what_their_drafts_said(session: Session, cast: Cast, browser: Open) -> None:
    meeting = make_meeting(session, cast)
    kept = minute(session, cast, meeting, "CANARY-DRAFT of the sentence")
    save(session, cast, meeting, kept, "The sentence as it was agreed.")
    gone = minute(session, cast, meeting, "CANARY-GONE was taken out")
    meetings.remove_block(session, meeting, gone, version=gone.version, actor=ben(session, cast), now=NOW)
    session.commit()
    addresses = [f"/meetings/{meeting.id}", f"/subjects/{meeting.id}/readers", "/", "/journal",
                 f"/committees/{cast.council.id}", f"/journal?subject={meeting.id}"]  # fmt: skip
    for person in (cast.eve, cast.olga):
        for address in addresses:
            assert "CANARY" not in browser(person).get(address).get_data(as_text=True), (person.name, address)
    meetings.close(session, meeting, actor=ben(session, cast), now=NOW)
    session.commit()
    for person in (cast.eve, cast.olga, cast.cora, cast.otto, cast.alma):
        page = browser(person).get_page(f"/meetings/{meeting.id}")
        assert "The sentence as it was agreed." in page, person.name
        for address in addresses:
            assert "CANARY" not in browser(person).get(address).get_data(as_text=True), (person.name, address)
    for auditor in (cast.otto, cast.alma):
        assert "CANARY" not in browser(auditor).get("/journal.csv").get_data(as_text=True)


def test_c017_the_journal_leaves_the_wording_of_drafts_to_those_who_run_the_committee(
    session: Session, cast: Cast, browser: Open
) -> None:
    meeting = make_meeting(session, cast)
    block = minute(session, cast, meeting, "CANARY-DRAFT of the sentence")
    save(session, cast, meeting, block, "Agreed.")
    meetings.close(session, meeting, actor=ben(session, cast), now=NOW)
    session.commit()
    pages = re.findall(r'href="(/journal/[0-9]+)"', browser(cast.otto).get_page("/journal?feature=meetings"))
    assert len(pages) > 5
    assert all("CANARY" not in browser(cast.otto).get_page(page) for page in pages)
    assert any("CANARY" in browser(cast.ben).get_page(page) for page in pages)


@pytest.mark.parametrize("state", [MeetingState.HELD])
def test_c017_draft_minutes_are_not_there_for_who_reads_final_ones(
    session: Session, cast: Cast, browser: Open, state: MeetingState
) -> None:
    meeting = make_meeting(session, cast, state)
    minute(session, cast, meeting, "CANARY-DRAFT")
    for person in (cast.eve, cast.olga, cast.otto):
        assert "CANARY" not in browser(person).get(f"/meetings/{meeting.id}").get_data(as_text=True)


def test_c112_paths_that_lead_out_of_the_static_folder_and_to_hidden_files_find_nothing(
    app: Flask, session: Session, cast: Cast, browser: Open
) -> None:
    for who in (None, cast.eve, cast.alma):
        for address in STRANGE:
            answer = browser(who).get(address, follow_redirects=True)
            assert answer.status_code == 404, address
            assert TELLS.findall(answer.get_data(as_text=True).replace(address, "")) == [], address


def test_c112_who_watches_learns_whether_it_lives_and_nothing_else(app: Flask, session: Session, browser: Open) -> None:
    for address in ("/healthz", "/readyz"):
        answer = browser().get(address)
        assert set(answer.get_json()) == {"status"}
        assert TELLS.findall(answer.get_data(as_text=True)) == []
        assert "Server" not in answer.headers


def test_c112_a_full_store_is_told_without_where_it_lies(
    app: Flask, session: Session, browser: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda place: SimpleNamespace(free=0))
    answer = browser().get("/healthz")
    assert answer.status_code == 503
    assert TELLS.findall(answer.get_data(as_text=True)) == []


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_c112_a_fault_of_ours_tells_a_number_and_nothing_of_the_program(
    app: Flask, session: Session, cast: Cast, browser: Open, accept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down() -> None:
        raise ZeroDivisionError("SELECT secret FROM /srv/cxgov/cxgov.sqlite3")

    monkeypatch.setitem(app.view_functions, "healthz", break_down)
    answer = browser(cast.eve).get("/healthz", headers={"Accept": accept})
    assert answer.status_code == 500
    text = answer.get_data(as_text=True)
    assert TELLS.findall(text) == []
    assert "ZeroDivision" not in text
    assert re.search(r"[0-9a-f]{12}", text)
