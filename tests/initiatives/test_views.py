"""The pages of initiatives: the golden flow, who may press what, wrong input, what is hidden, and what lists cost."""

import html
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cxgov.core import clock
from cxgov.core.enums import Level
from cxgov.initiatives.enums import InitiativeStage
from cxgov.initiatives.models import Initiative, Milestone
from cxgov.journal.models import Link
from tests.goals.build import published
from tests.initiatives.build import make_decision, make_initiative, make_milestone
from tests.support.cast import Cast
from tests.support.client import Browser

Open = Callable[..., Browser]
HOSTILE = '<script>alert("x")</script> & <b>bold</b>'


def day(offset: int = 0) -> date:
    """Return a day seen from the real today, since pages read the clock."""
    return clock.local_day(clock.now(), "UTC") + timedelta(days=offset)


def text_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).replace("\u00a0", " ").split())


def test_an_initiative_is_entered_proposed_approved_run_measured_and_closed(
    session: Session, cast: Cast, browser: Open
) -> None:
    goal, _ = published(session, cast)
    decision = make_decision(session, cast)
    dan, ada = browser(cast.dan), browser(cast.ada)
    assert "Enter the first one" in dan.get_page("/initiatives")
    dan.get_page("/initiatives/new")
    answer = dan.send(
        "/initiatives/new", title="One moving form", purpose="One page.", kind="design", lead=str(cast.dan.id),
        sponsor=str(cast.ada.id), effort_days="40", committee=str(cast.council.id), goal=str(goal.id),
        **{f"part_{cast.billing.id}": "accountable", f"part_{cast.support.id}": "consulted"},
    )  # fmt: skip
    made = session.scalars(select(Initiative)).one()
    here = f"/initiatives/{made.id}"
    assert answer.location == here
    assert dan.send(f"{here}/milestones", title="Form drawn", due_on=day(20).isoformat()).status_code == 303
    step = session.scalars(select(Milestone)).one()
    assert dan.send(f"{here}/move/propose").status_code == 303
    assert "Approved by a decision" in ada.get_page(here)
    assert ada.send(f"{here}/move/approve").status_code == 422
    assert ada.send(f"{here}/move/approve", decision=str(decision.id)).status_code == 303
    assert dan.send(f"{here}/move/start").status_code == 303
    assert dan.send(f"{here}/milestones/{step.id}/done").status_code == 303
    for path, fields in (("deliver", {}), ("measure", {"benefit": "Calls fell by a third."}), ("close", {})):
        assert ada.send(f"{here}/move/{path}", **fields).status_code == 303
    page = text_of(browser(cast.eve).get_page(here))
    assert "Calls fell by a third." in page
    assert "Moving home works" in page
    assert "We build one form." in page
    assert "100.0 % of the milestones by weight" in page
    session.expire_all()
    assert (made.stage, made.label) == (InitiativeStage.CLOSED, "N-01")
    assert "100 % of the effort prevents trouble" in text_of(dan.get_page("/initiatives"))


@pytest.mark.parametrize(
    ("who", "path", "code"),
    [
        ("eve", "/initiatives/new", 403),
        ("cleo", "/initiatives/{one}/edit", 403),
        ("cleo", "/initiatives/{one}/move/propose", 403),
        ("cleo", "/initiatives/{one}/milestones", 403),
        ("cleo", "/initiatives/{one}/milestones/{step}/done", 403),
        ("cleo", "/initiatives/{one}/ties", 403),
        ("dan", "/initiatives/{one}/move/explode", 404),
        ("dan", "/initiatives/{one}/milestones/999/done", 404),
        ("dan", "/initiatives/{one}/ties/999/remove", 404),
        ("dan", "/initiatives/999999/move/start", 404),
    ],
)
def test_buttons_are_for_those_whom_the_rules_name(
    session: Session, cast: Cast, browser: Open, who: str, path: str, code: int
) -> None:
    made = make_initiative(session, cast)
    step = make_milestone(session, made)
    url = path.format(one=made.id, step=step.id)
    assert browser(getattr(cast, who)).send(url, title="x", due_on=day().isoformat()).status_code == code


def test_what_is_restricted_is_hidden_alike(session: Session, cast: Cast, browser: Open) -> None:
    secret = make_initiative(
        session, cast, "Secret plan", level=Level.RESTRICTED, committee=None, lead=cast.cora, sponsor=None
    )
    eve = browser(cast.eve)
    assert "Secret plan" not in eve.get_page("/initiatives")
    assert eve.get(f"/initiatives/{secret.id}").status_code == 404
    assert eve.send(f"/initiatives/{secret.id}/move/start").status_code == 404
    mine = make_initiative(session, cast)
    answer = browser(cast.dan).send(f"/initiatives/{mine.id}/ties", thing=str(secret.id))
    assert answer.status_code == 422
    assert "Secret plan" in browser(cast.cora).get_page("/initiatives")


