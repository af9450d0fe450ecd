"""A person who leaves hands over: to whom is a rule, nothing is left without owner, and not before the day."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.accounts import api_tokens
from cxgov.accounts.enums import Scope
from cxgov.accounts.models import ApiToken, SignIn
from cxgov.actions import service as actions
from cxgov.actions.enums import ActionState
from cxgov.actions.models import Contributor
from cxgov.committees.enums import CommitteeRole
from cxgov.committees.models import Membership
from cxgov.core import clock
from cxgov.core.enums import Level, Role
from cxgov.core.errors import NotNow
from cxgov.journal import service as journal
from cxgov.journal.models import Entry
from cxgov.people import jobs, leaving, service
from cxgov.people.models import Department, Person
from tests.actions.items import later, make, propose
from tests.goals.build import make_goal
from tests.initiatives.build import make_initiative
from tests.support.cast import NOW, SYSTEM, TODAY, Cast, make_committee, make_member, make_person
from tests.support.client import Browser

Open = Callable[..., Browser]
YESTERDAY = TODAY - timedelta(days=1)


def leave(session: Session, person: Person, last_day: date = YESTERDAY, **more: Any) -> None:
    service.leave(session, person, actor=more.get("actor", SYSTEM), now=NOW, last_day=last_day, today=TODAY)
    session.commit()


def give_head(session: Session, room: Department, head: Person | None, above: Department | None = None) -> None:
    service.edit_department(session, room, actor=SYSTEM, now=NOW, name=room.title, head=head, above=above)
    session.commit()


def last_reason(session: Session, subject_id: int, verb: str) -> str:
    wanted = select(Entry.body).where(Entry.subject_id == subject_id, Entry.verb == verb).order_by(Entry.seq.desc())
    return str(session.scalars(wanted.limit(1)).one())


def test_an_open_action_goes_to_the_head_of_the_department_who_has_to_accept_it(session: Session, cast: Cast) -> None:
    give_head(session, cast.support, cast.ada)
    item = make(session, cast, owner=cast.eve)
    actions.accept(session, item, actor=cast.actor(cast.eve, session), now=later(2))
    session.commit()
    leave(session, cast.eve)
    assert (item.owner_id, item.state, item.slips) == (cast.ada.id, ActionState.OPEN, 0)
    assert "Eve Sarkani left; Ada Morvane heads Support." in last_reason(session, item.id, "actions:item:reassign")


def test_of_the_head_it_goes_to_the_head_above(session: Session, cast: Cast) -> None:
    give_head(session, cast.product, cast.cleo)
    give_head(session, cast.billing, cast.dan, cast.product)
    item = make(session, cast)
    leave(session, cast.dan)
    assert item.owner_id == cast.cleo.id
    assert session.get_one(Department, cast.billing.id).head_id is None


def test_without_a_head_it_goes_to_the_secretary_then_to_the_chair(session: Session, cast: Cast) -> None:
    first, second = make(session, cast, owner=cast.eve), make(session, cast, "Ask movers", owner=cast.ben)
    leave(session, cast.eve)
    assert first.owner_id == cast.ben.id
    leave(session, cast.ben)
    assert (first.owner_id, second.owner_id) == (cast.ada.id, cast.ada.id)
    assert "chairs the committee" in last_reason(session, second.id, "actions:item:reassign")


def test_where_nobody_is_there_the_cx_office_has_it(session: Session, cast: Cast) -> None:
    item = make(session, cast)
    for person in (cast.ben, cast.ada, cast.dan):
        leave(session, person)
    assert item.owner_id == cast.cora.id


def test_what_is_restricted_stays_in_its_committee(session: Session, cast: Cast) -> None:
    give_head(session, cast.support, cast.ada)
    make_member(session, cast.board, cast.ben, CommitteeRole.SECRETARY, votes=False)
    item = propose(session, cast, committee=cast.board, owner=cast.eve, actor=SYSTEM)
    actions.open_item(session, item, actor=SYSTEM, now=later(1))
    session.commit()
    assert item.level is Level.RESTRICTED
    leave(session, cast.eve)
    assert item.owner_id == cast.ben.id


def test_what_is_done_or_over_stays_under_the_leavers_name(session: Session, cast: Cast) -> None:
    item = make(session, cast)
    actions.claim_done(session, item, evidence="It stands.", actor=cast.actor(cast.dan, session), now=later(2))
    session.commit()
    leave(session, cast.dan)
    assert (item.owner_id, item.state) == (cast.dan.id, ActionState.DONE)


def test_help_and_verifying_end(session: Session, cast: Cast) -> None:
    item = make(session, cast)
    actions.add_contributor(session, item, cast.eve, actor=cast.actor(cast.ben, session), now=later(2))
    actions.name_verifier(session, item, cast.eve, actor=cast.actor(cast.ben, session), now=later(3))
    session.commit()
    leave(session, cast.eve)
    assert (session.scalars(select(Contributor)).all(), item.verifier_id) == ([], None)


def test_seats_end_with_the_last_day_and_those_to_come_are_taken_back(session: Session, cast: Cast) -> None:
    other = make_committee(session, "Refund Panel", "refund-panel")
    service_row = Membership(
        committee_id=other.id, person_id=cast.cleo.id, role=CommitteeRole.MEMBER, is_voting=True,
        valid_from=TODAY + timedelta(days=30),
    )  # fmt: skip
    journal.begin_write(session)
    journal.add(session, service_row, "committees:member:add", of=other, actor=SYSTEM, now=NOW)
    session.commit()
    leave(session, cast.cleo)
    rows = session.scalars(select(Membership).where(Membership.person_id == cast.cleo.id)).all()
    assert [(row.committee_id, row.valid_to) for row in rows] == [(cast.council.id, YESTERDAY)]


def test_goals_and_initiatives_go_on_with_somebody(session: Session, cast: Cast) -> None:
    give_head(session, cast.billing, cast.ada)
    goal, work = make_goal(session, cast, owner=cast.dan), make_initiative(session, cast, lead=cast.dan)
    leave(session, cast.dan)
    assert (goal.owner_id, work.lead_id) == (cast.ada.id, cast.ada.id)


def test_every_way_in_is_closed(session: Session, cast: Cast, browser: Open) -> None:
    eve = browser(cast.eve)
    api_tokens.make(session, "x", scopes=[Scope.READ], days=9, actor=cast.actor(cast.eve, session), now=clock.now())
    session.commit()
    leave(session, cast.eve)
    for kind in (SignIn, ApiToken):
        assert session.scalars(select(kind).where(kind.person_id == cast.eve.id)).all() == []
    assert eve.get("/").status_code == 302


def test_a_day_to_come_takes_effect_when_it_is_over_and_not_before(session: Session, cast: Cast) -> None:
    item = make(session, cast, owner=cast.eve)
    last_day = TODAY + timedelta(days=3)
    leave(session, cast.eve, last_day)
    assert jobs.hand_over_due(session, now=NOW, today=last_day) == 0
    assert (item.owner_id, cast.eve.handed_over_at) == (cast.eve.id, None)
    after = NOW + timedelta(days=4)
    assert jobs.hand_over_due(session, now=after, today=last_day + timedelta(days=1)) == 1
    assert (item.owner_id, cast.eve.handed_over_at) == (cast.ben.id, after)
    assert jobs.hand_over_due(session, now=after, today=last_day + timedelta(days=2)) == 0


def test_handing_over_twice_is_once(session: Session, cast: Cast) -> None:
    leave(session, cast.eve)
    count = len(session.scalars(select(Entry.seq)).all())
    leaving.hand_over(session, cast.eve, actor=SYSTEM, now=NOW)
    session.commit()
    assert len(session.scalars(select(Entry.seq)).all()) == count


def test_the_page_shows_who_gets_what_before_anything_is_done(session: Session, cast: Cast, browser: Open) -> None:
    give_head(session, cast.support, cast.ada)
    item = make(session, cast, "Publish the refund policy", owner=cast.eve)
    text = browser(cast.alma).get_page(f"/people/{cast.eve.id}/leave")
    assert "Publish the refund policy" in text
    assert "heads Support" in text
    assert (item.owner_id, cast.eve.left_on) == (cast.eve.id, None)


def test_the_page_tells_an_administrator_nothing_of_what_is_restricted(
    session: Session, cast: Cast, browser: Open
) -> None:
    item = propose(session, cast, "Pay of the board", committee=cast.board, owner=cast.eve, actor=SYSTEM)
    actions.open_item(session, item, actor=SYSTEM, now=later(1))
    session.commit()
    text = browser(cast.alma).get_page(f"/people/{cast.eve.id}/leave")
    assert "Pay of the board" not in text
    assert "Remuneration Board" not in text


@pytest.mark.parametrize("who", ["eve", "cora", "otto", "ada", "dan"])
def test_only_an_administrator_notes_that_somebody_leaves(
    session: Session, cast: Cast, browser: Open, who: str
) -> None:
    one = browser(getattr(cast, who))
    assert one.get(f"/people/{cast.cleo.id}/leave").status_code == 403
    assert one.send(f"/people/{cast.cleo.id}/leave", last_day="2026-01-01").status_code == 403
    assert cast.cleo.left_on is None


def test_c021_nobody_gives_or_ends_a_role_of_their_own(session: Session, cast: Cast, browser: Open) -> None:
    alma, ada = browser(cast.alma), browser(cast.ada)
    day = {"from_day": "2026-01-01"}
    assert alma.send(f"/people/{cast.alma.id}/roles", role="cx_office", **day).status_code == 403
    assert alma.send(f"/people/{cast.alma.id}/roles/administrator/end").status_code == 403
    assert ada.send(f"/people/{cast.ada.id}/roles", role="cx_office", **day).status_code == 403
    assert cast.actor(cast.ada, session).roles == frozenset()


def test_c021_the_last_administrator_cannot_go(session: Session, cast: Cast, browser: Open) -> None:
    alma = browser(cast.alma)
    assert alma.send(f"/people/{cast.alma.id}/leave", last_day="2026-01-01").status_code == 409
    off = {"name": "Alma Quist", "email": "alma@tarnwick.example", "version": cast.alma.version}
    assert alma.send(f"/people/{cast.alma.id}/edit", **off).status_code == 409
    with pytest.raises(NotNow, match="last administrator"):
        service.end_role(session, cast.alma, Role.ADMINISTRATOR, actor=SYSTEM, now=NOW, today=TODAY)
    session.rollback()
    assert cast.actor(cast.alma, session).is_admin


def test_c021_an_administrator_who_may_not_sign_in_counts_for_nobody(session: Session, cast: Cast) -> None:
    idle = make_person(session, "Ivo Idle", signs_in=False)
    service.grant_role(session, idle, Role.ADMINISTRATOR, actor=SYSTEM, now=NOW, from_day=TODAY)
    session.commit()
    with pytest.raises(NotNow, match="last administrator"):
        leave(session, cast.alma)


def test_a_role_of_today_that_is_ended_today_is_over_at_once(session: Session, cast: Cast) -> None:
    service.grant_role(session, cast.eve, Role.AUDITOR, actor=SYSTEM, now=NOW, from_day=TODAY)
    session.commit()
    assert cast.actor(cast.eve, session).is_auditor
    service.end_role(session, cast.eve, Role.AUDITOR, actor=SYSTEM, now=NOW, today=TODAY)
    session.commit()
    assert not cast.actor(cast.eve, session).is_auditor
