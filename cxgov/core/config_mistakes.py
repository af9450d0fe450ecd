"""Mistakes in the configuration, said so that whoever wrote them can mend them."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

PLAIN = {
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "string_type": "must be text in quotes",
    "string_too_short": "must not be empty",
    "string_too_long": "must have at most {max_length} characters",
    "string_pattern_mismatch": "is not written as it should be; config.example.toml shows how",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "literal_error": "must be {expected}",
    "enum": "must be {expected}",
    "bool_type": "must be true or false",
    "tuple_type": "must be a list of texts in quotes",
    "model_type": "must be a section with keys below it",
    "model_attributes_type": "must be a section with keys below it",
    "extra_forbidden": "is not a known setting",
    "value_error": "{error}",
}


class ConfigError(Exception):
    """The configuration cannot be used; `lines` says why, one mistake a line."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


def in_words(error: ValidationError, by_environment: Mapping[str, Mapping[str, Any]], file: str) -> list[str]:
    """Put each mistake on one line that begins with where it stands: the variable, else file, section and key."""
    return [f"{_where(detail, by_environment, file)}: {_what(detail)}" for detail in error.errors()]


def _where(detail: ErrorDetails, by_environment: Mapping[str, Mapping[str, Any]], file: str) -> str:
    section, *rest = (str(part) for part in detail["loc"])
    if not rest:
        return f"{file}: [{section}]"
    key = rest[0]
    if key in by_environment.get(section, {}):
        return variable(section, key)
    return f"{file}: [{section}] {key}"


def _what(detail: ErrorDetails) -> str:
    text = PLAIN.get(detail["type"])
    return text.format(**detail.get("ctx", {})) if text else detail["msg"]


def variable(section: str, key: str) -> str:
    """Return the name of the environment variable that stands over a key of the file."""
    return f"CXGOV_{section}_{key}".upper()


def guess(name: str, known: list[str]) -> str:
    """Return a hint at the known name that was probably meant, or nothing."""
    near = get_close_matches(name, known, n=1, cutoff=0.75)
    return f"; did you mean {near[0]}?" if near else ""
