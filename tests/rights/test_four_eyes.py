"""Nobody answers for themselves: own work, own seat, own role, own request; and the log says which rule refused."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from structlog.testing import capture_logs
from structlog.typing import EventDict

from cxgov.actions.enums import ActionState
from cxgov.actions.models import ActionItem
from cxgov.committees.enums import CommitteeRole
from cxgov.committees.models import Membership
from cxgov.core.enums import Role
from cxgov.goals.models import Cycle, KeyResult
from cxgov.people import service as people
from cxgov.people.models import RoleGrant
from tests.actions.items import make_done
from tests.goals.build import make_goal, published
from tests.support.cast import NOW, SINCE, SYSTEM, TODAY, Cast, make_member
from tests.support.client import Browser

Open = Callable[..., Browser]
DAY = {"from_day": TODAY.isoformat()}


def rules_in(said: list[EventDict]) -> list[str]:
    """Return the rules that refusals carried into the log."""
    return [line["rule"] for line in said if line["event"] in ("authz.denied", "state.refused") and line.get("rule")]


@pytest.mark.parametrize("owner", ["ada", "ben", "cora"])
@pytest.mark.parametrize("verb", ["verify", "return"])
def test_c014_who_owns_an_item_does_not_accept_it_whatever_else_they_are(
    session: Session, cast: Cast, browser: Open, owner: str, verb: str
) -> None:
    item = make_done(session, cast, owner=cast.dan)
    session.execute(update(ActionItem).where(ActionItem.id == item.id).values(owner_id=getattr(cast, owner).id))
    session.commit()
    with capture_logs() as said:
        answer = browser(getattr(cast, owner)).send(f"/actions/{item.id}/{verb}", comment="Once more.")
    assert answer.status_code == 403
    assert rules_in(said) == ["four_eyes"]
    session.expire_all()
    assert item.state is ActionState.DONE
    others = {"ada": cast.ben, "ben": cast.ada, "cora": cast.ada}
    assert browser(others[owner]).send(f"/actions/{item.id}/{verb}", comment="Once more.").status_code == 303


def test_c020_the_head_of_another_department_edits_no_goal(session: Session, cast: Cast, browser: Open) -> None:
    people.edit_department(session, cast.product, actor=SYSTEM, now=NOW, name="Product", head=cast.eve, above=None)
    session.commit()
    goal, key_result = published(session, cast)
    draft = make_goal(session, cast, "Another one", cycle=session.get_one(Cycle, goal.cycle_id))
    before = (draft.title, key_result.target)
    for path in (f"/goals/{goal.id}/edit", f"/goals/key-results/{key_result.id}/edit"):
        assert browser(cast.eve).send(path, title="Mine now", target="1").status_code == 403
    for path in (f"/goals/{draft.id}/edit", f"/goals/{draft.id}/publish", f"/goals/{draft.id}/drop"):
        assert browser(cast.eve).send(path, title="Mine now").status_code in (403, 404)
    session.expire_all()
    assert (draft.title, key_result.target) == before


def test_c020_a_published_target_is_not_changed_without_a_decision(session: Session, cast: Cast, browser: Open) -> None:
    _, key_result = published(session, cast)
    for who in (cast.dan, cast.ada, cast.ben, cast.cora):
        with capture_logs() as said:
            answer = browser(who).send(
                f"/goals/key-results/{key_result.id}/edit", title="Easier", owner="Dan Hellier", baseline="82",
                target="83", unit="%", weight="1", first_on="2026-07-01", last_on="2026-12-31",
            )  # fmt: skip
        assert answer.status_code == 409, who.name
        assert "rule G20" in answer.text
        assert rules_in(said) == ["G20"]
    session.expire_all()
    assert session.get_one(KeyResult, key_result.id).target == Decimal(96)


def test_c021_a_chair_gives_no_seat_to_themselves_and_makes_their_own_term_no_longer(
    session: Session, cast: Cast, browser: Open
) -> None:
    ada, url = browser(cast.ada), f"/committees/{cast.council.id}"
    before = session.scalar(select(func.count(Membership.id)))
    seat = {"person": str(cast.ada.id), "role": "secretary", "valid_from": TODAY.isoformat()}
    assert ada.send(f"{url}/members/new", **seat).status_code in (403, 422)
    assert ada.send(f"{url}/chair", person=str(cast.ada.id), **DAY).status_code in (403, 422)
    term = session.scalars(
        select(Membership).where(Membership.person_id == cast.ada.id, Membership.committee_id == cast.council.id)
    ).one()
    assert ada.send(f"{url}/members/{term.id}/end", last_day="2027-06-30").status_code == 303
    with capture_logs() as said:
        assert ada.send(f"{url}/members/{term.id}/end", last_day="2028-06-30").status_code == 403
    assert rules_in(said) == ["own_role"]
    assert session.scalar(select(func.count(Membership.id))) == before


@pytest.mark.parametrize("who", ["ada", "cora", "alma"])
def test_c021_nobody_gives_a_role_to_themselves(session: Session, cast: Cast, browser: Open, who: str) -> None:
    me, before = getattr(cast, who), session.scalar(select(func.count(RoleGrant.id)))
    for role in ("administrator", "cx_office", "auditor"):
        assert browser(me).send(f"/people/{me.id}/roles", role=role, **DAY).status_code == 403
        assert browser(me).send(f"/people/{me.id}/roles/{role}/end").status_code == 403
    assert session.scalar(select(func.count(RoleGrant.id))) == before


def test_c021_an_administrator_who_changes_their_own_role_is_told_by_rule(
    session: Session, cast: Cast, browser: Open
) -> None:
    with capture_logs() as said:
        assert browser(cast.alma).send(f"/people/{cast.alma.id}/roles", role="auditor", **DAY).status_code == 403
    assert rules_in(said) == ["own_role"]


def test_c021_the_last_administrator_stays(session: Session, cast: Cast, browser: Open) -> None:
    url = f"/people/{cast.alma.id}"
    with capture_logs() as said:
        assert browser(cast.alma).send(f"{url}/leave", last_day="2026-12-31").status_code == 409
    assert rules_in(said) == ["last_administrator"]
    people.grant_role(session, cast.eve, Role.ADMINISTRATOR, actor=SYSTEM, now=NOW, from_day=SINCE)
    session.commit()
    assert browser(cast.eve).send(f"{url}/roles/administrator/end").status_code == 303
    assert browser(cast.eve).send(f"/people/{cast.eve.id}/leave", last_day="2026-12-31").status_code == 409


def test_a_vice_chair_takes_no_second_seat_either(session: Session, cast: Cast, browser: Open) -> None:
    make_member(session, cast.council, cast.eve, CommitteeRole.VICE_CHAIR, votes=True)
    seat = {"person": str(cast.eve.id), "role": "chair", "valid_from": TODAY.isoformat()}
    assert browser(cast.eve).send(f"/committees/{cast.council.id}/members/new", **seat).status_code in (403, 422)
    assert browser(cast.eve).send(
        f"/committees/{cast.council.id}/chair", person=str(cast.eve.id), **DAY
    ).status_code in (
        403,
        422,
    )


def test_the_cx_office_does_not_redirect_the_mails_of_somebody_who_signs_in(
    session: Session, cast: Cast, browser: Open
) -> None:
    sent = {"name": cast.alma.name, "email": "cora@elsewhere.example", "handle": "alma"}
    answer = browser(cast.cora).send(f"/people/{cast.alma.id}/edit", **sent)
    assert answer.status_code == 422
    assert "Only an administrator changes the address" in answer.text
    session.expire_all()
    assert cast.alma.email == "alma@tarnwick.example"
