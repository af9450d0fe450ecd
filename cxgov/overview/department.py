"""A department across the rooms: its people, what they owe, the goals it shares and the work it takes part in."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.goals.enums import ObjectiveState
from cxgov.goals.models import Objective, ObjectiveDepartment
from cxgov.initiatives.enums import Part
from cxgov.initiatives.models import Initiative, InitiativeDepartment
from cxgov.journal.models import Subject
from cxgov.journal.queries import visible
from cxgov.overview import happenings, owed
from cxgov.overview.addresses import address
from cxgov.overview.committee_page import Asked
from cxgov.overview.person import OVER
from cxgov.people import queries as people
from cxgov.people.models import Department
from cxgov.web.words import plural


def shared_goals(session: Session, actor: Actor, department_id: int) -> Sequence[tuple[Objective, str]]:
    """Return the published goals that a department shares, with its part in words."""
    wanted = visible(actor, Objective).join(ObjectiveDepartment, ObjectiveDepartment.objective_id == Objective.id)
    mine = wanted.where(
        ObjectiveDepartment.department_id == department_id, Objective.state == ObjectiveState.PUBLISHED
    ).order_by(Subject.title)
    rows = session.execute(mine.add_columns(ObjectiveDepartment.part))
    return [(goal, part) for goal, part in rows]


def shared_work(session: Session, actor: Actor, department_id: int) -> Sequence[tuple[Initiative, Part]]:
    """Return the initiatives that are not over in which a department has a part, with the part."""
    wanted = visible(actor, Initiative).join(InitiativeDepartment, InitiativeDepartment.initiative_id == Initiative.id)
    mine = wanted.where(InitiativeDepartment.department_id == department_id, Initiative.stage.not_in(OVER))
    rows = session.execute(mine.order_by(Subject.title).add_columns(InitiativeDepartment.part))
    return [(work, part) for work, part in rows]


def context(asked: Asked, department: Department) -> dict[str, Any]:
    """Return what templates/people/department.html shows."""
    session, actor, today = asked.session, asked.actor, asked.today
    rooms = {one.id: one for one in people.all_departments(session, actor)}
    here = people.people(session, actor, department_id=department.id, present_on=today)
    own, above = rooms[department.id], rooms.get(department.above_id or 0)
    crumbs = [("Departments", url_for("people.departments")), (department.title, "")]
    return {
        "department": department,
        "head": own.head,
        "above": above,
        "below": [one for one in rooms.values() if one.above_id == department.id],
        "people": here,
        "lead": _lead(len(here), own.head.name if own.head else "", above.title if above else ""),
        "owed": owed.by_department(session, actor, department.id, today),
        "actions_url": address("actions.index", department=department.id),
        "goals": shared_goals(session, actor, department.id),
        "initiatives": shared_work(session, actor, department.id),
        "edit_url": url_for("people.edit_department", department_id=department.id)
        if policy.allows(actor, "people:department:edit", department)
        else "",
        "events": happenings.events(
            session, actor, happenings.of_department(session, actor, department.id), now=asked.now, zone=asked.zone,
            own=department.id,
        ),
        "crumbs": crumbs,
    }  # fmt: skip


def _lead(count: int, head: str, above: str) -> str:
    many = plural(count, "person", "people")
    who = f"{many}, headed by {head}." if head else f"{many}. Nobody heads it yet."
    return f"{who} It belongs to {above}." if above else who
