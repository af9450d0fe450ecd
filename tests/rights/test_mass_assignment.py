"""Case 5: whatever else is sent with a form, the same rows change to the same values as without it."""

import re
import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, select

from cxgov.core.db import Base
from tests.rights.plan import routes, urls
from tests.rights.table import TABLE, Row
from tests.rights.walker import Walker
from tests.support.canaries import USERS, Placed, may_read
from tests.support.forms import filled

TRUSTED = ("cx", "chair", "secretary", "member", "admin", "owner", "staff")
PAGES = {
    "actions": "/actions/{}", "daterequests": "", "decisions": "/decisions/{}", "objectives": "/goals/{}",
    "keyresults": "/goals/key-results/{}", "initiatives": "/initiatives/{}", "meetings": "/meetings/{}",
    "stories": "/stories/{}", "people": "/people/{}", "committees": "/committees/{}", "departments": "/departments/{}",
    "opennames": "/imports/names", "": "",
}  # fmt: skip
EXTRA = {
    "role": "administrator", "roles": "administrator", "is_active": "1", "is_admin": "1", "may_sign_in": "y",
    "status": "approved", "state": "verified", "stage": "closed", "created_by": "1", "created_by_id": "1",
    "level": "0", "own_level": "0", "voter_id": "1", "id": "1", "csrf_exempt": "1", "committee_id": "21",
    "is_draft": "", "is_final": "1", "number": "1", "parent_id": "20", "published_at": "2020-01-01", "slips": "0",
    "author_id": "1", "owner_id": "1", "closed_at": "2020-01-01", "is_voting": "1", "valid_to": "2030-01-01",
    "password_hash": "x", "email": "other@tarnwick.example", "handle": "other", "actor_id": "1", "via": "cli",
    "decided_on": "2020-01-01", "first_due_on": "2020-01-01", "verified_at": "2020-01-01", "folded_name": "x",
    "until": "2030-01-01", "is_barred": "", "scope_key": "all", "journal_seq": "1", "__class__": "x", "subject": "1",
}  # fmt: skip
VOLATILE = ("mac", "body", "token_hash", "lease_token", "link_token", "message_id", "nonce", "figures", "figures_hash",
            "hash", "uid", "sealed", "digest", "key_hash", "html", "url", "location", "occasion")  # fmt: skip
"""What differs between two requests that do the same: instants, random words, and hashes over both."""
RANDOM = {"scheduler.run", "accounts.mail_again"}
"""They have no field at all, and what they make holds random words."""


def posts(walker: Walker) -> Iterator[tuple[str, Row, str, str, Placed | None]]:
    """Every route that is posted to, with who may and a thing of the first committee that they may do it to."""
    rules = routes(walker.app)
    for endpoint, row in TABLE.items():
        if "P" not in row.methods or row.may is None or row.slow or endpoint not in rules or endpoint in RANDOM:
            continue
        for one, url in urls(walker.app, rules[endpoint], row, walker.world):
            able = [
                key for key in TRUSTED
                if row.may(USERS[key], one) and (one is None or may_read(USERS[key], one))
            ]  # fmt: skip
            if able and (one is not None or not row.table):
                yield endpoint, row, url, able[0], one
                break


def rows_of(connection: Connection) -> dict[str, set[tuple[tuple[str, Any], ...]]]:
    """Everything in the database that two requests would leave alike."""
    found: dict[str, set[tuple[tuple[str, Any], ...]]] = {}
    for table in Base.metadata.sorted_tables:
        kept = [one for one in table.columns if not one.name.endswith("_at") and one.name not in (*VOLATILE, "at")]
        rows: Any = connection.execute(select(*kept)) if kept else []
        found[table.name] = {
            tuple((column.name, value) for column, value in zip(kept, row, strict=True)) for row in rows
        }
    return found


def changed(before: dict[str, Any], after: dict[str, Any], newest: int) -> dict[str, list[Any]]:
    """The rows that are new or other than before; ids that were given just now are called new."""

    def plain(name: str, value: Any) -> Any:
        is_new = isinstance(value, int) and value > newest and (name == "id" or name.endswith("_id"))
        is_given = name in ("id", "seq", "block_id") and value is not None  # counted by tables of their own
        return "new" if is_new or is_given else str(value)

    return {
        table: sorted(tuple((name, plain(name, value)) for name, value in row) for row in rows - before[table])
        for table, rows in after.items()
        if rows - before[table]
    }


def test_c005_nothing_but_the_fields_of_a_form_is_ever_stored(walker: Walker) -> None:
    newest = max(one.id for one in walker.world.placed.values())
    worked, differences = [], {}
    for endpoint, row, url, who, one in posts(walker):
        walker.browser(who)
        before = rows_of(walker.connection)
        fields, known = form_of(walker, row, url, who, one)
        extra = {name: value for name, value in EXTRA.items() if name not in known}
        plain, left = walker.ask_and_look(who, "POST", url, rows_of, data=fields)
        richer, left_richer = walker.ask_and_look(who, "POST", url, rows_of, data={**fields, **extra})
        if (plain.status_code, changed(before, left, newest)) != (
            richer.status_code, changed(before, left_richer, newest)
        ):  # fmt: skip
            differences[endpoint] = (plain.status_code, richer.status_code, url)
        if plain.status_code == 303 and left != before:
            worked.append(endpoint)
    assert differences == {}
    assert len(worked) >= 40, sorted(worked)


def form_of(walker: Walker, row: Row, url: str, who: str, one: Placed | None) -> tuple[dict[str, str], set[str]]:
    """Return the form of the page that leads to the address, filled in, and the names of all fields of the page."""
    page = url if "G" in row.methods else PAGES.get(row.table, "").format(one.id if one else "")
    text = walker.ask(who, "GET", page).get_data(as_text=True) if page else ""
    try:
        found = filled(text, "" if page == url else url).fields
    except ValueError:
        found = {}
    return {**found, "nonce": secrets.token_hex(8)}, set(re.findall(r'name="([^"]+)"', text))


@pytest.mark.parametrize("word", ["delete", "__class__", "query", "metadata", "password_hash", "subject.id"])
def test_c011_a_name_of_an_attribute_in_the_address_calls_nothing(walker: Walker, word: str) -> None:
    walker.browser("cx")
    before = rows_of(walker.connection)
    for page in ("/actions", "/decisions", "/people", "/goals", "/initiatives", "/meetings", "/stories", "/reports"):
        usual = walker.ask("cx", "GET", page).get_data(as_text=True)
        for name in ("sort", "field", "attribute", "order", "state", "by", "group"):
            answer, left = walker.ask_and_look("cx", "GET", f"{page}?{name}={word}", rows_of)
            assert answer.status_code in (200, 422), (page, name)
            assert left == before
            assert "Traceback" not in answer.text
            assert len(answer.text) < 2 * len(usual)
