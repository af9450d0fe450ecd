"""The documents are true: README's commands exist, its links lead somewhere, and the project speaks of itself alone."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    links = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_command_of_the_readme_is_one_that_cx_knows() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = set(re.findall(r"\./cx ([a-z]+)", text))
    help_text = subprocess.run([ROOT / "cx", "help"], capture_output=True, text=True, check=True).stdout
    assert commands == {"run", "test", "help"}
    for command in commands:
        assert re.search(rf"^  {command}\b", help_text, re.MULTILINE), command


def test_every_cxgov_command_in_the_documents_exists() -> None:
    from cxgov.cli.main import main

    for page in PAGES:
        for line in re.findall(r"`(?:\.venv/bin/)?cxgov ([a-z][^`]*)`", page.read_text(encoding="utf-8")):
            name, *rest = line.split()
            assert name in main.commands, f"{page.name}: cxgov {line}"
            group = main.commands[name]
            subcommands = getattr(group, "commands", None)
            if subcommands and rest:
                for each in rest[0].split("|"):
                    assert each in subcommands or each.startswith("-"), f"{page.name}: cxgov {line}"
