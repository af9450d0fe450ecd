"""config.example.toml and core/config.py say the same."""

import re
import tomllib
from typing import Any

from cxgov.core import config, paths

TEXT = paths.CONFIG_EXAMPLE.read_text(encoding="utf-8")
SETTING = re.compile(r"^# (?=[a-z_]+ = )", re.MULTILINE)


def _example() -> dict[str, dict[str, Any]]:
    return tomllib.loads(SETTING.sub("", TEXT))


def test_every_setting_of_the_example_is_known_with_the_default_it_shows():
    known = {
        name: {
            key: list(f.default) if isinstance(f.default, tuple) else f.default for key, f in kind.model_fields.items()
        }
        for name, kind in config.sections().items()
    }

    assert _example() == known


def test_every_setting_of_the_example_is_explained_above_it():
    lines = TEXT.splitlines()
    for number, line in enumerate(lines):
        if SETTING.match(line):
            block = number
            while SETTING.match(lines[block]):
                block -= 1
            assert re.match(r"# [A-Z\"].*|# .*[.]$", lines[block]), f"line {number + 1}: {line}"


def test_the_example_holds_no_key():
    assert "secrets" not in _example()
