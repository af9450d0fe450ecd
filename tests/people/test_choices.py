"""The pickers of people and departments: who is on the list, and what a typed name means."""

from typing import Any

import pytest
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from wtforms import Form

from cxgov.core.errors import NotFound
from cxgov.people import choices
from cxgov.people import service as people
from tests.support.cast import NOW, SYSTEM, TODAY, Cast


class Picks(Form):
    one = choices.PersonPick("Owner")
    several = choices.PeoplePick("People")


def picks(listed: list[choices.Choice], **sent: Any) -> Picks:
    form = Picks(MultiDict(sent))
    form.one.choices = form.several.choices = listed
    return form


LISTED = [(1, "Ada Morvane, Support"), (2, "Dan Hellier, Billing"), (3, "Dan Hellier, Legal")]
MANY = LISTED + [(number, f"Person {number}, Sales") for number in range(10, 400)]


def test_people_are_listed_with_their_department_and_without_those_who_left(session: Session, cast: Cast) -> None:
    people.leave(session, cast.eve, actor=SYSTEM, now=NOW, last_day=TODAY.replace(day=1))
    session.commit()
    dan = cast.actor(cast.dan, session)
    found = choices.people_choices(session, dan, present_on=TODAY)
    assert (cast.dan.id, "Dan Hellier, Billing") in found
    assert cast.eve.id not in dict(found)
    assert cast.eve.id in dict(choices.people_choices(session, dan, present_on=TODAY, keep=[cast.eve.id]))


def test_departments_are_listed_in_the_order_of_the_charter(session: Session, cast: Cast) -> None:
    listed = choices.department_choices(session, cast.actor(cast.dan, session))
    assert [name for _, name in listed] == ["Product", "Support", "Billing"]


def test_ids_are_read_in_their_order_and_an_unknown_one_is_not_found(session: Session, cast: Cast) -> None:
    dan = cast.actor(cast.dan, session)
    found = choices.departments_by_ids(session, dan, [cast.support.id, cast.billing.id, cast.support.id])
    assert [room.id for room in found] == [cast.support.id, cast.billing.id]
    assert choices.person_by_id(session, dan, None) is None
    with pytest.raises(NotFound):
        choices.people_by_ids(session, dan, [cast.ada.id, 999_999])


@pytest.mark.parametrize(
    ("sent", "found"),
    [("2", 2), ("", None), ("ada morvane", 1), ("Dan Hellier, Legal", 3), ("DAN HELLIER, billing", 2)],
)
def test_one_person_is_chosen_by_id_or_by_name(sent: str, found: int | None) -> None:
    form = picks(LISTED, one=sent)
    assert form.validate()
    assert form["one"].data == found


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ("Nobody Known", "Nobody here is called “Nobody Known”."),
        ("77", "Nobody here is called “77”."),
        ("9" * 40, "Nobody here"),
        ("Dan Hellier", "Several are called"),
    ],
)
def test_what_names_nobody_or_several_is_refused_in_words(sent: str, says: str) -> None:
    form = picks(LISTED, one=sent)
    assert not form.validate()
    assert says in form["one"].errors[0]


def test_a_long_list_is_a_line_to_type_in_and_several_names_stand_one_a_line() -> None:
    form = picks(MANY, one="Ada Morvane", several="Ada Morvane\nPerson 17, Sales\n\n")
    assert form.validate()
    assert (form["one"].data, form["several"].data) == (1, [1, 17])
    assert '<input type="text"' in form["one"]() or 'type="text"' in form["one"]()
    assert "<datalist" in form["one"]()
    assert "<textarea" in form["several"]()


def test_a_name_in_the_list_stays_text() -> None:
    hostile = [(1, '<script>alert("1")</script>')]
    assert "<script>" not in picks(hostile, one="1")["one"]()
    assert "<script>" not in picks(hostile * 300, one='"><script>')["one"]()
