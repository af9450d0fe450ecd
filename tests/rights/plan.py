"""What is asked in the walk, and which answer the table of routes gives to it."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask
from werkzeug.routing import Rule

from tests.rights.table import TABLE, Row
from tests.support.canaries import USERS, Placed, World, may_read
from tests.support.sizes import full

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
MISSING = 987_654_321
PEOPLE = ("staff", "admin", "member")
LETTERS = {"G": ("GET", "HEAD"), "P": ("POST",)}


@dataclass(frozen=True, slots=True)
class Check:
    """One request: who asks what how, of which thing (None: an id that never was), and what may be answered."""

    who: str
    method: str
    endpoint: str
    url: str
    one: Placed | None
    expected: frozenset[int]


def routes(app: Flask) -> dict[str, Rule]:
    """Return the rules of the application by endpoint."""
    return {rule.endpoint: rule for rule in app.url_map.iter_rules() if not rule.build_only}


def plan(app: Flask, world: World, who: str) -> Iterator[Check]:
    """Return every check of one walker; a wrong method is asked of one id, a right one of all."""
    rules = routes(app)
    by_address = {(rule.rule, method) for rule in rules.values() for method in rule.methods or ()}
    for endpoint, row in sorted((name, row) for name, row in TABLE.items() if name in rules):
        own = {method for letter in row.methods for method in LETTERS[letter]} | {"OPTIONS"}
        for place, (one, url) in enumerate(urls(app, rules[endpoint], row, world)):
            for method in METHODS:
                if method not in own and (rules[endpoint].rule, method) in by_address:
                    continue  # another view answers there, and has a row of its own
                expected = answers(who, method, row, one, is_known=one is not None or not row.table)
                is_whole = method in own and (method not in ("HEAD", "OPTIONS") or place < 1)
                is_asked = is_whole or place < full(1, 99)
                if is_asked and not (row.slow and 200 in expected and method != "OPTIONS"):
                    yield Check(who, method, endpoint, url, one, expected)


def urls(app: Flask, rule: Rule, row: Row, world: World) -> list[tuple[Placed | None, str]]:
    """Return the address for each thing that the route can be asked of, and for one that never was."""
    bind = app.url_map.bind("localhost")
    if not row.table:
        return [(None, bind.build(rule.endpoint, row.fixed))]
    made: list[tuple[Placed | None, str]] = []
    for one in world.all_of(row.table, row.state):
        if row.table != "people" or one.slot in PEOPLE:
            more = row.more(world, one) if row.more else {}
            made.append((one, bind.build(rule.endpoint, {row.arg: one.id, **more, **row.fixed})))
    more = dict.fromkeys((arg for arg in rule.arguments if arg not in row.fixed), MISSING)
    return [*made, (None, bind.build(rule.endpoint, {**more, **row.fixed}))]


def answers(who: str, method: str, row: Row, one: Placed | None, *, is_known: bool) -> frozenset[int]:
    """Return the codes that may be answered, by the table and by who may read the thing."""
    own = {name for letter in row.methods for name in LETTERS[letter]}
    if method == "OPTIONS":
        return frozenset({200})
    if method not in own:
        return frozenset({405})
    if row.may is None:
        return frozenset(row.says)
    is_read = method in ("GET", "HEAD")
    if who == "anonymous":
        return frozenset({302} if is_read else {401})
    user = USERS[who]
    is_named = row.by_name and user.role == "administrator"
    if not is_known or (one is not None and not may_read(user, one) and not is_named):
        return frozenset({404})
    if not row.may(user, one):
        return frozenset({403})
    return frozenset({200} if is_read else {200, 303, 409, 422}) | set(row.also)
