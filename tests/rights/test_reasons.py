"""Why somebody reads a subject, said by the rules, against the query through which everything is read."""

from dataclasses import replace
from itertools import product

import pytest
from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from cxgov.core.enums import Level
from cxgov.core.errors import NotNow, RuleBroken
from cxgov.gaps import service as gaps
from cxgov.gaps.models import Gap
from cxgov.initiatives.models import Initiative
from cxgov.journal.enums import Kind
from cxgov.journal.models import Subject, SubjectReader
from cxgov.journal.queries import visible_subjects
from cxgov.rights.rules import (
    Facts,
    Reason,
    check_letting_read,
    check_lowering,
    check_raising,
    check_reason,
    reasons,
)
from tests.initiatives.build import make_initiative
from tests.support.cast import NOW, Cast

PEOPLE = ("ada", "ben", "cleo", "olga", "dan", "eve", "cora", "otto", "alma")


@pytest.mark.parametrize("is_minuted", [True, False])
def test_the_rules_give_a_reason_to_exactly_those_whom_the_query_lets_read(
    session: Session, cast: Cast, is_minuted: bool
) -> None:
    thing: Initiative | Gap = make_initiative(session, cast)
    if is_minuted:
        thing = gaps.note_gap(
            session, "Nobody tells them", source=cast.council, between=None, actor=cast.actor(cast.ben, session),
            now=NOW, seen_on=NOW.date(),
        )  # fmt: skip
    session.commit()
    row = session.get_one(Subject, thing.id)
    kind, made_by, committee_id = row.kind, row.created_by_id, row.committee_id
    actors = [cast.actor(getattr(cast, one), session) for one in PEOPLE]
    actors += [replace(one, opened=frozenset({cast.council.id})) for one in actors if one.id == cast.alma.id]
    for level, draft, named, barred in product(Level, (False, True), (None, "eve", "alma"), (None, "ada", "alma")):
        if named and named == barred:
            continue
        session.execute(update(Subject).where(Subject.id == row.id).values(own_level=0, level=level, is_draft=draft))
        session.execute(delete(SubjectReader).where(SubjectReader.subject_id == row.id))
        listed = {getattr(cast, who).id: who == barred for who in (named, barred) if who}
        for person_id, is_barred in listed.items():
            values = {"subject_id": row.id, "person_id": person_id, "is_barred": is_barred}
            session.execute(insert(SubjectReader).values(**values))
        facts = Facts(
            kind, level, draft, committee_id, made_by,
            named=[one for one in listed if not listed[one]], barred=[one for one in listed if listed[one]],
        )  # fmt: skip
        for who in actors:
            reads = session.scalar(visible_subjects(who).where(Subject.id == row.id)) is not None
            assert bool(reasons(who, facts)) == reads, (who.name, facts)


def test_the_reasons_are_these(session: Session, cast: Cast) -> None:
    ada, otto, alma = (cast.actor(one, session) for one in (cast.ada, cast.otto, cast.alma))
    facts = Facts(Kind.DECISION, Level.RESTRICTED, False, cast.council.id, None, named=[cast.ada.id])
    assert reasons(ada, facts) == (Reason.MEMBER, Reason.NAMED)
    assert reasons(otto, facts) == (Reason.AUDITOR,)
    assert reasons(replace(alma, opened=frozenset({cast.council.id})), facts) == (Reason.GLASS,)
    assert reasons(ada, replace(facts, is_draft=True)) == (Reason.RUNS, Reason.NAMED)
    assert reasons(otto, replace(facts, is_draft=True)) == ()


@pytest.mark.parametrize("reason", ["", "   ", "because", " " * 30 + "short"])
def test_a_reason_says_something(reason: str) -> None:
    with pytest.raises(RuleBroken, match="20 characters"):
        check_reason(reason)


def test_a_level_is_raised_upwards_and_only_to_two() -> None:
    check_raising(Kind.MEETING, Level.INTERNAL, Level.RESTRICTED)
    for kind, level, wanted in (
        (Kind.MEETING, Level.INTERNAL, Level.INTERNAL), (Kind.MEETING, Level.RESTRICTED, Level.OPEN),
        (Kind.AGENDA_ITEM, Level.INTERNAL, Level.IN_CAMERA), (Kind.PERSON, Level.INTERNAL, Level.RESTRICTED),
        (Kind.REPORT, Level.INTERNAL, Level.RESTRICTED),
    ):  # fmt: skip
        with pytest.raises(RuleBroken):
            check_raising(kind, level, wanted)


def test_a_level_is_lowered_below_its_own_and_not_below_what_it_belongs_to() -> None:
    check_lowering(Kind.DECISION, Level.RESTRICTED, Level.INTERNAL, Level.INTERNAL)
    for own, above, wanted in (
        (Level.RESTRICTED, Level.INTERNAL, Level.RESTRICTED), (Level.RESTRICTED, Level.INTERNAL, Level.IN_CAMERA),
        (Level.RESTRICTED, Level.INTERNAL, Level.OPEN), (Level.INTERNAL, Level.RESTRICTED, Level.OPEN),
    ):  # fmt: skip
        with pytest.raises(RuleBroken):
            check_lowering(Kind.DECISION, own, above, wanted)
    with pytest.raises(NotNow):
        check_lowering(Kind.PERSON, Level.RESTRICTED, Level.OPEN, Level.INTERNAL)


def test_only_an_auditor_who_is_not_barred_is_let_into_what_is_in_camera() -> None:
    check_letting_read(Level.IN_CAMERA, is_auditor=True, is_barred=False)
    for level, is_auditor, is_barred in (
        (Level.RESTRICTED, True, False), (Level.IN_CAMERA, False, False), (Level.IN_CAMERA, True, True),
    ):  # fmt: skip
        with pytest.raises(RuleBroken):
            check_letting_read(level, is_auditor=is_auditor, is_barred=is_barred)
