"""docs/asvs.csv: every requirement of levels 1 and 2 of OWASP ASVS 5.0.0 has its line, and what it names is there."""

import ast
import csv
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
OF_CHAPTER = {
    "V1": 27, "V2": 11, "V3": 19, "V4": 10, "V5": 9, "V6": 35, "V7": 18, "V8": 7, "V9": 7, "V10": 29, "V11": 14,
    "V12": 9, "V13": 13, "V14": 9, "V15": 13, "V16": 16, "V17": 7,
}  # fmt: skip
"""How many requirements of levels 1 and 2 each chapter has."""
APPLY = 205
"""How many of the 253 there are something for here; 48 are about techniques that cxgov has not."""


def rows() -> list[dict[str, str]]:
    with (ROOT / "docs" / "asvs.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def known_tests() -> set[str]:
    return {
        f"{file.relative_to(ROOT)}::{node.name}"
        for file in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def test_every_requirement_of_levels_1_and_2_has_one_line() -> None:
    found = rows()
    assert len({row["id"] for row in found}) == len(found) == 253
    assert Counter(row["id"].split(".")[0] for row in found) == OF_CHAPTER
    assert Counter(row["level"] for row in found) == {"1": 70, "2": 183}


def test_each_line_says_how_it_is_met_or_why_not() -> None:
    for row in rows():
        assert row["how"].strip().endswith("."), row["id"]
        assert row["what"].strip(), row["id"]
        wanted = {"no": {"not applicable"}, "yes": {"fulfilled", "deviates", "not yet"}}[row["applies"]]
        assert row["status"] in wanted, row["id"]
        if row["status"] == "deviates":
            assert "Deviates" in row["how"], row["id"]
    assert sum(row["applies"] == "yes" for row in rows()) == APPLY


def test_each_named_test_exists() -> None:
    there = known_tests()
    assert [row["id"] for row in rows() if row["test"] and row["test"] not in there] == []


WITHOUT = (
    " no test",
    "No test",
    "None of its own",
    "none is named",
    "Nothing is there",
    "is not something a test shows",
)


def test_a_line_without_a_test_says_why_there_is_none() -> None:
    for row in rows():
        if row["applies"] == "yes" and not row["test"]:
            assert any(words in row["how"] for words in WITHOUT), row["id"]
