"""The blueprint, how the URL's goal or key result is loaded, and the choices of its forms."""

from typing import Any

from flask import Blueprint

from cxgov.goals import queries
from cxgov.goals.models import KeyResult, Objective
from cxgov.journal.enums import Kind
from cxgov.journal.models import Subject
from cxgov.journal.queries import visible_subjects
from cxgov.people.choices import people_choices
from cxgov.web.access import actor
from cxgov.web.extensions import db
from cxgov.web.pages import page_of
from cxgov.web.settings import settings, today

bp = Blueprint("goals", __name__, url_prefix="/goals")
page_of(Kind.OBJECTIVE, "goals.show", "objective_id")
page_of(Kind.KEY_RESULT, "goals.key_result", "key_result_id")


def load_goal(objective_id: int) -> Objective:
    """Return the objective of the URL, or answer as for an id that never was."""
    return queries.one_objective(db.session(), actor(), objective_id)


def load_key_result(key_result_id: int) -> KeyResult:
    """Return the key result of the URL, or answer as for an id that never was."""
    return queries.one_key_result(db.session(), actor(), key_result_id)


def load_goal_of_key_result(key_result_id: int) -> Objective:
    """Return the objective of the URL's key result."""
    return load_key_result(key_result_id).objective


def zone() -> str:
    """Return the organisation's zone, in which days are counted."""
    return settings().organisation.zone


def list_people(form: Any, *names: str, keep: tuple[int | None, ...] = ()) -> None:
    """Fill the pickers of a form with those who are there today, and with whoever was chosen before."""
    listed = people_choices(db.session(), actor(), present_on=today(), keep=keep)
    for name in names:
        form[name].choices = listed


def subjects_of(kind: Kind) -> dict[Any, str]:
    """Return the subjects of a kind that the actor may know of, for a list to choose from; the newest first."""
    wanted = visible_subjects(actor()).with_only_columns(Subject.id, Subject.title).where(Subject.kind == kind)
    rows = db.session().execute(wanted.order_by(Subject.id.desc()).limit(500))
    return {"": "None yet", **{row.id: row.title for row in rows}}
