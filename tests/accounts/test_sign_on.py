"""The organisation's sign-on, tried against a real provider and against one that lies."""

import base64
import hashlib
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from cxgov.accounts import sign_on_http
from cxgov.accounts.models import Identity, SignIn
from cxgov.core.config import SignOn
from cxgov.core.config_sign_on import discovery_address
from cxgov.core.enums import Role
from cxgov.people.enums import GrantSource
from cxgov.people.models import Person, RoleGrant
from tests.support.cast import Cast
from tests.support.client import Browser
from tests.support.providers import CLIENT, Hostile, consent, hostile_provider, real_provider

Open = Callable[..., Browser]
PEOPLE = (
    {"sub": "u-eve", "email": "eve@tarnwick.example", "email_verified": True, "groups": ["staff"]},
    {"sub": "u-dan", "email": "Dan@Tarnwick.example", "email_verified": True, "groups": ["cx-auditors", "staff"]},
    {"sub": "u-new", "email": "new@tarnwick.example", "email_verified": True, "name": "Nils Newman"},
    {"sub": "u-cleo", "email": "cleo@tarnwick.example", "email_verified": False},
)


@pytest.fixture(scope="module")
def real() -> Iterator[str]:
    with real_provider(*PEOPLE) as address:
        yield address


@pytest.fixture
def hostile() -> Iterator[Hostile]:
    with hostile_provider() as made:
        yield made


@pytest.fixture
def switch_on(app: Flask) -> Iterator[Callable[..., None]]:
    """Configure the sign-on of the application for one test."""
    before = app.extensions["cx_settings"]

    def on(address: str, **more: Any) -> None:
        sign_on = SignOn(discovery_url=address, client_id=CLIENT, **more)
        secrets = before.secrets.model_copy(update={"sign_on_secret": "a secret of the client"})
        app.extensions["cx_settings"] = before.model_copy(update={"sign_on": sign_on, "secrets": secrets})
        app.extensions.pop("cx_sign_on", None)

    yield on
    app.extensions["cx_settings"] = before
    app.extensions.pop("cx_sign_on", None)


def through(browser: Browser, sub: str, start: str = "/sign-on") -> Any:
    """Go to the real provider, press its button, and come back."""
    begun = browser.get(start)
    assert begun.status_code == 302, begun.headers.get("Location")
    return browser.get(consent(begun.headers["Location"], sub))


def through_hostile(browser: Browser, provider: Hostile, start: str = "/sign-on") -> Any:
    return browser.get(provider.come_back(browser.get(start).headers["Location"]))


def refused(browser: Browser, answer: Any) -> str:
    """Return the page that says why nobody was let in, after checking that it is the sign-in page."""
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in")
    text = browser.get_page("/sign-in")
    assert browser.get("/").status_code == 302
    return text


def roles_of(session: Session, person: Person) -> list[tuple[Role, GrantSource, bool]]:
    rows = session.scalars(select(RoleGrant).where(RoleGrant.person_id == person.id).order_by(RoleGrant.id))
    return [(row.role, row.source, row.valid_to is None) for row in rows]


def test_a_person_entered_beforehand_comes_in_by_their_checked_address(
    session: Session, cast: Cast, browser: Open, switch_on: Any, real: str
) -> None:
    switch_on(real)
    eve = browser()
    answer = through(eve, "u-eve", "/sign-on?next=/people")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/people")
    assert eve.get("/").status_code == 200
    known = session.scalars(select(Identity)).all()
    assert [(one.person_id, one.issuer.rstrip("/"), one.sub) for one in known] == [(cast.eve.id, real, "u-eve")]


def test_an_account_known_from_before_stays_theirs_when_the_address_changes(
    session: Session, cast: Cast, browser: Open, switch_on: Any, hostile: Hostile
) -> None:
    switch_on(hostile.address)
    through_hostile(browser(), hostile)
    hostile.claims = {"email": "eve.married@tarnwick.example"}
    eve = browser()
    assert through_hostile(eve, hostile).headers["Location"] == "/"
    assert eve.get("/").status_code == 200
    assert len(session.scalars(select(Identity)).all()) == 1


