"""Start-up: making the application against importing its web stack, each in fresh processes of one run."""

import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from cxgov.core.config_sources import make_secrets

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 9
STACK = "; ".join(
    f"import {name}"
    for name in (
        "flask",
        "flask_sqlalchemy",
        "flask_login",
        "flask_wtf",
        "flask_migrate",
        "wtforms",
        "pydantic",
        "structlog",
        "nh3",
        "markdown_it",
    )
)
APP = (
    "import sys, pathlib; from cxgov.core.config import load; from cxgov.app import create_app; "
    "create_app(load(pathlib.Path(sys.argv[1]), {})); assert 'weasyprint' not in sys.modules"
)


def _seconds(code: str, folder: str) -> float:
    start = perf_counter()
    subprocess.run([sys.executable, "-c", code, folder], cwd=ROOT, check=True, capture_output=True)
    return perf_counter() - start


def measure() -> dict[str, object]:
    """Return the medians in seconds and their ratio; the bar is 1.1 times the web stack."""
    with tempfile.TemporaryDirectory() as folder:
        make_secrets(Path(folder))
        pairs = [(_seconds(STACK, folder), _seconds(APP, folder)) for _ in range(ROUNDS)]
    stack, app = median(one for one, _ in pairs), median(other for _, other in pairs)
    return {
        "what": "start-up: create_app() against importing its web stack",
        "bar": 1.1,
        "ratio": round(app / stack, 3),
        "sizes": {"rounds": ROUNDS},
        "seconds": {"web stack": round(stack, 3), "create_app": round(app, 3)},
    }
