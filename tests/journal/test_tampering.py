"""Whatever is done to the journal behind the program's back is found, and the first bad entry is named."""

import copy
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import text

from cxgov.journal.chain import FIRST, KEY, Anchor, Broken, mac_of, verify, walk
from cxgov.journal.queries import head
from cxgov.web.extensions import db
from tests.support.apps import fresh_app
from tests.support.cast import make_cast
from tests.support.sizes import full

KEY_OF_ALL, SEED = b"the key outside the database", 20261124
ROWS = 60
Row = dict[str, Any]


def a_chain(length: int) -> list[Row]:
    rows, mac = [], FIRST
    for seq in range(1, length + 1):
        row: Row = {
            "seq": seq, "at": datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=seq), "actor_id": seq % 7 or None,
            "on_behalf_of_id": None, "via": "web", "subject_id": seq % 11, "verb": f"actions:item:step{seq % 5}",
            "body": f'{{"after":{{"title":"Entry {seq}"}}}}',
        }  # fmt: skip
        row["mac"] = mac = mac_of(KEY_OF_ALL, mac, row)
        rows.append(row)
    return rows


def _edit(rows: list[Row], where: int, dice: random.Random) -> None:
    row = rows[where]
    column = dice.choice(sorted(set(row) - {"seq"}))
    old = row[column]
    if isinstance(old, datetime):
        row[column] = old + timedelta(microseconds=dice.choice((-1, 1)) * dice.randint(1, 10**9))
    elif isinstance(old, str):
        at = dice.randrange(len(old))
        row[column] = old[:at] + ("0" if old[at] != "0" else "1") + old[at + 1 :]
    else:
        row[column] = (old or 0) + dice.randint(1, 9)


def _delete(rows: list[Row], where: int, dice: random.Random) -> None:
    del rows[where]


def _cut(rows: list[Row], where: int, dice: random.Random) -> None:
    del rows[where:]


def _swap(rows: list[Row], where: int, dice: random.Random) -> None:
    other = where + 1 if where + 1 < len(rows) else where - 1
    for one in ("at", "body"):
        rows[where][one], rows[other][one] = rows[other][one], rows[where][one]


def _insert(rows: list[Row], where: int, dice: random.Random) -> None:
    rows.insert(where, {**rows[where], "body": '{"forged":true}'})
    _number(rows)


def _close_up(rows: list[Row], where: int, dice: random.Random) -> None:
    del rows[where]
    _number(rows)


def _number(rows: list[Row]) -> None:
    for seq, row in enumerate(rows, 1):
        row["seq"] = seq


def _forge(rows: list[Row], where: int, dice: random.Random) -> None:
    mac = rows[where - 1]["mac"] if where else FIRST
    rows[where]["body"] = '{"forged":true}'
    for row in rows[where:]:
        row["mac"] = mac = mac_of(b"some other key", mac, row)


WAYS = (_edit, _delete, _cut, _swap, _insert, _close_up, _forge)


def found(rows: list[Row], kept: Anchor) -> int | None:
    """Return the number that is named, by the walk or by what was kept outside; None where nothing is found."""
    last, broken = walk(KEY_OF_ALL, rows, Anchor(0, FIRST))
    if broken is not None:
        return broken.seq
    return None if last == kept else last.seq + 1


def test_c109_every_single_edit_deletion_cut_and_forgery_is_found_and_named() -> None:
    rows, dice, count = a_chain(ROWS), random.Random(SEED), full(1000, 10_000)
    kept = Anchor(ROWS, rows[-1]["mac"])
    assert found(rows, kept) is None

    for number in range(count):
        way, where, now = dice.choice(WAYS), dice.randrange(ROWS), copy.deepcopy(rows)
        way(now, where, dice)
        first = where if way is _swap and where == ROWS - 1 else where + 1
        assert found(now, kept) == first, f"seed {SEED}, number {number}: {way.__name__} at {where}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def own_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application with a journal, whose triggers somebody with the database's password has taken away."""
    with fresh_app(request.param, tmp_path) as app:
        make_cast(db.session())
        on = "" if request.param == "sqlite" else " ON entries"
        with db.engine.begin() as connection:
            for name in ("entries_append_only_upd", "entries_append_only_del"):
                connection.execute(text(f"DROP TRIGGER {name}{on}"))
        yield app


