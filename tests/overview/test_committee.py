"""A committee's page across the rooms, and the list of committees."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from cxgov.actions.enums import ActionState
from cxgov.actions.models import ActionItem
from cxgov.core.enums import Level
from cxgov.decisions.enums import DecisionState
from cxgov.decisions.models import Decision
from cxgov.journal import service as journal
from cxgov.journal.enums import Relation
from cxgov.meetings.enums import AttendanceStatus, MeetingState
from cxgov.meetings.models import AgendaItem, Attendance, Meeting
from cxgov.overview import committee as found
from cxgov.people.models import Person
from tests.support.cast import NOW, SYSTEM, TODAY, Cast
from tests.support.client import Browser

Open = Callable[..., Browser]
Count = Callable[[], AbstractContextManager[list[str]]]


def a_meeting(session: Session, cast: Cast, number: int, day: date, state: MeetingState) -> Meeting:
    made = Meeting(
        of_committee_id=cast.council.id, number=number, state=state, held_on=day, zone="Europe/Berlin",
        starts_at=NOW + (day - TODAY) * 1, place="Room Elm",
    )  # fmt: skip
    return journal.create(
        session, made, "meetings:meeting:draft", actor=SYSTEM, now=NOW, title=f"Meeting {number}", parent=cast.council,
        committee_id=cast.council.id,
    )  # fmt: skip


def an_action(
    session: Session, cast: Cast, number: int, due_on: date | None, state: ActionState = ActionState.OPEN,
    owner: Person | None = None, level: Level = Level.INTERNAL,
) -> ActionItem:  # fmt: skip
    is_done = state in (ActionState.DONE, ActionState.VERIFIED)
    made = ActionItem(
        number=number, state=state, owner_id=(owner or cast.dan).id, due_on=due_on, made_on=TODAY - timedelta(days=40),
        claimed_at=NOW if is_done else None, verified_at=NOW if state is ActionState.VERIFIED else None,
    )  # fmt: skip
    return journal.create(
        session, made, "actions:item:propose", actor=SYSTEM, now=NOW, title=f"Do thing {number}", parent=cast.council,
        level=level,
    )  # fmt: skip


def a_decision(session: Session, cast: Cast, number: int, days_ago: int, *actions: ActionItem) -> Decision:
    made = Decision(
        in_committee_id=cast.council.id, year=2026, number=number, text="x", decided_on=TODAY - timedelta(days=days_ago)
    )
    title = f"Decide thing {number}"
    journal.create(session, made, "decisions:decision:record", actor=SYSTEM, now=NOW, title=title, parent=cast.council)
    for item in actions:
        journal.link(session, item, Relation.FOLLOWS_FROM, made, actor=SYSTEM, now=NOW)
    return made


def furnish(session: Session, cast: Cast) -> None:
    """Two meetings behind, one ahead with an agenda, three decisions, and actions of each kind."""
    journal.begin_write(session)
    october = a_meeting(session, cast, 10, date(2026, 10, 27), MeetingState.CLOSED)
    september = a_meeting(session, cast, 9, date(2026, 9, 29), MeetingState.CLOSED)
    ahead = a_meeting(session, cast, 11, TODAY + timedelta(days=1), MeetingState.CALLED)
    for person, meeting in ((cast.ada, october), (cast.ada, september), (cast.cleo, october)):
        row = Attendance(meeting_id=meeting.id, person_id=person.id, status=AttendanceStatus.PRESENT, is_voting=True)
        journal.add(session, row, "meetings:roll:set", of=meeting, actor=SYSTEM, now=NOW)
    point = AgendaItem(meeting_id=ahead.id, position=1, brought_by="Billing", minutes_planned=20)
    journal.create(session, point, "meetings:agenda:add", actor=SYSTEM, now=NOW, title="One bill", parent=ahead)
    late = an_action(session, cast, 1, TODAY - timedelta(days=19))
    verified = an_action(session, cast, 2, TODAY, ActionState.VERIFIED)
    an_action(session, cast, 3, TODAY + timedelta(days=3))
    an_action(session, cast, 4, None)
    a_decision(session, cast, 1, 60, late)
    a_decision(session, cast, 2, 30, verified)
    a_decision(session, cast, 3, 5)
    session.commit()


def test_the_page_shows_every_room_of_the_committee(session: Session, cast: Cast, browser: Open) -> None:
    furnish(session, cast)
    text = browser(cast.eve).get_page(f"/committees/{cast.council.id}")
    for words in (
        "Tomorrow: meeting 11", "One bill", "Room Elm", "Decide thing 1", "Nothing done in 8 weeks",
        "1 of 1 action done", "No action follows", "19 days late", "oldest 19", "Meeting 10 on 27", "Ada Morvane",
        "50 %",
    ):  # fmt: skip
        assert words in text.replace("\xa0", " "), words


def test_an_empty_committee_says_what_to_do(cast: Cast, browser: Open) -> None:
    text = browser(cast.ada).get_page(f"/committees/{cast.council.id}")
    assert "No meeting is planned" in text
    assert "Nothing is decided yet" in text


def test_a_committee_without_a_chair_says_so_to_those_who_can_mend_it(cast: Cast, browser: Open) -> None:
    text = browser(cast.cora).get_page(f"/committees/{cast.board.id}")
    assert "Nobody has the chair" in text
    assert f"/committees/{cast.board.id}/chair" in text


def test_ages_count_what_is_open_by_its_date(session: Session, cast: Cast) -> None:
    furnish(session, cast)
    ages = found.ages(session, cast.actor(cast.eve, session), cast.council.id, TODAY)
    assert ages == found.Ages(late=1, this_week=1, later=0, no_date=1, oldest_days=19)


def test_what_one_may_not_know_is_in_no_count(session: Session, cast: Cast, browser: Open) -> None:
    journal.begin_write(session)
    an_action(session, cast, 7, TODAY - timedelta(days=3), level=Level.RESTRICTED)
    session.commit()
    eve, cleo = cast.actor(cast.eve, session), cast.actor(cast.cleo, session)
    assert found.ages(session, eve, cast.council.id, TODAY).open == 0
    assert found.ages(session, cleo, cast.council.id, TODAY).open == 1
    assert "Do thing 7" not in browser(cast.eve).get_page(f"/committees/{cast.council.id}")
    assert "Do thing 7" in browser(cast.cleo).get_page(f"/committees/{cast.council.id}")


def test_a_decision_is_carried_out_when_each_of_its_actions_is_verified(session: Session, cast: Cast) -> None:
    journal.begin_write(session)
    done = an_action(session, cast, 1, TODAY, ActionState.VERIFIED)
    cancelled = an_action(session, cast, 2, TODAY, ActionState.CANCELLED)
    claimed = an_action(session, cast, 3, TODAY, ActionState.DONE)
    a_decision(session, cast, 1, 5, done, cancelled)
    a_decision(session, cast, 2, 5, done, claimed)
    a_decision(session, cast, 3, 5)
    session.commit()
    assert found.carried_out(session, cast.actor(cast.eve, session), cast.council.id) == 1


@pytest.mark.parametrize(
    ("state", "actions", "days", "words"),
    [
        (DecisionState.IN_FORCE, [], 5, "No action follows"),
        (DecisionState.IN_FORCE, [ActionState.OPEN, ActionState.OPEN], 5, "0 of 2 actions done"),
        (DecisionState.IN_FORCE, [ActionState.OPEN], 30, "Nothing done in 4 weeks"),
        (DecisionState.IN_FORCE, [ActionState.OPEN, ActionState.DONE], 90, "1 of 2 actions done"),
        (DecisionState.IN_FORCE, [ActionState.DONE], 5, "1 of 1 action done, to verify"),
        (DecisionState.IN_FORCE, [ActionState.VERIFIED, ActionState.CANCELLED], 5, "1 of 1 action done"),
        (DecisionState.IMPLEMENTED, [], 5, "Carried out"),
        (DecisionState.SUPERSEDED, [ActionState.OPEN], 5, "Superseded"),
    ],
)
def test_what_came_of_a_decision_is_said_in_words(
    state: DecisionState, actions: list[ActionState], days: int, words: str
) -> None:
    decision = Decision(state=state, decided_on=TODAY - timedelta(days=days))
    assert found.outcome(decision, actions, TODAY).words == words


def test_the_list_shows_mine_first_and_hides_what_one_may_not_know(session: Session, cast: Cast, browser: Open) -> None:
    furnish(session, cast)
    text = browser(cast.ada).get_page("/committees")
    assert "you are chair" in text
    assert "Remuneration Board" not in text
    assert "Remuneration Board" in browser(cast.cora).get_page("/committees")
    assert "Found a committee" not in text


def test_the_page_costs_the_same_however_much_there_is(
    session: Session, cast: Cast, browser: Open, count_sql: Count
) -> None:
    furnish(session, cast)
    eve, url = browser(cast.eve), f"/committees/{cast.council.id}"
    eve.get(url)
    with count_sql() as few:
        eve.get(url)
    journal.begin_write(session)
    for number in range(20, 26):
        a_decision(session, cast, number, 9, an_action(session, cast, number, TODAY - timedelta(days=number)))
        a_meeting(session, cast, number, TODAY - timedelta(days=number), MeetingState.CLOSED)
    session.commit()
    with count_sql() as many:
        eve.get(url)
    assert len(many) == len(few)


def test_the_list_costs_the_same_for_more_committees(
    session: Session, cast: Cast, browser: Open, count_sql: Count
) -> None:
    from tests.support.cast import make_committee

    eve = browser(cast.eve)
    eve.get("/committees")
    with count_sql() as few:
        eve.get("/committees")
    for name in ("one", "two", "three"):
        make_committee(session, name, name)
    with count_sql() as many:
        eve.get("/committees")
    assert len(many) == len(few)


def test_only_who_runs_it_is_offered_to_plan_a_meeting(cast: Cast, browser: Open) -> None:
    planning = f'href="/meetings/new?committee={cast.council.id}"'
    offered = {who for who in ("ada", "ben", "cleo", "cora", "eve")
               if planning in browser(getattr(cast, who)).get_page(f"/committees/{cast.council.id}")}  # fmt: skip
    assert offered == {"ada", "ben"}


def test_what_shows_something_restricted_is_kept_nowhere(session: Session, cast: Cast, browser: Open) -> None:
    journal.begin_write(session)
    an_action(session, cast, 7, TODAY, level=Level.RESTRICTED)
    session.commit()
    url = f"/committees/{cast.council.id}"
    kept = {who: browser(getattr(cast, who)).get(url).headers["Cache-Control"] for who in ("eve", "cleo")}
    assert kept == {"eve": "private, no-cache", "cleo": "no-store"}
    assert browser(cast.cora).get("/committees").headers["Cache-Control"] == "no-store"


def test_an_empty_installation_names_the_first_steps(session: Session, browser: Open) -> None:
    from cxgov.core.enums import Role
    from cxgov.people import service as people
    from tests.support.cast import SINCE, make_person

    alma = make_person(session, "Alma Quist")
    people.grant_role(session, alma, Role.ADMINISTRATOR, actor=SYSTEM, now=NOW, from_day=SINCE)
    session.commit()
    text = browser(alma).get_page("/committees")
    assert "There is no committee yet" in text
    assert 'href="/committees/new"' in text
    assert "Set up the room" in browser(alma).get_page("/")


def test_the_first_steps_go_away_and_are_not_for_everybody(session: Session, cast: Cast, browser: Open) -> None:
    for person in (cast.alma, cast.eve):
        assert "Set up the room" not in browser(person).get_page("/")
