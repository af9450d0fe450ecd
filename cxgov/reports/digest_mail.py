"""The digest as a mail: subject, text of 72 columns and HTML, with the reader's department first.

A letter is the same for everybody of a department, so it is built once per department, not per person.
"""

import re
import textwrap
from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from cxgov.core import paths
from cxgov.post.inline import inline_styles
from cxgov.reports.figures.digest import DigestFigures, GoalGlance
from cxgov.reports.words import STATUS_WORDS, Words

COLUMNS = 72
LARGEST_HTML = 100_000  # bytes; mail clients cut what is longer
# How much of each kind a mail shows; the page has all of it.
MOST = {"stories": 3, "thanks": 5, "goals": 8, "decisions": 10, "closed": 10, "meetings": 6, "others": 12}
BAR_LENGTH = 21  # signs of the bar in the text part

MARKS = {  # sign and colour class of a status in the mail
    "green": ("●", "g"),
    "amber": ("▲", "a"),
    "red": ("◆", "r"),
    "outdated": ("○", "n"),
    "no_data": ("–", "n"),
    "not_started": ("○", "n"),
    "no_pace": ("–", "n"),
}
FILLED, TRACK, MARK = ("bf", "#0F5462"), ("bt", "#DFE6EE"), ("bm", "#BF4A1B")

_UNIT = re.compile(r"(?<=\d) (?=[%€])")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Letter(NamedTuple):
    """A mail, ready for the outbox; recipient and headers of its own are added there."""

    subject: str
    text: str
    html: str


T = TypeVar("T")


def digest_mail(
    figures: DigestFigures, *, department: str | None, base_url: str, stop_url: str = "", preferences_url: str = ""
) -> Letter:
    """Return the digest for readers of one department; `base_url` is the instance's own, without a slash at its end.

    `stop_url` leads to a page with one button; without it, the mail names only the settings page.
    """
    context = _context(figures, department) | {
        "base": base_url.rstrip("/"), "stop_url": stop_url,
        "preferences_url": preferences_url
        or (base_url.rstrip("/") + figures.preferences_path if figures.preferences_path else ""),
    }  # fmt: skip
    styles = (paths.TEMPLATES / "mail" / "digest.css").read_text(encoding="utf-8")
    kept = (paths.TEMPLATES / "mail" / "digest.keep.css").read_text(encoding="utf-8")
    html = _environment().get_template("mail/digest.html").render(context)
    text = _environment().get_template("mail/digest.txt").render(context)
    return Letter(
        subject=f"{figures.masthead.title}: {figures.masthead.organisation}",
        text=re.sub(r"\n{3,}", "\n\n", text),
        html=inline_styles(html, styles, kept=kept),
    )


def _context(d: DigestFigures, department: str | None) -> dict[str, Any]:
    """What the templates see: as much of each kind as a mail holds, what is about the reader's department first."""
    return {
        "d": d, "w": Words(d.period.last.year), "department": department, "mark": MARKS, "bar": bar,
        "text_bar": text_bar,
        "first": next((note for note in d.for_departments if note.department == department), None),
        "others": [note for note in d.for_departments if note.department != department][: MOST["others"]],
        "stories": own_first(d.stories, department)[: MOST["stories"]],
        "thanks": own_first(d.thanks, department)[: MOST["thanks"]],
        "more_thanks": d.more_thanks + max(0, len(d.thanks) - MOST["thanks"]),
        "goals": own_first(d.goals, department)[: MOST["goals"]],
        "decisions": own_first(d.decisions, department)[: MOST["decisions"]],
        "closed": own_first(d.closed, department, of=lambda action: (action.department,))[: MOST["closed"]],
        "closed_more": d.closed_more + max(0, len(d.closed) - MOST["closed"]),
        "meetings": d.meetings[: MOST["meetings"]],
    }  # fmt: skip


def own_first(
    rows: Sequence[T], department: str | None, *, of: Callable[[T], tuple[str, ...]] = attrgetter("departments")
) -> list[T]:
    """Keep the order, but for what is about the reader's department."""
    return sorted(rows, key=lambda row: department not in of(row))


def bar(goal: GoalGlance) -> list[tuple[str, str, str]]:
    """The cells of a bar: class, width and colour; filled, track, the mark of what is expected, track.

    The percentages add up to 99, or the mark would be squeezed away.
    """
    done = min(100, max(0, goal.percent or 0)) * 0.99
    if goal.expected_percent is None:
        return _cells((FILLED, done), (TRACK, 99 - done))
    due = min(100, max(0, goal.expected_percent)) * 0.99
    if done <= due:
        return _cells((FILLED, done), (TRACK, due - done), (MARK, None), (TRACK, 99 - due))
    return _cells((FILLED, due), (MARK, None), (FILLED, done - due), (TRACK, 99 - done))


def _cells(*parts: tuple[tuple[str, str], float | None]) -> list[tuple[str, str, str]]:
    return [
        (name, "4" if width is None else f"{width:.1f}%", colour)
        for (name, colour), width in parts
        if width is None or width >= 0.05
    ]


def text_bar(goal: GoalGlance) -> str:
    """The same bar in signs, and the words: [############.|.......] at risk, 62 % of the way, 67 % expected."""
    done = round(min(100, max(0, goal.percent or 0)) * BAR_LENGTH / 100)
    signs = list("#" * done + "." * (BAR_LENGTH - done))
    if goal.expected_percent is not None:
        signs[min(BAR_LENGTH - 1, round(goal.expected_percent * BAR_LENGTH / 100))] = "|"
    said = [STATUS_WORDS[goal.status], "no reading yet" if goal.percent is None else f"{goal.percent} % of the way"]
    if goal.expected_percent is not None:
        said.append(f"{goal.expected_percent} % expected")
    return f"[{''.join(signs)}] {', '.join(said)}"


def clip(text: str, longest: int) -> str:
    """Cut a text at a blank, with an ellipsis; the page has the whole of it."""
    words = " ".join(text.split())
    return words if len(words) <= longest else words[: longest - 1].rsplit(" ", 1)[0] + "…"


def wrap(text: str, first: str = "", rest: str | None = None) -> str:
    """Set a text in lines of 72 columns, whatever line ends others put into it."""
    return textwrap.fill(
        " ".join(str(text).split()), COLUMNS, initial_indent=first, subsequent_indent=first if rest is None else rest,
        break_on_hyphens=False,
    )  # fmt: skip


def _clean(value: object) -> object:
    """Take signs out that no reader sees or that turn the writing direction; keep a unit with its number."""
    return _UNIT.sub("\u00a0", _UNPRINTABLE.sub("?", value)) if type(value) is str else value


@lru_cache(maxsize=1)
def _environment() -> Environment:
    found = Environment(
        loader=FileSystemLoader(paths.TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        finalize=_clean,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    found.filters |= {"clip": clip, "wrap": wrap}
    return found
