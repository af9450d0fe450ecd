"""The pages of goals: the golden flow, who may press what, wrong input, what is hidden, and how often it counts."""

import html
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cxgov.core import clock
from cxgov.core.enums import Level
from cxgov.goals.models import CheckIn, Cycle, KeyResult, Objective
from tests.goals.build import make_cycle, make_goal, make_key_result, published, read
from tests.support.cast import Cast
from tests.support.client import Browser

D = Decimal
Open = Callable[..., Browser]
HOSTILE = '<script>alert("x")</script> & <b>bold</b>'


def day(offset: int = 0) -> date:
    """Return a day seen from the real today, since pages read the clock."""
    return clock.local_day(clock.now(), "UTC") + timedelta(days=offset)


def now_running(session: Session) -> Cycle:
    return make_cycle(session, "The running cycle", first_on=day(-100), last_on=day(100))


def running(session: Session, cast: Cast, **more: Any) -> tuple[Objective, KeyResult]:
    return published(session, cast, cycle=now_running(session), **more)


def text_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).replace("\u00a0", " ").split())


def test_a_goal_is_written_measured_published_and_checked_in(session: Session, cast: Cast, browser: Open) -> None:
    ben, ada, dan = browser(cast.ben), browser(cast.ada), browser(cast.dan)
    ben.get_page("/goals")
    answer = ben.send(
        "/goals/cycles/new", title="Now", first_on=day(-90).isoformat(), last_on=day(90).isoformat(), cadence="monthly"
    )
    assert answer.status_code == 303
    cycle = session.scalars(select(Cycle)).one()
    ben.get_page("/goals/new")
    answer = ben.send(
        "/goals/new", title="Moving home works", outcome="One call less.", owner=str(cast.dan.id),
        sponsor=str(cast.ada.id), ambition="committed", cycle=str(cycle.id), committee=str(cast.council.id),
        **{f"part_{cast.billing.id}": "prints the bill", f"part_{cast.support.id}": "takes the call"},
    )  # fmt: skip
    goal = session.scalars(select(Objective)).one()
    assert answer.location == f"/goals/{goal.id}"
    page = dan.get_page(f"/goals/{goal.id}")
    assert "No key result yet" in page
    assert "prints the bill" in page
    dan.get_page(f"/goals/{goal.id}/key-results/new")
    answer = dan.send(
        f"/goals/{goal.id}/key-results/new", title="First bill is right", baseline="82", target="96,5", unit="%",
        weight="1", owner=str(cast.dan.id),
    )  # fmt: skip
    assert answer.status_code == 303
    made = session.scalars(select(KeyResult)).one()
    assert (made.baseline, made.target, made.first_on, made.last_on) == (D(82), D("96.5"), day(-90), day(90))
    assert ada.send(f"/goals/{goal.id}/publish").status_code == 303
    answer = dan.send(f"/goals/key-results/{made.id}/check-in", value="95", confidence="7", back="/")
    assert (answer.status_code, answer.location) == (303, "/")
    kept = session.scalars(select(CheckIn)).one()
    assert (kept.value, kept.confidence, kept.valid_on, kept.person_id) == (D(95), 7, day(), cast.dan.id)
    page = browser(cast.eve).get_page(f"/goals/key-results/{made.id}")
    assert "On track" in page
    assert "(95 − 82) ÷ (96.5 − 82) = 0.897, rule G1" in text_of(page)
    assert "91 of 181 days = 50.3 %" in text_of(page)
    listed = text_of(browser(cast.eve).get_page("/goals"))
    assert "Moving home works" in listed
    assert "89.7 % · expected 50.3 %" in listed
    assert "1 of 1 measured" in listed


def test_the_list_says_what_to_do_when_it_is_empty(session: Session, cast: Cast, browser: Open) -> None:
    assert "Write the first goal" in browser(cast.dan).get_page("/goals")
    assert "There is no cycle yet" in browser(cast.ada).get_page("/goals/new")
    assert "Write the first goal" not in browser(cast.eve).get_page("/goals")


def test_drafts_and_restricted_goals_are_hidden_alike(session: Session, cast: Cast, browser: Open) -> None:
    cycle = now_running(session)
    draft = make_goal(session, cast, "A draft", cycle=cycle)
    part = make_key_result(session, draft, cast.dan)
    secret, inner = published(session, cast, title="Secret plan", cycle=cycle, level=Level.RESTRICTED, committee=None)
    eve = browser(cast.eve)
    assert "Secret plan" not in eve.get_page("/goals")
    assert "A draft" not in eve.get_page("/goals")
    for path in (f"/goals/{draft.id}", f"/goals/{secret.id}", "/goals/999999", "/goals/0"):
        assert eve.get(path).status_code == 404
    for path in (f"/goals/key-results/{part.id}", f"/goals/key-results/{inner.id}"):
        assert eve.get(path).status_code == 404
    assert eve.send(f"/goals/key-results/{inner.id}/check-in", value="3").status_code == 404
    page = browser(cast.cora).get("/goals/" + str(secret.id))
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "no-store")