def test_another_account_with_an_address_that_is_taken_gets_nobody_in(
    session: Session, cast: Cast, browser: Open, switch_on: Any, hostile: Hostile
) -> None:
    switch_on(hostile.address)
    through_hostile(browser(), hostile)
    hostile.claims = {"sub": "recycled"}
    second = browser()
    assert "forget the old one" in refused(second, through_hostile(second, hostile))
    one = session.scalars(select(Identity)).one()
    alma = browser(cast.alma)
    alma.send(f"/account/identities/{one.id}/remove")
    third = browser()
    assert through_hostile(third, hostile).headers["Location"] == "/"


def test_nobody_is_made_unless_the_sign_on_may_make_people(
    session: Session, cast: Cast, browser: Open, switch_on: Any, real: str
) -> None:
    switch_on(real)
    stranger = browser()
    assert "Nobody with your address has been entered" in refused(stranger, through(stranger, "u-new"))
    switch_on(real, makes_people=True)
    assert through(browser(), "u-new").headers["Location"] == "/"
    made = session.scalars(select(Person).where(Person.email == "new@tarnwick.example")).one()
    assert (made.may_sign_in, roles_of(session, made)) == (True, [])


def test_an_address_that_the_provider_does_not_vouch_for_is_nobodys(
    session: Session, cast: Cast, browser: Open, switch_on: Any, real: str, hostile: Hostile
) -> None:
    switch_on(real, makes_people=True)
    cleo = browser()
    assert "does not vouch" in refused(cleo, through(cleo, "u-cleo"))
    for claims in ({"email_verified": None}, {"email_verified": "no"}, {"email_verified": 1}, {"email": ""}):
        switch_on(hostile.address, makes_people=True)
        hostile.claims = claims
        other = browser()
        assert "does not vouch" in refused(other, through_hostile(other, hostile)), claims
    switch_on(hostile.address, trusts_addresses=True)
    hostile.claims = {"email_verified": None}
    assert through_hostile(browser(), hostile).headers["Location"] == "/"


def test_groups_give_and_end_roles_at_each_sign_in_and_leave_those_of_a_hand(
    session: Session, cast: Cast, browser: Open, switch_on: Any, hostile: Hostile
) -> None:
    switch_on(hostile.address, roles=["a:auditor", "c:cx_office"])
    hostile.claims = {"groups": ["a", "other"], "email": "dan@tarnwick.example"}
    through_hostile(browser(), hostile)
    assert roles_of(session, cast.dan) == [(Role.AUDITOR, GrantSource.SIGN_ON, True)]
    hostile.claims = {"groups": "c", "email": "dan@tarnwick.example"}
    first = browser()
    through_hostile(first, hostile)
    assert [one for one in roles_of(session, cast.dan) if one[2]] == [(Role.CX_OFFICE, GrantSource.SIGN_ON, True)]
    hostile.claims = {"sub": "otto", "groups": [], "email": "otto@tarnwick.example"}
    through_hostile(browser(), hostile)
    assert roles_of(session, cast.otto) == [(Role.AUDITOR, GrantSource.HAND, True)]


def test_a_role_that_changes_at_the_sign_on_ends_the_sign_ins_from_before(
    session: Session, cast: Cast, browser: Open, switch_on: Any, hostile: Hostile
) -> None:
    switch_on(hostile.address, roles=["a:auditor"])
    before = browser(cast.eve)
    hostile.claims = {"groups": ["a"]}
    now = browser()
    through_hostile(now, hostile)
    assert [before.get("/").status_code, now.get("/").status_code] == [302, 200]


