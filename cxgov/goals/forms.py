"""The shape of what is sent about goals."""

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import Field, HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, StopValidation

from cxgov.core.typed_numbers import NotANumber, read_number
from cxgov.goals.enums import Ambition, Cadence
from cxgov.people.choices import PersonPick
from cxgov.web.forms import Day, Form, Line, Pick, Version, Words

_TITLE = Length(max=300, message="At most 300 characters.")
_TEXT = Length(max=8000, message="At most 8,000 characters.")
_NUMBER = InputRequired("Enter a number.")
PART = "part_"


class Number(StringField):
    """A number as people type it, such as 82.5, 82,5 or 1 840; what could be two numbers is refused in words."""

    data: Any

    def __init__(self, label: str, validators: Any = (), **kwargs: Any) -> None:
        super().__init__(label, validators, **kwargs)
        self.typed: str | None = None
        self.type = "StringField"

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep what was typed; it is read when the form is checked."""
        self.typed = str(valuelist[0])[:200] if valuelist else None
        self.data = None

    def pre_validate(self, form: Any) -> None:
        """Read the number, or say what is wrong with it."""
        if self.typed is None or not self.typed.strip():
            return
        try:
            self.data = read_number(self.typed)
        except NotANumber as no:
            raise StopValidation(str(no)) from no

    def _value(self) -> str:
        if self.typed is not None:
            return self.typed
        return "" if self.data is None else format(self.data, "f")


class CycleForm(Form):
    """A stretch of days for goals."""

    title: Any = Line(
        "Name", [DataRequired("Give the cycle a name."), _TITLE], description="Such as “First half of 2027”."
    )
    first_on: Any = Day("First day", [InputRequired("Choose the first day.")])
    last_on: Any = Day("Last day", [InputRequired("Choose the last day.")])
    cadence: Any = SelectField(
        "Key results are checked in",
        choices={
            Cadence.MONTHLY.value: "each month",
            Cadence.TWO_WEEKLY.value: "every two weeks",
            Cadence.WEEKLY.value: "each week",
        },
        default=Cadence.MONTHLY.value,
    )


class GoalForm(Form):
    """A shared goal; a line for each department's part is added by `with_parts`."""

    version: Any = Version()
    title: Any = Line(
        "What changes for the customer?", [DataRequired("Say in a few words what changes for the customer."), _TITLE]
    )
    outcome: Any = Words("What will they notice, and why does it matter?", [Optional(), _TEXT])
    owner: Any = PersonPick("Owner", [DataRequired("Name the one person who owns it.")], description="One person.")
    sponsor: Any = PersonPick("Executive sponsor", [Optional()], description="Needed before it is published.")
    ambition: Any = SelectField(
        "How much is promised?",
        choices={
            Ambition.COMMITTED.value: "All of it: committed",
            Ambition.ASPIRATIONAL.value: "It is a stretch: seven tenths count as good",
        },
        default=Ambition.COMMITTED.value,
    )
    one_department_reason: Any = Words(
        "Why only one department?", [Optional(), _TEXT], description="Only where no other department can help."
    )


class NewGoalForm(GoalForm):
    """A new shared goal, with the cycle and the committee that stay."""

    cycle: Any = Pick("Cycle", [DataRequired("Choose a cycle.")])
    committee: Any = Pick("Committee", [Optional()], description="Whose goal it is; its chair publishes it.")
    gap: Any = Pick("The gap it addresses", [Optional()])


class KeyResultForm(Form):
    """How a goal is measured."""

    version: Any = Version()
    title: Any = Line("What is measured?", [DataRequired("Say what is measured."), _TITLE])
    baseline: Any = Number("From (where it stands today)", [_NUMBER])
    target: Any = Number("To (the target)", [_NUMBER])
    unit: Any = Line(
        "Unit", [Optional(), Length(max=40, message="At most 40 characters.")], description="Such as %, days or calls."
    )
    weight: Any = Number("Weight", [_NUMBER], default=1, description="Against the other key results of the goal.")
    owner: Any = PersonPick("Owner", [DataRequired("Name who checks it in.")], description="Who checks it in.")
    start_on: Any = Day("Begins on", [Optional()], description="Empty: with the cycle.")
    end_on: Any = Day("Ends on", [Optional()], description="Empty: with the cycle.")


class CheckInForm(Form):
    """What was measured, for which day, and how sure the owner is."""

    back: Any = HiddenField()
    value: Any = Number("Reading", [InputRequired("Enter a number.")])
    valid_on: Any = Day("Holds for", [Optional()])
    confidence: Any = SelectField(
        "How sure are you to reach it?",
        choices={"": "I cannot say", **{str(tenth): f"{tenth} of 10" for tenth in range(10, -1, -1)}},
        validate_choice=True, default="",
    )  # fmt: skip
    note: Any = Words(
        "What happened, and what do you do about it?",
        [Optional(), Length(max=4000, message="At most 4,000 characters.")],
    )


class ReasonForm(Form):
    """Why."""

    reason: Any = Words("Why?", [DataRequired("Say why."), Length(max=4000, message="At most 4,000 characters.")])


def with_parts(form: type[Form], departments: Iterable[tuple[int, str]], field: Any = None) -> type[Form]:
    """Return the form with a field for each department's part, named part_ID; by default a line of words."""
    made = field or part_line
    return type(form.__name__, (form,), {f"{PART}{room_id}": made(name) for room_id, name in departments})


def parts_in(form: Form) -> Mapping[int, str]:
    """Return the parts that were entered, by department; departments without one take no part."""
    return {
        int(name.removeprefix(PART)): field.data
        for name, field in form._fields.items()
        if name.startswith(PART) and field.data
    }


def part_line(name: str) -> Field:
    """Return the line in which a department's part is said in words."""
    return Line(name, [Optional(), Length(max=300, message="At most 300 characters.")])
