"""The forms of people and departments."""

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import BooleanField, IntegerField, SelectField
from wtforms.validators import Email, InputRequired, Length, NumberRange, Optional

from cxgov.core.enums import Role
from cxgov.people.models import Department, Person
from cxgov.web.forms import Day, Form, Line, Pick, Version


class PersonForm(Form):
    """Who somebody is."""

    name = Line("Name", [InputRequired("Give the name."), Length(max=200)])
    job = Line("What they do", [Optional(), Length(max=120)])
    department = Pick("Department", [Optional()])
    email = Line("E-mail address", [Optional(), Length(max=254), Email("This is no e-mail address.")])
    handle = Line("Handle", [Optional(), Length(max=64)], description="As in @ada, for minutes.")
    version = Version()


class AdminPersonForm(PersonForm):
    """The same, with what only an administrator decides."""

    may_sign_in = BooleanField("May sign in")


class LeaveForm(Form):
    """When somebody leaves."""

    last_day = Day("Last day", [InputRequired("Choose the last day.")])


class RoleForm(Form):
    """A role in the whole organisation."""

    role = SelectField("Role", choices={role.value: role.words for role in Role})
    from_day = Day("From", [InputRequired("Choose the first day.")])
    to_day = Day("To", [Optional()], description="The last day. Empty: until further notice.")


class DepartmentForm(Form):
    """A department and where it stands."""

    name = Line("Name", [InputRequired("Give the name."), Length(max=200)])
    head = Pick("Head", [Optional()])
    above = Pick("Belongs to", [Optional()])
    version = Version()


class NewDepartmentForm(DepartmentForm):
    """What is asked of a new one."""

    position = IntegerField("Place in lists", [Optional(), NumberRange(0, 1000)], description="0 stands first.")


def person_choices(people: Iterable[Person], departments: Mapping[int, str], none: str = "Nobody") -> dict[Any, str]:
    """Return people to choose from, each with the department, below an empty choice."""
    said = {one.id: ", ".join(filter(None, (one.name, departments.get(one.department_id or 0)))) for one in people}
    return {"": none, **said}


def department_choices(departments: Iterable[Department], none: str = "No department") -> dict[Any, str]:
    """Return departments to choose from, below an empty choice."""
    return {"": none, **{one.id: one.title for one in departments}}
