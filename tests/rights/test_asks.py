"""Acts of two persons, and the page that says who can see a subject."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from cxgov.accounts.models import SignIn
from cxgov.committees.enums import CommitteeRole
from cxgov.core import clock
from cxgov.core.enums import Level
from cxgov.core.errors import NotAllowed, RuleBroken
from cxgov.journal import readers, service
from cxgov.journal.chain import verify
from cxgov.journal.models import Subject
from cxgov.meetings.models import AgendaItem
from cxgov.rights import service as rights
from cxgov.rights.enums import AskState
from cxgov.rights.models import Ask
from cxgov.web.extensions import db
from tests.meetings.build import item_of, make_meeting
from tests.support.apps import fresh_app
from tests.support.cast import NOW, SYSTEM, TODAY, Cast, make_cast, make_committee, make_member
from tests.support.client import Browser

Open = Callable[..., Browser]
AN_HOUR = timedelta(hours=1)
WHY = "The figures are public since this morning."


def set_level(session: Session, thing: object, level: Level) -> None:
    service.begin_write(session)
    service.set_level(session, thing, level, actor=SYSTEM, now=NOW)  # type: ignore[arg-type]  # any thing
    session.commit()


def in_camera(session: Session, cast: Cast) -> AgendaItem:
    """An item of the council in camera that Ada, its chair, is named on."""
    item = item_of(session, make_meeting(session, cast))
    set_level(session, item, Level.IN_CAMERA)
    service.begin_write(session)
    readers.name(session, item, cast.ada.id, actor=SYSTEM, now=NOW)
    session.commit()
    return item


def restricted(session: Session, cast: Cast) -> Subject:
    meeting = make_meeting(session, cast)
    set_level(session, meeting, Level.RESTRICTED)
    return meeting.subject


def ask_of(session: Session) -> Ask:
    session.expire_all()
    return session.scalars(select(Ask).order_by(Ask.id.desc())).first()  # type: ignore[return-value]  # there is one


def test_a_secretary_asks_and_the_cx_office_agrees_so_that_it_and_what_lies_below_is_lowered(
    session: Session, cast: Cast, browser: Open
) -> None:
    subject = restricted(session, cast)
    item = session.scalars(select(Subject).where(Subject.parent_id == subject.id)).first()
    assert item is not None
    assert item.level is Level.RESTRICTED
    answer = browser(cast.ben).send(f"/subjects/{subject.id}/lower", wanted="1", reason=WHY)
    assert answer.location == f"/subjects/{subject.id}/readers"
    ask = ask_of(session)
    assert "waits for your answer" in browser(cast.cora).get_page("/asks")
    assert "Two persons: lower" in browser(cast.cora).get_page("/")
    assert browser(cast.cora).send(f"/asks/{ask.id}/grant").status_code == 303
    session.expire_all()
    assert (subject.own_level, subject.level, item.level) == (Level.INTERNAL,) * 3
    assert (ask.state, ask.answered_by_id) == (AskState.GRANTED, cast.cora.id)
    assert browser(cast.eve).get(f"/meetings/{subject.id}").status_code == 200


def test_whoever_asked_does_not_answer_and_the_log_names_the_rule(session: Session, cast: Cast, browser: Open) -> None:
    subject = restricted(session, cast)
    assert browser(cast.ada).send(f"/subjects/{subject.id}/lower", wanted="1", reason=WHY).status_code == 303
    ask = ask_of(session)
    with capture_logs() as said:
        for verb in ("grant", "refuse"):
            assert browser(cast.ada).send(f"/asks/{ask.id}/{verb}", answer="Yes").status_code == 403
    assert [line["rule"] for line in said if line["event"] == "authz.denied"] == ["four_eyes"] * 2
    assert ask_of(session).state is AskState.ASKED
    assert subject.level is Level.RESTRICTED


@pytest.mark.parametrize(("who", "code"), [("ben", 403), ("cleo", 403), ("olga", 403), ("otto", 403), ("eve", 404)])
def test_nobody_else_answers(session: Session, cast: Cast, browser: Open, who: str, code: int) -> None:
    subject = restricted(session, cast)
    browser(cast.ada).send(f"/subjects/{subject.id}/lower", wanted="1", reason=WHY)
    ask = ask_of(session)
    assert browser(getattr(cast, who)).send(f"/asks/{ask.id}/grant").status_code == code
    assert ask_of(session).state is AskState.ASKED


@pytest.mark.parametrize("verb", ["grant", "refuse"])
def test_whoever_proved_who_they_are_long_ago_is_asked_again_before_an_answer_counts(
    session: Session, cast: Cast, browser: Open, verb: str
) -> None:
    subject = restricted(session, cast)
    browser(cast.ada).send(f"/subjects/{subject.id}/lower", wanted="1", reason=WHY)
    ask, cora = ask_of(session), browser(cast.cora)
    session.execute(update(SignIn).where(SignIn.person_id == cast.cora.id).values(proved_at=clock.now() - AN_HOUR))
    session.commit()
    answer = cora.send(f"/asks/{ask.id}/{verb}", answer="They are.")
    assert (answer.status_code, answer.location.partition("?")[0]) == (303, "/sign-in/again")
    assert ask_of(session).state is AskState.ASKED


def test_a_vice_chair_is_a_second_person(session: Session, cast: Cast, browser: Open) -> None:
    make_member(session, cast.council, cast.eve, CommitteeRole.VICE_CHAIR, votes=True)
    subject = restricted(session, cast)
    browser(cast.ada).send(f"/subjects/{subject.id}/lower", wanted="1", reason=WHY)
    assert browser(cast.eve).send(f"/asks/{ask_of(session).id}/grant").status_code == 303
    session.expire_all()
    assert subject.level is Level.INTERNAL


def test_not_to_agree_takes_words_and_leaves_it_as_it_is(session: Session, cast: Cast, browser: Open) -> None:
    subject = restricted(session, cast)
    browser(cast.ben).send(f"/subjects/{subject.id}/lower", wanted="1", reason=WHY)
    ask, ada = ask_of(session), browser(cast.ada)
    assert "Say why not" in ada.send(f"/asks/{ask.id}/refuse", answer=" ").text
    assert ada.send(f"/asks/{ask.id}/refuse", answer="They are not.").status_code == 303
    assert (ask_of(session).state, ask_of(session).answer) == (AskState.REFUSED, "They are not.")
    assert subject.level is Level.RESTRICTED
    assert ada.send(f"/asks/{ask.id}/grant").status_code == 409
    assert "They are not." not in browser(cast.cora).get_page("/asks")


def test_a_request_is_made_once_and_taken_back_by_its_maker(session: Session, cast: Cast, browser: Open) -> None:
    subject, ben = restricted(session, cast), browser(cast.ben)
    url = f"/subjects/{subject.id}/lower"
    assert ben.send(url, wanted="1", reason=WHY).status_code == 303
    assert ben.send(url, wanted="1", reason=WHY).status_code == 409
    ask = ask_of(session)
    assert browser(cast.ada).send(f"/asks/{ask.id}/withdraw").status_code == 403
    assert ben.send(f"/asks/{ask.id}/withdraw").status_code == 303
    assert ask_of(session).state is AskState.WITHDRAWN
    assert browser(cast.ada).send(f"/asks/{ask.id}/grant").status_code == 409
    assert ben.send(url, wanted="1", reason=WHY).status_code == 303


@pytest.mark.parametrize(
    ("wanted", "reason", "says"),
    [("2", WHY, "Not a valid choice"), ("3", WHY, "Not a valid choice"), ("1", "short", "20 characters")],
)
def test_a_request_that_says_nothing_is_given_back(
    session: Session, cast: Cast, browser: Open, wanted: str, reason: str, says: str
) -> None:
    subject = restricted(session, cast)
    answer = browser(cast.ben).send(f"/subjects/{subject.id}/lower", wanted=wanted, reason=reason)
    assert answer.status_code == 422
    assert says in answer.text


def test_chair_and_cx_office_let_an_auditor_read_what_is_in_camera_for_thirty_days(
    session: Session, cast: Cast, browser: Open
) -> None:
    start = clock.now()
    with time_machine.travel(start, tick=False) as traveller:
        item, otto = in_camera(session, cast), browser(cast.otto)
        url = f"/subjects/{item.id}/readers"
        assert otto.get(url).status_code == 404
        ada = browser(cast.ada)
        assert "Ask to let an auditor read it" in ada.get_page(url)
        sent = {"reader": str(cast.otto.id), "reason": WHY}
        assert ada.send(f"/subjects/{item.id}/let-read", **sent).status_code == 303
        ask, cora = ask_of(session), browser(cast.cora)
        page = cora.get_page("/asks")
        assert "Let Otto Brandis read an agenda item in camera for 30 days" in page
        assert item.title not in page
        assert cora.get(url).status_code == 404
        assert ada.send(f"/asks/{ask.id}/grant").status_code == 403
        assert cora.send(f"/asks/{ask.id}/grant").status_code == 303
        assert "because you are named" in otto.get_page(url).replace("Because", "because")
        traveller.move_to(start + timedelta(days=30, seconds=-1))
        assert otto.get(url).status_code == 200
        traveller.move_to(start + timedelta(days=30))
        assert otto.get(url).status_code == 404


def test_only_auditors_are_let_in_and_nobody_who_stays_out_of_it(session: Session, cast: Cast, browser: Open) -> None:
    item, ada = in_camera(session, cast), browser(cast.ada)
    url = f"/subjects/{item.id}/let-read"
    assert ada.send(url, reader=str(cast.eve.id), reason=WHY).status_code == 422
    service.begin_write(session)
    readers.bar(session, item, cast.otto.id, actor=SYSTEM, now=NOW)
    session.commit()
    answer = ada.send(url, reader=str(cast.otto.id), reason=WHY)
    assert answer.status_code == 422
    assert "stay out of it" in answer.text


def test_the_other_half_of_a_pair_answers_and_not_two_of_the_same_office(session: Session, cast: Cast) -> None:
    item = in_camera(session, cast)
    make_member(session, cast.council, cast.eve, CommitteeRole.VICE_CHAIR, votes=True)
    ada, eve, ben = (cast.actor(one, session) for one in (cast.ada, cast.eve, cast.ben))
    ask = rights.ask_to_let_read(session, item.subject, cast.otto, WHY, actor=ada, now=NOW, today=TODAY)
    session.commit()
    for who in (eve, ben):
        with pytest.raises(NotAllowed):
            rights.answer(session, ask.id, agrees=True, actor=who, now=NOW, today=TODAY)
        session.rollback()


def test_what_changed_meanwhile_is_asked_again_when_it_is_granted(session: Session, cast: Cast) -> None:
    subject = restricted(session, cast)
    ben, cora = cast.actor(cast.ben, session), cast.actor(cast.cora, session)
    ask = rights.ask_to_lower(session, subject, Level.INTERNAL, WHY, actor=ben, now=NOW)
    session.commit()
    set_level(session, cast.council, Level.RESTRICTED)
    with pytest.raises(RuleBroken, match="comes from what it belongs to"):
        rights.answer(session, ask.id, agrees=True, actor=cora, now=NOW, today=TODAY)
    session.rollback()
    assert ask_of(session).state is AskState.ASKED


def test_a_level_is_raised_by_one_person_and_owners_still_read_what_they_owe(
    session: Session, cast: Cast, browser: Open
) -> None:
    from tests.actions.items import make

    item = make(session, cast, owner=cast.eve)
    session.commit()
    url = f"/subjects/{item.id}"
    assert browser(cast.ben).send(f"{url}/level", level="2").status_code == 403
    assert browser(cast.cleo).send(f"{url}/level", level="2").status_code == 403
    ada = browser(cast.ada)
    assert "Make it more confidential" in ada.get_page(f"{url}/readers")
    assert ada.send(f"{url}/level", level="3").status_code == 422
    assert ada.send(f"{url}/level", level="2").status_code == 303
    session.expire_all()
    assert item.level is Level.RESTRICTED
    assert browser(cast.eve).get(f"/actions/{item.id}").status_code == 200
    assert browser(cast.alma).get(f"/actions/{item.id}").status_code == 404


def test_the_page_names_exactly_those_who_read_it(session: Session, cast: Cast, browser: Open) -> None:
    subject = restricted(session, cast)
    page = browser(cast.cleo).get_page(f"/subjects/{subject.id}/readers")
    for name in (
        "Ada Morvane",
        "Ben Okoru",
        "Cleo Tamsin",
        "Dan Hellier",
        "Olga Vesely",
        "Cora Lindqvist",
        "Otto Brandis",
    ):
        assert name in page, name
    for name in ("Eve Sarkani", "Alma Quist"):
        assert name not in page, name
    assert "Because you have a seat in its committee." in page
    assert "It was set on this meeting itself." in page
    assert browser(cast.eve).get(f"/subjects/{subject.id}/readers").status_code == 404
    assert "Everybody on the staff" in browser(cast.eve).get_page(f"/subjects/{cast.council.id}/readers")
    assert browser(cast.eve).get("/subjects/999999/readers").status_code == 404


def test_an_owner_outside_is_not_told_which_committee_it_is(session: Session, cast: Cast, browser: Open) -> None:
    hidden = make_committee(session, "Hidden Circle", "hidden-circle", Level.RESTRICTED)
    make_member(session, hidden, cast.dan, CommitteeRole.CHAIR, votes=True)
    from tests.actions.items import make

    item = make(session, cast, owner=cast.eve, committee=hidden, actor=SYSTEM)
    session.commit()
    page = browser(cast.eve).get_page(f"/subjects/{item.id}/readers")
    assert "because you are named" in page.replace("Because", "because")
    assert "Hidden Circle" not in page
    assert "Dan Hellier" not in page


def test_the_page_of_every_subject_leads_to_who_can_see_it(session: Session, cast: Cast, browser: Open) -> None:
    meeting, ada = make_meeting(session, cast), browser(cast.ada)
    for url, subject_id in (
        (f"/meetings/{meeting.id}", meeting.id), (f"/committees/{cast.council.id}", cast.council.id),
        (f"/people/{cast.eve.id}", cast.eve.id), (f"/departments/{cast.billing.id}", cast.billing.id),
    ):  # fmt: skip
        assert f'href="/subjects/{subject_id}/readers"' in ada.get_page(url), url
        ada.get_page(f"/subjects/{subject_id}/readers")
    assert "/readers" not in ada.get_page(f"/committees/{cast.council.id}/members")


def test_my_work_costs_the_same_for_one_and_three_requests(
    session: Session, cast: Cast, browser: Open, count_sql: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    cora, ben, costs = browser(cast.cora), browser(cast.ben), []
    for many in (1, 2):
        for _ in range(many):
            ben.send(f"/subjects/{restricted(session, cast).id}/lower", wanted="1", reason=WHY)
        cora.get("/asks")
        with count_sql() as seen:
            cora.get("/asks")
        costs.append(len(seen))
    assert costs[0] == costs[1]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def own_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    with fresh_app(request.param, tmp_path) as app:
        yield app


@pytest.mark.commits
def test_of_two_answers_at_once_one_counts(own_app: Flask) -> None:
    session = db.session()
    cast = make_cast(session)
    make_member(session, cast.council, cast.eve, CommitteeRole.VICE_CHAIR, votes=True)
    for round_ in range(5):
        meeting = make_meeting(session, cast, held_on=TODAY + timedelta(days=round_))
        set_level(session, meeting, Level.RESTRICTED)
        ben = cast.actor(cast.ben, session)
        ask = rights.ask_to_lower(session, meeting.subject, Level.INTERNAL, WHY, actor=ben, now=NOW)
        session.commit()
        who, ask_id, start = [cast.actor(one, session) for one in (cast.ada, cast.cora, cast.eve)], ask.id, Barrier(3)
        session.rollback()

        def answer(number: int, who=who, ask_id=ask_id, start=start) -> str:
            with own_app.app_context():
                mine = db.session()
                start.wait(30)
                try:
                    rights.answer(
                        mine, ask_id, agrees=number != 1, words="No.", actor=who[number], now=NOW, today=TODAY
                    )
                    mine.commit()
                except RuleBroken as no:
                    mine.rollback()
                    return str(no)
                finally:
                    db.session.remove()
                return "answered"

        with ThreadPoolExecutor(3) as pool:
            found = sorted(pool.map(answer, range(3)))
        assert found == ["This was answered already."] * 2 + ["answered"]
        session.expire_all()
        kept = session.get_one(Ask, ask_id)
        assert (kept.state is AskState.GRANTED) == (session.get_one(Subject, kept.subject_id).level is Level.INTERNAL)
        session.rollback()
    assert verify(session)[1] is None
