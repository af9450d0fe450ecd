"""The pages of committees: who gets which, what a form says, and that a double click founds one committee."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cxgov.committees.models import Committee, Membership
from cxgov.core.enums import Level
from tests.support.cast import Cast
from tests.support.client import Browser

Open = Callable[..., Browser]
FOUND = {"name": "Moving Home", "zone": "Europe/Oslo", "quorum_kind": "majority", "level": "1"}


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Committee)) or 0


def test_a_committee_is_founded_with_its_first_chair(session: Session, cast: Cast, browser: Open) -> None:
    answer = browser(cast.cora).send("/committees/new", **FOUND, chair=cast.eve.id, purpose="One move, one call.")
    made = session.scalars(select(Committee).where(Committee.slug == "moving-home")).one()
    assert (answer.status_code, answer.location) == (303, f"/committees/{made.id}")
    seats = session.scalars(select(Membership).where(Membership.committee_id == made.id)).all()
    assert [(seat.person_id, seat.role.value) for seat in seats] == [(cast.eve.id, "chair")]


def test_a_double_click_founds_one_committee(session: Session, cast: Cast, browser: Open) -> None:
    cora, before = browser(cast.cora), count(session)
    first, second = (cora.send("/committees/new", **FOUND, nonce="the-same") for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert count(session) == before + 1


def test_a_refused_form_says_why_and_keeps_what_was_typed(session: Session, cast: Cast, browser: Open) -> None:
    answer = browser(cast.cora).send("/committees/new", **{**FOUND, "slug": "customer-council"})
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert "Give this one another short name." in text
    assert "Moving Home" in text


@pytest.mark.parametrize(
    "bad",
    [{"name": ""}, {"name": "x" * 201}, {"name": "a\x00b"}, {"level": "3"}, {"level": "x"}, {"zone": "Nowhere"},
     {"sponsor": "999999"}, {"sponsor": "x"}, {"quorum_kind": "__class__"},
     {"quorum_kind": "percent", "quorum_value": "0"}, {"quorum_kind": "fixed", "quorum_value": "99999999999999999999"}],
)  # fmt: skip
def test_wrong_input_is_refused_and_nothing_is_founded(
    session: Session, cast: Cast, browser: Open, bad: dict[str, str]
) -> None:
    before = count(session)
    assert browser(cast.cora).send("/committees/new", **{**FOUND, **bad}).status_code == 422
    assert count(session) == before


def test_fields_that_no_form_has_are_ignored(session: Session, cast: Cast, browser: Open) -> None:
    browser(cast.cora).send("/committees/new", **FOUND, id="7", version="9", created_by_id="1", is_active="")
    made = session.scalars(select(Committee).where(Committee.slug == "moving-home")).one()
    assert (made.id != 7, made.is_active, made.subject.created_by_id) == (True, True, cast.cora.id)


@pytest.mark.parametrize(
    ("who", "page", "status"),
    [
        ("eve", "charter", 200), ("eve", "members", 200), ("eve", "charter/edit", 403), ("eve", "members/new", 403),
        ("ben", "charter/edit", 403), ("ben", "members/new", 403), ("ben", "chair", 403), ("ben", "level", 403),
        ("ada", "charter/edit", 200), ("ada", "members/new", 200), ("ada", "chair", 200), ("ada", "level", 200),
        ("cora", "charter/edit", 200), ("cora", "members/new", 200), ("cora", "level", 200),
        ("alma", "members/new", 403),
    ],
)  # fmt: skip
def test_each_page_opens_for_those_it_is_for(cast: Cast, browser: Open, who: str, page: str, status: int) -> None:
    browser(getattr(cast, who)).get_page(f"/committees/{cast.council.id}/{page}", status)


@pytest.mark.parametrize("page", ["charter", "members", "charter/edit", "members/new", "chair", "level"])
def test_a_hidden_committee_answers_like_an_unknown_one(cast: Cast, browser: Open, page: str) -> None:
    for committee_id in (cast.board.id, 987654):
        assert browser(cast.ada).get(f"/committees/{committee_id}/{page}").status_code == 404


def test_the_chair_edits_the_charter_and_a_second_writer_is_told(session: Session, cast: Cast, browser: Open) -> None:
    url, fields = f"/committees/{cast.council.id}/charter/edit", {**FOUND, "name": "Council", "version": "1"}
    fields["version"] = str(cast.council.version)
    ada = browser(cast.ada)
    assert ada.send(url, **fields).status_code == 303
    assert ada.send(url, **{**fields, "name": "Other"}).status_code == 409
    session.expire_all()
    assert cast.council.title == "Council"


def test_seats_are_given_ended_and_taken_back(session: Session, cast: Cast, browser: Open) -> None:
    ada, members = browser(cast.ada), f"/committees/{cast.council.id}/members"
    assert ada.send(
        f"{members}/new", person=cast.eve.id, role="member", is_voting="y", valid_from="2026-01-05"
    ).location
    seat = session.scalars(select(Membership).where(Membership.person_id == cast.eve.id)).one()
    assert seat.is_voting
    ada.get_page(f"{members}/{seat.id}/end")
    assert ada.send(f"{members}/{seat.id}/end", last_day="2026-02-01").status_code == 303
    assert ada.send(f"{members}/{seat.id}/end", last_day="2025-02-01").status_code == 422
    assert ada.send(f"{members}/{seat.id}/take-back").status_code == 409
    assert ada.send(f"{members}/new", person=cast.otto.id, role="observer", valid_from="2099-01-01").status_code == 303
    later = session.scalars(select(Membership).where(Membership.person_id == cast.otto.id)).one()
    assert ada.send(f"{members}/{later.id}/take-back").status_code == 303
    assert session.get(Membership, later.id) is None
    assert "Eve Sarkani" in ada.get_page(members)


@pytest.mark.parametrize(
    "bad",
    [{"valid_from": "0000-00-00"}, {"valid_from": "9999-12-31"}, {"valid_from": "2026-02-30"}, {"role": "king"},
     {"person": ""}, {"role": "observer", "is_voting": "y"}],
)  # fmt: skip
def test_a_seat_that_cannot_be_is_refused(cast: Cast, browser: Open, bad: dict[str, str]) -> None:
    fields = {"person": str(cast.eve.id), "role": "member", "valid_from": "2026-01-01", **bad}
    assert browser(cast.ada).send(f"/committees/{cast.council.id}/members/new", **fields).status_code == 422


def test_the_chair_cannot_choose_themselves(cast: Cast, browser: Open) -> None:
    fields = {"person": str(cast.ada.id), "role": "member", "valid_from": "2030-01-01"}
    assert browser(cast.ada).send(f"/committees/{cast.council.id}/members/new", **fields).status_code == 422


def test_the_chair_is_changed(session: Session, cast: Cast, browser: Open) -> None:
    answer = browser(cast.ada).send(
        f"/committees/{cast.council.id}/chair", person=cast.cleo.id, from_day="2026-12-01", stays="y"
    )
    assert answer.status_code == 303
    seats = session.scalars(select(Membership).where(Membership.person_id == cast.cleo.id)).all()
    assert [seat.role.value for seat in seats] == ["member", "chair"]


def test_what_is_above_level_one_is_kept_nowhere(session: Session, cast: Cast, browser: Open) -> None:
    ada, url = browser(cast.ada), f"/committees/{cast.council.id}"
    assert ada.get(f"{url}/charter").headers["Cache-Control"] == "private, no-cache"
    assert ada.send(f"{url}/level", level="2").status_code == 303
    session.expire_all()
    assert cast.council.level is Level.RESTRICTED
    assert ada.get(f"{url}/charter").headers["Cache-Control"] == "no-store"
    assert ada.send(f"{url}/level", level="1").status_code == 422


def test_member_pages_cost_the_same_for_one_seat_and_for_three(
    session: Session, cast: Cast, browser: Open, count_sql: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    ada, url = browser(cast.ada), f"/committees/{cast.council.id}/members"
    ada.get(url)
    with count_sql() as few:
        ada.get(url)
    for person in (cast.eve, cast.otto, cast.cora):
        ada.send(f"{url}/new", person=person.id, role="adviser", valid_from="2026-01-01")
    with count_sql() as many:
        ada.get(url)
    assert len(many) == len(few)
