"""Many writers of one note at the same moment, each in a thread of its own on a real file."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, func, insert, select
from sqlalchemy.orm import Session

from cxgov.app import load_models
from cxgov.core import db as core_db
from cxgov.core import ddl
from cxgov.core.db import Base
from cxgov.core.errors import Conflict
from cxgov.journal.chain import FIRST, KEY, verify
from cxgov.journal.models import JournalHead
from cxgov.meetings import service
from cxgov.meetings.models import Block, BlockRevision, Meeting
from tests.meetings.build import ben, make_meeting, minute
from tests.support.cast import NOW, make_cast
from tests.support.databases import new_url

SAVERS = 20


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: Any, tmp_path: Path) -> Any:
    """A new database of each kind, with schema and triggers."""
    load_models()
    made = create_engine(
        new_url(request.param, tmp_path), execution_options={KEY: b"k" * 32}, pool_size=SAVERS + 1, pool_timeout=60
    )
    core_db.tune(made)
    with made.begin() as connection:
        Base.metadata.create_all(connection)
        ddl.install(connection)
        connection.execute(insert(JournalHead).values(id=1, seq=0, mac=FIRST))
    yield made
    made.dispose()


def at_once(work: Callable[[int], Any]) -> list[Any]:
    """What each of the threads gave back, or the exception it ended with."""
    found: list[Any] = [None] * SAVERS
    barrier = threading.Barrier(SAVERS)

    def run(number: int) -> None:
        barrier.wait()
        try:
            found[number] = work(number)
        except Exception as no:  # noqa: BLE001 - how each thread ends is what the test looks at
            found[number] = no

    threads = [threading.Thread(target=run, args=(number,)) for number in range(SAVERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=90)
    return found


@pytest.mark.commits
def test_of_twenty_savers_of_one_version_one_wins_and_the_others_keep_both_texts(engine: Any) -> None:
    with Session(engine) as session:
        cast = make_cast(session)
        meeting = make_meeting(session, cast)
        block = minute(session, cast, meeting, "The first text.")
        who, ids = ben(session, cast), (meeting.id, block.id)

    def save(number: int) -> bool:
        with Session(engine) as session:
            meeting, block = session.get_one(Meeting, ids[0]), session.get_one(Block, ids[1])
            done = service.save_block(
                session, meeting, block, f"Text of saver {number}.", version=1, actor=who, now=NOW
            )
            session.commit()
            return done

    found = at_once(save)
    lost = [one for one in found if isinstance(one, Conflict)]
    assert (found.count(True), len(lost)) == (1, SAVERS - 1), found
    winner = f"Text of saver {found.index(True)}."
    assert {one.theirs for one in lost} == {winner}
    assert len({one.yours for one in lost} | {winner}) == SAVERS
    with Session(engine) as session:
        assert session.scalars(select(BlockRevision.text).order_by(BlockRevision.version)).all()[1:] == [winner]
        assert session.get_one(Block, ids[1]).version == 2
        assert verify(session)[1] is None


@pytest.mark.commits
def test_twenty_notes_added_at_once_are_all_kept_each_in_its_place(engine: Any) -> None:
    with Session(engine) as session:
        cast = make_cast(session)
        meeting = make_meeting(session, cast)
        who, meeting_id = ben(session, cast), meeting.id

    def add(number: int) -> int:
        with Session(engine) as session:
            meeting = session.get_one(Meeting, meeting_id)
            block = service.add_block(session, meeting, f"DECISION: number {number}", actor=who, now=NOW)
            session.commit()
            return block.position

    found = at_once(add)
    assert sorted(found) == list(range(1, SAVERS + 1)), found
    with Session(engine) as session:
        assert session.scalar(select(func.count(Block.id))) == SAVERS
        assert verify(session)[1] is None
