"""Case 102: a person's own data as a file, and a person who is erased."""

import json

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.accounts.models import SignIn
from cxgov.core.actor import Actor
from cxgov.core.enums import Level
from cxgov.core.errors import NotAllowed, RuleBroken
from cxgov.journal import service as journal
from cxgov.journal.chain import verify
from cxgov.journal.models import Entry
from cxgov.journal.overwriting import ERASED
from cxgov.overview import erasing
from cxgov.people import service as people
from cxgov.people.models import Alias
from tests.meetings.build import make_meeting
from tests.support.cast import NOW, SYSTEM, TODAY, Cast

REASON = "Asked for in a letter."


def left(session: Session, cast: Cast) -> Actor:
    """Dan left a while ago and may not come in; returns the administrator."""
    people.settle_alias(session, "D. Hellier", cast.dan, committee=cast.council, actor=SYSTEM, now=NOW)
    session.commit()
    people.edit_person(
        session, cast.dan, actor=SYSTEM, now=NOW, name="Dan Hellier", handle="dan", email="dan@tarnwick.example",
        job="Head of Billing", department=cast.billing, may_sign_in=False,
    )  # fmt: skip
    session.commit()
    journal.begin_write(session)
    journal.change(session, cast.dan, "people:person:leave", actor=SYSTEM, now=NOW, left_on=TODAY.replace(day=1))
    session.commit()
    return cast.actor(cast.alma, session)


def erase(session: Session, cast: Cast, actor: Actor) -> None:
    erasing.erase(session, cast.dan, actor=actor, now=NOW, today=TODAY, reason=REASON)
    session.commit()


def test_c102_everybody_gets_all_that_is_kept_about_them_and_nothing_of_others(
    session: Session, cast: Cast, browser
) -> None:
    make_meeting(session, cast)
    answer = browser(cast.ada).get("/me/data")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    found = json.loads(answer.get_data(as_text=True))
    assert (found["person"]["title"], found["person"]["email"]) == ("Ada Morvane", "ada@tarnwick.example")
    assert [row["role"] for row in found["memberships"]] == ["chair"]
    assert found["attendances"][0]["status"] == "present"
    assert len(found["sign_ins"]) == 1
    text = answer.get_data(as_text=True)
    for stranger in (cast.ben, cast.cleo, cast.dan, cast.eve):
        assert stranger.name not in text
        assert f"{stranger.email}" not in text


def test_c102_no_secret_stands_in_the_file(session: Session, cast: Cast, browser) -> None:
    ada = browser(cast.ada)
    held = session.scalars(select(SignIn.token_hash).where(SignIn.person_id == cast.ada.id)).all()
    text = ada.get("/me/data").get_data(as_text=True)
    assert held
    assert not any(one in text for one in held)
    assert "token" not in text


def test_c102_what_one_may_not_read_any_more_is_not_in_the_file_either(session: Session, cast: Cast, browser) -> None:
    meeting = make_meeting(session, cast)
    journal.begin_write(session)
    journal.set_level(session, cast.council, Level.IN_CAMERA, actor=SYSTEM, now=NOW)
    session.commit()
    text = browser(cast.ada).get("/me/data").get_data(as_text=True)
    assert "Customer Council" not in text
    assert f'"meeting_id": {meeting.id}' not in text


def test_c102_nobody_gets_the_file_of_somebody_else_or_without_signing_in(cast: Cast, browser) -> None:
    assert browser().get("/me/data").status_code == 302
    assert "Ada Morvane" not in browser(cast.alma).get("/me/data").get_data(as_text=True)
    assert browser(cast.alma).get(f"/people/{cast.ada.id}/data").status_code == 404


def test_c102_who_is_erased_has_a_pseudonym_everywhere_and_the_chain_stays_whole(
    session: Session, cast: Cast, browser
) -> None:
    meeting = make_meeting(session, cast, came=("ada", "cleo", "dan"))
    alma = left(session, cast)
    erase(session, cast, alma)
    assert verify(session)[1] is None
    name = f"Former colleague {cast.dan.id}"
    assert (cast.dan.name, cast.dan.email, cast.dan.handle, cast.dan.job) == (name, None, None, None)
    assert {one.as_written for one in session.scalars(select(Alias).where(Alias.person_id == cast.dan.id))} == {
        f"{name} (0)"
    }
    for who, address in (
        (cast.ben, f"/meetings/{meeting.id}"), (cast.ada, f"/committees/{cast.council.id}"),
        (cast.alma, f"/people/{cast.dan.id}"), (cast.otto, "/journal"), (cast.otto, f"/journal?subject={cast.dan.id}"),
        (cast.otto, "/journal.csv"), (cast.alma, "/journal.csv"),
    ):  # fmt: skip
        text = browser(who).get(address).get_data(as_text=True)
        assert "Hellier" not in text, address
        assert "dan@tarnwick.example" not in text, address
    for entry in session.scalars(select(Entry).where(Entry.subject_id == cast.dan.id)).all():
        assert "Hellier" not in browser(cast.otto).get_page(f"/journal/{entry.seq}"), entry.verb


def test_c102_the_entry_of_an_erasure_says_what_was_replaced_and_not_what_it_was(session: Session, cast: Cast) -> None:
    erase(session, cast, left(session, cast))
    made = session.scalars(select(Entry).where(Entry.verb.in_((ERASED, "people:alias:erase")))).all()
    assert len(made) == 2
    assert "Hellier" not in "".join(entry.body for entry in made)
    assert '"replaced":["email","folded_name","handle","job","title"]' in made[0].body


def test_c102_only_an_administrator_erases_only_somebody_else_who_has_left_and_only_once(
    session: Session, cast: Cast, browser
) -> None:
    alma = cast.actor(cast.alma, session)
    with pytest.raises(RuleBroken, match="who has left"):
        erasing.erase(session, cast.dan, actor=alma, now=NOW, today=TODAY, reason=REASON)
    session.rollback()
    left(session, cast)
    for person in (cast.ada, cast.cora, cast.otto, cast.eve):
        with pytest.raises(NotAllowed):
            erasing.erase(session, cast.dan, actor=cast.actor(person, session), now=NOW, today=TODAY, reason=REASON)
        session.rollback()
        assert browser(person).send(f"/people/{cast.dan.id}/erase", reason=REASON).status_code == 403
    with pytest.raises(NotAllowed):
        erasing.erase(session, cast.alma, actor=alma, now=NOW, today=TODAY, reason=REASON)
    session.rollback()
    page = browser(cast.alma).get_page(f"/people/{cast.dan.id}/erase")
    assert "Erase Dan Hellier" in page
    assert browser(cast.alma).send(f"/people/{cast.dan.id}/erase", reason=REASON).status_code == 303
    assert browser(cast.alma).send(f"/people/{cast.dan.id}/erase", reason=REASON).status_code == 422
