"""What is taken from somebody while their page is open is gone with the next request."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.accounts.sign_ins import count_sign_ins
from cxgov.committees import service as committees
from cxgov.committees.enums import CommitteeRole
from cxgov.committees.models import Membership
from cxgov.core import clock
from cxgov.core.enums import Role
from cxgov.people import service as people
from tests.support.cast import NOW, SYSTEM, TODAY, Cast, make_member
from tests.support.client import Browser

Open = Callable[..., Browser]


def end(session: Session, cast: Cast, committee: Any, person: Any) -> None:
    """End the seats of a person yesterday."""
    terms = session.scalars(
        select(Membership).where(Membership.person_id == person.id, Membership.committee_id == committee.id)
    ).all()
    for term in terms:
        committees.end_term(session, committee, term, last_day=TODAY - timedelta(days=1), actor=SYSTEM, now=NOW)
    session.commit()


def test_c006_a_seat_that_ends_closes_its_restricted_committee_at_once(
    session: Session, cast: Cast, browser: Open
) -> None:
    make_member(session, cast.board, cast.eve, CommitteeRole.SECRETARY, votes=False)
    eve, page = browser(cast.eve), f"/committees/{cast.board.id}"
    first = eve.get(page)
    assert (first.status_code, first.headers["Cache-Control"]) == (200, "no-store")
    end(session, cast, cast.board, cast.eve)
    unknown = eve.get("/committees/999999")
    gone = eve.get(page, headers={"If-None-Match": first.headers.get("ETag", '"x"')})
    assert (gone.status_code, len(gone.data)) == (404, len(unknown.data))


def test_c006_a_save_under_way_of_somebody_who_lost_the_seat_is_refused(
    session: Session, cast: Cast, browser: Open
) -> None:
    ben = browser(cast.ben)
    assert ben.get("/actions/new").status_code == 200
    new = {"title": "Ring those who moved", "committee": str(cast.council.id), "due_on": "2027-01-15"}
    end(session, cast, cast.council, cast.ben)
    assert ben.send("/actions/new", **new).status_code == 403


@pytest.mark.parametrize("path", ["/outbox", "/people/new"])
def test_c006_a_role_that_ends_closes_its_pages_at_once(session: Session, cast: Cast, browser: Open, path: str) -> None:
    people.grant_role(session, cast.eve, Role.ADMINISTRATOR, actor=SYSTEM, now=NOW, from_day=TODAY)
    session.commit()
    eve = browser(cast.eve)
    assert eve.get(path).status_code == 200
    people.end_role(session, cast.eve, Role.ADMINISTRATOR, actor=SYSTEM, now=NOW, today=TODAY)
    session.commit()
    assert eve.get(path).status_code == 302
    assert browser(cast.eve).get(path).status_code == 403


def test_c006_a_list_that_the_browser_holds_is_not_said_to_be_unchanged_after_rights_changed(
    session: Session, cast: Cast, browser: Open
) -> None:
    make_member(session, cast.board, cast.eve, CommitteeRole.MEMBER, votes=True)
    eve = browser(cast.eve)
    eve.get("/actions")
    held = eve.get("/actions").headers["ETag"]
    assert eve.get("/actions", headers={"If-None-Match": held}).status_code == 304
    end(session, cast, cast.board, cast.eve)
    assert eve.get("/actions", headers={"If-None-Match": held}).status_code == 200


def test_c006_who_is_deactivated_is_out_and_an_open_form_saves_nothing(
    session: Session, cast: Cast, browser: Open
) -> None:
    dan, alma = browser(cast.dan), browser(cast.alma)
    dan.get("/actions/new")
    off = {"name": "Dan Hellier", "email": "dan@tarnwick.example", "handle": "dan", "version": cast.dan.version}
    assert alma.send(f"/people/{cast.dan.id}/edit", **off).status_code == 303
    assert count_sign_ins(session, cast.dan.id, now=clock.now()) == 0
    assert dan.get("/").status_code == 302
    assert dan.send("/actions/new", title="Too late").status_code == 401
