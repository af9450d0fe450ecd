"""Cases 12, 38, 39 and 49: what stands in an address is a word of ours or is refused; it never reaches the SQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.support.cast import Cast
from tests.support.client import Browser

Open = Callable[..., Browser]
Count = Callable[[], AbstractContextManager[list[str]]]

WORDS = ("sort", "order", "page", "limit", "show", "state", "q", "owner", "committee", "department", "from", "to",
         "period", "level", "kind", "actor", "verb", "field", "attribute")  # fmt: skip
INJECTED = (
    "name;drop table subjects--zq9", "(case when 1=1 then 1 else 0 end)zq9", "1,(select 'zq9')", "-1", "1e9", "0",
    str(2**63), "9" * 40, "\u0663", "__class__", "metadata", "password_hash", "delete", "%", "_", "\\", "'zq9", '"zq9',
    "NEAR(zq9", "zq9*", '"zq9', "2026-02-30", "0000-00-00", "9999-12-31", "../../etc/passwd", "z" * 10_000,
)  # fmt: skip
NOT_LISTS = ("static", "healthz", "readyz", "sign_on", "sign_out")


def lists(app: Flask) -> list[str]:
    """Return the address of each page that is of no single thing."""
    rules = [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments]
    return sorted({rule.rule for rule in rules if not any(word in rule.endpoint for word in NOT_LISTS)})


def test_c038_c039_a_filter_is_a_word_of_ours_a_literal_text_or_is_refused(
    app: Flask, session: Session, cast: Cast, browser: Open, count_sql: Count
) -> None:
    cora, turn = browser(cast.cora), 0
    for url in lists(app):
        for word in WORDS:
            values = INJECTED if word == "q" and url in ("/actions", "/people") else (INJECTED[turn % len(INJECTED)],)
            turn += 1
            for value in values:
                with count_sql() as seen:
                    answer = cora.get(f"{url}?{word}={quote(value)}")
                    answer.get_data()  # files are sent piece by piece, so read them to their end
                answer.close()
                assert answer.status_code in (200, 302, 303, 403, 404, 422), (url, word, value[:40])
                assert [one for one in seen if "zq9" in one or "drop table" in one.lower()] == []


@pytest.mark.parametrize("sign", ["%", "_", "\\", "'", '"', "*"])
def test_c039_a_sign_that_means_something_elsewhere_is_searched_as_it_is(
    session: Session, cast: Cast, browser: Open, sign: str
) -> None:
    text = browser(cast.cora).get_page(f"/actions?q={quote('zz' + sign + 'zz')}")
    assert "/actions/1" not in text


@pytest.mark.parametrize("value", ["%00", "a%00b", "%ed%a0%80", "%ff%fe", "%ef%bf%be", "%1b[31m"])
def test_c047_an_address_with_what_cannot_be_kept_is_refused_or_harmless_on_both(
    session: Session, cast: Cast, browser: Open, value: str
) -> None:
    cora = browser(cast.cora)
    for url in ("/actions", "/people", "/committees", "/reports", "/journal", "/outbox", "/sign-in"):
        for word in ("q", "page", "committee", "period", "next"):
            assert cora.get(f"{url}?{word}={value}").status_code in (200, 302, 303, 403, 404, 422), (url, word)


@pytest.mark.parametrize(
    "number", ["-1", "0", str(2**63), str(2**63 - 1), "9" * 40, "1e9", "%00", "\u0663", "z" * 10_000]
)
def test_c049_an_id_that_is_none_is_not_found_on_any_route(
    app: Flask, session: Session, cast: Cast, browser: Open, number: str
) -> None:
    cora = browser(cast.cora)
    for rule in app.url_map.iter_rules():
        if rule.arguments and "GET" in (rule.methods or ()) and rule.endpoint != "static":
            url = rule.rule
            for name in rule.arguments:
                for kind in ("int:", ""):
                    url = url.replace(f"<{kind}{name}>", number)
            assert cora.get(url).status_code in (302, 303, 308, 400, 403, 404, 422), url
            assert cora.get(url).status_code != 302 or "sign" in url or "token" in rule.arguments, url


@pytest.mark.parametrize(
    "way", [{"headers": {"X-HTTP-Method-Override": "DELETE"}}, {"query_string": {"_method": "DELETE"}}]
)
def test_c012_a_method_that_is_only_named_is_not_believed(
    session: Session, cast: Cast, browser: Open, way: dict[str, dict[str, str]]
) -> None:
    ada, url = browser(cast.ada), f"/committees/{cast.council.id}"
    assert ada.get(url, **way).status_code == 200
    assert ada.post(url, **way).status_code in (400, 405)
    assert ada.open(url, method="TRACE").status_code == 405


@pytest.mark.parametrize("spelling", ["/{}", "{}/", "{}%2f..", "{};a=b", "{}.json", "{}%20", "{}//", "{}%00"])
def test_c012_another_spelling_of_an_address_decides_as_the_right_one_does(
    session: Session, cast: Cast, browser: Open, spelling: str
) -> None:
    nobody, eve = browser(), browser(cast.eve)
    for url in ("/people", "/committees", f"/committees/{cast.board.id}"):
        assert nobody.get(spelling.format(url)).status_code in (302, 308, 400, 404)
        assert eve.get(spelling.format(f"/committees/{cast.board.id}")).status_code in (308, 400, 404)
