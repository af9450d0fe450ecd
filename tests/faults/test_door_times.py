"""How long the door takes to say no: as long for a name that nobody has as for one that somebody has (case 25)."""

import statistics
import time
from collections.abc import Callable
from datetime import date

from sqlalchemy import delete
from sqlalchemy.orm import Session

from cxgov.accounts.models import Attempt
from cxgov.core import clock
from cxgov.people import service as people
from tests.support.cast import SYSTEM, Cast
from tests.support.client import Browser
from tests.support.doors import give_password
from tests.support.sizes import full

ROUNDS = full(5, 500)
MOST_SECONDS = full(10_000, 10) / 1000
"""Ten milliseconds, where the machine is asked for the whole figure; the small one only proves that the script runs."""


def test_c025_medians_are_alike_for_everybody_who_does_not_get_in(
    session: Session, cast: Cast, browser: Callable[..., Browser]
) -> None:
    for who in (cast.eve, cast.ben):
        give_password(session, who)
    people.leave(session, cast.ben, actor=SYSTEM, now=clock.now(), last_day=date(2026, 1, 1))
    session.commit()
    asked = {"known": "eve", "left": "ben", "without": "dan", "unknown": "xyz"}
    times: dict[str, list[float]] = {name: [] for name in asked}
    for _ in range(ROUNDS):
        for name, local in asked.items():
            one = browser()
            data = {"csrf_token": one.csrf(), "email": f"{local}@tarnwick.example", "password": "wrong horse battery"}
            begun = time.perf_counter()
            answer = one.post("/sign-in", data=data)
            times[name].append(time.perf_counter() - begun)
            assert answer.status_code == 422
            session.execute(delete(Attempt))
            session.commit()
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    assert max(medians.values()) - min(medians.values()) <= MOST_SECONDS, medians
