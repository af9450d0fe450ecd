"""Who may know of a subject: every kind of person against every level, draft, name, bar, end and broken glass.

The expectation is written by hand from the table of rights, and knows nothing of the query.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from cxgov.core import clock
from cxgov.core.actor import Actor
from cxgov.core.enums import Level
from cxgov.core.errors import NotFound
from cxgov.decisions.models import Decision
from cxgov.gaps import service as gaps
from cxgov.gaps.models import Gap
from cxgov.initiatives.models import Initiative
from cxgov.journal import queries
from cxgov.journal.models import Subject, SubjectReader
from tests.initiatives.build import make_initiative
from tests.support.cast import NOW, SYSTEM, Cast

PEOPLE = ("ada", "ben", "cleo", "olga", "dan", "eve", "cora", "otto", "alma")
EVERYBODY = set(PEOPLE)
COUNCIL = {"ada", "ben", "cleo", "dan", "olga"}
BY_LEVEL = {
    Level.OPEN: EVERYBODY,
    Level.INTERNAL: EVERYBODY,
    Level.RESTRICTED: COUNCIL | {"cora", "otto"},
    Level.IN_CAMERA: set[str](),
}
MINUTED_DRAFT = {
    Level.OPEN: {"ada", "ben", "cora"},
    Level.INTERNAL: {"ada", "ben", "cora"},
    Level.RESTRICTED: {"ada", "ben"},
    Level.IN_CAMERA: set[str](),
}
OTHER_DRAFT = {**MINUTED_DRAFT, Level.RESTRICTED: {"ada", "ben", "cora"}}
SOON, PAST = timedelta(minutes=1), timedelta(minutes=-1)


@pytest.fixture
def gap(session: Session, cast: Cast) -> Gap:
    """A gap of the council that the system noted, so that nobody reads it for having made it."""
    made = gaps.note_gap(
        session, "Nobody tells them", source=cast.council, between=None, actor=SYSTEM, now=NOW, seen_on=NOW.date()
    )  # fmt: skip
    session.commit()
    return made


def put(session: Session, thing: Gap | Initiative, level: Level, *, draft: bool = False) -> None:
    """Set level and draft past the verbs: this is about reading only."""
    session.execute(update(Subject).where(Subject.id == thing.id).values(own_level=level, level=level, is_draft=draft))


def name(session: Session, thing: Gap, person: object, *, ends: timedelta | None = None, barred: bool = False) -> None:
    until = None if ends is None else clock.now() + ends
    row = {"subject_id": thing.id, "person_id": getattr(person, "id", None), "until": until, "is_barred": barred}
    session.execute(insert(SubjectReader).values(**row))


def readers(
    session: Session, cast: Cast, thing: Gap | Initiative, change: Callable[[Actor], Actor] | None = None
) -> set[str]:
    """Return who of the cast may know of it, asked in the two ways in which everything is read."""
    found = set()
    for one in PEOPLE:
        actor = cast.actor(getattr(cast, one), session)
        actor = change(actor) if change else actor
        listed = session.scalar(queries.visible_subjects(actor).where(Subject.id == thing.id)) is not None
        try:
            queries.get(session, actor, type(thing), thing.id)
        except NotFound:
            assert not listed
        else:
            assert listed
            found.add(one)
    return found


@pytest.mark.parametrize("level", Level)
def test_a_level_is_read_by_these_and_nobody_else(session: Session, cast: Cast, gap: Gap, level: Level) -> None:
    put(session, gap, level)
    assert readers(session, cast, gap) == BY_LEVEL[level]


@pytest.mark.parametrize("level", Level)
def test_what_stands_in_draft_minutes_is_read_by_these(session: Session, cast: Cast, gap: Gap, level: Level) -> None:
    put(session, gap, level, draft=True)
    assert readers(session, cast, gap) == MINUTED_DRAFT[level]


@pytest.mark.parametrize("level", Level)
def test_another_draft_is_read_by_the_cx_office_as_well(session: Session, cast: Cast, level: Level) -> None:
    one = make_initiative(session, cast)
    put(session, one, level, draft=True)
    session.execute(update(Subject).where(Subject.id == one.id).values(created_by_id=None))
    session.query(SubjectReader).delete()
    assert readers(session, cast, one) == OTHER_DRAFT[level]


@pytest.mark.parametrize("draft", [False, True])
@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize(
    ("ends", "barred", "reads"),
    [(None, False, True), (SOON, False, True), (PAST, False, False), (None, True, False), (SOON, True, False)],
)
def test_somebody_named_reads_it_until_the_end_and_nobody_who_is_barred_does_by_name(
    session: Session, cast: Cast, gap: Gap, level: Level, ends: timedelta | None, barred: bool, reads: bool, draft: bool
) -> None:
    put(session, gap, level, draft=draft)
    name(session, gap, cast.eve, ends=ends, barred=barred)
    others = MINUTED_DRAFT[level] if draft else BY_LEVEL[level]
    assert readers(session, cast, gap) == (others | {"eve"} if reads else others)


@pytest.mark.parametrize("level", Level)
def test_broken_glass_opens_what_is_no_draft_to_whom_it_is_open(
    session: Session, cast: Cast, gap: Gap, level: Level
) -> None:
    opens = {"alma"}

    def broken(actor: Actor) -> Actor:
        return replace(actor, opened=frozenset({cast.council.id})) if actor.id == cast.alma.id else actor

    put(session, gap, level)
    assert readers(session, cast, gap, broken) == BY_LEVEL[level] | opens
    put(session, gap, level, draft=True)
    assert readers(session, cast, gap, broken) == MINUTED_DRAFT[level]


def test_broken_glass_opens_one_committee_only_and_nothing_to_the_barred(
    session: Session, cast: Cast, gap: Gap
) -> None:
    def elsewhere(actor: Actor) -> Actor:
        return replace(actor, opened=frozenset({cast.board.id}))

    def here(actor: Actor) -> Actor:
        return replace(actor, opened=frozenset({cast.council.id}))

    put(session, gap, Level.IN_CAMERA)
    assert readers(session, cast, gap, elsewhere) == set()
    name(session, gap, cast.alma, barred=True)
    assert readers(session, cast, gap, here) == EVERYBODY - {"alma"}


def test_the_end_of_a_reading_is_asked_when_the_statement_runs(session: Session, cast: Cast, gap: Gap) -> None:
    put(session, gap, Level.IN_CAMERA)
    name(session, gap, cast.otto, ends=timedelta(milliseconds=300))
    wanted = queries.visible(cast.actor(cast.otto, session), Gap).where(Gap.id == gap.id)
    assert session.scalar(wanted) is not None
    end = clock.now() + timedelta(milliseconds=400)
    while clock.now() < end:
        pass
    assert session.scalar(wanted) is None


def test_the_system_reads_everything(session: Session, cast: Cast, gap: Gap) -> None:
    put(session, gap, Level.IN_CAMERA, draft=True)
    assert queries.get(session, SYSTEM, Gap, gap.id).id == gap.id


def test_what_may_be_known_is_asked_in_one_statement_whoever_asks(
    session: Session, cast: Cast, gap: Gap, count_sql: Callable[..., object]
) -> None:
    for one in PEOPLE:
        actor = cast.actor(getattr(cast, one), session)
        with count_sql() as seen:  # type: ignore[attr-defined]  # the fixture gives a context manager
            session.scalars(queries.visible(actor, Decision)).all()
        assert len(seen) == 1, one
