"""Two people at the same item at the same moment."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from cxgov.actions import service
from cxgov.actions.enums import ActionState
from cxgov.actions.models import ActionItem
from cxgov.app import create_app
from cxgov.core.errors import Conflict, RuleBroken
from cxgov.journal.chain import verify
from cxgov.rights.actors import actor_of_person
from cxgov.web.extensions import db
from tests.actions.items import later, make_done
from tests.conftest import fill_schema, make_settings
from tests.support.cast import TODAY, make_cast

pytestmark = pytest.mark.commits


@pytest.fixture
def own_app(tmp_path: Path) -> Iterator[Flask]:
    """An application on a file of its own, that really commits."""
    made = create_app(make_settings(tmp_path))
    fill_schema(made)
    yield made
    with made.app_context():
        db.engine.dispose()


def at_once(*runs: Callable[[], None]) -> None:
    threads = [threading.Thread(target=run) for run in runs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_of_two_who_verify_at_once_one_is_told_that_the_other_was_first(own_app: Flask) -> None:
    with own_app.app_context():
        cast = make_cast(db.session())
        item = make_done(db.session(), cast)
        item_id, version, people = item.id, item.version, (cast.ada.id, cast.ben.id)
        db.session.remove()
    ready, said = threading.Barrier(2), list[str]()

    def verifier(person_id: int) -> Callable[[], None]:
        def run() -> None:
            with own_app.app_context():
                session = db.session()
                who, one = actor_of_person(session, person_id, today=TODAY), session.get_one(ActionItem, item_id)
                assert who is not None
                ready.wait()
                try:
                    service.verify(session, one, actor=who, now=later(person_id), version=version)
                    session.commit()
                    said.append("verified")
                except (Conflict, RuleBroken) as no:
                    session.rollback()
                    said.append(type(no).__name__)

        return run

    at_once(*(verifier(person_id) for person_id in people))

    assert sorted(said) == ["Conflict", "verified"]
    with own_app.app_context():
        assert db.session.get_one(ActionItem, item_id).state is ActionState.VERIFIED
        assert verify(db.session())[1] is None