def test_c021_the_last_administrator_stays_whatever_the_groups_say(
    session: Session, cast: Cast, browser: Open, switch_on: Any, hostile: Hostile
) -> None:
    grant = session.scalars(select(RoleGrant).where(RoleGrant.person_id == cast.alma.id)).one()
    session.execute(
        RoleGrant.__table__.update().where(RoleGrant.id == grant.id).values(source=GrantSource.SIGN_ON)  # type: ignore[attr-defined]
    )
    session.commit()
    switch_on(hostile.address, roles=["admins:administrator"])
    hostile.claims = {"groups": [], "email": "alma@tarnwick.example"}
    with capture_logs() as logged:
        through_hostile(browser(), hostile)
    assert "sign_on.role_kept" in {line["event"] for line in logged}
    assert roles_of(session, cast.alma) == [(Role.ADMINISTRATOR, GrantSource.SIGN_ON, True)]


LIES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("wrong issuer", {"claims": {"iss": "https://evil.example"}}),
    ("wrong audience", {"claims": {"aud": "another-client"}}),
    ("one of several audiences, for another party", {"claims": {"aud": [CLIENT, "x"], "azp": "x"}}),
    ("wrong nonce", {"claims": {"nonce": "made-up"}}),
    ("no nonce", {"claims": {"nonce": None}}),
    ("expired", {"claims": {"exp": 1_600_000_000, "iat": 1_500_000_000}}),
    ("no expiry", {"claims": {"exp": None}}),
    ("no subject", {"claims": {"sub": None}}),
    ("subject too long", {"claims": {"sub": "s" * 256}}),
    ("from the future", {"claims": {"nbf": 4_000_000_000}}),
    ("no signature", {"algorithm": "none"}),
    ("signed with the public key", {"algorithm": "HS256"}),
    ("signed with another key", {"is_forged": True}),
    ("changed after signing", {"tampers": True}),
    ("no token", {"leaves_out_token": True}),
    ("an error instead of a token", {"token_status": 500, "leaves_out_token": True}),
    ("another issuer in the metadata", {"metadata": {"issuer": "https://evil.example"}}),
    ("keys over plain http elsewhere", {"metadata": {"jwks_uri": "http://keys.example/jwks"}}),
    ("tokens over plain http elsewhere", {"metadata": {"token_endpoint": "http://tokens.example/"}}),
    ("metadata that are none", {"raw_metadata": b"<html>"}),
    ("metadata without end", {"raw_metadata": b'{"a":"' + b"x" * 1_100_000 + b'"}'}),
    ("userinfo of somebody else", {"claims": {"email": None}, "userinfo": {"sub": "x", "email": "alma@x.example"}}),
)


@pytest.mark.parametrize(("lie", "how"), LIES, ids=[lie for lie, _ in LIES])
def test_a_provider_that_lies_gets_nobody_in(
    session: Session, cast: Cast, browser: Open, switch_on: Any, hostile: Hostile, lie: str, how: dict[str, Any]
) -> None:
    switch_on(hostile.address, makes_people=True)
    for name, value in how.items():
        setattr(hostile, name, value)
    guest = browser()
    with capture_logs() as logged:
        begun = guest.get("/sign-on")
        away = begun.headers["Location"].startswith(hostile.address)
        answer = guest.get(hostile.come_back(begun.headers["Location"])) if away else begun
    said = refused(guest, answer)
    assert "cannot be trusted" in said or "does not answer" in said
    assert [line["event"] for line in logged] == ["sign_on.refused"]
    assert session.scalars(select(SignIn)).all() == []
    assert session.scalars(select(Identity)).all() == []


@pytest.mark.parametrize("query", ["", "?code=x", "?state=x&code=y", "?code=x&state="])
def test_coming_back_without_having_gone_gets_nobody_in(
    session: Session, cast: Cast, browser: Open, switch_on: Any, hostile: Hostile, query: str
) -> None:
    switch_on(hostile.address)
    guest = browser()
    assert "begun in another browser" in refused(guest, guest.get(f"/sign-on/back{query}"))


def test_what_another_browser_began_cannot_be_ended_here_nor_twice(
    session: Session, cast: Cast, browser: Open, switch_on: Any, hostile: Hostile
) -> None:
    switch_on(hostile.address)
    attacker, victim = browser(), browser()
    link = hostile.come_back(attacker.get("/sign-on").headers["Location"])
    assert "begun in another browser" in refused(victim, victim.get(link))
    assert attacker.get(link).headers["Location"] == "/"
    attacker.send("/sign-out")
    assert "begun in another browser" in refused(attacker, attacker.get(link))


