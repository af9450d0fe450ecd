"""Case 1: every route, by everybody, by every method, on own, foreign, restricted, in-camera and missing ids."""

import re

import pytest
from werkzeug.test import TestResponse

from tests.rights.conftest import Built
from tests.rights.plan import Check, plan, routes
from tests.rights.table import TABLE
from tests.rights.walker import Walker
from tests.support.canaries import WALKERS

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def test_c001_every_route_has_a_row_in_the_table_and_is_asked_as_it_says(built: Built) -> None:
    found = {
        endpoint: "".join(sorted(name[0] for name in (rule.methods or set()) - {"HEAD", "OPTIONS"}))
        for endpoint, rule in routes(built.app).items()
    }
    assert found == {endpoint: row.methods for endpoint, row in TABLE.items()}


def test_c001_the_walk_is_wide_enough(built: Built) -> None:
    count = sum(1 for who in WALKERS for _ in plan(built.app, built.world, who))
    print(f"{count} checks on {built.kind}")  # noqa: T201 - the figure that is claimed
    assert count >= 20_000


@pytest.mark.parametrize("who", WALKERS)
def test_c001_everybody_is_answered_as_the_table_says(walker: Walker, who: str) -> None:
    checks = list(plan(walker.app, walker.world, who))
    missing: dict[tuple[str, str], str] = {}
    differences, made = [], 0
    for check in checks:
        answer = walker.ask(who, check.method, check.url)
        made += 1
        differences += faults(check, answer, missing)
    assert not differences, f"{len(differences)} differences\n" + "\n".join(differences[:200])
    assert made == len(checks)


def faults(check: Check, answer: TestResponse, missing: dict[tuple[str, str], str]) -> list[str]:
    """Return what is wrong with an answer: its code, its headers, or a 404 that differs from another one."""
    label = f"{check.who} {check.method} {check.endpoint} {place_of(check)}"
    found = []
    if answer.status_code not in check.expected:
        found.append(f"{label}: {answer.status_code}, not {sorted(check.expected)}")
    found += [f"{label}: {name}" for name, value in HEADERS.items() if answer.headers.get(name) != value]
    is_secret = check.one is not None and check.one.level >= 2 and answer.status_code == 200
    if (is_secret and check.method != "OPTIONS") or answer.status_code >= 400:
        if answer.headers.get("Cache-Control") != "no-store":
            found.append(f"{label}: may be kept ({answer.headers.get('Cache-Control')})")
    if answer.status_code == 404 and TABLE[check.endpoint].may is not None:
        body = re.sub(r"[0-9a-f]{12}", "ID", answer.text)
        first = missing.setdefault((check.who, check.method), body)
        if body != first:
            found.append(f"{label}: a 404 of its own")
    return found


def place_of(check: Check) -> str:
    """Say of which thing the question was."""
    one = check.one
    return f"{one.table} {one.slot or one.committee} L{one.level} {one.state}" if one else check.url
