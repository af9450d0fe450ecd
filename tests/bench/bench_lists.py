"""A list of 50 of 100,000 action items: statements, and its time against its own template, a constant page and itself.

Every bar is a ratio of medians of processor time taken in turn within one run. The constant page is a view of the same
application, behind the same sign-in, whose answer is one word.
"""

import gc
import json
import random
import statistics
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from time import thread_time
from typing import Any

from flask import Flask, before_render_template
from sqlalchemy import event, insert, text

from cxgov.actions.models import ActionItem
from cxgov.app import create_app
from cxgov.core import clock
from cxgov.journal.models import Subject
from cxgov.web.access import requires
from cxgov.web.extensions import db
from tests.conftest import fill_schema, make_settings
from tests.support.cast import NOW, Cast, make_cast, make_person
from tests.support.client import Browser

OWNERS = 400
BARS = {"statements": 2, "template": 2.0, "constant": 7.0, "again": 1.4}
STATES = (
    ("verified",) * 12 + ("cancelled",) * 2 + ("done",) + ("open", "accepted", "in_progress", "in_progress", "blocked")
)
VERBS = "publish send call explain shorten retire rewrite measure agree announce".split()
THINGS = "the refund policy|the first bill|one letter after a move|the tariff page|the deposit form".split("|")


def _fill(cast: Cast, count: int) -> int:
    """Write the items in bulk, as rows; the list reads nothing else. Return the owner with the most open ones."""
    session, chance = db.session(), random.Random(7)
    owners = [make_person(session, f"Person{number} Family{number}", cast.billing).id for number in range(OWNERS)]
    first = (session.execute(text("SELECT max(id) FROM subjects")).scalar() or 0) + 1
    today = clock.now().date()
    subjects, items = [], []
    for place in range(count):
        state, due = STATES[chance.randrange(len(STATES))], today + timedelta(days=chance.randrange(-1500, 120))
        if state in ("open", "accepted", "in_progress", "blocked"):
            due = today + timedelta(days=chance.randrange(-60, 120))
        key, owner = first + place, owners[min(int(chance.expovariate(0.02)), OWNERS - 1)]
        subjects.append({
            "id": key, "kind": "action", "title": f"{chance.choice(VERBS)} {chance.choice(THINGS)} {place}",
            "department_id": cast.billing.id, "committee_id": cast.council.id, "created_at": NOW, "changed_at": NOW,
            "own_level": 1, "level": 1, "is_draft": False, "version": 1,
        })  # fmt: skip
        items.append(_item(key, place + 1, state, due, owner))
    session.rollback()  # what was read before would stand in the way of writing after
    with db.engine.begin() as connection:
        connection.execute(insert(Subject), subjects)
        connection.execute(insert(ActionItem), items)
        connection.execute(text("ANALYZE"))
    return owners[0]


def _item(key: int, number: int, state: str, due: date, owner: int) -> dict[str, Any]:
    was_done = state in ("done", "verified")
    return {
        "id": key, "number": number, "state": state, "due_on": due, "first_due_on": due, "owner_id": owner,
        "made_on": due - timedelta(days=30), "has_several_owners": False, "due_next_meeting": False, "carries": 0,
        "slips": number % 3, "blocked_reason": "Legal reads it" if state == "blocked" else None,
        "claimed_at": NOW if was_done else None, "verified_at": NOW if state == "verified" else None,
    }  # fmt: skip


def _times(runs: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Return the median milliseconds of processor time of each, taken in turn."""
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for turn in range(rounds + 5):
        for name, run in runs.items():
            start = thread_time()
            run()
            if turn >= 5:
                taken[name].append((thread_time() - start) * 1000)
    return {name: statistics.median(times) for name, times in taken.items()}


def _statements(run: Callable[[], object]) -> int:
    """Count what is read besides the statement that loads session, person and roles."""
    seen: list[str] = []

    def note(conn: object, cursor: object, statement: str, *rest: object) -> None:
        if statement.startswith(("SELECT", "WITH")) and "sign_ins" not in statement:
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        run()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


def _rendering(app: Flask, get: Callable[[], object]) -> Callable[[], object]:
    """Return the page's own template work alone, with the context that the page had."""
    kept: list[tuple[Any, dict[str, Any]]] = []

    def keep(sender: Flask, template: Any, context: dict[str, Any], **more: Any) -> None:
        kept.append((template, dict(context)))

    with before_render_template.connected_to(keep, app):
        get()
    template, context = kept[0]
    return lambda: template.render(context)


def _page(app: Flask, browser: Browser, address: str, rounds: int) -> dict[str, Any]:
    def get() -> object:
        answer = browser.get(address)
        assert answer.status_code == 200
        return answer

    browser.get(address)
    tag = browser.get(address).headers["ETag"]

    def again() -> object:
        answer = browser.get(address, headers={"If-None-Match": tag})
        assert answer.status_code == 304
        return answer

    statements = _statements(get)
    gc.collect()
    gc.freeze()  # what the filling left behind is none of the page's garbage
    with app.test_request_context(address):
        render = _rendering(app, get)
        times = _times(
            {"page": get, "template": render, "constant": lambda: browser.get("/constant"), "again": again}, rounds
        )
    page = times["page"]
    return {
        "address": address.partition("?")[2],
        "statements": statements,
        "milliseconds": {name: round(value, 2) for name, value in times.items()},
        "template": round(page / times["template"], 2),
        "constant": round(page / times["constant"], 2),
        "again": round(times["again"] / times["constant"], 2),
    }


def measure(count: int = 100_000, rounds: int = 60) -> dict[str, object]:
    """Return the ratios of the page of one owner, state and words, and of the plain list, against the bars."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(make_settings(Path(folder)))
        app.test_client_class = Browser
        app.add_url_rule("/constant", "constant", requires("actions:item:list")(lambda: "same"))
        fill_schema(app)
        with app.app_context():
            cast = make_cast(db.session())
            owner = _fill(cast, count)
            browser = app.test_client()
            assert isinstance(browser, Browser)
            browser.sign_in(db.session(), cast.ben)
            db.session.remove()
        addresses = {
            "owner, state and words": f"/actions?owner={owner}&show=open&q=the",
            "everything open": "/actions",
            "late": "/actions?show=late",
            "everything": "/actions?show=all&sort=newest",
        }
        pages = {}
        for name, address in addresses.items():
            with app.app_context():
                pages[name] = _page(app, browser, address, rounds)
        with app.app_context():
            db.engine.dispose()
    first = pages["owner, state and words"]
    return {
        "what": f"list of 50 of {count:,} action items by owner, state and words",
        "size": {"action_items": count, "people": OWNERS, "rounds": rounds},
        "ratio": {name: first[name] for name in BARS},
        "bar": BARS,
        "met": all(first[name] <= bar for name, bar in BARS.items()),
        "pages": pages,
    }


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
