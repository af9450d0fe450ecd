"""What PostgreSQL undid because of another transaction is tried again, and nothing happens twice."""

import threading

import pytest
from flask import Flask
from psycopg import errors as pg
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from cxgov.app import create_app
from cxgov.core.config import load
from cxgov.web import trouble
from cxgov.web.access import public
from cxgov.web.extensions import csrf, db
from tests.support.served import ON_BOTH, make_instance

pytestmark = pytest.mark.commits


def locking(folder, environ, order: list[str]) -> Flask:
    """Give the application with one more page, which locks two rows in the order that its address names."""
    app = create_app(load(folder, environ))

    @csrf.exempt
    @public
    def lock() -> str:
        order.append("try")
        first, second = ("a", "b") if len(order) % 2 else ("b", "a")
        for scope in (first, second):
            db.session.execute(text("UPDATE counters SET last = last + 1 WHERE scope = :scope"), {"scope": scope})
            meet.wait() if scope == first and not meet.broken and len(order) <= 2 else None
        db.session.commit()
        return "done"

    meet = threading.Barrier(2, timeout=5)
    app.add_url_rule("/lock", "lock", lock, methods=["POST"])
    return app


@pytest.mark.postgres
@pytest.mark.xdist_group("postgres")
def test_c085_one_of_two_that_wait_for_each_other_is_tried_again(tmp_path):
    instance = make_instance("postgres", tmp_path / "instance", is_empty=True)
    instance.rows("INSERT INTO counters (scope, last) VALUES ('a', 0), ('b', 0)")
    order: list[str] = []
    app, answers = locking(instance.folder, instance.environ, order), []
    threads = [threading.Thread(target=lambda: answers.append(app.test_client().post("/lock"))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [(one.status_code, one.get_data(as_text=True)) for one in answers] == [(200, "done")] * 2
    assert len(order) == 3
    assert instance.rows("SELECT scope, last FROM counters ORDER BY scope") == [("a", 2), ("b", 2)]
    with app.app_context():
        db.engine.dispose()


@ON_BOTH
def test_c085_after_three_tries_it_is_an_answer(kind, tmp_path):
    instance = make_instance(kind, tmp_path / "instance", is_empty=True)
    app, tries = create_app(load(instance.folder, instance.environ)), []

    @csrf.exempt
    @public
    def lose() -> str:
        tries.append("try")
        raise OperationalError("UPDATE", {}, pg.DeadlockDetected("deadlock detected"))

    app.add_url_rule("/lose", "lose", lose, methods=["POST"])
    answer = app.test_client().post("/lose")
    assert (answer.status_code, answer.headers["Retry-After"], len(tries)) == (503, "5", 1 + trouble.TRIES)
    assert "CXG-E506" in answer.get_data(as_text=True)
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("database or disk is full", trouble.FULL),
        ('could not extend file "base/1": No space left on device', trouble.FULL),
        ("attempt to write a readonly database", trouble.READ_ONLY),
        ("database is locked", trouble.BUSY),
        ("canceling statement due to lock timeout", trouble.BUSY),
        ("syntax error", None),
    ],
)
def test_what_a_database_says_is_told_in_a_sentence_or_is_a_bug(words, sentence):
    assert trouble.sentence_of(DBAPIError("", {}, Exception(words))) == sentence