@pytest.mark.parametrize(
    ("who", "path", "code"),
    [
        ("eve", "/goals/new", 403),
        ("eve", "/goals/cycles/new", 403),
        ("cleo", "/goals/{goal}/edit", 403),
        ("cleo", "/goals/{goal}/publish", 403),
        ("dan", "/goals/{goal}/publish", 403),
        ("cleo", "/goals/{goal}/drop", 403),
        ("cleo", "/goals/{goal}/key-results/new", 403),
        ("cleo", "/goals/key-results/{part}/check-in", 403),
        ("cleo", "/goals/key-results/{part}/drop", 403),
    ],
)
def test_buttons_are_for_those_whom_the_rules_name(
    session: Session, cast: Cast, browser: Open, who: str, path: str, code: int
) -> None:
    goal, part = running(session, cast)
    url = path.format(goal=goal.id, part=part.id)
    assert browser(getattr(cast, who)).send(url, reason="No.", value="90").status_code == code
    assert browser().send(url).status_code in (302, 401)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("NaN", "That is not a number."),
        ("1,234", "Write 1234 or 1.234."),
        ("1.234.567", "only one point or comma"),
        ("9" * 40, "more than 30 digits"),
        ("", "Enter a number."),
        ("82", "Say in a sentence what happened"),
        ("<b>8</b>", "That is not a number."),
    ],
)
def test_a_reading_that_cannot_be_kept_is_said_in_words_and_stays_in_its_field(
    session: Session, cast: Cast, browser: Open, value: str, says: str
) -> None:
    _, part = running(session, cast)
    answer = browser(cast.dan).send(f"/goals/key-results/{part.id}/check-in", value=value)
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert says in text_of(page)
    assert f'value="{html.escape(value)}"' in page
    assert session.scalar(select(func.count()).select_from(CheckIn)) == 0


def test_a_reading_with_a_comma_and_a_note_is_kept(session: Session, cast: Cast, browser: Open) -> None:
    _, part = running(session, cast)
    url = f"/goals/key-results/{part.id}/check-in"
    answer = browser(cast.dan).send(url, value="82,25", note=HOSTILE, valid_on=day(-3).isoformat())
    assert answer.status_code == 303
    page = browser(cast.eve).get_page(f"/goals/key-results/{part.id}")
    assert "82.25" in text_of(page)
    assert HOSTILE in text_of(page.replace(html.escape(HOSTILE), HOSTILE).replace("<script>", "&lt;script>"))
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("target", "82", "The target equals the baseline"),
        ("target", "Infinity", "That is not a number."),
        ("baseline", "1" * 40, "more than 30 digits"),
        ("weight", "-1", "A weight is 0 or more."),
        ("start_on", "2001-01-01", "The cycle begins on"),
        ("title", " ", "Say what is measured."),
        ("owner", "Nobody Known", "Nobody here is called"),
    ],
)
def test_a_key_result_that_cannot_be_is_refused_in_words(
    session: Session, cast: Cast, browser: Open, field: str, value: str, says: str
) -> None:
    goal = make_goal(session, cast, cycle=now_running(session))
    sent = {"title": "Calls", "baseline": "82", "target": "96", "weight": "1", "owner": str(cast.dan.id), field: value}
    answer = browser(cast.dan).send(f"/goals/{goal.id}/key-results/new", **sent)
    assert answer.status_code == 422
    assert says in text_of(answer.get_data(as_text=True))


def test_one_department_alone_is_refused_with_the_way_out(session: Session, cast: Cast, browser: Open) -> None:
    cycle = now_running(session)
    sent = {
        "title": "Alone", "owner": str(cast.dan.id), "ambition": "committed", "cycle": str(cycle.id),
        "committee": str(cast.council.id), f"part_{cast.billing.id}": "all of it",
    }  # fmt: skip
    answer = browser(cast.dan).send("/goals/new", **sent)
    assert answer.status_code == 422
    assert "or say why only one" in text_of(answer.get_data(as_text=True))
    assert browser(cast.dan).send("/goals/new", **sent, one_department_reason="A duty.").status_code == 303


