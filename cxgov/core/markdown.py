"""Text that people write, made safe: the one function for page, mail and PDF."""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

_TAGS = {
    "p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "em", "strong",
    "s", "a", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
MAX_CHARS = 400_000


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "maxNesting": 40}).enable(["table", "strikethrough"])


@lru_cache(maxsize=2048)
def render(text: str, *, heading_from: int = 3) -> Markup:
    """Return Markdown as HTML that may stand on a page: no raw HTML, no images, only http, https and mailto links.

    Headings start at level `heading_from`, so that a page keeps its own order. Longer texts than MAX_CHARS are cut.
    """
    tokens = _reader().parse(text[:MAX_CHARS])
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + heading_from - 1)}"
    raw = _reader().renderer.render(tokens, _reader().options, {})
    clean = nh3.clean(
        raw, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https", "mailto"}, link_rel="noopener"
    )
    return Markup(clean)  # noqa: S704 - nh3 has just cleaned it


def plain(text: str) -> str:
    """Return the words of a Markdown text on one line, for titles and lists."""
    words = nh3.clean(_reader().render(text[:MAX_CHARS]), tags=set())
    return " ".join(Markup(words).unescape().split())  # noqa: S704 - unescaped to plain text at once
