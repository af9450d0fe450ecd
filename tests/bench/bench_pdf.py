"""PDF/UA of many action items: our report against naive ways to print the same, each in a fresh process.

`naive` is the very same document, its items in one table that lays itself out, with the department as one more column,
through WeasyPrint's plain call. `plain` is a bare table without any look, for those who would ask what the look costs.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BAR = 0.75  # of the naive wall and processor time, in one process

_CHILD = """
import sys
from tests.bench import pdf_ways
pdf_ways.main(sys.argv[1], int(sys.argv[2]))
"""


def _once(which: str, count: int) -> dict[str, float]:
    """Render in a fresh process and return what it took, the import not counted."""
    command = [sys.executable, "-c", _CHILD, which, str(count)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def bench_pdf(count: int = 1000, rounds: int = 3) -> dict[str, object]:
    """Return times of all ways, best of `rounds` taken in turn, and the ratios of ours to naive against the bar."""
    taken: dict[str, list[dict[str, float]]] = {"ours": [], "naive": [], "plain": []}
    for _ in range(rounds):
        for which, times in taken.items():
            times.append(_once(which, count))
    best = {which: {key: min(time[key] for time in times) for key in times[0]} for which, times in taken.items()}
    ratio = {key: round(best["ours"][key] / best["naive"][key], 3) for key in ("wall", "cpu", "peak_mb")}
    return {
        "what": f"PDF/UA of {count:,} action items, one process, against one auto-layout table",
        "size": {"action_items": count, "rounds": rounds},
        **best,
        "ratio": ratio,
        "ratio_to_plain": {key: round(best["ours"][key] / best["plain"][key], 3) for key in ("wall", "cpu")},
        "bar": {"wall": BAR, "cpu": BAR},
        "met": ratio["wall"] <= BAR and ratio["cpu"] <= BAR,
    }


if __name__ == "__main__":
    print(json.dumps(bench_pdf(), indent=2))
