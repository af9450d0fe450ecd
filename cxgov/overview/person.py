"""A person across the rooms, and no more than a colleague should see: where they sit, what they owe, what they lead."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import or_
from sqlalchemy.orm import Session

from cxgov.committees import queries as committees
from cxgov.core import policy
from cxgov.core.actor import Actor
from cxgov.goals.enums import ObjectiveState
from cxgov.goals.models import Objective
from cxgov.initiatives.enums import InitiativeStage
from cxgov.initiatives.models import Initiative
from cxgov.journal.models import Subject
from cxgov.journal.queries import visible
from cxgov.overview import owed
from cxgov.overview.addresses import address
from cxgov.overview.committee_page import Asked
from cxgov.people import queries as people
from cxgov.people.models import Person
from cxgov.stories.queries import thanks_to
from cxgov.web.pages import url_of
from cxgov.web.words import left_words, short_day

OVER = (InitiativeStage.CLOSED, InitiativeStage.STOPPED)


def goals_of(session: Session, actor: Actor, person_id: int) -> Sequence[Objective]:
    """Return the published goals that a person owns or sponsors."""
    wanted = visible(actor, Objective).where(
        or_(Objective.owner_id == person_id, Objective.sponsor_id == person_id),
        Objective.state == ObjectiveState.PUBLISHED,
    )
    return session.scalars(wanted.order_by(Subject.title)).all()


def initiatives_of(session: Session, actor: Actor, person_id: int) -> Sequence[Initiative]:
    """Return the initiatives that a person leads or sponsors and that are not over."""
    wanted = visible(actor, Initiative).where(
        or_(Initiative.lead_id == person_id, Initiative.sponsor_id == person_id), Initiative.stage.not_in(OVER)
    )
    return session.scalars(wanted.order_by(Subject.title)).all()


def context(asked: Asked, person: Person) -> dict[str, Any]:
    """Return what templates/people/person.html shows."""
    session, actor, today = asked.session, asked.actor, asked.today
    names = people.department_names(session)
    department = (person.department_id, names.get(person.department_id or 0, ""))
    return {
        "person": person,
        "left": left_words(person.left_on, today),
        "department": department[1],
        "department_url": url_for("overview.department", department_id=department[0]) if department[0] else "",
        "contact": policy.allows(actor, "people:contact:read", person),
        "roles": [grant.role.words for grant in people.running_roles(session, person.id, today)],
        "heads": [one for one in people.headed(session, actor, person.id) if one.id != person.department_id],
        "seats": [_seat(committee, seat, today) for committee, seat in committees.seats_of(session, actor, person.id)],
        "owed": owed.by_person(session, actor, person.id, today),
        "actions_url": address("actions.index", owner=person.id),
        "goals": [(goal, "owns it" if goal.owner_id == person.id else "sponsors it")
                  for goal in goals_of(session, actor, person.id)],
        "initiatives": [(work, "leads it" if work.lead_id == person.id else "sponsors it")
                        for work in initiatives_of(session, actor, person.id)],
        "thanks": thanks_to(session, actor, person.id, limit=5),
        "thank_url": address("stories.thank", to=person.id) if person.id != actor.id else "",
        "buttons": _buttons(actor, person),
        "link_url": _door_url("accounts.make_link", actor, person, today),
        "invite_url": _door_url("accounts.invite", actor, person, today) if person.email else "",
        "access_url": address("accounts.access", person_id=person.id) if actor.is_admin else "",
        "data_url": address("overview.my_data") if person.id == actor.id else "",
        "crumbs": [("People", url_for("people.index")), (person.name, "")],
    }  # fmt: skip


def _seat(committee: Any, seat: Any, today: date) -> dict[str, Any]:
    is_over = seat.valid_to is not None and seat.valid_to < today
    if seat.valid_from > today:
        term = f"from {short_day(seat.valid_from, today)}"
    elif seat.valid_to is not None:
        term = f"until {short_day(seat.valid_to, today)}"
    else:
        term = f"since {short_day(seat.valid_from, today)}"
    vote = ", with a vote" if seat.is_voting else ""
    return {"name": committee.title, "url": url_of(committee), "role": f"{seat.role.words}{vote}", "term": term,
            "is_over": is_over}  # fmt: skip


def _buttons(actor: Actor, person: Person) -> list[tuple[str, str, str, str]]:
    rows = (
        ("Change", "people.edit", "people:person:edit", "edit"),
        ("Roles", "people.roles", "people:role:grant", "key"),
        ("Leaves…", "people.leave", "people:person:leave", ""),
        ("Erase…", "overview.erase", "people:person:erase", ""),
    )
    is_gone = person.left_on is not None and not person.may_sign_in
    return [
        (label, url_for(endpoint, person_id=person.id), "plain", picture)
        for label, endpoint, permission, picture in rows
        if policy.allows(actor, permission, person) and (endpoint != "overview.erase" or is_gone)
    ]


def _door_url(endpoint: str, actor: Actor, person: Person, today: date) -> str:
    may_enter = person.may_sign_in and (person.left_on is None or person.left_on >= today)
    if not may_enter or not policy.allows(actor, "accounts:link:make", person):
        return ""
    return url_for(endpoint, person_id=person.id)
