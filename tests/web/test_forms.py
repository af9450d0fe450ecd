"""Forms: hostile characters, days nobody means, a click too many, and the back button."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from wtforms.validators import Optional

from cxgov.people.models import Person
from cxgov.web.forms import Day, Form, Line, Pick, Version, Words
from cxgov.web.models import FormNonce
from tests.support.cast import Cast
from tests.support.client import Browser

Open = Callable[..., Browser]


class Sample(Form):
    """One field of each kind."""

    line = Line("Line")
    words = Words("Words")
    day = Day("Day", [Optional()])
    pick = Pick("Pick", [Optional()])
    version = Version()


def filled(app: Flask, **fields: str) -> Sample:
    with app.test_request_context("/", method="POST"):
        form = Sample(MultiDict(fields), meta={"csrf": False})
        offered: dict[Any, str] = {"": "None", 7: "Seven"}
        form.pick.choices = offered
        form.validate()
        return form


@pytest.mark.parametrize("bad", ["a\x00b", "a\x07b", "a\x1b[31m", "a\ud800b", "a\ufffeb", "a\x7fb", "a\x85b"])
def test_what_cannot_be_kept_is_refused(app: Flask, bad: str) -> None:
    form = filled(app, line=bad, words=bad)
    said = ["This text holds a character that cannot be kept. Please remove it."]
    expected_line = {} if bad == "a\x85b" else {"line": said}
    assert form.errors == {**expected_line, "words": said}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  a \t b\r\nc ", "a b c"),
        ("{{7*7}} ${x} %(x)s <script>", "{{7*7}} ${x} %(x)s <script>"),
        ("ﷺ é 日本 🎉", "ﷺ é 日本 🎉"),
    ],
)
def test_a_line_is_one_tidy_line_and_otherwise_literal(app: Flask, typed: str, kept: str) -> None:
    assert filled(app, line=typed).line.data == kept


def test_words_keep_their_lines(app: Flask) -> None:
    assert filled(app, words=" a\r\nb\rc \n").words.data == "a\nb\nc"


@pytest.mark.parametrize("bad", ["0000-00-00", "2026-02-30", "9999-12-31", "0001-01-01", "x", "2026-1-1T00:00"])
def test_a_day_that_is_none_is_refused(app: Flask, bad: str) -> None:
    assert "day" in filled(app, day=bad).errors


@pytest.mark.parametrize(("sent", "errors"), [("7", False), ("", False), ("8", True), ("x", True), ("7.0", True)])
def test_only_what_was_offered_can_be_picked(app: Flask, sent: str, errors: bool) -> None:
    form = filled(app, pick=sent)
    assert ("pick" in form.errors) is errors
    assert errors or form.pick.data == (7 if sent else None)


def test_hostile_text_is_shown_literally(session: Session, cast: Cast, browser: Open) -> None:
    cora, name = browser(cast.cora), "<img src=x onerror=alert(1)>{{7*7}}"
    cora.send("/people/new", name=name)
    made = session.scalars(select(Person).order_by(Person.id.desc())).first()
    assert made is not None
    text = cora.get_page(f"/people/{made.id}")
    assert "<img" not in text
    assert "&lt;img src=x onerror=alert(1)&gt;{{7*7}}" in text


@pytest.mark.parametrize("bad", [b"a\xed\xa0\x80b", b"a\xffb", b"a\x00b", b"a\xef\xbf\xbeb"])
def test_c047_bytes_that_are_no_text_are_refused_on_the_page_they_were_typed_on(
    session: Session, cast: Cast, browser: Open, bad: bytes
) -> None:
    cora = browser(cast.cora)
    before = session.scalar(select(func.count()).select_from(Person))
    body = b"csrf_token=" + cora.csrf().encode() + b"&nonce=n&name=" + quote_from_bytes(bad).encode()
    answer = cora.post("/people/new", data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 422
    assert "cannot be kept" in answer.text
    assert session.scalar(select(func.count()).select_from(Person)) == before


def test_the_back_button_and_a_second_click_make_nothing_new(session: Session, cast: Cast, browser: Open) -> None:
    cora = browser(cast.cora)
    count = select(func.count()).select_from(Person)
    before = session.scalar(count) or 0
    places = {cora.send("/people/new", name="Nils Arvo", nonce="one").location for _ in range(3)}
    assert (len(places), session.scalar(count)) == (1, before + 1)
    assert cora.send("/people/new", name="Nils Arvo", nonce="two").location not in places


def test_a_refused_form_may_be_sent_again(session: Session, cast: Cast, browser: Open) -> None:
    cora = browser(cast.cora)
    assert cora.send("/people/new", name="", nonce="again").status_code == 422
    assert session.get(FormNonce, "again") is None
    assert cora.send("/people/new", name="Nils Arvo", nonce="again").status_code == 303


def test_a_second_click_on_a_change_leads_to_the_same_page(session: Session, cast: Cast, browser: Open) -> None:
    cora, url = browser(cast.cora), f"/people/{cast.dan.id}/edit"
    fields = {"name": "Dan H.", "version": str(cast.dan.version), "nonce": "edit"}
    first, second = cora.send(url, **fields), cora.send(url, **fields)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert cora.send(url, **{**fields, "nonce": "other"}).status_code == 409
