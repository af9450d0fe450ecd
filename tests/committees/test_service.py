"""Founding a committee, its charter and its seats: who may, what is refused, what the journal keeps."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.committees import queries, service
from cxgov.committees.enums import CommitteeRole, QuorumKind
from cxgov.committees.models import Committee, Membership
from cxgov.committees.rules import QuorumRule
from cxgov.committees.service import Charter
from cxgov.core.enums import Level
from cxgov.core.errors import NotAllowed, NotFound, RuleBroken
from cxgov.journal.models import Entry
from cxgov.journal.queries import get, head_seq
from cxgov.people.models import Person
from tests.support.cast import NOW, SYSTEM, TODAY, Cast

CHARTER = Charter(zone="Europe/Berlin", cadence="every second Monday")


def found(session: Session, cast: Cast, who: Person, name: str = "Moving Home", **more: Any) -> Committee:
    actor = cast.actor(who, session)
    return service.make_committee(session, name, actor=actor, now=NOW, charter=CHARTER, **more)


def seat(session: Session, cast: Cast, who: Person, person: Person, role: CommitteeRole, **more: Any) -> Membership:
    values = {"votes": False, "valid_from": TODAY, **more}
    actor = cast.actor(who, session)
    return service.add_member(session, cast.council, person, role, actor=actor, now=NOW, **values)


def term_of(session: Session, cast: Cast, person: Person) -> Membership:
    wanted = select(Membership).where(Membership.person_id == person.id, Membership.committee_id == cast.council.id)
    return session.scalars(wanted).one()


def roles_on(session: Session, cast: Cast, day: date) -> dict[str, str]:
    return {term.person.name: term.role.value for term in queries.members_on(session, cast.council.id, day)}


def test_a_committee_is_its_own_and_its_slug_comes_from_its_name(session: Session, cast: Cast) -> None:
    last = head_seq(session)
    made = found(session, cast, cast.cora, "Über Größe & Co.")
    session.commit()
    assert (made.slug, made.committee_id, made.level) == ("uber-grosse-co", made.id, Level.INTERNAL)
    assert session.scalars(select(Entry.verb).where(Entry.seq > last)).all() == ["committees:committee:make"]


@pytest.mark.parametrize("who", ["ada", "ben", "dan", "eve", "otto"])
def test_only_the_cx_office_and_administrators_found_committees(session: Session, cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        found(session, cast, getattr(cast, who))


def test_an_administrator_founds_only_what_they_may_read(session: Session, cast: Cast) -> None:
    assert found(session, cast, cast.alma).title == "Moving Home"
    with pytest.raises(RuleBroken, match="could not read it yourself"):
        found(session, cast, cast.alma, "Pay", level=Level.RESTRICTED)


@pytest.mark.parametrize(
    ("more", "field"),
    [({"slug": "customer-council"}, "slug"), ({"slug": "No Blanks"}, "slug"), ({"level": Level.IN_CAMERA}, "level")],
)
def test_a_founding_that_breaks_a_rule_names_its_field(
    session: Session, cast: Cast, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(RuleBroken) as no:
        found(session, cast, cast.cora, **more)
    assert no.value.field == field


@pytest.mark.parametrize(
    ("charter", "field"),
    [
        (Charter(zone="Europe/Nowhere"), "zone"),
        (Charter(quorum=QuorumRule(QuorumKind.PERCENT, 101)), "quorum_value"),
        (Charter(quorum=QuorumRule(QuorumKind.FIXED)), "quorum_value"),
    ],
)
def test_a_charter_that_breaks_a_rule_names_its_field(
    session: Session, cast: Cast, charter: Charter, field: str
) -> None:
    with pytest.raises(RuleBroken) as no:
        service.edit_charter(
            session, cast.council, "Council", charter=charter, actor=cast.actor(cast.ada, session), now=NOW
        )
    assert no.value.field == field


def test_the_chair_changes_the_charter_and_the_secretary_may_not(session: Session, cast: Cast) -> None:
    new = Charter(purpose="One bill.", zone="Europe/Oslo", sponsor=cast.dan)
    ada, ben = cast.actor(cast.ada, session), cast.actor(cast.ben, session)
    assert service.edit_charter(session, cast.council, "Council", charter=new, actor=ada, now=NOW)
    session.commit()
    assert (cast.council.title, cast.council.purpose, cast.council.sponsor_id) == ("Council", "One bill.", cast.dan.id)
    assert not service.edit_charter(session, cast.council, "Council", charter=new, actor=ada, now=NOW)
    with pytest.raises(NotAllowed):
        service.edit_charter(session, cast.council, "Mine", charter=new, actor=ben, now=NOW)


def test_a_level_goes_up_and_never_quietly_down(session: Session, cast: Cast) -> None:
    ada = cast.actor(cast.ada, session)
    service.raise_level(session, cast.council, Level.RESTRICTED, actor=ada, now=NOW)
    session.commit()
    eve, cleo = cast.actor(cast.eve, session), cast.actor(cast.cleo, session)
    assert get(session, cleo, Committee, cast.council.id).level is Level.RESTRICTED
    with pytest.raises(NotFound):
        get(session, eve, Committee, cast.council.id)
    for level in (Level.OPEN, Level.RESTRICTED, Level.IN_CAMERA):
        with pytest.raises(RuleBroken):
            service.raise_level(session, cast.council, level, actor=ada, now=NOW)


@pytest.mark.parametrize(
    ("who", "may"), [("ada", True), ("cora", True), ("ben", False), ("alma", False), ("eve", False)]
)
def test_chair_and_cx_office_give_seats_and_the_secretary_only_proposes(
    session: Session, cast: Cast, who: str, may: bool
) -> None:
    if may:
        made = seat(session, cast, getattr(cast, who), cast.eve, CommitteeRole.MEMBER, votes=True)
        assert (made.person_id, made.is_voting, made.valid_to) == (cast.eve.id, True, None)
    else:
        with pytest.raises(NotAllowed):
            seat(session, cast, getattr(cast, who), cast.otto, CommitteeRole.MEMBER)


def test_nobody_gives_a_seat_or_more_to_themselves(session: Session, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        seat(session, cast, cast.cora, cast.cora, CommitteeRole.MEMBER, votes=True)
    ada, own = cast.actor(cast.ada, session), term_of(session, cast, cast.ada)
    service.end_term(session, cast.council, own, last_day=TODAY, actor=ada, now=NOW)
    with pytest.raises(NotAllowed):
        service.end_term(session, cast.council, own, last_day=date(2030, 1, 1), actor=ada, now=NOW)


@pytest.mark.parametrize(
    ("who", "role", "more", "field"),
    [
        ("eve", CommitteeRole.OBSERVER, {"votes": True}, "is_voting"),
        ("cleo", CommitteeRole.MEMBER, {}, "valid_from"),
        ("eve", CommitteeRole.MEMBER, {"valid_to": date(2026, 1, 1)}, "valid_to"),
    ],
)
def test_a_seat_that_breaks_a_rule_names_its_field(
    session: Session, cast: Cast, who: str, role: CommitteeRole, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(RuleBroken) as no:
        seat(session, cast, cast.ada, getattr(cast, who), role, **more)
    assert no.value.field == field


def test_a_term_ends_on_its_last_day_and_the_person_is_no_member_the_day_after(session: Session, cast: Cast) -> None:
    service.end_term(session, cast.council, term_of(session, cast, cast.cleo), last_day=TODAY, actor=SYSTEM, now=NOW)
    session.commit()
    assert "Cleo Tamsin" in roles_on(session, cast, TODAY)
    assert "Cleo Tamsin" not in roles_on(session, cast, date(2026, 11, 25))


def test_a_seat_is_taken_back_only_before_it_begins(session: Session, cast: Cast) -> None:
    made = seat(session, cast, cast.ada, cast.eve, CommitteeRole.MEMBER)
    ada = cast.actor(cast.ada, session)
    service.take_back(session, cast.council, made, today=TODAY, actor=ada, now=NOW)
    assert "Eve Sarkani" not in roles_on(session, cast, TODAY)
    with pytest.raises(RuleBroken, match="has begun"):
        service.take_back(session, cast.council, term_of(session, cast, cast.cleo), today=TODAY, actor=ada, now=NOW)


def test_a_term_of_another_committee_is_not_found(session: Session, cast: Cast) -> None:
    with pytest.raises(NotFound):
        service.end_term(session, cast.board, term_of(session, cast, cast.cleo), last_day=TODAY, actor=SYSTEM, now=NOW)


def test_the_chair_changes_hands_from_one_day_to_the_next(session: Session, cast: Cast) -> None:
    day = date(2027, 1, 1)
    service.change_chair(session, cast.council, cast.cleo, from_day=day, stays=True, actor=SYSTEM, now=NOW)
    session.commit()
    before, after = roles_on(session, cast, date(2026, 12, 31)), roles_on(session, cast, day)
    assert (before["Ada Morvane"], before["Cleo Tamsin"]) == ("chair", "member")
    assert (after["Ada Morvane"], after["Cleo Tamsin"]) == ("member", "chair")


def test_the_old_chair_may_leave_and_somebody_from_outside_may_follow(session: Session, cast: Cast) -> None:
    day = date(2027, 1, 1)
    service.change_chair(session, cast.council, cast.eve, from_day=day, stays=False, actor=SYSTEM, now=NOW)
    session.commit()
    assert "Ada Morvane" not in roles_on(session, cast, day)
    assert roles_on(session, cast, day)["Eve Sarkani"] == "chair"


def test_the_chair_is_not_given_to_who_has_it_or_to_oneself(session: Session, cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="has the chair already"):
        service.change_chair(session, cast.council, cast.ada, from_day=TODAY, stays=True, actor=SYSTEM, now=NOW)
    with pytest.raises(NotAllowed):
        service.change_chair(
            session, cast.council, cast.cora, from_day=TODAY, stays=True, actor=cast.actor(cast.cora, session), now=NOW
        )
