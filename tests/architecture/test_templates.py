"""Templates only show: no query, no inline script or style, nothing marked safe."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
PAGES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
FAULTS = {
    "inline style": re.compile(r"\sstyle\s*=|<style"),
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>"),
    "event handler": re.compile(r"\son[a-z]+\s*=\s*[\"']"),
    "marked safe": re.compile(r"\|\s*safe\b|Markup\("),
    "query": re.compile(r"\b(session|query|db)\s*\.\s*(execute|scalars?|get|query|filter)\b"),
    "foreign address": re.compile(r"(?:src|href)\s*=\s*[\"']https?://"),
}
MAIL_MAY = {"inline style", "foreign address"}  # css-inline writes styles into mails, and a mail has no page of its own


@pytest.mark.parametrize("name", PAGES)
def test_a_template_only_shows(name: str) -> None:
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    text = re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL)
    found = {fault for fault, pattern in FAULTS.items() if pattern.search(text)}
    assert found - (MAIL_MAY if name.startswith("mail/") else set()) == set()
