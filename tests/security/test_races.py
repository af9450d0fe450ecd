"""Many at once over HTTP, on both databases: one wins, the others are told, and nothing is lost or made twice."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from cxgov.decisions.models import Decision
from cxgov.journal.chain import verify
from cxgov.journal.models import Subject
from cxgov.meetings.enums import MeetingState
from cxgov.meetings.models import Block, BlockRevision, Meeting
from cxgov.web.extensions import db
from tests.meetings.build import make_meeting, minute
from tests.support.apps import fresh_app
from tests.support.cast import TODAY, Cast, make_cast
from tests.support.client import Browser
from tests.support.forms import filled
from tests.support.sizes import full

pytestmark = pytest.mark.commits
WORKERS = 12


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def own_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application on a database of its own, that really commits."""
    with fresh_app(request.param, tmp_path) as app:
        yield app


@pytest.fixture
def cast(own_app: Flask) -> Cast:
    """The usual cast, committed."""
    return make_cast(db.session())


def signed_in(app: Flask, person: Any) -> Browser:
    browser = app.test_client()
    assert isinstance(browser, Browser)
    return browser.sign_in(db.session(), person)


def cookie_of(browser: Browser) -> str:
    found = browser.get_cookie("cxgov")
    assert found is not None
    return str(found.value)


def client_of(app: Flask, cookie: str) -> FlaskClient:
    """A plain client for a thread that has no application context."""
    made = FlaskClient(app, app.response_class, use_cookies=True)
    made.set_cookie("cxgov", cookie)
    return made


def at_once(app: Flask, count: int, work: Callable[[FlaskClient, int], Any], cookie: str) -> list[Any]:
    """What each of `count` requests gave, sent by WORKERS threads that begin together, each with the same cookie."""
    start = threading.Barrier(min(WORKERS, count))
    first = set(range(min(WORKERS, count)))

    def run(number: int) -> Any:
        if number in first:
            start.wait(timeout=60)
        return work(client_of(app, cookie), number)

    with ThreadPoolExecutor(min(WORKERS, count)) as pool:
        return list(pool.map(run, range(count)))


def test_c071_who_edits_while_the_minutes_are_closed_is_in_the_closed_text_or_told_so(
    own_app: Flask, cast: Cast
) -> None:
    for number in range(full(4, 250)):
        meeting = make_meeting(db.session(), cast, held_on=TODAY + timedelta(days=number))
        block = minute(db.session(), cast, meeting, "The first text.")
        url, ids, browser = f"/meetings/{meeting.id}", (meeting.id, block.id), signed_in(own_app, cast.ben)
        close = (f"{url}/close", filled(browser.get(f"{url}/close").text).fields)
        text = {"csrf_token": browser.csrf(), "nonce": f"n{number}", "version": "1", "text": "The second text."}
        posts = (close, (f"{url}/blocks/{block.id}", text))
        db.session.rollback()

        closed, saved = at_once(own_app, 2, partial(_post_one, posts), cookie_of(browser))

        with own_app.app_context():
            assert (closed, db.session.get_one(Meeting, ids[0]).state) == (303, MeetingState.CLOSED)
            said = db.session.get_one(Block, ids[1]).text
            assert (saved, said) in ((303, "The second text."), (409, "The first text."))
    with own_app.app_context():
        assert verify(db.session())[1] is None


def _post_one(posts: Sequence[tuple[str, dict[str, str]]], browser: FlaskClient, number: int) -> int:
    url, fields = posts[number]
    return browser.post(url, data=fields).status_code


def test_c072_of_many_savers_of_one_version_one_wins_and_no_text_is_lost(own_app: Flask, cast: Cast) -> None:
    savers = full(40, 200)
    meeting = make_meeting(db.session(), cast)
    block = minute(db.session(), cast, meeting, "The first text.")
    meeting_id, block_id, browser = meeting.id, block.id, signed_in(own_app, cast.ben)
    token, cookie = browser.csrf(), cookie_of(browser)
    db.session.remove()

    def save(browser: FlaskClient, number: int) -> tuple[int, str]:
        fields = {"csrf_token": token, "nonce": f"n{number}", "version": "1", "text": f"Text of saver {number}."}
        answer = browser.post(f"/meetings/{meeting_id}/blocks/{block_id}", data=fields)
        return answer.status_code, answer.text

    found = at_once(own_app, savers, save, cookie)

    assert Counter(status for status, _ in found) == {303: 1, 409: savers - 1}
    winner = next(number for number, (status, _) in enumerate(found) if status == 303)
    with own_app.app_context():
        kept = db.session.get_one(Block, block_id)
        assert (kept.version, kept.text) == (2, f"Text of saver {winner}.")
        assert db.session.scalar(select(func.count(BlockRevision.id)).where(BlockRevision.block_id == block_id)) == 2
        assert verify(db.session())[1] is None
    for number, (status, page) in enumerate(found):
        assert status == 303 or (f"Text of saver {number}." in page and f"Text of saver {winner}." in page)


FORMS = (
    ("alma", "/people/new"), ("alma", "/departments/new"), ("cora", "/committees/new"), ("ben", "/meetings/new"),
    ("ben", "/actions/new"), ("cora", "/goals/cycles/new"), ("cora", "/initiatives/new"), ("eve", "/stories/new"),
)  # fmt: skip


@pytest.mark.parametrize(("who", "url"), FORMS)
def test_c075_a_form_sent_twice_at_once_makes_one_object_and_both_are_led_to_it(
    own_app: Flask, cast: Cast, who: str, url: str
) -> None:
    browser = signed_in(own_app, getattr(cast, who))
    fields, cookie = filled(browser.get(url).text).fields | {"secretary": ""}, cookie_of(browser)
    before = db.session.scalar(select(func.count(Subject.id))) or 0
    db.session.remove()

    found = at_once(own_app, 2, lambda browser, _: _outcome(browser.post(url, data=fields)), cookie)

    with own_app.app_context():
        made = (db.session.scalar(select(func.count(Subject.id))) or 0) - before
        assert found[0] == found[1]
        assert found[0][0] == 303, (found, fields)
        assert made == 1
        assert verify(db.session())[1] is None
    assert _outcome(client_of(own_app, cookie).post(url, data=fields)) == found[0]


def _outcome(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.headers.get("Location", "")


def test_c077_decisions_recorded_at_once_are_numbered_without_a_gap(own_app: Flask, cast: Cast) -> None:
    count = full(60, 500)
    meeting = make_meeting(db.session(), cast)
    meeting_id, browser = meeting.id, signed_in(own_app, cast.ben)
    token, cookie = browser.csrf(), cookie_of(browser)
    db.session.remove()

    def decide(browser: FlaskClient, number: int) -> int:
        fields = {"csrf_token": token, "nonce": f"n{number}", "text": f"DECISION: we take road {number}"}
        return browser.post(f"/meetings/{meeting_id}/blocks", data=fields).status_code

    found = at_once(own_app, count, decide, cookie)

    assert Counter(found) == {303: count}
    with own_app.app_context():
        numbers = db.session.scalars(select(Decision.number).order_by(Decision.number)).all()
        assert numbers == list(range(1, count + 1))
        assert verify(db.session())[1] is None
