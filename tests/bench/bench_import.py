"""Import: ten times the minutes or rows must take ten times as long, and a file or row the same statements."""

import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from math import log
from pathlib import Path
from time import process_time

from sqlalchemy import event
from sqlalchemy.orm import Session

from cxgov.app import create_app
from cxgov.core.actor import Actor
from cxgov.imports import folder, people_csv, service
from cxgov.web import schema
from cxgov.web.extensions import db
from tests.conftest import make_settings

NOW = datetime(2026, 11, 24, tzinfo=UTC)
ACTOR = Actor.system("bench")
FEW_FILES, MANY_FILES = 50, 500
FEW_ROWS, MANY_ROWS = 500, 5_000
FIRST = "Ada Ben Cleo Dan Eve Finn Gia Hugo Ines Juno Kai Lena Milo Nora Otis Pia Quin Rosa Sven Tess".split()
LAST = "Arden Birch Corin Dell Elster Frome Garth Holm Ivers Jessop".split()
BAR = 1.1


def minutes_text(number: int) -> str:
    """Return the invented minutes of one meeting: twelve attend, eight items, three of them carried from before."""
    names = [f"{FIRST[(number + n) % 20]} {LAST[(number // 3 + n * 7) % 10]}" for n in range(12)]
    lines = [f"# Council meeting {number}", "", "## Present"]
    lines += [f"- {name} (@{name.lower().replace(' ', '')})" for name in names]
    for topic in range(6):
        lines += ["", f"## Topic {topic}", "", f"We spoke about letters and calls, round {number}. " * 12]
    lines += ["", "## Action items"]
    lines += [f"- [{'x' if n == 0 else ' '}] {names[n]}: write note {number}-{n} to the printer" for n in range(5)]
    lines += [f"- {FIRST[n]} {LAST[n]}: keep the list of block {number // 10} in order" for n in range(2)]
    lines += [f"- Bo: ask about {number // 4}"]
    return "\n".join(lines) + "\n"


def write_minutes(place: Path, files: int) -> None:
    """Write that many files of minutes, one a week."""
    place.mkdir()
    for number in range(files):
        day = date(2015, 1, 6) + timedelta(days=7 * number)
        (place / f"{day.isoformat()}.md").write_text(minutes_text(number), encoding="utf-8")


def write_people(file: Path, rows: int) -> None:
    """Write a CSV file of that many people in forty departments."""
    lines = [f"Person Number{n},p{n}@x.example,p{n},Room {n % 40},Job {n % 90}" for n in range(rows)]
    file.write_text("\n".join(["name,email,handle,department,job", *lines]) + "\n", encoding="utf-8")


def _counted(work: Callable[[Session], None]) -> tuple[float, int]:
    """Return seconds of the processor (others may be at work too) and statements of one import with its commit."""
    with tempfile.TemporaryDirectory() as instance:
        app = create_app(make_settings(Path(instance)))
        with app.app_context():
            schema.upgrade(db.engine)
            statements: list[int] = []
            event.listen(db.engine, "before_cursor_execute", lambda *_: statements.append(1))
            start = process_time()
            work(db.session())
            seconds = process_time() - start
            db.session.remove()
            db.engine.dispose()
    return seconds, len(statements)


def _minutes(place: Path) -> Callable[[Session], None]:
    def work(session: Session) -> None:
        read = folder.read_all([place], max_bytes=2_000_000)
        service.import_minutes(session, "council", read.minutes, actor=ACTOR, now=NOW, zone="UTC")
        session.commit()

    return work


def _people(file: Path) -> Callable[[Session], None]:
    def work(session: Session) -> None:
        read = people_csv.read_people(file, max_bytes=5_000_000)
        people_csv.import_people(session, read, file.name, actor=ACTOR, now=NOW)
        session.commit()

    return work


def _growth(few: float, many: float, times: float) -> float:
    return round(log(many / few) / log(times), 2)


def measure() -> dict[str, object]:
    """Return the growth exponents of both imports, their seconds, and the statements that one file or row costs."""
    with tempfile.TemporaryDirectory() as place:
        for files in (FEW_FILES, MANY_FILES):
            write_minutes(Path(place, str(files)), files)
        for rows in (FEW_ROWS, MANY_ROWS):
            write_people(Path(place, f"{rows}.csv"), rows)
        _counted(_minutes(Path(place, str(FEW_FILES))))  # once for what only the first one pays
        few_files, many_files = (_counted(_minutes(Path(place, str(n)))) for n in (FEW_FILES, MANY_FILES))
        few_rows, many_rows = (_counted(_people(Path(place, f"{n}.csv"))) for n in (FEW_ROWS, MANY_ROWS))
    return {
        "what": "import: growth exponent from 50 to 500 files of minutes and from 500 to 5,000 rows of people",
        "bar": BAR,
        "ratio": {
            "minutes": _growth(few_files[0], many_files[0], MANY_FILES / FEW_FILES),
            "people": _growth(few_rows[0], many_rows[0], MANY_ROWS / FEW_ROWS),
        },
        "sizes": {"files": [FEW_FILES, MANY_FILES], "rows": [FEW_ROWS, MANY_ROWS]},
        "seconds": {
            "minutes": [round(few_files[0], 2), round(many_files[0], 2)],
            "people": [round(few_rows[0], 2), round(many_rows[0], 2)],
        },
        "statements": {
            "each file": [round(few_files[1] / FEW_FILES, 1), round(many_files[1] / MANY_FILES, 1)],
            "each row": [round(few_rows[1] / FEW_ROWS, 1), round(many_rows[1] / MANY_ROWS, 1)],
        },
    }
