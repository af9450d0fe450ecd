"""Case 40: a hundred and twenty texts that want to be scripts, in every text field, over all pages, mails and PDF."""

import email
import email.policy
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from cxgov.core import clock
from cxgov.post.jobs import deliver_waiting
from cxgov.web.extensions import db
from tests.rights.plan import routes
from tests.rights.table import TABLE
from tests.rights.walker import Walker, walking
from tests.security.markup import intruders, words
from tests.security.payloads import STORED
from tests.support.apps import fresh_app
from tests.support.canaries import Placed, World
from tests.support.databases import BOTH
from tests.support.world import build_world

ADDRESS = "email"


class Hostile(Placed):
    """A thing whose every text ends in one of the payloads."""

    __slots__ = ()
    used = 0

    def text(self, column: str) -> str:
        mark = Placed.text(self, column)
        if column in (ADDRESS, "html"):  # the second is what our own templates wrote
            return mark
        if column == "unit":  # holds forty characters
            return f"{mark[-30:]} <b zq9>"
        Hostile.used += 1
        return f"{mark} {STORED[Hostile.used % len(STORED)]}"


class HostileWorld(World):
    """The world of the canaries, written by somebody who tries."""

    def place(self, *args: object, **more: object) -> Placed:
        made = World.place(self, *args, **more)  # type: ignore[arg-type]
        made.__class__ = Hostile
        return made


def pages(walker: Walker) -> list[str]:
    """Return a page of each route for three things of each state."""
    bind, rules, found = walker.app.url_map.bind("localhost"), routes(walker.app), []
    for endpoint, row in TABLE.items():
        if "G" not in row.methods or row.slow or endpoint in ("static", "accounts.use_link") or endpoint not in rules:
            continue
        if not row.table:
            found.append(bind.build(endpoint, row.fixed))
            continue
        seen: dict[str, int] = {}
        for one in [one for one in walker.world.placed.values() if one.table == row.table and one.id]:
            seen[one.state] = seen.get(one.state, 0) + 1
            is_one_of_few = seen[one.state] <= 3 and (not row.more or one in walker.world.all_of(row.table, row.state))
            if is_one_of_few:
                more = row.more(walker.world, one) if row.more else {}
                found.append(bind.build(endpoint, {row.arg: one.id, **more, **row.fixed}))
    return list(dict.fromkeys(found))


@pytest.mark.commits
@pytest.mark.parametrize("kind", BOTH)
def test_c040_no_text_becomes_more_than_text_on_any_page_in_any_mail_or_pdf(kind: str, tmp_path: Path) -> None:
    with fresh_app(kind, tmp_path) as app:
        world = build_world(db.session(), HostileWorld())
        db.session.remove()
        assert Hostile.used > len(STORED)
        app.config["WTF_CSRF_ENABLED"] = False
        with walking(app, world) as walker:
            said, faults = read_pages(walker)
            assert faults == {}
            assert [payload for payload in STORED if shown(payload) not in said] == []
            assert read_mails(tmp_path) == {}
            assert hostile_parts(walker) == []


def shown(payload: str) -> str:
    """Return the part of a payload that stands on the pages as it was written, blanks aside."""
    return "".join(payload.split())


def read_pages(walker: Walker) -> tuple[str, dict[str, list[str]]]:
    """Read every page as a chair and as the CX office; return all that they say, and what no template wrote."""
    said, faults = [], {}
    for who in ("chair", "cx"):
        for url in pages(walker):
            answer = walker.ask(who, "GET", url)
            assert answer.status_code < 500, url
            if answer.mimetype == "text/html":
                text = answer.get_data(as_text=True)
                said.append("".join(words(text).split()))
                if found := intruders(text):
                    faults[f"{who} {url}"] = found
    return "\n".join(said), faults


def read_mails(folder: Path) -> dict[str, list[str]]:
    """Write every mail that waits; return what is in them that no template wrote."""
    assert deliver_waiting(db.session(), folder=folder / "mails", sender="cxgov@tarnwick.example", now=clock.now()) > 5
    faults = {}
    for file in (folder / "mails").glob("*.eml"):
        letter = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        for part in letter.walk():
            if part.get_content_type() == "text/html" and (found := intruders(part.get_content(), is_mail=True)):
                faults[file.name] = found
    return faults


def hostile_parts(walker: Walker) -> list[str]:
    """Print agenda and minutes; return what in the files would act, open or load anything."""
    found = []
    for what, state in (("agenda", "called"), ("minutes", "closed")):
        url = f"/meetings/{walker.world.of('meetings', 'a1', state).id}/{what}.pdf"
        answer = walker.ask("chair", "GET", url)
        assert answer.status_code == 200
        with pikepdf.open(BytesIO(answer.data)) as file:
            for thing in file.objects:
                if isinstance(thing, pikepdf.Dictionary):
                    keys = set(thing.keys())
                    found += sorted(keys & {"/JavaScript", "/JS", "/EmbeddedFiles", "/Launch"})
                    if "/URI" in keys and not str(thing["/URI"]).startswith(("http://localhost", "mailto:")):
                        found.append(str(thing["/URI"]))
    return found