def test_a_draft_is_changed_on_its_page_and_an_older_version_is_a_conflict(
    session: Session, cast: Cast, browser: Open
) -> None:
    goal = make_goal(session, cast, cycle=now_running(session))
    part = make_key_result(session, goal, cast.dan)
    dan, version = browser(cast.dan), goal.version
    assert "prints the bill" in dan.get_page(f"/goals/{goal.id}/edit")
    sent = {
        "title": "Moving is easy", "owner": str(cast.dan.id), "ambition": "aspirational", "version": str(version),
        f"part_{cast.product.id}": "draws the form", f"part_{cast.billing.id}": "prints",
    }  # fmt: skip
    assert dan.send(f"/goals/{goal.id}/edit", **sent).status_code == 303
    assert dan.send(f"/goals/{goal.id}/edit", **sent).status_code == 409
    page = dan.get_page(f"/goals/{goal.id}")
    assert "Moving is easy" in page
    assert "a stretch" in page
    dan.get_page(f"/goals/key-results/{part.id}/edit")
    answer = dan.send(
        f"/goals/key-results/{part.id}/edit", title="Calls", baseline="10", target="5", weight="2", unit="",
        owner=str(cast.eve.id), version=str(part.version),
    )  # fmt: skip
    assert answer.status_code == 303
    session.expire_all()
    assert (part.title, part.target, part.owner_id) == ("Calls", D(5), cast.eve.id)


def test_hostile_words_stay_text_on_every_page(session: Session, cast: Cast, browser: Open) -> None:
    goal, part = running(session, cast, title=HOSTILE, outcome=HOSTILE)
    make_key_result(session, goal, cast.dan, HOSTILE, unit=HOSTILE[:40])
    for path in ("/goals", f"/goals/{goal.id}", f"/goals/key-results/{part.id}", f"/goals/{goal.id}/key-results/new"):
        page = browser(cast.cora).get_page(path)
        assert "<script>alert" not in page
        assert "<b>bold" not in page


def test_the_longest_numbers_are_shown(session: Session, cast: Cast, browser: Open) -> None:
    goal, _ = running(session, cast)
    part = make_key_result(session, goal, cast.dan, "Huge", baseline=D("9" * 30), target=D("-0.000000000000001"))
    session.expire_all()
    assert (part.baseline, part.target) == (D("9" * 30), D("-0.000000000000001"))
    read(session, part, "1" * 30, day(-3))
    read(session, part, "0.5", day(-2))
    read(session, part, "7", day(-1))
    for path in ("/goals", f"/goals/{goal.id}", f"/goals/key-results/{part.id}"):
        browser(cast.dan).get_page(path)


def test_a_second_click_makes_no_second_check_in_and_no_second_goal(
    session: Session, cast: Cast, browser: Open
) -> None:
    goal, part = running(session, cast)
    dan, url = browser(cast.dan), f"/goals/key-results/{part.id}/check-in"
    for _ in range(2):
        assert dan.send(url, value="95", nonce="once").status_code == 303
    assert session.scalar(select(func.count()).select_from(CheckIn)) == 1
    sent = {
        "title": "Twice?", "owner": str(cast.dan.id), "ambition": "committed", "cycle": str(goal.cycle_id),
        "committee": str(cast.council.id), f"part_{cast.billing.id}": "a", f"part_{cast.support.id}": "b",
    }  # fmt: skip
    places = {dan.send("/goals/new", nonce="goal-once", **sent).location for _ in range(2)}
    assert len(places) == 1
    assert session.scalar(select(func.count()).select_from(Objective)) == 2


def test_a_form_without_its_token_is_refused(session: Session, cast: Cast, browser: Open) -> None:
    _, part = running(session, cast)
    assert browser(cast.dan).post(f"/goals/key-results/{part.id}/check-in", data={"value": "9"}).status_code == 400


def test_the_list_is_filtered_and_costs_the_same_for_one_and_three(
    session: Session, cast: Cast, browser: Open, count_sql: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    cycle, eve, counts = now_running(session), browser(cast.eve), []
    for wanted in (1, 3):
        while session.scalar(select(func.count()).select_from(Objective)) != wanted:
            _, part = published(session, cast, cycle=cycle)
            read(session, part, "90", day(-2))
        session.expire_all()
        with count_sql() as seen:
            page = eve.get_page("/goals")
        assert page.count("cx-ob") == wanted
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert "cx-ob" not in eve.get_page(f"/goals?department={cast.product.id}")
    assert eve.get_page(f"/goals?department={cast.support.id}&committee={cast.council.id}").count("cx-ob") == 3
    for odd in ("?page=99999", "?cycle=x&page=-1", f"?cycle={'9' * 30}", "?department=0&committee=x"):
        eve.get_page(f"/goals{odd}")
