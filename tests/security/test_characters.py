"""Cases 45, 46 and 47: what cannot be kept is refused alike on both databases, and no name or address adds a header."""

import json
from collections.abc import Callable
from email import message_from_bytes, policy
from io import StringIO
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cxgov.core.characters import check_name, name_fault
from cxgov.core.errors import RuleBroken
from cxgov.journal.models import Subject
from cxgov.people.models import Person
from cxgov.post import service as post
from cxgov.post.jobs import deliver_waiting
from tests.support.cast import NOW, Cast
from tests.support.client import Browser

Open = Callable[..., Browser]

UNKEPT = ("a\x00b", "a\x01b", "a\x1b[31mb", "a\x7fb", "a\x9bb", "a\ufffeb", "a\uffffb")
UNSEEN = (
    "Ada\u202egnp", "Ada\u2066x\u2069", "Ada\u200bMorvane", "\ufeffAda", "Ada\u2060", "A\u00adda", "Ada\u200f",
    "Ada\ue000",    "Ada\u3164", "Ada\U000e0041",
)  # fmt: skip
GOOD = (
    "Ada Morvane",
    "Zoë O’Hara-Šimić",
    "محمد",
    "נועה",
    "李小龍",
    "می\u200cخواهم",
    "क्\u200dष",
    "Customer Council 2027",
    "R&D",
)


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Subject)) or 0


def person(name: str, **more: str) -> dict[str, str]:
    return {"name": name, "job": "", "department": "", "email": "", "handle": "", **more}


@pytest.mark.parametrize("name", [*UNKEPT, *UNSEEN])
def test_c045_a_name_with_characters_that_nobody_sees_is_refused(
    session: Session, cast: Cast, browser: Open, name: str
) -> None:
    cora, before = browser(cast.cora), count(session)
    assert cora.send("/people/new", **person(name)).status_code == 422
    assert cora.send("/departments/new", name=name, position="0").status_code == 422
    fields = {"name": name, "zone": "UTC", "quorum_kind": "majority", "level": "1"}
    assert cora.send("/committees/new", **fields).status_code == 422
    assert count(session) == before


@pytest.mark.parametrize("name", GOOD)
def test_names_of_every_script_are_names(name: str) -> None:
    assert name_fault(name) is None


@pytest.mark.parametrize("name", [*UNKEPT, *UNSEEN, "", " ", "…", "a\nb", "a\tb", "\ud800"])
def test_the_rule_of_names_says_in_a_sentence_what_is_wrong(name: str) -> None:
    with pytest.raises(RuleBroken) as no:
        check_name(name)
    assert no.value.field == "name"
    assert str(no.value).endswith(".")


@pytest.mark.parametrize("sign", ["\r\n", "\u2028", "\u0085", "\v", "\f"])
def test_c045_a_line_break_in_a_name_is_a_blank(session: Session, cast: Cast, browser: Open, sign: str) -> None:
    assert browser(cast.cora).send("/people/new", **person(f"Mara{sign}Bcc: x")).status_code == 303
    assert session.scalar(select(Subject.title).where(Subject.title.startswith("Mara"))) == "Mara Bcc: x"


@pytest.mark.parametrize(
    "address", ["b@c.example, v@x.example", "<a@b.example>c", "a@b.example\r\nBcc: v@x.example", '"a b"@c.example',
                "a@b",                "a@@b.example", "a@b.example\x00", "a@-b.example",
                "=?utf-8?q?=0d=0aBcc:v?=@x.example\x1f"]
)  # fmt: skip
def test_c045_an_address_that_is_more_than_one_is_refused(
    session: Session, cast: Cast, browser: Open, address: str
) -> None:
    assert browser(cast.alma).send("/people/new", **person("Mara Quill", email=address)).status_code == 422
    assert session.scalar(select(Person.id).where(Person.email.contains("x.example"))) is None


@pytest.mark.parametrize("words", ["Mara\r\nBcc: v@x.example", "Mara\u2028Bcc: v", "=?utf-8?q?=0d=0aBcc:_v?="])
def test_c045_no_subject_adds_a_header_or_a_recipient(session: Session, cast: Cast, tmp_path: Path, words: str) -> None:
    post.queue(
        session, occasion="x:1", person_id=cast.dan.id, kind="digest", address=cast.dan.email or "",
        domain="cx.example",        headline=words, text="x", html="", now=NOW,
    )  # fmt: skip
    session.commit()
    deliver_waiting(session, folder=tmp_path, sender="cxgov@tarnwick.example", now=NOW)
    for file in tmp_path.glob("*.eml"):
        letter = message_from_bytes(file.read_bytes(), policy=policy.default)
        assert letter["bcc"] is None
        assert letter["to"].addresses[0].addr_spec == cast.dan.email
        assert len(letter["to"].addresses) == 1


@pytest.mark.parametrize("name", [*UNKEPT, "a\ud800b"])
def test_c047_what_cannot_be_kept_is_refused_in_every_kind_of_field(
    session: Session, cast: Cast, browser: Open, name: str
) -> None:
    cora, before = browser(cast.cora), count(session)
    whole = {"name": "Moving", "zone": "UTC", "quorum_kind": "majority", "level": "1"}
    for field in ("name", "purpose", "authority", "vision", "cadence", "zone", "slug", "quorum_kind", "nonce"):
        body = urlencode({"csrf_token": cora.csrf(), "nonce": "n", **whole, field: name}, errors="surrogatepass")
        answer = cora.post("/committees/new", data=body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 422, field
    assert count(session) == before


@pytest.mark.parametrize("bytes_", ["%ff", "%c3", "%ed%a0%80", "%f8%88%80%80%80", "%c0%80"])
def test_c047_bytes_that_are_no_utf_8_are_refused(session: Session, cast: Cast, browser: Open, bytes_: str) -> None:
    cora, before = browser(cast.cora), count(session)
    body = urlencode({"csrf_token": cora.csrf(), **person("Mara")}).replace("Mara", f"Mara{bytes_}")
    answer = cora.post("/people/new", data=body, content_type="application/x-www-form-urlencoded")
    assert (answer.status_code, count(session)) == (422, before)


def test_c046_no_request_writes_a_line_of_its_own_into_the_log(
    session: Session, cast: Cast, browser: Open, logged: StringIO
) -> None:
    eve = browser(cast.eve)
    for text in ("x\r\n{}", "\x1b[2J", '"}{"event":"forged"', "\u202eforged", "z" * 1_000_000):
        eve.get("/committees/999", query_string={"x": text}, headers={"User-Agent": text.replace("\r\n", " ")})
        eve.get(f"/people/999/{text[:5000].encode('unicode_escape').decode()}")
        eve.send("/committees/new", name=text)
    lines = logged.getvalue().splitlines()
    assert lines
    for line in lines:
        assert line.isascii()
        assert len(line) <= 8_000
        assert json.loads(line)["event"] != "forged"
