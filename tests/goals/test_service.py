"""Goals: who writes, publishes, drops and checks in; what is refused; what the journal keeps."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cxgov.core.enums import Level
from cxgov.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from cxgov.goals import queries, service
from cxgov.goals.enums import KeyResultState, ObjectiveState
from cxgov.goals.models import KeyResult, Objective
from cxgov.goals.service import Measure
from cxgov.journal.models import Entry
from cxgov.journal.queries import get, head_seq, links_of
from cxgov.people import service as people
from cxgov.people.models import Person
from tests.goals.build import LAST, make_cycle, make_goal, make_key_result, published, read
from tests.support.cast import NOW, SYSTEM, TODAY, Cast

D = Decimal
HALF = Measure(D(1), D(2))


def zip_may(may: str, may_not: str) -> list[tuple[str, bool]]:
    return [(who, True) for who in may.split()] + [(who, False) for who in may_not.split()]


def verbs_since(session: Session, seq: int) -> list[str]:
    return list(session.scalars(select(Entry.verb).where(Entry.seq > seq).order_by(Entry.seq)))


def write(session: Session, cast: Cast, who: Person, **more: Any) -> Objective:
    return make_goal(session, cast, actor=cast.actor(who, session), **more)


@pytest.mark.parametrize("who", ["ada", "ben", "cleo", "dan", "cora"])
def test_those_with_a_say_in_the_committee_write_a_goal(session: Session, cast: Cast, who: str) -> None:
    goal = write(session, cast, getattr(cast, who))
    assert (goal.state, goal.subject.is_draft, goal.committee_id) == (ObjectiveState.DRAFT, True, cast.council.id)


@pytest.mark.parametrize("who", ["eve", "olga", "otto", "alma"])
def test_others_do_not(session: Session, cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        write(session, cast, getattr(cast, who))


def test_nobody_writes_a_goal_into_a_restricted_committee_of_others(session: Session, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        write(session, cast, cast.dan, committee=cast.board)


def test_a_goal_is_journalled_once_with_its_departments(session: Session, cast: Cast) -> None:
    cycle = make_cycle(session)
    last = head_seq(session)
    make_goal(session, cast, cycle=cycle)
    said = verbs_since(session, last)
    assert said[:3] == ["goals:goal:make", "goals:department:add", "goals:department:add"]
    assert set(said[3:]) == {"subject:reader:add"}


def test_one_department_alone_needs_a_reason(session: Session, cast: Cast) -> None:
    alone = [(cast.billing, "all of it")]
    with pytest.raises(RuleBroken, match="at least two departments") as refused:
        make_goal(session, cast, departments=alone)
    assert refused.value.field == "departments"
    session.rollback()
    made = make_goal(session, cast, departments=alone, one_department_reason="A legal duty of Billing.")
    assert made.one_department_reason == "A legal duty of Billing."


@pytest.mark.parametrize(
    ("more", "field"),
    [({"title": "  "}, "title"), ({"departments": []}, "departments")],
)
def test_a_goal_without_words_or_departments_is_refused(
    session: Session, cast: Cast, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        make_goal(session, cast, **more)
    assert refused.value.field == field


def test_who_has_left_owns_nothing_new(session: Session, cast: Cast) -> None:
    people.leave(session, cast.dan, actor=SYSTEM, now=NOW, last_day=TODAY - timedelta(days=1))
    session.commit()
    with pytest.raises(RuleBroken, match="has left"):
        make_goal(session, cast)


def test_the_owner_reads_the_draft_that_somebody_else_wrote(session: Session, cast: Cast) -> None:
    goal = make_goal(session, cast, owner=cast.eve)
    assert get(session, cast.actor(cast.eve, session), Objective, goal.id) is goal
    with pytest.raises(NotFound):
        get(session, cast.actor(cast.otto, session), Objective, goal.id)


def edit(session: Session, cast: Cast, goal: Objective, who: Person, **more: Any) -> None:
    values: dict[str, Any] = {
        "title": "Moving is easy", "owner": cast.dan, "sponsor": cast.ada,
        "departments": [(cast.billing, "prints"), (cast.product, "draws the form")], **more,
    }  # fmt: skip
    service.edit_objective(session, goal, actor=cast.actor(who, session), now=NOW, **values)
    session.commit()


def test_a_draft_is_changed_with_its_departments(session: Session, cast: Cast) -> None:
    goal = make_goal(session, cast)
    edit(session, cast, goal, cast.dan)
    goal = queries.one_objective(session, cast.actor(cast.dan, session), goal.id)
    assert goal.title == "Moving is easy"
    assert {(row.department_id, row.part) for row in goal.departments} == {
        (cast.billing.id, "prints"),
        (cast.product.id, "draws the form"),
    }


def test_the_former_owner_no_longer_reads_the_draft(session: Session, cast: Cast) -> None:
    goal = make_goal(session, cast, owner=cast.eve)
    edit(session, cast, goal, cast.ben, owner=cast.dan)
    with pytest.raises(NotFound):
        get(session, cast.actor(cast.eve, session), Objective, goal.id)


def test_changing_is_refused_to_others_from_an_old_version_and_after_publication(session: Session, cast: Cast) -> None:
    goal = make_goal(session, cast)
    with pytest.raises(NotAllowed):
        edit(session, cast, goal, cast.cleo)
    session.rollback()
    with pytest.raises(Conflict):
        edit(session, cast, goal, cast.dan, version=goal.version - 1)
    session.rollback()
    make_key_result(session, goal, cast.dan)
    service.publish(session, goal, actor=SYSTEM, now=NOW)
    session.commit()
    with pytest.raises(RuleBroken, match="is published"):
        edit(session, cast, goal, cast.dan)


@pytest.mark.parametrize(
    ("measure", "field"),
    [
        (Measure(D(5), D(5)), "target"),
        (Measure(D("NaN"), D(5)), "baseline"),
        (Measure(D(1), D("Infinity")), "target"),
        (Measure(D(1), D("1" * 40)), "target"),
        (Measure(D(1), D("0." + "1" * 16)), "target"),
        (Measure(D(1), D(2), weight=D(-1)), "weight"),
        (Measure(D(1), D(2), unit="x" * 41), "unit"),
        (Measure(D(1), D(2), first_on=date(2026, 6, 30)), "start_on"),
        (Measure(D(1), D(2), last_on=date(2027, 1, 1)), "end_on"),
        (Measure(D(1), D(2), first_on=date(2026, 9, 2), last_on=date(2026, 9, 1)), "end_on"),
    ],
)
def test_what_cannot_be_measured_is_refused(session: Session, cast: Cast, measure: Measure, field: str) -> None:
    goal = make_goal(session, cast)
    with pytest.raises(RuleBroken) as refused:
        service.make_key_result(session, goal, "Calls", owner=cast.dan, measure=measure, actor=SYSTEM, now=NOW)
    assert refused.value.field == field


@pytest.mark.parametrize(("who", "may"), zip_may("dan ben cora", "cleo eve"))
def test_owner_secretary_and_cx_office_add_key_results(session: Session, cast: Cast, who: str, may: bool) -> None:
    goal, actor = make_goal(session, cast), cast.actor(getattr(cast, who), session)
    if not may:
        with pytest.raises(NotAllowed):
            service.make_key_result(session, goal, "Calls", owner=cast.eve, measure=HALF, actor=actor, now=NOW)
        return
    made = service.make_key_result(session, goal, "Calls", owner=cast.eve, measure=HALF, actor=actor, now=NOW)
    session.commit()
    assert (made.last_on, made.committee_id, made.subject.is_draft) == (LAST, cast.council.id, True)
    assert get(session, cast.actor(cast.eve, session), KeyResult, made.id) is made


def test_a_key_result_is_changed_while_a_draft_only(session: Session, cast: Cast) -> None:
    goal = make_goal(session, cast)
    made = make_key_result(session, goal, cast.dan)
    told: dict[str, Any] = {"title": "Calls", "owner": cast.eve, "measure": HALF, "now": NOW}
    service.edit_key_result(session, made, actor=cast.actor(cast.dan, session), **told)
    session.commit()
    assert (made.title, made.target, made.owner_id) == ("Calls", D(2), cast.eve.id)
    service.publish(session, goal, actor=SYSTEM, now=NOW)
    session.commit()
    with pytest.raises(RuleBroken, match="stay as they are"):
        service.edit_key_result(session, made, actor=SYSTEM, **told)
    session.rollback()
    with pytest.raises(NotAllowed):
        service.make_key_result(
            session, goal, "More", owner=cast.dan, measure=HALF, actor=cast.actor(cast.dan, session), now=NOW
        )


@pytest.mark.parametrize(("who", "may"), zip_may("ada cora", "ben dan eve"))
def test_chair_and_cx_office_publish(session: Session, cast: Cast, who: str, may: bool) -> None:
    goal = make_goal(session, cast)
    made = make_key_result(session, goal, cast.dan)
    actor = cast.actor(getattr(cast, who), session)
    if not may:
        with pytest.raises(NotAllowed):
            service.publish(session, goal, actor=actor, now=NOW)
        return
    service.publish(session, goal, actor=actor, now=NOW)
    session.commit()
    assert (goal.state, goal.subject.is_draft, made.subject.is_draft) == (ObjectiveState.PUBLISHED, False, False)
    session.refresh(goal)
    with pytest.raises(RuleBroken, match="not possible"):
        service.publish(session, goal, actor=actor, now=NOW)


def test_a_goal_without_key_result_sponsor_or_weight_is_not_published(session: Session, cast: Cast) -> None:
    goal = make_goal(session, cast, sponsor=None)
    with pytest.raises(RuleBroken, match="sponsors"):
        service.publish(session, goal, actor=SYSTEM, now=NOW)
    session.rollback()
    edit(session, cast, goal, cast.ben)
    with pytest.raises(RuleBroken, match="at least one key result"):
        service.publish(session, goal, actor=SYSTEM, now=NOW)
    session.rollback()
    make_key_result(session, goal, cast.dan, weight=D(0))
    with pytest.raises(RuleBroken, match="weigh 0"):
        service.publish(session, goal, actor=SYSTEM, now=NOW)


def test_dropping_needs_a_reason_and_after_publication_the_chair(session: Session, cast: Cast) -> None:
    goal, _ = published(session, cast)
    told: dict[str, Any] = {"today": TODAY, "now": NOW}
    with pytest.raises(NotAllowed):
        service.drop(session, goal, reason="Too dear.", actor=cast.actor(cast.dan, session), **told)
    session.rollback()
    chair = cast.actor(cast.ada, session)
    with pytest.raises(RuleBroken, match="Say why"):
        service.drop(session, goal, reason=" ", actor=chair, **told)
    session.rollback()
    service.drop(session, goal, reason="Too dear.", actor=chair, **told)
    session.commit()
    assert (goal.state, goal.dropped_on, goal.dropped_reason) == (ObjectiveState.DROPPED, TODAY, "Too dear.")


def test_a_dropped_key_result_leaves_the_mean_and_takes_no_check_in(session: Session, cast: Cast) -> None:
    goal, made = published(session, cast)
    other = make_key_result(session, goal, cast.dan, "Calls", baseline=D(0), target=D(10))
    read(session, other, "10", TODAY)
    service.drop_key_result(session, made, reason="Bad measure.", today=TODAY, actor=SYSTEM, now=NOW)
    session.commit()
    assert made.state is KeyResultState.DROPPED
    goal = queries.one_objective(session, SYSTEM, goal.id)
    now = queries.figures_of(session, SYSTEM, [goal], TODAY)[goal.id]
    before = queries.figures_of(session, SYSTEM, [goal], TODAY - timedelta(days=1))[goal.id]
    assert [one.key_result.id for one in now.key_results] == [other.id]
    assert [one.key_result.id for one in now.dropped] == [made.id]
    assert (now.progress.value, len(before.key_results)) == (D(1), 2)
    with pytest.raises(RuleBroken, match="was dropped"):
        read(session, made, "90", TODAY)


def test_a_restricted_goal_is_read_by_its_owner_and_unknown_to_others(session: Session, cast: Cast) -> None:
    goal, made = published(session, cast, level=Level.RESTRICTED, committee=None, owner=cast.eve)
    assert get(session, cast.actor(cast.eve, session), Objective, goal.id) is goal
    assert get(session, cast.actor(cast.dan, session), KeyResult, made.id) is made
    for person in (cast.ben, cast.cleo, cast.alma):
        with pytest.raises(NotFound):
            get(session, cast.actor(person, session), Objective, goal.id)


def test_a_goal_addresses_only_what_its_writer_may_know_of(session: Session, cast: Cast) -> None:
    goal, dan = make_goal(session, cast), cast.actor(cast.dan, session)
    service.address(session, goal, cast.council, actor=dan, now=NOW)
    session.commit()
    assert "addresses" in [row.words for row in links_of(session, dan, goal.id)]
    with pytest.raises(NotFound):
        service.address(session, goal, cast.board, actor=dan, now=NOW)
    session.rollback()
    with pytest.raises(NotAllowed):
        service.address(session, goal, cast.council, actor=cast.actor(cast.cleo, session), now=NOW)


@pytest.mark.parametrize(("who", "may"), zip_may("cora ada ben", "eve dan"))
def test_the_cx_office_and_those_who_run_a_committee_set_up_cycles(
    session: Session, cast: Cast, who: str, may: bool
) -> None:
    actor = cast.actor(getattr(cast, who), session)
    days: dict[str, Any] = {"first_on": date(2027, 1, 1), "last_on": date(2027, 6, 30)}
    if may:
        assert service.make_cycle(session, "First half of 2027", actor=actor, now=NOW, **days).title
    else:
        with pytest.raises(NotAllowed):
            service.make_cycle(session, "First half of 2027", actor=actor, now=NOW, **days)


def test_a_cycle_that_ends_before_it_begins_is_refused(session: Session, cast: Cast) -> None:
    with pytest.raises(RuleBroken) as refused:
        make_cycle(session, first_on=date(2026, 7, 2), last_on=date(2026, 7, 1))
    assert refused.value.field == "last_on"
