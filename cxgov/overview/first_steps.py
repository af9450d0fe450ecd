"""The first steps of a new installation, in short: only those that lead somewhere."""

from dataclasses import dataclass

from flask import url_for
from sqlalchemy import func
from sqlalchemy.orm import Session

from cxgov.committees.models import Committee
from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.journal.queries import visible
from cxgov.overview.addresses import address
from cxgov.people.models import Department, Person
from cxgov.web.settings import settings
from cxgov.web.words import plural


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what to do, why, whether it is done, and where; `url` is empty where a person cannot do it here."""

    title: str
    why: str
    is_done: bool
    url: str = ""
    label: str = ""


def at_home(session: Session, actor: Actor) -> list[Step]:
    """Return the steps for the home page of who may take them, as long as there is no committee."""
    if not policy.allows(actor, "committees:committee:make"):
        return []
    is_empty = session.scalar(visible(actor, Committee).with_only_columns(Committee.id).limit(1)) is None
    return steps(session, actor) if is_empty else []


def steps(session: Session, actor: Actor) -> list[Step]:
    """Return the steps from an empty installation to the first meeting, for somebody who may set things up."""
    people = session.scalar(visible(actor, Person).with_only_columns(func.count())) or 0
    rooms = session.scalar(visible(actor, Department).with_only_columns(func.count())) or 0
    may_enter = policy.allows(actor, "people:person:make")
    may_found = policy.allows(actor, "committees:committee:make")
    organisation = settings().organisation
    return [
        Step("Name the organisation", f"{organisation.name}, {organisation.zone}. It stands in config.toml.", True),
        Step(
            "Bring in people and departments",
            f"{plural(people, 'person', 'people')} in {plural(rooms, 'department')}. One by one here, or all at once: "
            "cxgov import people FILE.csv",
            rooms > 0 and people > 1,
            address("people.index") if may_enter else "",
            "People and departments",
        ),
        Step(
            "Found the first committee",
            "Who decides together, how often, and how many must be there.",
            False,
            url_for("committees.new") if may_found else "",
            "Found a committee",
        ),
        Step(
            "Bring your old minutes",
            "Actions, decisions and who came are read from them: cxgov import minutes FOLDER --committee NAME. "
            "What could not be read is listed; nothing is guessed.",
            False,
            address("imports.index") if may_found else "",
            "Settle names",
        ),
    ]
