"""`./cx bench`: take every measure once, print a table, and JSON with `--json FILE`; ratios within one run."""

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

MEASURES: tuple[tuple[str, str, str], ...] = (
    ("start-up", "bench_startup", "measure"),
    ("writers", "bench_writers", "measure"),
    ("pdf", "bench_pdf", "bench_pdf"),
    ("lists", "bench_lists", "measure"),
    ("import", "bench_import", "measure"),
)


def chosen(names: list[str]) -> list[tuple[str, Callable[[], dict[str, object]]]]:
    """Return the measures asked for, or all of them."""
    unknown = set(names) - {name for name, _, _ in MEASURES}
    if unknown:
        sys.exit(f"There is no measure “{min(unknown)}”. There are: {', '.join(name for name, _, _ in MEASURES)}.")
    found = []
    for name, module, function in MEASURES:
        if not names or name in names:
            found.append((name, getattr(import_module(f"tests.bench.{module}"), function)))
    return found


def main() -> None:
    """Measure, print and write."""
    reader = argparse.ArgumentParser(prog="./cx bench", description=__doc__)
    reader.add_argument("names", nargs="*", help="only these measures")
    reader.add_argument("--json", type=Path, help="write everything that was measured to this file")
    asked = reader.parse_args()
    results = {}
    print(f"{'measure':<10} {'ratio':<28} {'bar':<24} what")
    for name, measure in chosen(asked.names):
        result = measure()
        results[name] = result
        print(
            f"{name:<10} {_short(result.get('ratio')):<28} {_short(result.get('bar')):<24} {result.get('what', '')}",
            flush=True,
        )
    if asked.json:
        machine = {"python": platform.python_version(), "system": platform.system(), "cores": os.cpu_count()}
        asked.json.write_text(json.dumps({"machine": machine, "results": results}, indent=1, default=str) + "\n")


def _short(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {one}" for name, one in value.items())
    return str(value)


if __name__ == "__main__":
    main()
