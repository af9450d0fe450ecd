"""Items in camera: who is on the list, how it follows roll, seats and recusals, and what others see of them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.actions import service as actions
from cxgov.actions.models import ActionItem
from cxgov.committees import service as committees
from cxgov.committees.enums import CommitteeRole
from cxgov.committees.queries import members_on
from cxgov.core.enums import Level
from cxgov.core.errors import NotAllowed, NotFound, RuleBroken
from cxgov.journal import readers
from cxgov.journal import service as journal
from cxgov.journal.chain import verify
from cxgov.journal.models import Entry, SubjectReader
from cxgov.journal.queries import visible
from cxgov.meetings import queries, service
from cxgov.meetings.enums import AttendanceStatus, MeetingState
from cxgov.meetings.models import AgendaItem, Block
from cxgov.people.models import Person
from tests.meetings.build import ben, make_meeting, minute, save
from tests.rights.chamber import levels_of, make_chamber
from tests.support.cast import NOW, SYSTEM, TODAY, Cast, make_member
from tests.support.client import Browser

Open = Callable[..., Browser]
EVERYBODY = ("ada", "ben", "cleo", "dan", "eve", "alma", "cora", "otto", "olga")
ABSENT, PRESENT = AttendanceStatus.ABSENT, AttendanceStatus.PRESENT


def readers_of(session: Session, cast: Cast, item: AgendaItem) -> set[str]:
    """Who of the cast reads the item, by asking as each of them."""
    wanted = {name: visible(cast.actor(getattr(cast, name), session), AgendaItem) for name in EVERYBODY}
    return {name for name, one in wanted.items() if session.scalar(one.where(AgendaItem.id == item.id)) is not None}


def test_it_is_read_by_chair_and_secretary_and_the_members_who_are_there(session: Session, cast: Cast) -> None:
    chamber = make_chamber(session, cast)
    assert readers_of(session, cast, chamber.item) == {"ada", "ben", "cleo"}
    assert levels_of(session, chamber.item) == {3}
    assert sorted(chamber.made) == ["action", "decision", "gap", "idea"]
    assert verify(session) is not None


def test_before_the_meeting_only_chair_and_secretary_read_it(session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast, MeetingState.CALLED)
    item = service.add_item(
        session, meeting, "SECRET", level=Level.IN_CAMERA, actor=ben(session, cast), now=NOW
    )  # fmt: skip
    session.commit()
    assert readers_of(session, cast, item) == {"ada", "ben"}


def test_the_list_follows_the_roll_for_the_item_and_what_came_out_of_it(session: Session, cast: Cast) -> None:
    chamber = make_chamber(session, cast)
    who = ben(session, cast)
    service.set_roll(session, chamber.meeting, {cast.cleo.id: ABSENT, cast.dan.id: PRESENT}, actor=who, now=NOW)
    session.commit()
    assert readers_of(session, cast, chamber.item) == {"ada", "ben", "dan"}
    named = {
        kind: set(session.scalars(select(SubjectReader.person_id).where(SubjectReader.subject_id == thing)))
        for kind, thing in chamber.made.items()
    }
    listed = {cast.ada.id, cast.ben.id, cast.dan.id}
    assert named == {"decision": listed, "gap": listed, "idea": listed, "action": listed | {cast.eve.id}}


def test_the_list_follows_the_seats_and_ends_with_a_term(session: Session, cast: Cast) -> None:
    chamber = make_chamber(session, cast)
    term = next(one for one in members_on(session, cast.council.id, TODAY) if one.person_id == cast.cleo.id)
    committees.end_term(
        session, cast.council, term, last_day=TODAY - timedelta(days=1), actor=SYSTEM, now=NOW
    )  # fmt: skip
    session.commit()
    assert readers_of(session, cast, chamber.item) == {"ada", "ben"}
    term = next(one for one in members_on(session, cast.council.id, TODAY) if one.person_id == cast.ben.id)
    committees.end_term(session, cast.council, term, last_day=TODAY, actor=SYSTEM, now=NOW)
    session.commit()
    row = session.get_one(SubjectReader, (chamber.item.id, cast.ben.id))
    assert row.until is not None
    assert row.until.isoformat() == "2026-11-24T23:00:00+00:00"


def test_a_secretary_who_comes_later_reads_it(session: Session, cast: Cast) -> None:
    chamber = make_chamber(session, cast)
    make_member(session, cast.council, cast.eve, CommitteeRole.SECRETARY, votes=False)
    assert "eve" in readers_of(session, cast, chamber.item)


def test_whoever_stays_out_of_it_reads_no_more_at_once(session: Session, cast: Cast, browser: Open) -> None:
    chamber = make_chamber(session, cast)
    service.recuse(
        session, chamber.meeting, chamber.item, cast.cleo, reason="A cousin", actor=ben(session, cast), now=NOW
    )
    session.commit()
    assert readers_of(session, cast, chamber.item) == {"ada", "ben"}
    seen = browser(cast.cleo)
    page = seen.get_page(f"/meetings/{chamber.meeting.id}")
    assert "SECRET" not in page
    assert "1 item in camera" in page
    assert {seen.get(url).status_code for url in chamber.urls().values()} == {404}
    assert "A cousin" in browser(cast.ben).get_page(f"/meetings/{chamber.meeting.id}")
    service.set_status(session, chamber.meeting, cast.cleo, PRESENT, actor=ben(session, cast), now=NOW)
    journal.begin_write(session)
    readers.name(session, chamber.item, cast.cleo.id, actor=SYSTEM, now=NOW)
    session.commit()
    assert readers_of(session, cast, chamber.item) == {"ada", "ben"}


def test_who_takes_part_again_is_on_the_list_again(session: Session, cast: Cast) -> None:
    chamber = make_chamber(session, cast)
    who = ben(session, cast)
    service.recuse(session, chamber.meeting, chamber.item, cast.cleo, reason="A cousin", actor=who, now=NOW)
    session.commit()
    service.end_recusal(session, chamber.meeting, chamber.item, cast.cleo, actor=who, now=NOW)
    session.commit()
    assert readers_of(session, cast, chamber.item) == {"ada", "ben", "cleo"}
    bodies = session.scalars(select(Entry.body).where(Entry.verb == "meetings:item:recuse")).all()
    assert [body.count("A cousin") for body in bodies] == [1]


def test_a_chair_who_stays_out_can_do_nothing_with_the_item(session: Session, cast: Cast, browser: Open) -> None:
    chamber = make_chamber(session, cast)
    block = session.scalars(select(Block).where(Block.agenda_item_id == chamber.item.id)).one()
    service.recuse(
        session, chamber.meeting, chamber.item, cast.ada, reason="Her own pay", actor=ben(session, cast), now=NOW
    )
    session.commit()
    seen, meeting, item = browser(cast.ada), chamber.meeting.id, chamber.item.id
    assert "SECRET" not in seen.get_page(f"/meetings/{meeting}")
    for address in ("edit", "level", "recusals"):
        assert seen.get(f"/meetings/{meeting}/items/{item}/{address}").status_code == 404
    for address in (f"items/{item}/up", f"items/{item}/remove", f"blocks/{block.id}", f"blocks/{block.id}/remove"):
        assert seen.send(f"/meetings/{meeting}/{address}", text="mine", version=1).status_code == 404
    assert seen.send(f"/meetings/{meeting}/blocks", text="mine", item=item).status_code == 404
    ada = cast.actor(cast.ada, session)
    for verb in (
        lambda: service.add_block(session, chamber.meeting, "x", item=chamber.item, actor=ada, now=NOW),
        lambda: service.save_block(session, chamber.meeting, block, "x", version=1, actor=ada, now=NOW),
        lambda: service.remove_item(session, chamber.meeting, chamber.item, actor=ada, now=NOW),
        lambda: service.raise_item(session, chamber.meeting, chamber.item, Level.IN_CAMERA, actor=ada, now=NOW),
    ):
        with pytest.raises(NotFound):
            verb()
        session.rollback()


def test_only_those_who_run_the_committee_raise_and_recuse(session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast)
    item = queries.agenda_of(session, ben(session, cast), meeting).items[0]
    for name in ("cleo", "dan", "eve", "cora", "otto", "alma", "olga"):
        who = cast.actor(getattr(cast, name), session)
        with pytest.raises(NotAllowed):
            service.raise_item(session, meeting, item, Level.IN_CAMERA, actor=who, now=NOW)
        session.rollback()
        with pytest.raises(NotAllowed):
            service.recuse(session, meeting, item, cast.cleo, reason="x", actor=who, now=NOW)
        session.rollback()


def test_a_recusal_wants_a_reason_and_somebody_of_the_room_once(session: Session, cast: Cast) -> None:
    chamber = make_chamber(session, cast)
    who = ben(session, cast)
    for person, reason, words in ((cast.cleo, " ", "Say why"), (cast.eve, "x", "not on the roll")):
        with pytest.raises(RuleBroken, match=words):
            service.recuse(session, chamber.meeting, chamber.item, person, reason=reason, actor=who, now=NOW)
        session.rollback()
    service.recuse(session, chamber.meeting, chamber.item, cast.cleo, reason="A cousin", actor=who, now=NOW)
    session.commit()
    with pytest.raises(RuleBroken, match="already"):
        service.recuse(session, chamber.meeting, chamber.item, cast.cleo, reason="Again", actor=who, now=NOW)


def test_an_item_raised_later_takes_along_what_came_out_of_it(session: Session, cast: Cast, browser: Open) -> None:
    meeting = make_meeting(session, cast)
    item = queries.agenda_of(session, ben(session, cast), meeting).items[0]
    block = minute(session, cast, meeting, "ACTION: @eve SECRET-ACTION by 2026-12-01\nDECISION: SECRET", item=item)
    service.recuse(session, meeting, item, cast.cleo, reason="A cousin", actor=ben(session, cast), now=NOW)
    session.commit()
    assert readers_of(session, cast, item) >= {"cleo", "dan", "eve", "otto"}
    service.close(session, meeting, actor=ben(session, cast), now=NOW)
    session.commit()
    assert "SECRET" in browser(cast.otto).get_page("/decisions")
    service.raise_item(session, meeting, item, Level.IN_CAMERA, actor=ben(session, cast), now=NOW)
    session.commit()
    assert readers_of(session, cast, item) == {"ada", "ben"}
    assert levels_of(session, item) == {3}
    for name in ("cleo", "otto", "cora", "dan"):
        seen = browser(getattr(cast, name))
        assert "SECRET" not in "".join(
            seen.get_page(url) for url in ("/decisions", "/actions", f"/meetings/{meeting.id}")
        )
    assert "SECRET-ACTION" in browser(cast.eve).get_page("/actions")
    texts = session.scalars(select(Entry.body).where(Entry.subject_id == meeting.id)).all()
    assert not [body for body in texts if "SECRET" in body and block.text in body]


def test_an_item_is_not_made_less_confidential_here(session: Session, cast: Cast) -> None:
    chamber = make_chamber(session, cast)
    for level in Level:
        with pytest.raises(RuleBroken, match="second person"):
            service.raise_item(session, chamber.meeting, chamber.item, level, actor=ben(session, cast), now=NOW)
        session.rollback()


def test_a_level_lowered_by_two_persons_ends_the_list(session: Session, cast: Cast) -> None:
    chamber = make_chamber(session, cast)
    journal.begin_write(session)
    journal.set_level(session, chamber.item, Level.RESTRICTED, actor=SYSTEM, now=NOW)
    session.commit()
    assert levels_of(session, chamber.item) == {2}
    named = select(SubjectReader.subject_id, SubjectReader.person_id)
    assert session.execute(named).all() == [(chamber.made["action"], cast.eve.id)]


def test_an_owner_outside_the_list_reads_that_action_and_nothing_else(
    session: Session, cast: Cast, browser: Open
) -> None:
    chamber = make_chamber(session, cast, is_closed=True)
    seen = browser(cast.eve)
    page = seen.get_page(f"/actions/{chamber.made['action']}")
    assert "SECRET-ACTION" in page
    for word in ("SECRET-TITLE", "SECRET-TEXT", "SECRET-DECISION", "SECRET-GAP", "SECRET-IDEA"):
        assert word not in page
    others = {url for kind, url in chamber.urls().items() if kind != "action"}
    assert {seen.get(url).status_code for url in others} == {404}
    assert "1 item in camera" in seen.get_page(f"/meetings/{chamber.meeting.id}")


def test_a_former_owner_who_is_on_the_list_reads_on(session: Session, cast: Cast) -> None:
    chamber = make_chamber(session, cast, is_closed=True)
    item = session.get_one(ActionItem, chamber.made["action"])
    who, cleo = ben(session, cast), session.get_one(Person, cast.cleo.id)
    actions.reassign(session, item, owner=cleo, reason="Closer to it", actor=who, now=NOW)
    session.commit()
    assert session.get(SubjectReader, (item.id, cast.eve.id)) is None
    actions.reassign(session, item, owner=session.get_one(Person, cast.eve.id), reason="Back", actor=who, now=NOW)
    session.commit()
    assert session.get(SubjectReader, (item.id, cast.cleo.id)) is not None


def test_a_line_added_later_is_as_secret_as_its_item(session: Session, cast: Cast) -> None:
    chamber = make_chamber(session, cast)
    block = session.scalars(select(Block).where(Block.agenda_item_id == chamber.item.id)).one()
    save(session, cast, chamber.meeting, block, f"{block.text}\nACTION: @dan SECRET-SECOND by 2026-12-02")
    dan = cast.actor(cast.dan, session)
    titles = session.scalars(visible(dan, ActionItem)).unique().all()
    assert [one.title for one in titles] == ["SECRET-SECOND"]
    assert levels_of(session, chamber.item) == {3}


def test_the_next_meeting_takes_an_item_over_as_secret_as_it_was(session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast)
    who = ben(session, cast)
    item = service.add_item(
        session, meeting, "SECRET", level=Level.IN_CAMERA, is_standing=True, actor=who, now=NOW
    )  # fmt: skip
    session.commit()
    service.recuse(session, meeting, item, cast.ada, reason="Her own pay", actor=who, now=NOW)
    session.commit()
    made = service.make_next(session, meeting, actor=who, now=NOW)
    session.commit()
    copy = next(one for one in queries.agenda_of(session, who, made).items if one.title == "SECRET")
    assert (copy.level, readers_of(session, cast, copy)) == (Level.IN_CAMERA, {"ben"})


def test_the_order_is_changed_past_what_one_does_not_see(session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast)
    who, ada = ben(session, cast), cast.actor(cast.ada, session)
    secret = service.add_item(session, meeting, "SECRET", level=Level.IN_CAMERA, actor=who, now=NOW)
    session.commit()
    last = service.add_item(session, meeting, "Last", actor=who, now=NOW)
    session.commit()
    service.recuse(session, meeting, secret, cast.ada, reason="Her own pay", actor=who, now=NOW)
    session.commit()
    service.move_item(session, meeting, last, is_up=True, actor=ada, now=NOW)
    session.commit()
    assert queries.agenda_of(session, ada, meeting).items[0].title == "Last"


def test_an_auditor_who_was_let_in_reads_what_comes_out_of_it_later_too(session: Session, cast: Cast) -> None:
    chamber = make_chamber(session, cast)
    journal.begin_write(session)
    until = NOW + timedelta(days=36_500)
    readers.name(session, chamber.item, cast.otto.id, until=until, actor=SYSTEM, now=NOW)
    session.commit()
    minute(session, cast, chamber.meeting, "IDEA: SECRET-LATER", item=chamber.item)
    service.set_status(session, chamber.meeting, cast.dan, PRESENT, actor=ben(session, cast), now=NOW)
    session.commit()
    assert "otto" in readers_of(session, cast, chamber.item)
    named = session.scalars(select(SubjectReader.until).where(SubjectReader.person_id == cast.otto.id)).all()
    assert named == [until] * 6
