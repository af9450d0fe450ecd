"""A saved note makes linked objects of its lines, which follow it until the minutes are closed."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.actions.enums import ActionState
from cxgov.actions.models import ActionItem, Appearance
from cxgov.actions.queries import loaded
from cxgov.decisions.enums import DecisionState
from cxgov.decisions.models import Decision
from cxgov.gaps.enums import GapState
from cxgov.gaps.models import Gap, Idea
from cxgov.journal.enums import Relation
from cxgov.journal.models import Link
from cxgov.journal.queries import visible
from cxgov.meetings import service
from cxgov.meetings.models import CapturedLine
from cxgov.meetings.service import WouldWithdraw
from cxgov.people import service as people
from tests.meetings.build import PRESENT, ben, item_of, make_meeting, minute, save
from tests.support.cast import NOW, SYSTEM, Cast


def only(session: Session, model: Any) -> Any:
    """The one row of a model."""
    return session.scalars(select(model)).one()


def test_an_action_line_proposes_an_item_with_owner_and_date_on_the_meetings_list(session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast)
    minute(session, cast, meeting, "ACTION: @dan publish the refund policy by 2026-12-01")
    item = only(session, ActionItem)
    assert (item.state, item.owner_id, item.due_on) == (ActionState.PROPOSED, cast.dan.id, date(2026, 12, 1))
    assert (item.source_id, item.committee_id, item.made_on) == (meeting.id, cast.council.id, meeting.held_on)
    assert item.title == "publish the refund policy"
    assert only(session, Appearance).meeting_id == meeting.id
    assert only(session, Link).relation is Relation.MINUTED_IN


@pytest.mark.parametrize(
    "line",
    [
        "action: @dan call them", "- ACTION: @dan call them", "* **ACTION:** @dan call them",
        "- [ ] ACTION: @dan call them", "1. Action: Dan Hellier call them", "ACTION: Dan Hellier: call them",
        "ACTION: dan hellier: call them", "ACTION: Dan to call them", "ACTION: call them (Dan Hellier)",
        "ACTION: Billing to call them",
    ],
)  # fmt: skip
def test_the_owner_is_found_by_handle_name_first_name_and_department(session: Session, cast: Cast, line: str) -> None:
    meeting = make_meeting(session, cast)
    minute(session, cast, meeting, line)
    assert only(session, ActionItem).owner_id == cast.dan.id


def test_a_role_and_an_alias_name_an_owner(session: Session, cast: Cast) -> None:
    people.settle_alias(session, "Adi", cast.ada, committee=cast.council, actor=SYSTEM, now=NOW)
    session.commit()
    meeting = make_meeting(session, cast)
    minute(session, cast, meeting, "ACTION: Secretary: write it up\nACTION: Adi: sign it")
    owners = session.scalars(select(ActionItem.owner_id).order_by(ActionItem.id)).all()
    assert owners == [cast.ben.id, cast.ada.id]


@pytest.mark.parametrize(
    "line", ["ACTION: @ferid ask Legal by 2026-12-01", "ACTION: ask Legal", "ACTION: Eve: ask Legal"]
)
def test_what_names_nobody_for_sure_stays_without_an_owner(session: Session, cast: Cast, line: str) -> None:
    meeting = make_meeting(session, cast)
    minute(session, cast, meeting, line)
    item = only(session, ActionItem)
    assert (item.owner_id, item.state) == (None, ActionState.PROPOSED)


def test_of_several_owners_the_first_is_accountable_and_the_others_help(session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast)
    minute(session, cast, meeting, "ACTION: Dan and Cleo: call them by next meeting")
    item = loaded(session, only(session, ActionItem).id)
    assert (item.owner_id, [helper.person_id for helper in item.contributors]) == (cast.dan.id, [cast.cleo.id])
    assert (item.has_several_owners, item.due_on, item.due_next_meeting) == (True, None, True)


def test_due_words_count_from_the_meetings_day(session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast)
    minute(session, cast, meeting, "ACTION: @dan call them by next Friday")
    assert only(session, ActionItem).due_on == date(2026, 11, 27)


def test_a_decision_line_is_numbered_and_tells_whether_the_room_was_quorate(session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast, came=("ada",))
    minute(session, cast, meeting, "DECISION: we retire the paper form")
    service.set_status(session, meeting, cast.cleo, PRESENT, actor=SYSTEM, now=NOW)
    minute(session, cast, meeting, "DECISION: we keep the call script")
    rows = session.scalars(select(Decision).order_by(Decision.number)).all()
    assert [(one.label, one.without_quorum, one.text) for one in rows] == [
        ("D-2026-01", True, "we retire the paper form"),
        ("D-2026-02", False, "we keep the call script"),
    ]


def test_an_action_below_a_decision_follows_from_it(session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast)
    item = item_of(session, meeting)
    minute(session, cast, meeting, "DECISION: we retire it\nACTION: @dan tell them", item=item)
    minute(session, cast, meeting, "ACTION: @cleo take it off the page", item=item)
    minute(session, cast, meeting, "ACTION: @ada something else")
    decision = only(session, Decision)
    wanted = select(Link.from_id).where(Link.to_id == decision.id, Link.relation == Relation.FOLLOWS_FROM)
    owners = session.scalars(select(ActionItem.owner_id).where(ActionItem.id.in_(wanted)).order_by(ActionItem.id))
    assert owners.all() == [cast.dan.id, cast.cleo.id]


def test_info_is_a_mark_and_idea_and_gap_are_objects(session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast)
    minute(session, cast, meeting, "INFO: fyi\nIDEA: a kiosk\nGAP: nobody answers (between Billing and Support)")
    assert [row.kind.value for row in session.scalars(select(CapturedLine))] == ["info", "idea", "gap"]
    assert only(session, Idea).title == "a kiosk"
    assert only(session, Gap).between == "Billing and Support"


def test_an_edited_line_keeps_its_object_and_changes_it(session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast)
    block = minute(session, cast, meeting, "ACTION: @dan cal them\nDECISION: we wait\nGAP: nobody answers\nIDEA: kiosk")
    before = {row.subject_id for row in session.scalars(select(CapturedLine))}
    save(
        session, cast, meeting, block,
        "Before all.\n\nACTION: @cleo call them by 2026-12-04\nDECISION: we wait until May\nGAP: nobody answers at all "
        "(between Sales and Support)\nIDEA: a kiosk",
    )  # fmt: skip
    rows = session.scalars(select(CapturedLine)).all()
    assert ({row.subject_id for row in rows}, [row.line for row in rows]) == (before, [3, 4, 5, 6])
    item = only(session, ActionItem)
    assert (item.owner_id, item.due_on, item.title) == (cast.cleo.id, date(2026, 12, 4), "call them")
    assert (only(session, Decision).text, only(session, Idea).title) == ("we wait until May", "a kiosk")
    assert only(session, Gap).between == "Sales and Support"


def test_the_corrected_one_of_two_lines_keeps_its_own_object(session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast)
    block = minute(session, cast, meeting, "ACTION: @dan publish the policy\nACTION: @cleo train the new colleagues")
    first, second = session.scalars(select(ActionItem.id).order_by(ActionItem.id)).all()
    save(session, cast, meeting, block, "ACTION: @cleo train all the new colleagues", is_confirmed=True)
    assert session.get_one(ActionItem, first).state is ActionState.CANCELLED
    assert session.get_one(ActionItem, second).title == "train all the new colleagues"


def test_a_removed_line_asks_first_and_withdraws_after_yes(session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast)
    block = minute(session, cast, meeting, "ACTION: @dan call them\nDECISION: we wait\nGAP: a hole\nIDEA: a kiosk")
    with pytest.raises(WouldWithdraw) as asked:
        save(session, cast, meeting, block, "Nothing of it.")
    assert asked.value.titles == ("call them", "we wait", "a hole", "a kiosk")
    session.rollback()
    save(session, cast, meeting, block, "Nothing of it.", is_confirmed=True)
    assert only(session, ActionItem).state is ActionState.CANCELLED
    assert only(session, Decision).state is DecisionState.WITHDRAWN
    assert only(session, Gap).state is GapState.WITHDRAWN
    assert all(row.is_withdrawn for row in session.scalars(select(CapturedLine)))


def test_taking_a_note_out_asks_and_keeps_what_it_said(session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast)
    block = minute(session, cast, meeting, "ACTION: @dan call them")
    who = ben(session, cast)
    with pytest.raises(WouldWithdraw):
        service.remove_block(session, meeting, block, version=1, actor=who, now=NOW)
    session.rollback()
    service.remove_block(session, meeting, block, version=1, actor=who, now=NOW, is_confirmed=True)
    session.commit()
    assert (block.is_removed, only(session, ActionItem).state) == (True, ActionState.CANCELLED)


def test_a_line_in_code_and_one_that_only_looks_so_stay_text(session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast)
    minute(session, cast, meeting, "```\nACTION: @dan x\n```\nThe action: nothing\nACTIONS: none")
    assert session.scalars(select(CapturedLine)).all() == []


def test_a_line_whose_action_is_owed_already_changes_only_its_text(session: Session, cast: Cast) -> None:
    from cxgov.actions import service as actions

    meeting = make_meeting(session, cast)
    block = minute(session, cast, meeting, "ACTION: @dan call them by 2026-12-01")
    actions.open_item(session, only(session, ActionItem), actor=ben(session, cast), now=NOW)
    session.commit()
    save(session, cast, meeting, block, "ACTION: @dan call them all by 2026-12-01")
    assert only(session, ActionItem).title == "call them"
    assert only(session, CapturedLine).text == "@dan call them all by 2026-12-01"


def test_what_was_taken_back_before_closing_stays_unknown_to_others(session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast)
    block = minute(session, cast, meeting, "We speak.\nACTION: @dan x\nDECISION: y\nGAP: z\nIDEA: v")
    save(session, cast, meeting, block, "We speak.", is_confirmed=True)
    service.close(session, meeting, actor=ben(session, cast), now=NOW)
    session.commit()
    eve = cast.actor(cast.eve, session)
    for model in (ActionItem, Decision, Gap, Idea):
        assert session.scalars(visible(eve, model)).all() == []
        assert len(session.scalars(visible(ben(session, cast), model)).all()) == 1
