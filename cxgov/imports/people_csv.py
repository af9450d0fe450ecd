"""People from a CSV file: one row a person, recognised by e-mail address, handle, or a full name that is unique."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.core.errors import RuleBroken
from cxgov.core.slugs import LONGEST, slug_of
from cxgov.imports import permissions  # noqa: F401 - defines the policy rows that are checked here
from cxgov.imports.outcome import Listed, Outcome
from cxgov.imports.people_rows import ReadPeople, Row, read_people
from cxgov.journal import service as journal
from cxgov.people import service as people
from cxgov.people.models import Department, Person
from cxgov.people.resolving import fold

__all__ = ["ReadPeople", "Row", "import_people", "read_people"]


def import_people(session: Session, read: ReadPeople, file: str, *, actor: Actor, now: datetime) -> Outcome:
    """Make or change the persons of the rows, and the departments that they name; nobody may sign in by that alone.

    A row that the rules refuse is bad; the caller rolls back where one is, unless the others shall be kept.
    """
    journal.begin_write(session)
    policy.check(actor, "imports:people:import")
    outcome = Outcome(bad=list(read.bad), skipped=list(read.skipped))
    departments = _Departments(session, actor, now, outcome)
    for row in read.rows:
        try:
            with journal.savepoint(session):
                made = departments.named(row.department)
                _one(session, row, made, actor=actor, now=now, outcome=outcome)
        except RuleBroken as no:
            departments.forget(row.department)
            outcome.bad.append(Listed(file, row.line, "row", str(no)))
    return outcome


class _Departments:
    """Departments by their folded names; one that a row names first is made."""

    def __init__(self, session: Session, actor: Actor, now: datetime, outcome: Outcome) -> None:
        self._session, self._actor, self._now, self._outcome = session, actor, now, outcome
        rows = session.scalars(select(Department)).unique().all()
        self._by_name = {fold(one.title): one for one in rows}
        self._slugs = {one.slug for one in rows}
        self._fresh = ""

    def named(self, name: str) -> Department | None:
        """Return the department of a name, made where it is new; None for no name."""
        folded, self._fresh = fold(name), ""
        if not folded:
            return None
        if folded not in self._by_name:
            slug = _free_slug(name, self._slugs)
            made = people.make_department(
                self._session, name, slug, actor=self._actor, now=self._now, position=len(self._by_name)
            )
            self._by_name[folded], self._fresh = made, folded
            self._slugs.add(slug)
            self._outcome.note(is_new=True)
        return self._by_name[folded]

    def forget(self, name: str) -> None:
        """Forget the department that a refused row made, for its row is gone."""
        if self._fresh and self._fresh == fold(name):
            self._slugs.discard(self._by_name.pop(self._fresh).slug)
            self._outcome.created -= 1


def _free_slug(name: str, taken: Collection[str]) -> str:
    """A short name that is free: of the letters that fit, with a number where another department has it."""
    stem = slug_of(name)[: LONGEST - 6].strip("-") or "department"
    tried = (f"{stem}-{number}" for number in range(2, 10_000))
    return stem if stem not in taken else next(one for one in tried if one not in taken)


def _one(
    session: Session, row: Row, department: Department | None, *, actor: Actor, now: datetime, outcome: Outcome
) -> None:
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
    same = session.scalars(select(Person).where(Person.folded_name == fold(row.name))).unique()
    found = [one for one in same if not (email and one.email) and not (handle and one.handle)]
    if len(found) > 1:
        raise RuleBroken(f"Several people are called “{row.name}”: add an e-mail address.")
    return found[0] if found else None
