"""People from a CSV file: one row a person, recognised by e-mail address, handle, or a full name that is unique."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.errors import RuleBroken
from cxgov.core.slugs import slug_of
from cxgov.imports import permissions  # noqa: F401 - defines the policy rows that are checked here
from cxgov.imports.minutes_text.reading import decode
from cxgov.imports.minutes_text.values import BadFile
from cxgov.imports.outcome import Listed, Outcome
from cxgov.journal import service as journal
from cxgov.journal.models import Subject
from cxgov.people import service as people
from cxgov.people.models import Department, Person
from cxgov.people.resolving import fold

MAX_ROWS, LONGEST = 20_000, 200
_NAMES = {
    "name": "name", "full name": "name", "person": "name",
    "email": "email", "e-mail": "email", "mail": "email", "email address": "email", "e-mail address": "email",
    "handle": "handle", "username": "handle", "user": "handle", "login": "handle", "github": "handle",
    "department": "department", "dept": "department", "team": "department", "unit": "department",
    "job": "job", "title": "job", "job title": "job", "position": "job", "role": "job",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One row as read, with its line."""

    line: int
    name: str
    email: str
    handle: str
    department: str
    job: str


def read_people(path: Path, *, max_bytes: int) -> tuple[list[Row], list[Listed]]:
    """Read a file; a file that cannot be read at all is one bad line, a row that cannot is one of its own."""
    try:
        with path.open("rb") as file:
            text = decode(file.read(max_bytes + 1), max_bytes=max_bytes)
    except OSError as trouble:
        return [], [Listed(path.name, 1, "unreadable", trouble.strerror or "The file cannot be opened.")]
    except BadFile as no:
        return [], [Listed(path.name, no.line or 1, no.code, no.reason)]
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return _rows(path.name, reader)
    except csv.Error as trouble:
        return [], [Listed(path.name, reader.line_num, "not_csv", f"This is no CSV: {trouble}.")]


def _rows(file: str, reader: "csv._reader") -> tuple[list[Row], list[Listed]]:  # type: ignore[name-defined]  # csv hides its type
    header = [_NAMES.get(fold(cell)) for cell in next(reader, [])]
    known = [name for name in header if name]
    if "name" not in known:
        return [], [Listed(file, 1, "header", "The first line must name the columns; “name” is missing.")]
    twice = {name for name in known if known.count(name) > 1}
    if twice:
        return [], [Listed(file, 1, "header", f"The column “{min(twice)}” stands there twice.")]
    rows: list[Row] = []
    bad: list[Listed] = []
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        values = {name: " ".join(cell.split()) for name, cell in zip(header, cells, strict=False) if name}
        wrong = _wrong(values, cells, len(header))
        if wrong or len(rows) >= MAX_ROWS:
            bad.append(Listed(file, reader.line_num, "row", wrong or f"More than {MAX_ROWS:,} rows."))
            if not wrong:
                break
        else:
            fields = {name: values.get(name, "") for name in ("name", "email", "handle", "department", "job")}
            rows.append(Row(reader.line_num, **fields))
    return rows, bad


def _wrong(values: dict[str, str], cells: Sequence[str], width: int) -> str:
    if len(cells) > width:
        return "The row has more cells than the header."
    if not values.get("name"):
        return "The name is missing."
    for name, value in values.items():
        if len(value) > LONGEST:
            return f"“{name}” is longer than {LONGEST} characters."
        if any(not sign.isprintable() for sign in value):
            return f"“{name}” holds a character that cannot be kept."
    email = values.get("email", "")
    if email and (email.count("@") != 1 or "." not in email.rpartition("@")[2] or " " in email or "," in email):
        return f"“{email}” is no e-mail address."
    return ""


def import_people(
    session: Session, rows: Sequence[Row], file: str, *, actor: Actor, now: datetime, bad: Sequence[Listed] = ()
) -> Outcome:
    """Make or change the persons of the rows, and the departments that they name; nobody may sign in by that alone."""
    journal.begin_write(session)
    policy.check(actor, "imports:people:import")
    outcome = Outcome(bad=list(bad))
    places = {fold(one.title): one for one in session.scalars(select(Department)).unique()}
    for row in rows:
        try:
            with journal.savepoint(session):
                _one(session, row, places, actor=actor, now=now, outcome=outcome)
        except RuleBroken as no:
            outcome.bad.append(Listed(file, row.line, "row", str(no)))
    return outcome


def _one(
    session: Session, row: Row, places: dict[str, Department], *, actor: Actor, now: datetime, outcome: Outcome
) -> None:
    department = places.get(fold(row.department)) if row.department else None
    if row.department and department is None:
        department = people.make_department(
            session, row.department, slug_of(row.department), actor=actor, now=now, position=len(places)
        )
        places[fold(row.department)] = department
        outcome.note(is_new=True)
    known = _known(session, row)
    if known is None:
        people.make_person(
            session, row.name, actor=actor, now=now, handle=row.handle or None, email=row.email or None,
            job=row.job or None, department=department,
        )  # fmt: skip
        outcome.note(is_new=True)
        return
    place = department or (session.get(Department, known.department_id) if known.department_id else None)
    changed = people.edit_person(
        session, known, actor=actor, now=now, name=row.name, handle=row.handle or known.handle,
        email=row.email or known.email, job=row.job or known.job, department=place, may_sign_in=known.may_sign_in,
    )  # fmt: skip
    outcome.note(is_new=False, is_changed=changed)


def _known(session: Session, row: Row) -> Person | None:
    handle, email = row.handle.lstrip("@").lower(), row.email.lower()
    by_key = [column == value for column, value in ((Person.email, email), (Person.handle, handle)) if value]
    if by_key:
        found = session.scalars(select(Person).where(or_(*by_key))).unique().all()
        if len(found) > 1:
            raise RuleBroken("E-mail address and handle belong to two different people.")
        if found:
            return found[0]
    same = session.scalars(
        select(Person).join(Subject, Subject.id == Person.id).where(Person.folded_name == fold(row.name))
    ).unique()
    found = [one for one in same if not (email and one.email) and not (handle and one.handle)]
    if len(found) > 1:
        raise RuleBroken(f"Several people are called “{row.name}”: add an e-mail address.")
    return found[0] if found else None
