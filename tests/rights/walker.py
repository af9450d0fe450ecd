"""Walks the world as its people: each request is rolled back, so that no step disturbs another."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flask import Flask
from sqlalchemy import Connection
from werkzeug.test import TestResponse

from cxgov.people.models import Person
from cxgov.web.extensions import db
from tests.support.canaries import World
from tests.support.client import Browser

T = TypeVar("T")


@dataclass
class Walker:
    """Somebody with a browser each, on one connection whose outer transaction is never committed."""

    app: Flask
    world: World
    connection: Connection
    browsers: dict[str, Browser] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)

    def browser(self, key: str) -> Browser:
        """Return the browser of somebody, signed in on first use; nobody is signed in as anonymous."""
        if key not in self.browsers:
            made = self.app.test_client()
            assert isinstance(made, Browser)
            if key != "anonymous":
                made.sign_in(db.session(), db.session.get_one(Person, self.world.people[key]))
                cookie = made.get_cookie("cxgov")
                assert cookie is not None
                self.cookies[key] = str(cookie.value)
            self.browsers[key] = made
        return self.browsers[key]

    def ask(self, key: str, method: str, url: str, **more: Any) -> TestResponse:
        """Send one request as somebody, and undo what it did."""
        return self.ask_and_look(key, method, url, lambda connection: None, **more)[0]

    def ask_and_look(
        self, key: str, method: str, url: str, look: Callable[[Connection], T], **more: Any
    ) -> tuple[TestResponse, T]:
        """Send one request as somebody, look at what it left in the database, and undo it."""
        browser = self.browser(key)
        if key in self.cookies:
            browser.set_cookie("cxgov", self.cookies[key])  # signing out and the like takes it away
        db.session.remove()
        mark = self.connection.begin_nested()
        try:
            answer = browser.open(url, method=method, **more)
            answer.get_data()
            answer.close()
            db.session.remove()
            return answer, look(self.connection)
        finally:
            db.session.remove()
            mark.rollback()


@contextmanager
def walking(app: Flask, world: World) -> Iterator[Walker]:
    """Give a walker on a connection of its own; nothing of the walk is kept."""
    with app.app_context():
        engines = db._app_engines[app]
        engine = engines[None]
        connection = engine.connect()
        outer = connection.begin()
        engines[None] = connection  # type: ignore[assignment]
        plain = db.session
        db.session = db._make_scoped_session({"join_transaction_mode": "create_savepoint"})
        try:
            yield Walker(app, world, connection)
        finally:
            db.session.remove()
            db.session, engines[None] = plain, engine
            outer.rollback()
            connection.close()