BY_SQL = {
    "a text": (["UPDATE entries SET body = body || ' ' WHERE seq = 12"], 12),
    "who did it": (["UPDATE entries SET actor_id = (SELECT min(id) FROM people) WHERE seq = 9"], 9),
    "a time set back": (["UPDATE entries SET at = '2020-01-01 00:00:00+00:00' WHERE seq = 5"], 5),
    "one taken out": (["DELETE FROM entries WHERE seq = 7"], 7),
    "one taken out and the rest moved up": (
        [
            "DELETE FROM entries WHERE seq = 7",
            *(f"UPDATE entries SET seq = {n - 1} WHERE seq = {n}" for n in range(8, 20)),
        ],
        7,
    ),
    "two changed places": (
        [
            "UPDATE entries SET seq = 900 WHERE seq = 3",
            "UPDATE entries SET seq = 3 WHERE seq = 4",
            "UPDATE entries SET seq = 4 WHERE seq = 900",
        ],
        3,
    ),
    "one put at the end": (
        [
            (
                "INSERT INTO entries (seq, at, via, verb, body, mac) "
                "SELECT max(seq) + 1, max(at), 'web', 'people:role:grant', '{}', max(mac) FROM entries"
            )
        ],
        None,
    ),
    "the end cut off": (["DELETE FROM entries WHERE seq > 15"], 16),
}  # fmt: skip


@pytest.mark.commits
@pytest.mark.parametrize("what", BY_SQL)
def test_c109_what_is_done_by_sql_is_found_by_the_command_and_named(own_app: Flask, what: str) -> None:
    statements, first = BY_SQL[what]
    before = head(db.session())
    first = first or before[0] + 1
    db.session.remove()

    with db.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))

    count, broken = verify(db.session())
    assert broken is not None
    assert (count, broken.seq) == (first - 1, first)


@pytest.mark.commits
def test_c109_a_cut_that_sets_the_head_back_is_found_by_what_was_kept_outside(own_app: Flask) -> None:
    seq, mac = head(db.session())
    assert verify(db.session(), anchor=Anchor(seq, mac[:16])) == (seq, None)
    db.session.remove()

    with db.engine.begin() as connection:
        connection.execute(text("DELETE FROM entries WHERE seq > 20"))
        connection.execute(text("UPDATE journal_head SET seq = 20, mac = (SELECT mac FROM entries WHERE seq = 20)"))

    assert verify(db.session()) == (20, None)
    assert verify(db.session(), anchor=Anchor(seq, mac)) == (
        20,
        Broken(21, f"is missing: entry {seq} was kept outside"),
    )


@pytest.mark.commits
def test_c109_a_journal_made_anew_with_the_key_after_a_leak_is_found_by_what_was_kept_outside(own_app: Flask) -> None:
    seq, mac = head(db.session())
    key = db.engine.get_execution_options()[KEY]
    db.session.remove()

    with db.engine.begin() as connection:
        connection.execute(text("UPDATE entries SET via = 'forged' WHERE seq = 2"))
        last = FIRST
        for row in connection.execute(text("SELECT * FROM entries ORDER BY seq")).mappings().all():
            values = dict(row)
            if isinstance(values["at"], str):
                values["at"] = datetime.fromisoformat(values["at"]).replace(tzinfo=UTC)
            last = mac_of(key, last, values)
            connection.execute(text("UPDATE entries SET mac = :mac WHERE seq = :seq"), {"mac": last, "seq": row["seq"]})
        connection.execute(text("UPDATE journal_head SET mac = :mac"), {"mac": last})

    assert verify(db.session()) == (seq, None)
    assert verify(db.session(), anchor=Anchor(seq, mac[:20])) == (
        seq - 1, Broken(seq, "is not the one that was kept outside"),
    )  # fmt: skip


@pytest.mark.commits
def test_the_command_names_the_first_entry_that_does_not_fit_and_checks_a_printed_anchor(tmp_path: Path) -> None:
    from cxgov.cli.main import main

    run, env = CliRunner(), {"CXGOV_INSTANCE": str(tmp_path / "instance")}
    assert run.invoke(main, ["init", "--admin", "alma@tarnwick.example"], env=env).exit_code == 0
    fine = run.invoke(main, ["verify"], env=env)
    assert (fine.exit_code, "entries fit" in fine.output) == (0, True)
    cut = run.invoke(main, ["verify", "--anchor", f"999:{'a' * 64}"], env=env)
    assert (cut.exit_code, "entry 999 was kept outside" in cut.output) == (1, True)
    assert run.invoke(main, ["verify", "--anchor", "nonsense"], env=env).exit_code == 2
