"""Building blocks of every picture: escaped tags, colours that print, and the root with its title.

Each mark carries its colour twice: a hex value that WeasyPrint paints, and a class (`f-` fill, `s-` stroke) that
repaints it from the tokens of the page, so that one picture serves light, dark and paper.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import TypeAlias

from markupsafe import Markup, escape

COLOURS = {
    "ink": "#1b2530",
    "muted": "#545f6b",
    "brand": "#0f5462",
    "voice": "#862a57",
    "ok": "#1c6638",
    "warn": "#7c4a00",
    "bad": "#a5261c",
    "calm": "#4c5866",
    "surface": "#ffffff",
    "track": "#eaecee",
    "line": "#dedacf",
    "edge": "#8b877c",
    "brand-tint": "#e3eff1",
}
FONT = "Source Sans 3"
Attribute: TypeAlias = str | int | float | Decimal | None


def short(value: float | Decimal) -> str:
    """Write a coordinate with at most one decimal, so that the same input gives the same bytes everywhere."""
    text = f"{float(value):.1f}"
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


def tag(name: str, *inside: str | Markup, **attributes: Attribute) -> Markup:
    """Return one element; text and attribute values are escaped, `class_` is class, underscores become hyphens."""
    pairs = []
    for key, value in attributes.items():
        if value is None:
            continue
        words = short(value) if isinstance(value, float | Decimal) else str(value)
        pairs.append(f' {key.rstrip("_").replace("_", "-")}="{escape(words)}"')
    content = Markup("").join(escape(part) for part in inside)
    opened = f"<{name}{''.join(pairs)}"
    return Markup(f"{opened}>{content}</{name}>" if inside else f"{opened}/>")  # noqa: S704  every part was escaped above


def rect(x: Attribute, y: Attribute, width: Attribute, height: Attribute, colour: str, **more: Attribute) -> Markup:
    """Return a filled rectangle; lengths are numbers or percentages."""
    return tag("rect", x=x, y=y, width=width, height=height, class_=f"f-{colour}", fill=COLOURS[colour], **more)


def line(path: str, colour: str, width: float = 1, **more: Attribute) -> Markup:
    """Return an open line along a path."""
    return tag("path", d=path, fill="none", class_=f"s-{colour}", stroke=COLOURS[colour], stroke_width=width, **more)


def word(x: Attribute, y: Attribute, text: str, colour: str = "muted", size: float = 13, **more: Attribute) -> Markup:
    """Return a line of text, escaped."""
    return tag("text", text, x=x, y=y, font_size=size, class_=f"f-{colour}", fill=COLOURS[colour], **more)


def ring(x: float, y: float, colour: str, radius: float = 4.5) -> Markup:
    """Return an open ring, the mark of one reading."""
    return tag(
        "circle",
        cx=x,
        cy=y,
        r=radius,
        class_=f"f-surface s-{colour}",
        fill=COLOURS["surface"],
        stroke=COLOURS[colour],
        stroke_width=2.5,
    )


def points(pairs: Iterable[tuple[float, float]]) -> str:
    """Return coordinates as the points attribute of a polyline or polygon wants them."""
    return " ".join(f"{short(x)},{short(y)}" for x, y in pairs)


def picture(width: int, height: int, title: str, marks: Iterable[Markup], *, desc: str = "", css: str = "") -> Markup:
    """Return the root: fixed size for paper, fluid on the page by its class, its sentence first read out first."""
    told = [tag("title", title)] + ([tag("desc", desc)] if desc else [])
    return tag(
        "svg",
        *told,
        *marks,
        xmlns="http://www.w3.org/2000/svg",
        class_=css or None,
        width=width,
        height=height,
        viewBox=f"0 0 {width} {height}",
        role="img",
        font_family=FONT,
    )


def fluid(height: int, title: str, marks: Iterable[Markup], *, css: str, width: int | None = None) -> Markup:
    """Return a root whose marks are placed in percent: it fills its column without shrinking its text."""
    return tag(
        "svg",
        tag("title", title),
        *marks,
        xmlns="http://www.w3.org/2000/svg",
        class_=css,
        width=width or "100%",
        height=height,
        role="img",
        font_family=FONT,
    )
