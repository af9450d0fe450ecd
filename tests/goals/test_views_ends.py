"""Publishing and dropping goals and key results on their pages."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from cxgov.goals.enums import ObjectiveState
from tests.goals.build import make_goal
from tests.goals.test_views import now_running, running, text_of
from tests.support.cast import Cast
from tests.support.client import Browser

Open = Callable[..., Browser]


def test_publishing_says_what_is_missing_and_dropping_asks_why(session: Session, cast: Cast, browser: Open) -> None:
    goal, ada = make_goal(session, cast, cycle=now_running(session)), browser(cast.ada)
    answer = ada.send(f"/goals/{goal.id}/publish")
    assert answer.status_code == 422
    assert "Add at least one key result first." in text_of(answer.get_data(as_text=True))
    assert ada.send(f"/goals/{goal.id}/drop", reason=" ").status_code == 422
    assert ada.send(f"/goals/{goal.id}/drop", reason="Too dear.").status_code == 303
    session.expire_all()
    assert goal.state is ObjectiveState.DROPPED
    assert "Too dear." in ada.get_page(f"/goals/{goal.id}")


def test_a_key_result_is_dropped_with_a_reason_and_stays_listed(session: Session, cast: Cast, browser: Open) -> None:
    goal, part = running(session, cast)
    ada = browser(cast.ada)
    assert ada.send(f"/goals/key-results/{part.id}/drop", reason="").status_code == 422
    assert ada.send(f"/goals/key-results/{part.id}/drop", reason="Bad measure.").status_code == 303
    assert "No longer counted" in ada.get_page(f"/goals/{goal.id}")
    assert "Dropped" in ada.get_page(f"/goals/key-results/{part.id}")
    assert browser(cast.dan).send(f"/goals/key-results/{part.id}/check-in", value="95").status_code == 422
