"""The pages of people and departments: who gets which, what is right to show, and what is refused."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.core.enums import Role
from cxgov.people import service
from cxgov.people.models import Department, Person, RoleGrant
from tests.support.cast import NOW, SYSTEM, TODAY, Cast, make_person
from tests.support.client import Browser

Open = Callable[..., Browser]
Count = Callable[[], AbstractContextManager[list[str]]]


def person_named(session: Session, folded: str) -> Person:
    return session.scalars(select(Person).where(Person.folded_name == folded)).one()


def test_people_stand_in_their_departments(cast: Cast, browser: Open) -> None:
    text = browser(cast.eve).get_page("/people")
    for words in ("Billing", "Dan Hellier", "Without a department", "Alma Quist"):
        assert words in text
    assert "Enter a person" not in text
    assert "Enter a person" in browser(cast.cora).get_page("/people")


@pytest.mark.parametrize(
    ("q", "names"),
    [("dan", {"Dan Hellier"}), ("HELLÍER", {"Dan Hellier"}), ("%", set()), ("_", set()), ("'\"\\", set()),
     ("x" * 10_000, set()), ("", {"Dan Hellier", "Eve Sarkani"})],
)  # fmt: skip
def test_a_name_is_looked_for_literally(cast: Cast, browser: Open, q: str, names: set[str]) -> None:
    eve = browser(cast.eve)
    text = eve.get("/people", query_string={"q": q}).get_data(as_text=True)
    shown = {name for name in ("Dan Hellier", "Eve Sarkani") if f">{name}</a>" in text}
    assert shown == names
    assert ("Nobody fits" in text) is (not names)


def test_a_department_filters_and_what_is_none_filters_nothing(cast: Cast, browser: Open) -> None:
    eve = browser(cast.eve)
    assert ">Ada Morvane</a>" not in eve.get_page(f"/people?department={cast.billing.id}")
    for odd in ("0", "-1", "x", "9" * 30, str(cast.council.id)):
        assert ">Ada Morvane</a>" in eve.get_page(f"/people?department={odd}")


def test_a_long_list_has_pages(session: Session, cast: Cast, browser: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cxgov.people.views.PER_PAGE", 4)
    eve = browser(cast.eve)
    pages = [eve.get_page(f"/people?page={number}&q=") for number in (1, 2, 3)]
    assert [page.count('class="cx-person"') for page in pages] == [4, 4, 1]
    assert "5 to 8 of 9" in pages[1]
    assert "Nobody fits" not in eve.get_page("/people?page=99999999")


def test_who_left_is_listed_apart_with_the_month(session: Session, cast: Cast, browser: Open) -> None:
    service.leave(session, cast.dan, actor=SYSTEM, now=NOW, last_day=TODAY.replace(month=5))
    session.commit()
    eve = browser(cast.eve)
    assert "Dan Hellier" not in eve.get_page("/people")
    assert "left in May" in eve.get_page("/people?left=1")
    assert "left in May" in eve.get_page(f"/people/{cast.dan.id}")


def test_a_person_is_entered_once_by_a_double_click(session: Session, cast: Cast, browser: Open) -> None:
    cora, fields = browser(cast.cora), {"name": "Nils  Arvo", "email": "nils@tarnwick.example", "nonce": "same"}
    first, second = cora.send("/people/new", **fields), cora.send("/people/new", **fields)
    made = person_named(session, "nils arvo")
    assert (first.location, second.location) == (f"/people/{made.id}",) * 2
    assert (made.name, made.may_sign_in) == ("Nils Arvo", False)


@pytest.mark.parametrize(
    "bad",
    [{"name": ""}, {"name": "."}, {"email": "no address"}, {"email": "dan@tarnwick.example"}, {"handle": "DAN"},
     {"department": "999999"}, {"department": "x"}, {"name": "a\ufffeb"}, {"job": "x" * 121}],
)  # fmt: skip
def test_wrong_data_of_a_person_is_refused(cast: Cast, browser: Open, bad: dict[str, str]) -> None:
    assert browser(cast.cora).send("/people/new", **{"name": "Nils Arvo", **bad}).status_code == 422


def test_only_an_administrator_lets_somebody_sign_in(session: Session, cast: Cast, browser: Open) -> None:
    fields = {"name": "Nils Arvo", "email": "nils@tarnwick.example", "may_sign_in": "y"}
    browser(cast.cora).send("/people/new", **fields)
    made = person_named(session, "nils arvo")
    assert not made.may_sign_in
    alma = browser(cast.alma)
    assert alma.send(f"/people/{made.id}/edit", **fields, version=made.version).status_code == 303
    session.expire_all()
    assert made.may_sign_in
    browser(cast.cora).send(f"/people/{made.id}/edit", name="Nils B. Arvo", email="nils@tarnwick.example")
    session.expire_all()
    assert (made.name, made.may_sign_in) == ("Nils B. Arvo", True)
    with pytest.raises(service.RuleBroken):
        service.make_person(
            session, "X", actor=cast.actor(cast.cora, session), now=NOW, email="x@y.zz", may_sign_in=True
        )


def test_an_older_version_of_a_person_is_not_saved(session: Session, cast: Cast, browser: Open) -> None:
    answer = browser(cast.cora).send(f"/people/{cast.dan.id}/edit", name="Dan X", version=cast.dan.version - 1)
    assert answer.status_code == 409
    session.expire_all()
    assert cast.dan.name == "Dan Hellier"


@pytest.mark.parametrize(
    ("who", "page", "status"),
    [
        ("eve", "/people/new", 403), ("ada", "/people/new", 403), ("cora", "/people/new", 200),
        ("eve", "/people/{dan}/edit", 403), ("cora", "/people/{dan}/edit", 200), ("alma", "/people/{dan}/edit", 200),
        ("cora", "/people/{dan}/roles", 403), ("alma", "/people/{dan}/roles", 200),
        ("alma", "/people/{alma}/roles", 403),
        ("cora", "/people/{dan}/leave", 403), ("alma", "/people/{dan}/leave", 200), ("eve", "/people/999999", 404),
        ("eve", "/people/{council}", 404), ("eve", "/departments", 200), ("eve", "/departments/{billing}", 200),
        ("eve", "/departments/new", 403), ("cora", "/departments/new", 200),
        ("cora", "/departments/{billing}/edit", 200),
    ],
)  # fmt: skip
def test_each_page_opens_for_those_it_is_for(cast: Cast, browser: Open, who: str, page: str, status: int) -> None:
    ids = {name: getattr(cast, name).id for name in ("dan", "alma", "council", "billing")}
    browser(getattr(cast, who)).get_page(page.format(**ids), status)


def test_roles_are_given_and_ended_by_another_administrator(session: Session, cast: Cast, browser: Open) -> None:
    alma, url = browser(cast.alma), f"/people/{cast.dan.id}/roles"
    assert alma.send(url, role="auditor", from_day="2026-01-01").status_code == 303
    assert alma.send(url, role="auditor", from_day="2026-01-01").status_code == 422
    assert alma.send(url, role="king", from_day="2026-01-01").status_code == 422
    assert "Auditor" in alma.get_page(f"/people/{cast.dan.id}")
    assert alma.send(f"{url}/auditor/end").status_code == 303
    assert alma.send(f"{url}/king/end").status_code == 404
    held = session.scalars(select(RoleGrant).where(RoleGrant.person_id == cast.dan.id)).one()
    assert (held.role, held.valid_to is not None) == (Role.AUDITOR, True)
    assert alma.send(f"/people/{cast.alma.id}/roles", role="cx_office", from_day="2026-01-01").status_code == 403


def test_the_last_administrator_stays(session: Session, cast: Cast, browser: Open) -> None:
    answer = browser(cast.alma).send(f"/people/{cast.alma.id}/leave", last_day="2026-12-31")
    assert answer.status_code == 409
    assert "last administrator" in answer.get_data(as_text=True)


def test_the_page_of_a_person_shows_what_a_colleague_may_see(session: Session, cast: Cast, browser: Open) -> None:
    text = browser(cast.eve).get_page(f"/people/{cast.dan.id}")
    assert "Customer Council" in text
    assert "dan@tarnwick.example" not in text
    assert "dan@tarnwick.example" in browser(cast.dan).get_page(f"/people/{cast.dan.id}")
    assert "Make a sign-in link" not in browser(cast.cora).get_page(f"/people/{cast.dan.id}")
    assert "Make a sign-in link" in browser(cast.alma).get_page(f"/people/{cast.dan.id}")


def test_a_seat_in_a_hidden_committee_is_not_shown(session: Session, cast: Cast, browser: Open) -> None:
    from cxgov.committees.enums import CommitteeRole
    from tests.support.cast import make_member

    make_member(session, cast.board, cast.dan, CommitteeRole.MEMBER, votes=True)
    assert "Remuneration Board" not in browser(cast.eve).get_page(f"/people/{cast.dan.id}")
    assert "Remuneration Board" in browser(cast.cora).get_page(f"/people/{cast.dan.id}")


def test_departments_are_set_up_below_each_other_but_never_in_a_ring(
    session: Session, cast: Cast, browser: Open
) -> None:
    cora = browser(cast.cora)
    assert cora.send("/departments/new", name="Field Force", above=cast.support.id, head=cast.eve.id).status_code == 303
    made = session.scalars(select(Department).where(Department.slug == "field-force")).one()
    assert (made.above_id, made.head_id) == (cast.support.id, cast.eve.id)
    refused = cora.send(f"/departments/{cast.support.id}/edit", name="Support", above=made.id)
    assert (refused.status_code, "below itself" in refused.get_data(as_text=True)) == (422, True)
    assert "below Support" in cora.get_page("/departments")
    assert cora.send("/departments/new", name="Field Force").status_code == 422


def test_a_department_shows_its_people_and_what_they_owe(session: Session, cast: Cast, browser: Open) -> None:
    from cxgov.journal import service as journal
    from tests.overview.test_committee import an_action

    journal.begin_write(session)
    an_action(session, cast, 5, TODAY - timedelta(days=4))
    session.commit()
    text = browser(cast.eve).get_page(f"/departments/{cast.billing.id}")
    for words in ("headed by Dan Hellier", "Do thing 5", "4 days late"):
        assert words in text.replace("\xa0", " ")


@pytest.mark.parametrize("page", ["/people", "/departments", "/departments/{support}", "/people/{eve}"])
def test_a_page_costs_the_same_for_more_people(
    session: Session, cast: Cast, browser: Open, count_sql: Count, page: str
) -> None:
    eve, url = browser(cast.eve), page.format(support=cast.support.id, eve=cast.eve.id)
    eve.get(url)
    with count_sql() as few:
        eve.get(url)
    for name in ("Una A", "Vic B", "Wim C"):
        make_person(session, name, cast.support)
    with count_sql() as many:
        eve.get(url)
    assert len(many) == len(few)
