"""Eight writers at once on SQLite: our engine, with the whole write path and its journal, against the default."""

import tempfile
import threading
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from flask import Flask
from sqlalchemy import create_engine, select

from cxgov.app import create_app
from cxgov.core.actor import Actor
from cxgov.journal import service as journal
from cxgov.journal.chain import verify
from cxgov.people import service as people
from cxgov.people.models import Person
from cxgov.web import schema
from cxgov.web.extensions import db
from tests.conftest import make_settings

WRITERS, WRITES, MOST_TRIES = 8, 60, 500
NOW = datetime(2026, 11, 24, tzinfo=UTC)
ACTOR = Actor.system("bench")


def _run(work, writers: int) -> tuple[float, int]:
    """Return the seconds that all threads took and how many of their writes failed."""
    failed: list[int] = []
    threads = [threading.Thread(target=lambda n=n: failed.append(work(n))) for n in range(writers)]
    start = perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return perf_counter() - start, sum(failed)


def _measured(folder: Path, *, is_tuned: bool) -> dict[str, float | int]:
    """Let eight threads write through the same verb until each write succeeded; tuned, or as SQLAlchemy comes."""
    settings = make_settings(folder)
    app = create_app(settings)
    with app.app_context():
        schema.upgrade(db.engine)
        person = people.make_person(db.session(), "Counted Person", actor=ACTOR, now=NOW)
        db.session.commit()
        person_id = person.id
        db.session.remove()
        if not is_tuned:
            db.engine.dispose()
            plain = create_engine(settings.database.url, execution_options=dict(db.engine.get_execution_options()))
            db._app_engines[app][None] = plain
    tries = [0] * WRITERS

    def work(number: int) -> int:
        failed = 0
        for _ in range(WRITES):
            done = False
            for _ in range(MOST_TRIES):
                tries[number] += 1
                if _write(app, person_id):
                    done = True
                    break
            failed += not done
        return failed

    seconds, failed = _run(work, WRITERS)
    with app.app_context():
        counted = int(db.session.scalar(select(Person.job).where(Person.id == person_id)) or 0)
        _, broken = verify(db.session())
        db.session.remove()
        db.engine.dispose()
    return {
        "seconds": round(seconds, 2), "failed": failed, "lost": WRITERS * WRITES - failed - counted,
        "broken": int(broken is not None), "tries": sum(tries),
    }  # fmt: skip


def _write(app: Flask, person_id: int) -> bool:
    """Count one up as a request would: read, change, journal, commit; False where it was refused."""
    with app.app_context():
        session = db.session()
        try:
            journal.begin_write(session)
            one = session.get_one(Person, person_id)
            count = int(one.job or 0) + 1
            journal.change(session, one, "people:person:edit", actor=ACTOR, now=NOW, job=str(count))
            session.commit()
        except Exception:  # noqa: BLE001 - tried again, as a caller would have to
            session.rollback()
            return False
        return True


def measure() -> dict[str, object]:
    """Return writes a second of both and their ratio; the bar is 3, with nothing lost and nothing failed in ours."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        ours, default = _measured(Path(one), is_tuned=True), _measured(Path(other), is_tuned=False)
    return {
        "what": "8 writers at once on SQLite: the same writes against the default engine, tried until they succeed",
        "bar": "≥ 3",
        "ratio": round(default["seconds"] / ours["seconds"], 2),
        "sizes": {"writers": WRITERS, "writes each": WRITES},
        "ours": ours,
        "default": default,
    }
