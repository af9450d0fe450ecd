"""The world of the canaries, built once per database and worker, and somebody to walk through it."""

import contextvars
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask

from cxgov.web.extensions import db
from tests.rights.walker import Walker, walking
from tests.support.apps import fresh_app
from tests.support.canaries import World
from tests.support.world import build_world


@dataclass(frozen=True, slots=True)
class Built:
    """An application on a database that holds the world."""

    kind: str
    app: Flask
    world: World


@pytest.fixture(
    scope="session",
    params=[
        pytest.param("sqlite", marks=pytest.mark.xdist_group("rights-sqlite")),
        pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.xdist_group("rights-postgres")]),
    ],
)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """The application with the world, in a context of its own: other tests of the process have their applications."""
    context, opened = contextvars.copy_context(), fresh_app(request.param, tmp_path_factory.mktemp("world"))
    app = context.run(opened.__enter__)
    world = context.run(_built)
    app.config["WTF_CSRF_ENABLED"] = False
    yield Built(request.param, app, world)
    context.run(opened.__exit__, None, None, None)


def _built() -> World:
    world = build_world(db.session())
    db.session.remove()
    return world


@pytest.fixture
def walker(built: Built) -> Iterator[Walker]:
    """Somebody who walks and leaves no trace. CSRF has a test of its own on all routes, and is off here."""
    with walking(built.app, built.world) as made:
        yield made