def test_the_provider_says_no(cast: Cast, browser: Open, switch_on: Any, hostile: Hostile) -> None:
    switch_on(hostile.address)
    guest = browser()
    guest.get("/sign-on")
    answer = guest.get("/sign-on/back?error=access_denied&error_description=%3Cscript%3E&state=x")
    assert "did not let you in" in refused(guest, answer)


def test_a_provider_that_is_down_is_one_sentence(cast: Cast, browser: Open, switch_on: Any) -> None:
    with hostile_provider() as gone:
        address = gone.address
    switch_on(address)
    guest = browser()
    assert "does not answer" in refused(guest, guest.get("/sign-on"))


def test_a_provider_that_stalls_is_waited_for_no_longer_than_it_is_given(
    cast: Cast, browser: Open, switch_on: Any, hostile: Hostile, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sign_on_http.SECONDS <= 10
    monkeypatch.setattr("cxgov.accounts.sign_on_client.SECONDS", 0.5)
    hostile.stalls = threading.Event()
    switch_on(hostile.address)
    guest = browser()
    assert "does not answer" in refused(guest, guest.get("/sign-on"))
    hostile.stalls.set()


def test_c022_who_may_not_sign_in_is_not_let_in_by_the_sign_on_either(
    session: Session, cast: Cast, browser: Open, switch_on: Any, hostile: Hostile
) -> None:
    switch_on(hostile.address)
    through_hostile(browser(), hostile)
    browser(cast.alma).send(
        f"/people/{cast.eve.id}/edit", name="Eve Sarkani", email="eve@tarnwick.example", version=cast.eve.version
    )
    guest = browser()
    assert "You may not sign in here" in refused(guest, through_hostile(guest, hostile))


def test_we_ask_with_state_nonce_and_a_challenge_and_come_back_to_our_own_address(
    cast: Cast, browser: Open, switch_on: Any, hostile: Hostile
) -> None:
    switch_on(hostile.address)
    browser_ = browser()
    answer = browser_.get("/sign-on", headers={"Host": "localhost", "X-Forwarded-Host": "evil.example"})
    browser_.get(hostile.come_back(answer.headers["Location"]))
    asked, sent = hostile.asked
    assert asked["redirect_uri"] == "http://localhost/sign-on/back"
    assert (asked["code_challenge_method"], asked["response_type"], asked["scope"]) == (
        "S256", "code", "openid email profile",
    )  # fmt: skip
    digest = hashlib.sha256(sent["code_verifier"].encode()).digest()
    assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == asked["code_challenge"]
    assert min(len(asked["state"]), len(asked["nonce"])) >= 20


def test_c023_signing_on_begins_a_new_session(
    session: Session, cast: Cast, browser: Open, switch_on: Any, hostile: Hostile
) -> None:
    switch_on(hostile.address)
    guest = browser()
    guest.get("/sign-in")
    old_csrf = guest.csrf()
    through_hostile(guest, hostile)
    assert guest.post("/sign-out", data={"csrf_token": old_csrf}).status_code == 400


def test_without_a_sign_on_there_is_no_such_page(cast: Cast, browser: Open) -> None:
    assert [browser().get(path).status_code for path in ("/sign-on", "/sign-on/back")] == [404, 404]


@pytest.mark.parametrize(
    "address",
    [
        "http://login.example", "https://u:p@login.example", "https://login.example/?a=b", "ftp://login.example",
        "https://login.microsoftonline.com/common/v2.0", "https://login.microsoftonline.com/{tenantid}/v2.0",
    ],
)  # fmt: skip
def test_an_address_that_cannot_be_trusted_is_refused_in_the_configuration(address: str) -> None:
    with pytest.raises(ValueError, match="must"):
        discovery_address(address)
