"""State × verb × role of a meeting, through the service; what the database refuses; what the roll and closing ask."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cxgov.actions import service as actions
from cxgov.actions.enums import ActionState
from cxgov.actions.models import ActionItem, Appearance
from cxgov.committees import service as committees
from cxgov.core.errors import Conflict, NotAllowed, RuleBroken
from cxgov.decisions.models import Decision
from cxgov.journal.chain import verify
from cxgov.meetings import queries, service
from cxgov.meetings.enums import AttendanceStatus, MeetingState
from cxgov.meetings.models import Attendance, Block, BlockRevision, Meeting
from tests.meetings.build import ben, item_of, make_meeting, minute
from tests.support.cast import NOW, SYSTEM, TODAY, Cast

DRAFT, CALLED, HELD = MeetingState.DRAFT, MeetingState.CALLED, MeetingState.HELD
CLOSED, CANCELLED = MeetingState.CLOSED, MeetingState.CANCELLED
RUN = {"ada", "ben"}
Verb = Callable[[Session, Cast, Meeting, Any], Any]

VERBS: dict[str, tuple[Verb, set[MeetingState], set[str]]] = {
    "edit": (
        lambda s, c, m, who: service.edit(
            s, m, held_on=m.held_on, local_time=time(11), minutes_long=60, place="x", actor=who, now=NOW
        ),
        {DRAFT, CALLED},
        RUN,
    ),
    "call": (lambda s, c, m, who: service.call(s, m, reason="urgent", actor=who, now=NOW), {DRAFT}, RUN),
    "hold": (lambda s, c, m, who: service.hold(s, m, actor=who, now=NOW), {CALLED}, RUN),
    "minute": (lambda s, c, m, who: service.add_block(s, m, "We speak.", actor=who, now=NOW), {HELD}, RUN),
    "roll": (
        lambda s, c, m, who: service.set_roll(s, m, {c.dan.id: AttendanceStatus.PRESENT}, actor=who, now=NOW),
        {HELD},
        RUN,
    ),
    "guest": (lambda s, c, m, who: service.add_guest(s, m, c.eve, actor=who, now=NOW), {HELD}, RUN),
    "item": (lambda s, c, m, who: service.add_item(s, m, "More", actor=who, now=NOW), {DRAFT, CALLED, HELD}, RUN),
    "cancel": (lambda s, c, m, who: service.cancel(s, m, reason="no", actor=who, now=NOW), {DRAFT, CALLED}, RUN),
    "close": (lambda s, c, m, who: service.close(s, m, actor=who, now=NOW), {HELD}, {"ben"}),
    "next": (
        lambda s, c, m, who: service.make_next(s, m, held_on=date(2027, 1, 5), actor=who, now=NOW),
        set(MeetingState),
        RUN,
    ),
}
PEOPLE = ("ada", "ben", "cleo", "dan", "eve", "alma", "cora", "otto", "olga")


@pytest.mark.parametrize("state", list(MeetingState))
@pytest.mark.parametrize("verb", list(VERBS))
def test_each_verb_in_each_state_by_each_role(session: Session, cast: Cast, verb: str, state: MeetingState) -> None:
    meeting = make_meeting(session, cast, state)
    if state is HELD:
        minute(session, cast, meeting, "We spoke.")
    run, states, people = VERBS[verb]
    for name in PEOPLE:
        who = cast.actor(getattr(cast, name), session)
        if name not in people:
            with pytest.raises(NotAllowed):
                run(session, cast, meeting, who)
        elif state not in states:
            with pytest.raises(RuleBroken):
                run(session, cast, meeting, who)
        else:
            run(session, cast, meeting, who)
        session.rollback()
    assert meeting.state is state


@pytest.mark.parametrize("name", PEOPLE)
def test_only_those_who_run_a_committee_plan_its_meetings(session: Session, cast: Cast, name: str) -> None:
    who = cast.actor(getattr(cast, name), session)
    if name in RUN:
        assert service.draft(session, cast.council, held_on=TODAY, actor=who, now=NOW).number == 1
    else:
        with pytest.raises(NotAllowed):
            service.draft(session, cast.council, held_on=TODAY, actor=who, now=NOW)


def test_a_meeting_keeps_its_local_time_when_clocks_change(session: Session, cast: Cast) -> None:
    who = ben(session, cast)
    made = [
        service.draft(session, cast.council, held_on=day, local_time=time(10), actor=who, now=NOW)
        for day in (date(2026, 10, 20), date(2026, 10, 27))
    ]
    assert [(one.local_time, one.starts_at.hour, one.zone, one.number) for one in made] == [
        (time(10), 8, "Europe/Berlin", 1),
        (time(10), 9, "Europe/Berlin", 2),
    ]


def test_a_committee_that_does_not_meet_any_more_plans_nothing(session: Session, cast: Cast) -> None:
    from cxgov.journal import service as journal

    journal.begin_write(session)
    journal.change(session, cast.council, "committees:charter:edit", actor=SYSTEM, now=NOW, is_active=False)
    session.commit()
    with pytest.raises(RuleBroken, match="does not meet any more"):
        service.draft(session, cast.council, held_on=TODAY, actor=ben(session, cast), now=NOW)


def test_shorter_notice_than_a_week_needs_a_reason(session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast, DRAFT, held_on=TODAY + timedelta(days=6))
    with pytest.raises(RuleBroken, match="shorter notice"):
        service.call(session, meeting, actor=ben(session, cast), now=NOW)
    session.rollback()
    later = make_meeting(session, cast, DRAFT, held_on=TODAY + timedelta(days=7))
    service.call(session, later, actor=ben(session, cast), now=NOW)
    assert (later.state, later.subject.is_draft) == (CALLED, False)


def test_the_roll_opens_with_the_members_of_that_day_absent(session: Session, cast: Cast) -> None:
    ended = next(seat for seat in committees_of(session, cast) if seat.person_id == cast.dan.id)
    committees.end_term(session, cast.council, ended, last_day=TODAY - timedelta(days=1), actor=SYSTEM, now=NOW)
    session.commit()
    meeting = make_meeting(session, cast, came=())
    rows = {row.person_id: (row.status, row.is_voting) for row in session.scalars(select(Attendance))}
    absent = AttendanceStatus.ABSENT
    assert rows == {
        cast.ada.id: (absent, True), cast.ben.id: (absent, False), cast.cleo.id: (absent, True),
        cast.olga.id: (absent, False),
    }  # fmt: skip
    assert queries.quorum_now(session, meeting, cast.council).base == 2


def committees_of(session: Session, cast: Cast) -> Any:
    """The seats of the council today."""
    from cxgov.committees.queries import members_on

    return members_on(session, cast.council.id, TODAY)


def test_a_guest_does_not_count_for_the_quorum_and_twice_is_once(session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast, came=("ada",))
    for _ in range(2):
        service.add_guest(session, meeting, cast.eve, actor=ben(session, cast), now=NOW)
    found = queries.quorum_now(session, meeting, cast.council)
    assert (found.base, found.present, found.need, found.is_quorate) == (3, 1, 2, False)
    assert len(session.scalars(select(Attendance).where(Attendance.person_id == cast.eve.id)).all()) == 1


def test_somebody_who_is_not_on_the_roll_is_not_set_there(session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast)
    with pytest.raises(RuleBroken, match="not on the roll"):
        service.set_status(session, meeting, cast.eve, AttendanceStatus.PRESENT, actor=ben(session, cast), now=NOW)


def test_closing_asks_for_a_roll_and_for_minutes(session: Session, cast: Cast) -> None:
    empty = make_meeting(session, cast, came=())
    minute(session, cast, empty, "We spoke.")
    with pytest.raises(RuleBroken, match="The roll is empty"):
        service.close(session, empty, actor=ben(session, cast), now=NOW)
    session.rollback()
    silent = make_meeting(session, cast)
    with pytest.raises(RuleBroken, match="no minutes yet"):
        service.close(session, silent, actor=ben(session, cast), now=NOW)


def test_closing_opens_actions_with_owner_and_date_and_makes_decisions_final(session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast)
    minute(
        session, cast, meeting,
        "ACTION: @dan one by 2026-12-01\nACTION: @dan two by next meeting\nACTION: @dan three\n"
        "ACTION: four by 2026-12-01\nDECISION: yes",
    )  # fmt: skip
    service.close(session, meeting, actor=ben(session, cast), now=NOW)
    session.commit()
    opened, proposed = ActionState.OPEN, ActionState.PROPOSED
    items = session.scalars(select(ActionItem).order_by(ActionItem.id)).all()
    assert [item.state for item in items] == [opened, opened, proposed, proposed]
    assert not any(item.subject.is_draft for item in items)
    decision = session.scalars(select(Decision)).one()
    assert (decision.is_final, decision.subject.is_draft, meeting.closed_at) == (True, False, NOW)
    assert verify(session)[1] is None


def test_closed_minutes_are_refused_by_the_database_too(session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast)
    minute(session, cast, meeting, "We spoke.\nDECISION: yes")
    service.close(session, meeting, actor=ben(session, cast), now=NOW)
    session.commit()
    for statement in (
        "UPDATE blocks SET text = 'other'", "DELETE FROM blocks", "UPDATE decisions SET text = 'other'",
        "DELETE FROM decisions", "UPDATE block_revisions SET text = 'other'", "DELETE FROM block_revisions",
    ):  # fmt: skip
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(text(statement))


def test_an_older_version_of_the_plan_is_a_conflict(session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast, DRAFT)
    with pytest.raises(Conflict):
        service.cancel(session, meeting, reason="x", actor=ben(session, cast), now=NOW, version=meeting.version - 1)


def test_an_item_with_minutes_stays_on_the_agenda(session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast)
    item = item_of(session, meeting)
    minute(session, cast, meeting, "We spoke.", item=item)
    with pytest.raises(RuleBroken, match="Minutes stand under this item"):
        service.remove_item(session, meeting, item, actor=ben(session, cast), now=NOW)


def test_each_save_is_a_revision_and_the_loser_gets_both_texts(session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast)
    block = minute(session, cast, meeting, "one")
    service.save_block(session, meeting, block, "two", version=1, actor=ben(session, cast), now=NOW)
    session.commit()
    with pytest.raises(Conflict) as lost:
        service.save_block(session, meeting, block, "mine", version=1, actor=cast.actor(cast.ada, session), now=NOW)
    assert (lost.value.theirs, lost.value.yours) == ("two", "mine")
    session.rollback()
    assert service.save_block(session, meeting, block, "two", version=1, actor=ben(session, cast), now=NOW) is False
    rows = session.scalars(select(BlockRevision).order_by(BlockRevision.version)).all()
    assert [(row.version, row.text, row.saved_by_id) for row in rows] == [
        (1, "one", cast.ben.id), (2, "two", cast.ben.id),
    ]  # fmt: skip


@pytest.mark.parametrize("words", ["", "  \n ", "x" * 50_001])
def test_an_empty_or_endless_note_is_refused(session: Session, cast: Cast, words: str) -> None:
    meeting = make_meeting(session, cast)
    with pytest.raises(RuleBroken):
        service.add_block(session, meeting, words, actor=ben(session, cast), now=NOW)
    assert session.scalars(select(Block)).all() == []


def test_the_next_meeting_carries_only_what_is_owed(session: Session, cast: Cast) -> None:
    meeting = make_meeting(session, cast)
    minute(session, cast, meeting, "ACTION: @dan one by 2026-12-01\nACTION: @cleo two by 2026-12-01")
    service.close(session, meeting, actor=ben(session, cast), now=NOW)
    first, _ = session.scalars(select(ActionItem).order_by(ActionItem.id)).all()
    actions.claim_done(session, first, evidence="It is on the page.", actor=cast.actor(cast.dan, session), now=NOW)
    session.commit()
    made = service.make_next(session, meeting, held_on=date(2026, 12, 8), actor=ben(session, cast), now=NOW)
    session.commit()
    assert service.make_next(session, meeting, actor=ben(session, cast), now=NOW) is made
    rows = session.scalars(select(Appearance).where(Appearance.meeting_id == made.id)).all()
    assert [(row.action_id == first.id, row.is_carry) for row in rows] == [(False, True)]
    assert made in queries.upcoming(session, SYSTEM, committee_id=cast.council.id)
    assert queries.latest(session, SYSTEM, cast.council.id) is made
