"""A test browser: signs somebody in, sends forms with their tokens, and checks what every page must have."""

import secrets
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

from flask import g
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from cxgov.accounts.enums import Proof
from cxgov.accounts.models import SignIn
from cxgov.accounts.tokens import hashed, new_token
from cxgov.core import clock


class Page(HTMLParser):
    """What a test wants to know of a page's markup."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.controls: list[dict[str, str | None]] = []
        self.faults: list[str] = []
        self.h1, self.title = "", ""
        self._inside: list[str] = []
        self._forms: list[dict[str, Any]] = []
        self.h1_count = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self._inside.append(tag)
        self._note_faults(tag, found)
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "h1":
            self.h1_count += 1
        if tag == "label" and found.get("for"):
            self.labels.add(str(found["for"]))
        if tag == "form":
            is_post = (found.get("method") or "").lower() == "post"
            self._forms.append({"post": is_post, "csrf": False, "action": found.get("action")})
        if tag in ("input", "select", "textarea"):
            self._note_control(found)
        if tag in ("input", "meta", "link", "br", "hr", "img", "path", "circle", "rect", "line", "col", "wbr"):
            self._inside.pop()

    def _note_faults(self, tag: str, found: dict[str, str | None]) -> None:
        if "style" in found:
            self.faults.append(f"style attribute on <{tag}>")
        self.faults += [f"{name} on <{tag}>" for name in found if name.startswith("on")]
        if tag == "script" and not found.get("src"):
            self.faults.append("inline script")
        if tag == "style":
            self.faults.append("inline style")

    def _note_control(self, found: dict[str, str | None]) -> None:
        if found.get("name") == "csrf_token" and self._forms:
            self._forms[-1]["csrf"] = True
        is_seen = found.get("type") not in ("hidden", "submit")
        if is_seen and "label" not in self._inside and not found.get("aria-label"):
            self.controls.append(found)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._inside:
            while self._inside.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if "h1" in self._inside:
            self.h1 += data
        elif "title" in self._inside and "svg" not in self._inside:
            self.title += data

    def problems(self) -> list[str]:
        """Return what no page of ours may have."""
        out = list(self.faults)
        if self.h1_count != 1:
            out.append(f"{self.h1_count} h1")
        if not " ".join(self.title.split()).startswith(" ".join(self.h1.split())):
            out.append(f"the title {self.title!r} does not start with the h1 {self.h1!r}")
        out += [f"id {name} twice" for name in {i for i in self.ids if self.ids.count(i) > 1}]
        out += [f"no label for {c.get('name')}" for c in self.controls if c.get("id") not in self.labels]
        out += [
            f"no CSRF field in the form to {form['action']}"
            for form in self._forms
            if form["post"] and not form["csrf"]
        ]
        return out


class Browser(FlaskClient):
    """A browser with a cookie jar; `get_page` checks the whole page, `send` posts a form as a person would."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Ask as a new request would: the tests keep one application context, so what it holds is emptied first."""
        for name in list(g):
            g.pop(name)
        return super().open(*args, **kwargs)

    def sign_in(self, session: Session, person: Any) -> "Browser":
        """Sign the person in by a row of their own."""
        token, now = new_token(), clock.now()
        session.add(
            SignIn(
                person_id=person.id,
                token_hash=hashed(token),
                proof=Proof.LINK,
                proved_at=now,
                second_at=now,
                made_at=now,
                seen_at=now,
                expires_at=now + timedelta(days=900),
            )
        )
        session.commit()
        with self.session_transaction() as cookie:
            cookie["_user_id"] = token
            cookie["_fresh"] = True
        return self

    def csrf(self) -> str:
        """Return a token that belongs to this browser's session."""
        with self.session_transaction() as cookie:
            raw = cookie.setdefault("csrf_token", secrets.token_hex(20))
        return URLSafeTimedSerializer(str(self.application.secret_key), salt="wtf-csrf-token").dumps(raw)

    def send(self, url: str, /, **fields: Any) -> TestResponse:
        """Post a form with its CSRF token and a fresh nonce."""
        data = {"csrf_token": self.csrf(), "nonce": secrets.token_hex(8), **fields}
        return self.post(url, data=data)

    def get_page(self, url: str, status: int = 200) -> str:
        """Return a page's text after checking its status and its markup."""
        answer = self.get(url)
        assert answer.status_code == status, f"{url}: {answer.status_code}"
        text = answer.get_data(as_text=True)
        assert Page(text).problems() == [], url
        assert ">None<" not in text, f"{url} shows None"
        return text
