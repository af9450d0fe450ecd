"""Lists of action items as rows, alike on both databases."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from cxgov.actions import queries
from cxgov.actions.queries import Filters, Group, Sort
from cxgov.app import create_app
from cxgov.web.extensions import db
from tests.actions.items import DUE, make, make_done, propose
from tests.conftest import fill_schema, make_settings
from tests.support.cast import TODAY, Cast, make_cast
from tests.support.databases import new_url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def own_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application on a database of its own."""
    made = create_app(make_settings(tmp_path, new_url(request.param, tmp_path)))
    fill_schema(made)
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


def titles(cast: Cast, filters: Filters, page: int = 1, size: int = 50) -> list[str]:
    found = queries.action_list(
        db.session(), cast.actor(cast.ben, db.session()), filters, page=page, today=TODAY, size=size
    )
    return [row.title for row in found.rows]


@pytest.mark.commits
def test_every_filter_order_and_page_is_alike_on_both_databases(own_app: Flask) -> None:
    session = db.session()
    cast = make_cast(session)
    make(session, cast, "Late 100% one", due_on=TODAY - timedelta(days=3))
    make(session, cast, "Next meeting", due_on=None, due_next_meeting=True, owner=cast.cleo)
    make(session, cast, "Later one", due_on=DUE)
    make_done(session, cast, "Done one")
    propose(session, cast, "New one")
    hidden = make(session, cast, "Hidden", committee=cast.board, owner=cast.eve, actor=cast.actor(cast.cora, session))

    assert titles(cast, Filters()) == ["Late 100% one", "Later one", "Next meeting"]
    assert titles(cast, Filters(group=Group.LATE)) == ["Late 100% one"]
    assert titles(cast, Filters(group=Group.PROPOSED)) == ["New one"]
    assert titles(cast, Filters(group=Group.DONE)) == ["Done one"]
    assert titles(cast, Filters(group=Group.ALL, sort=Sort.NEWEST)) == [
        "New one", "Done one", "Later one", "Next meeting", "Late 100% one",
    ]  # fmt: skip
    assert titles(cast, Filters(group=Group.ALL, sort=Sort.OLDEST), page=2, size=2) == ["Later one", "Done one"]
    assert titles(cast, Filters(group=Group.ALL, sort=Sort.SLIPS), size=1) == ["Late 100% one"]
    assert titles(cast, Filters(text="100%")) == ["Late 100% one"]
    assert titles(cast, Filters(text="LATER")) == ["Later one"]
    assert titles(cast, Filters(owner_id=cast.cleo.id, department_id=cast.product.id)) == ["Next meeting"]
    assert titles(cast, Filters(committee_id=cast.council.id, due_from=DUE, due_to=DUE)) == ["Later one"]
    assert titles(cast, Filters(source_id=cast.council.id)) == []
    ben, cora = (cast.actor(one, session) for one in (cast.ben, cast.cora))
    assert len(queries.open_of_committee(session, ben, cast.council.id)) == 4
    assert queries.open_of_committee(session, ben, cast.board.id) == []
    assert [row.id for row in queries.open_of_committee(session, cora, cast.board.id)] == [hidden.id]
    assert len(list(queries.export_rows(session, ben, Filters(group=Group.ALL), today=TODAY))) == 5
    work = queries.work_of(session, cast.actor(cast.dan, session), TODAY)
    assert [row.title for row in work.owned] == ["Late 100% one", "Later one"]


@pytest.mark.commits
def test_a_page_says_how_many_there_are_and_what_the_filters_offer(own_app: Flask) -> None:
    session = db.session()
    cast = make_cast(session)
    for number in range(3):
        make(session, cast, f"Item {number}")
    found = queries.action_list(
        session, cast.actor(cast.ben, session), Filters(owner_id=cast.dan.id), page=1, today=TODAY, size=2
    )
    assert (found.total, found.has_later, found.is_more_than_counted, found.owner) == (3, True, False, "Dan Hellier")
    assert [name for _, name in found.departments] == ["Billing", "Product", "Support"]
    assert [name for _, name in found.committees] == ["Customer Council"]
    assert found.head > 0