def test_it_is_changed_and_an_older_version_is_a_conflict(session: Session, cast: Cast, browser: Open) -> None:
    made = make_initiative(session, cast)
    dan, here = browser(cast.dan), f"/initiatives/{made.id}"
    assert "One page instead of four." in dan.get_page(f"{here}/edit")
    sent = {
        "title": "One form", "kind": "repair", "lead": str(cast.dan.id), "version": str(made.version),
        f"part_{cast.product.id}": "accountable", f"part_{cast.billing.id}": "informed",
    }  # fmt: skip
    assert dan.send(f"{here}/edit", **sent).status_code == 303
    assert dan.send(f"{here}/edit", **sent).status_code == 409
    page = dan.get_page(here)
    assert "One form" in page
    assert "no sponsor yet" in page


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("title", " ", "Give the initiative a name."),
        ("effort_days", "many", "Not a valid integer value."),
        ("effort_days", "-3", "An effort is a number of days"),
        ("kind", "magic", "Not a valid choice"),
        ("lead", "Nobody", "Nobody here is called"),
    ],
)
def test_wrong_input_is_said_in_words(
    session: Session, cast: Cast, browser: Open, field: str, value: str, says: str
) -> None:
    sent = {"title": "A", "kind": "design", "lead": str(cast.dan.id), "committee": str(cast.council.id), field: value}
    answer = browser(cast.dan).send("/initiatives/new", **sent)
    assert answer.status_code == 422
    assert says in text_of(answer.get_data(as_text=True))


def test_an_incomplete_one_says_what_is_missing(session: Session, cast: Cast, browser: Open) -> None:
    made = make_initiative(session, cast, departments=[])
    answer = browser(cast.dan).send(f"/initiatives/{made.id}/move/propose")
    assert answer.status_code == 422
    assert "at least two departments" in text_of(answer.get_data(as_text=True))


def test_milestones_are_changed_and_taken_back_and_a_late_one_is_said(
    session: Session, cast: Cast, browser: Open
) -> None:
    made = make_initiative(session, cast)
    step = make_milestone(session, made, due_on=day(-3))
    dan, here = browser(cast.dan), f"/initiatives/{made.id}"
    assert "3 days late" in text_of(dan.get_page(here))
    dan.get_page(f"{here}/milestones/{step.id}/edit")
    sent = {"title": "Form tried", "due_on": day(5).isoformat(), "weight": "2"}
    assert dan.send(f"{here}/milestones/{step.id}/edit", **sent).status_code == 303
    assert dan.send(f"{here}/milestones/{step.id}/edit", **sent | {"weight": "0"}).status_code == 422
    assert dan.send(f"{here}/milestones/{step.id}/done", done_on=day(1).isoformat()).status_code == 422
    assert dan.send(f"{here}/milestones/{step.id}/done").status_code == 303
    assert dan.send(f"{here}/milestones/{step.id}/reopen").status_code == 303
    session.expire_all()
    assert (step.title, step.weight, step.done_on) == ("Form tried", 2, None)


def test_a_tie_is_made_once_however_often_it_is_clicked_and_taken_off(
    session: Session, cast: Cast, browser: Open
) -> None:
    goal, _ = published(session, cast)
    made, dan = make_initiative(session, cast), browser(cast.dan)
    before = session.scalar(select(func.count()).select_from(Link)) or 0
    for _ in range(2):
        assert dan.send(f"/initiatives/{made.id}/ties", thing=str(goal.id), nonce="once").status_code == 303
    assert session.scalar(select(func.count()).select_from(Link)) == before + 1
    assert "Goals it serves" in dan.get_page(f"/initiatives/{made.id}")
    assert dan.send(f"/initiatives/{made.id}/ties/{goal.id}/remove").status_code == 303
    assert "Goals it serves" not in dan.get_page(f"/initiatives/{made.id}")


def test_hostile_words_stay_text_and_a_second_click_makes_no_second_one(
    session: Session, cast: Cast, browser: Open
) -> None:
    dan = browser(cast.dan)
    sent = {
        "title": HOSTILE, "purpose": HOSTILE, "kind": "design", "lead": str(cast.dan.id),
        "committee": str(cast.council.id), f"part_{cast.billing.id}": "accountable",
    }  # fmt: skip
    places = {dan.send("/initiatives/new", nonce="once", **sent).location for _ in range(2)}
    assert len(places) == 1
    assert session.scalar(select(func.count()).select_from(Initiative)) == 1
    made = session.scalars(select(Initiative)).one()
    make_milestone(session, made, HOSTILE)
    for path in ("/initiatives", f"/initiatives/{made.id}", f"/initiatives/{made.id}/edit"):
        page = dan.get_page(path)
        assert "<script>alert" not in page
        assert "<b>bold" not in page


def test_stopping_asks_why(session: Session, cast: Cast, browser: Open) -> None:
    made, ada = make_initiative(session, cast), browser(cast.ada)
    answer = ada.send(f"/initiatives/{made.id}/move/stop", reason="")
    assert answer.status_code == 422
    assert "Say why." in text_of(answer.get_data(as_text=True))
    assert ada.send(f"/initiatives/{made.id}/move/stop", reason="Too dear.").status_code == 303
    assert "Too dear." in ada.get_page(f"/initiatives/{made.id}")


def test_the_list_is_filtered_and_costs_the_same_for_one_and_three(
    session: Session, cast: Cast, browser: Open, count_sql: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    eve, counts = browser(cast.eve), []
    for wanted in (1, 3):
        while session.scalar(select(func.count()).select_from(Initiative)) != wanted:
            make_milestone(session, make_initiative(session, cast))
        session.expire_all()
        with count_sql() as seen:
            page = eve.get_page("/initiatives")
        assert page.count("One moving form</a>") == wanted
        counts.append(len(seen))
    assert counts[0] == counts[1]
    for odd, many in (
        ("?kind=repair", 0), ("?stage=idea&kind=design", 3), (f"?department={cast.product.id}", 0),
        (f"?committee={cast.council.id}", 3), ("?stage=x&kind=y&page=z&department=-1", 3), ("?page=7", 0),
    ):  # fmt: skip
        assert eve.get_page(f"/initiatives{odd}").count("One moving form</a>") == many
