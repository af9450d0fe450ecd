"""P8: no mark leaves by any exit to somebody who must not see it: pages, JSON, filters, PDF, CSV, mail, log, outbox."""

import email
import email.policy
import subprocess
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path

import pikepdf
import pytest

from cxgov.core import clock
from cxgov.people.models import Person
from cxgov.post.jobs import deliver_waiting
from cxgov.reports.models import IssuedDigest
from cxgov.web.extensions import db
from tests.rights.plan import routes
from tests.rights.table import TABLE
from tests.rights.walker import Walker
from tests.support.canaries import MARK, WALKERS, Placed, World
from tests.support.sizes import full

FILTERS = (
    "q=CANARY-L2", "committee={b}", "committee={c}", "committee={a}&state=draft", "owner={c_member}", "state=all&q=L3",
)  # fmt: skip
LISTS = ("/", "/actions", "/decisions", "/gaps", "/goals", "/initiatives", "/meetings", "/people", "/reports",
         "/stories", "/committees", "/departments", "/imports/names", "/outbox", "/jobs")  # fmt: skip


def pages(walker: Walker) -> Iterator[str]:
    """Every page that a route shows: of each thing of the world in each state, where the route takes one."""
    bind = walker.app.url_map.bind("localhost")
    rules = routes(walker.app)
    for endpoint, row in TABLE.items():
        if "G" not in row.methods or row.slow or endpoint in ("static", "accounts.use_link") or endpoint not in rules:
            continue
        if not row.table:
            yield bind.build(endpoint, row.fixed)
            continue
        is_shown = not row.more and row.methods == "G"
        found = {one.id: one for one in walker.world.placed.values() if one.table == row.table and one.id}
        things = found.values() if is_shown or full(0, 1) else walker.world.all_of(row.table, row.state)
        for one in (one for one in things if is_telling(one)):
            more = row.more(walker.world, one) if row.more else {}
            yield bind.build(endpoint, {row.arg: one.id, **more, **row.fixed})


def is_telling(one: Placed) -> bool:
    """Whether its page is asked for: all that somebody must not see, and every fourth of the rest."""
    return one.level > 1 or one.access != "plain" or one.serial % full(4, 1) == 0


def told_by_the_journal(world: World, who: str, url: str, text: str) -> set[str]:
    """Addresses and names as written that the journal tells auditor and administrator, as far as they read."""
    highest = {"auditor": 2, "admin": 1}.get(who, -1) if url.startswith("/journal") else -1
    found = [mark for mark in MARK.finditer(text) if int(mark.group(1)) <= highest]
    if url == "/me/data":  # one's own mails and names as written, of open and internal things
        return {mark.group() for mark in MARK.finditer(text) if int(mark.group(1)) <= 1}
    return {mark.group() for mark in found if world.placed[int(mark.group(4))].access in ("contact", "names")}


def filters(world: World) -> Iterator[str]:
    """Lists with filters that name what the reader may not know of."""
    ids = {**world.people, **world.committees, **world.departments}
    for page in LISTS:
        for words in FILTERS:
            yield f"{page}?{words.format(**ids)}"


@pytest.mark.parametrize("who", WALKERS)
def test_p8_no_page_list_or_file_shows_a_mark_to_who_must_not_see_it(
    walker: Walker, who: str, logged: StringIO
) -> None:
    leaks: dict[str, set[str]] = {}
    seen: set[str] = set()
    for url in [*pages(walker), *filters(walker.world), "/actions/actions.csv"]:
        text = walker.ask(who, "GET", url).get_data(as_text=True)
        seen |= {found.group() for found in MARK.finditer(text)}
        if found := walker.world.leaks(who, text) - told_by_the_journal(walker.world, who, url, text):
            leaks[url] = found
    for url in list(pages(walker))[::15]:
        text = walker.ask(who, "GET", url, headers={"Accept": "application/json"}).get_data(as_text=True)
        if found := walker.world.leaks(who, text):
            leaks[f"{url} as JSON"] = found
    assert leaks == {}
    assert len(seen) > 40 or who == "anonymous"
    assert [found.group() for found in MARK.finditer(logged.getvalue()) if int(found.group(1)) > 1] == []


def test_p8_no_mail_and_no_open_digest_holds_a_mark_above_level_1(walker: Walker, tmp_path: Path) -> None:
    session = db.session()
    keys = {
        email_address: key
        for key, person_id in walker.world.people.items()
        if (email_address := session.get_one(Person, person_id).email)
    }
    token = session.query(IssuedDigest.link_token).scalar()
    assert deliver_waiting(session, folder=tmp_path, sender="cxgov@tarnwick.example", now=clock.now()) > 10
    for file in tmp_path.glob("*.eml"):
        letter = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        text = "\n".join(str(part.get_content()) for part in letter.walk() if part.get_content_maintype() == "text")
        whole = text + str(letter["subject"])
        own = next((key for address, key in keys.items() if address in str(letter["to"])), "staff")
        assert {mark for mark in walker.world.leaks(own, whole) if "deliveries" not in mark} == set(), file.name
        assert all(int(level) <= 1 for level, *_ in MARK.findall(whole))
    page = walker.ask("anonymous", "GET", f"/d/{token}").get_data(as_text=True)
    assert MARK.findall(page) != []
    assert {found.group() for found in MARK.finditer(page) if walker.world.leaks("staff", found.group())} == set()


PRINTED = (
    ("staff", "/meetings/{agenda}/agenda.pdf"), ("chair", "/meetings/{agenda}/agenda.pdf"),
    ("observer", "/meetings/{minutes}/minutes.pdf"), ("auditor", "/reports/{all}.pdf"),
    ("t_member", "/reports/{b}.pdf"),
)  # fmt: skip


@pytest.mark.parametrize(("who", "url"), PRINTED)
def test_p8_no_pdf_holds_a_mark_that_its_reader_must_not_see(walker: Walker, who: str, url: str) -> None:
    of = walker.world.of
    ids = {
        "agenda": of("meetings", "a1", "called").id, "minutes": of("meetings", "a1", "closed").id,
        "all": of("reports", "", "all").id, "b": of("reports", "", "b").id,
    }  # fmt: skip
    answer = walker.ask(who, "GET", url.format(**ids))
    assert answer.status_code == 200
    text = words_of(answer.data)
    assert text.count("CANARY") > 0
    assert walker.world.leaks(who, text) == set()


def words_of(pdf: bytes) -> str:
    """Return the text of a PDF without breaks, and all its metadata."""
    told = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True, timeout=60
    ).stdout.decode()
    with pikepdf.open(BytesIO(pdf)) as file:
        about = [str(value) for value in file.docinfo.values()]
        outline = [str(item.title) for item in file.open_outline().root]
        xmp = str(file.open_metadata())
    return "".join((told + "\n".join(about + outline) + xmp).replace("\u00ad", "").split())


def test_p8_no_token_of_an_address_stands_in_the_log(walker: Walker, logged: StringIO) -> None:
    digest = str(db.session().query(IssuedDigest.link_token).scalar())
    tokens = ("spent-and-secret-0123456789", digest)
    for url in (f"/sign-in/{tokens[0]}", f"/sign-in/password/{tokens[0]}", f"/d/{digest}", f"/d/{tokens[0]}"):
        for method in ("GET", "POST", "DELETE"):
            walker.ask("anonymous", method, url)
    assert logged.getvalue() != ""
    assert [token for token in tokens if token in logged.getvalue()] == []
