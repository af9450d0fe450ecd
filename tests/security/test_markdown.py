"""Cases 41 and 53: links of a text lead to http, https and mailto only, and no text takes longer than its length."""

import sys

import pytest

from cxgov.core import markdown
from cxgov.core.markdown import plain, render
from tests.security.markup import intruders
from tests.security.payloads import STORED

LINKS = (
    "[x](javascript:zq9)", "[x](JaVa\tscript:zq9)", "[x](java\nscript:zq9)", "[x](<javascript:zq9>)",
    "[x](data:text/html,zq9)",
    "[x](vbscript:zq9)", "[x](file:///etc/passwd)", "[x](ftp://10.0.0.1/zq9)", "<javascript:zq9>",
    "[x][1]\n\n[1]: javascript:zq9",
    "[x](&#106;avascript:zq9)", "[x](&#x6A;avascript&colon;zq9)", "[x](\u0001javascript:zq9)", "[x](\\javascript:zq9)",
    "<a href=javascript:zq9>x</a>", "<svg/onload=zq9()>", "<math><style><img src=x onerror=zq9()></style></math>",
    "![x](//10.0.0.1/zq9)", "![x](http://10.0.0.1/zq9)", "![x][1]\n\n[1]: http://10.0.0.1/zq9",
)  # fmt: skip


@pytest.mark.parametrize("text", [*LINKS, *STORED])
def test_c041_a_text_makes_no_link_but_to_the_web_and_to_mail_and_loads_no_picture(text: str) -> None:
    made = str(render(text))
    assert intruders(f"<!doctype html><title>x</title>{made}") == []
    assert "<img" not in made
    assert "<" not in plain("**x** [y](https://cx.example)")


@pytest.mark.parametrize("good", ["https://cx.example/a?b=c", "http://cx.example", "mailto:ada@tarnwick.example"])
def test_c041_links_to_the_web_and_to_mail_stay(good: str) -> None:
    assert f'href="{good}"' in str(render(f"[x]({good})"))


GROWING = (
    "[", "*_", "`a ", "<!--", ">", "!\\!", "http://(((", "a@a@", "[a](", "![", "- ", "| a |\n|-|\n", "\\", "&#", "_a*b",
)  # fmt: skip


@pytest.mark.parametrize("piece", GROWING)
def test_c053_twice_the_text_takes_about_twice_the_steps_and_the_largest_text_is_shown(piece: str) -> None:
    def steps(size: int) -> int:
        count = 0

        def counted(frame: object, event: str, arg: object) -> None:
            nonlocal count
            count += 1

        text = (piece * size)[:size]
        markdown.render.cache_clear()
        sys.setprofile(counted)
        try:
            render(text)
        finally:
            sys.setprofile(None)
        return count

    small, large = steps(4_000), steps(8_000)
    assert large <= 2.2 * small + 1000, (small, large)
    render((piece * markdown.MAX_CHARS)[: markdown.MAX_CHARS // 4])
