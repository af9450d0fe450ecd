"""The shape of what is sent about initiatives."""

from typing import Any

from wtforms import IntegerField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from cxgov.initiatives.enums import InitiativeKind, Part
from cxgov.people.choices import PersonPick
from cxgov.web.forms import Day, Form, Line, Pick, Version, Words

_TITLE = Length(max=300, message="At most 300 characters.")
_TEXT = Length(max=8000, message="At most 8,000 characters.")


class InitiativeForm(Form):
    """An initiative; a list for each department's part is added by `goals.forms.with_parts`."""

    version: Any = Version()
    title: Any = Line("Name", [DataRequired("Give the initiative a name."), _TITLE])
    purpose: Any = Words("What is it for?", [Optional(), _TEXT], description="Needed before it is proposed.")
    kind: Any = SelectField(
        "Kind",
        choices={
            InitiativeKind.DESIGN.value: "Design: it prevents trouble",
            InitiativeKind.REPAIR.value: "Repair: it answers trouble",
        },
    )
    lead: Any = PersonPick("Lead", [DataRequired("Name the one person who leads it.")], description="One person.")
    sponsor: Any = PersonPick("Executive sponsor", [Optional()], description="Needed before it is proposed.")
    effort_days: Any = IntegerField(
        "Effort in days of work", [Optional()], description="A guess is enough; it is mended later."
    )


class NewInitiativeForm(InitiativeForm):
    """A new initiative, with its committee, and the goal it serves."""

    committee: Any = Pick("Committee", [Optional()], description="Which decides on it.")
    goal: Any = Pick("The goal it serves", [Optional()])


class MoveForm(Form):
    """What a step of the life of an initiative asks for; each step uses what it needs."""

    reason: Any = Words("Why?", [Optional(), _TEXT])
    decision: Any = Pick("The decision in force that approves it", [Optional()])
    benefit: Any = Words("What was measured? Or why was it not?", [Optional(), _TEXT])


class MilestoneForm(Form):
    """A step with its day."""

    title: Any = Line(
        "What is reached then?",
        [DataRequired("Say what is reached then."), Length(max=200, message="At most 200 characters.")],
    )
    due_on: Any = Day("Due on", [InputRequired("Choose a day.")])
    weight: Any = IntegerField("Weight", [Optional()], default=1)


class DoneForm(Form):
    """When a step was reached."""

    done_on: Any = Day("Reached on", [Optional()])


class TieForm(Form):
    """What an initiative is tied to."""

    thing: Any = Pick("Goal, decision, gap or action item", [InputRequired("Choose what it is tied to.")])


def part_list(name: str) -> Any:
    """Return the list from which a department's part is chosen."""
    return SelectField(name, choices={"": "takes no part", **{part.value: part.value for part in Part}}, default="")
