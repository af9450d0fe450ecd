"""The journal: nothing changes without an entry, and nothing can be altered unseen."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from cxgov.core.enums import Level
from cxgov.core.errors import Conflict, NotFound
from cxgov.journal import queries, service
from cxgov.journal.chain import verify
from cxgov.journal.enums import Relation
from cxgov.journal.models import Entry, Subject
from cxgov.people import service as people
from cxgov.people.models import Person
from tests.support.cast import NOW, SYSTEM, Cast


def test_the_chain_of_a_whole_cast_verifies(session: Session, cast: Cast) -> None:
    count, broken = verify(session)
    assert broken is None
    assert count == session.scalar(select(Entry.seq).order_by(Entry.seq.desc()).limit(1))


def test_a_change_writes_one_entry_with_before_and_after(session: Session, cast: Cast) -> None:
    last = queries.head_seq(session)
    service.begin_write(session)
    service.change(session, cast.dan, "people:person:edit", actor=SYSTEM, now=NOW, title="Dan H. Hellier")
    session.commit()
    made = session.scalars(select(Entry).where(Entry.seq > last)).all()
    assert [(e.subject_id, e.verb) for e in made] == [(cast.dan.id, "people:person:edit")]
    assert '"before":{"title":"Dan Hellier"}' in made[0].body


def test_a_change_past_the_journal_is_refused(session: Session, cast: Cast) -> None:
    service.begin_write(session)
    cast.dan.job = "Head of nothing"
    with pytest.raises(RuntimeError, match="Person changed without a journal entry"):
        session.flush()
    session.rollback()


def test_an_entry_cannot_be_updated_or_deleted(session: Session, cast: Cast) -> None:
    for statement in ("UPDATE entries SET body = '{}'", "DELETE FROM entries"):
        with pytest.raises(DBAPIError, match="append-only"), session.begin_nested():
            session.execute(text(statement))


def test_a_rolled_back_savepoint_forgets_its_entries(session: Session, cast: Cast) -> None:
    last = queries.head_seq(session)
    service.begin_write(session)

    def lose() -> None:
        with service.savepoint(session):
            service.change(session, cast.dan, "people:person:edit", actor=SYSTEM, now=NOW, job="Lost")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        lose()
    service.change(session, cast.eve, "people:person:edit", actor=SYSTEM, now=NOW, job="Kept")
    session.commit()
    assert session.scalars(select(Entry.subject_id).where(Entry.seq > last)).all() == [cast.eve.id]


def test_an_older_version_is_a_conflict(session: Session, cast: Cast) -> None:
    with pytest.raises(Conflict):
        service.check_version(cast.dan, cast.dan.version - 1)


def test_a_restricted_committee_is_unknown_to_those_outside(session: Session, cast: Cast) -> None:
    for person, sees in (
        (cast.ada, False),
        (cast.alma, False),
        (cast.eve, False),
        (cast.cora, True),
        (cast.otto, True),
    ):
        actor = cast.actor(person, session)
        if sees:
            assert queries.get(session, actor, type(cast.board), cast.board.id) is cast.board
        else:
            with pytest.raises(NotFound):
                queries.get(session, actor, type(cast.board), cast.board.id)


def test_links_read_in_both_directions_and_hide_the_end_one_may_not_know(session: Session, cast: Cast) -> None:
    service.begin_write(session)
    service.link(session, cast.dan, Relation.SERVES, cast.board, actor=SYSTEM, now=NOW)
    service.link(session, cast.dan, Relation.SERVES, cast.council, actor=SYSTEM, now=NOW)
    service.link(session, cast.dan, Relation.SERVES, cast.council, actor=SYSTEM, now=NOW)
    session.commit()
    dan, cora = cast.actor(cast.dan, session), cast.actor(cast.cora, session)
    assert [row.other.title for row in queries.links_of(session, dan, cast.dan.id)] == ["Customer Council"]
    assert len(queries.links_of(session, cora, cast.dan.id)) == 2
    assert [row.words for row in queries.links_of(session, dan, cast.council.id)] == ["is served by"]


def test_the_timeline_leaves_a_link_out_for_those_who_must_not_know_of_its_other_end(
    session: Session, cast: Cast
) -> None:
    service.begin_write(session)
    service.link(session, cast.dan, Relation.SERVES, cast.board, actor=SYSTEM, now=NOW)
    service.link(session, cast.dan, Relation.SERVES, cast.council, actor=SYSTEM, now=NOW)
    session.commit()
    dan, cora = cast.actor(cast.dan, session), cast.actor(cast.cora, session)
    told = [row.detail for row in queries.timeline(session, dan, [cast.dan.id], limit=2)]
    assert told == ["Customer Council"]
    told = [row.detail for row in queries.timeline(session, cora, [cast.dan.id], limit=2)]
    assert told == ["Customer Council", "Remuneration Board"]


def test_a_level_is_passed_on_to_what_lies_below(session: Session, cast: Cast) -> None:
    service.begin_write(session)
    child = people.make_person(session, "Under Council", actor=SYSTEM, now=NOW)
    service.change(session, child, "people:person:edit", actor=SYSTEM, now=NOW, parent_id=cast.council.id)
    service.set_level(session, cast.council, Level.RESTRICTED, actor=SYSTEM, now=NOW)
    session.commit()
    assert session.get(Subject, child.id).level is Level.RESTRICTED  # type: ignore[union-attr]
    assert child.subject.own_level is Level.INTERNAL


def test_numbers_are_given_in_order_and_given_back_by_a_failed_transaction(session: Session, cast: Cast) -> None:
    service.begin_write(session)
    assert [service.next_number(session, "x") for _ in range(2)] == [1, 2]
    session.rollback()
    service.begin_write(session)
    assert service.next_number(session, "x") == 1


def test_everything_a_person_may_not_know_answers_like_an_unknown_id(session: Session, cast: Cast) -> None:
    actor = cast.actor(cast.eve, session)
    for unknown in (0, -1, 2**63, 99999999, cast.board.id):
        with pytest.raises(NotFound):
            queries.get(session, actor, Person, unknown)
