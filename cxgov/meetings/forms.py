"""The shape of what is typed about meetings."""

from typing import Any

from wtforms import BooleanField, HiddenField, IntegerField, SelectField, TimeField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from cxgov.core.enums import Level
from cxgov.meetings.enums import AgendaKind
from cxgov.people.choices import PersonPick
from cxgov.web.forms import Day, Form, Line, Pick, Version, Words

_MINUTES = (Optional(), NumberRange(1, 24 * 60, "From one minute to a day."))


class PlanForm(Form):
    """When and where a meeting is."""

    version: Any = Version()
    held_on: Any = Day("Day", [InputRequired("Choose a day.")])
    local_time: Any = TimeField(
        "Begins at", [Optional()], description="Local time where the committee meets. It stays when clocks change."
    )
    minutes_long: Any = IntegerField("Minutes", _MINUTES)
    place: Any = Line("Place", [Optional(), Length(max=200, message="At most 200 characters.")])


class NewForm(PlanForm):
    """A new meeting of one of the committees that one runs."""

    committee: Any = Pick("Committee", [InputRequired("Choose the committee.")])
    take_over: Any = BooleanField("Take over standing items and open actions from the last meeting", default=True)


class ReasonForm(Form):
    """A step that may need a reason."""

    version: Any = Version()
    reason: Any = Words("Why?", [Optional(), Length(max=2000, message="At most 2,000 characters.")])


class StepForm(Form):
    """A step that needs nothing but to be meant."""

    version: Any = Version()


class ItemForm(Form):
    """An item of the agenda."""

    version: Any = Version()
    title: Any = Line(
        "What is asked of the room?",
        [InputRequired("Say what is asked of the room."), Length(max=300, message="At most 300 characters.")],
    )
    kind: Any = SelectField("Kind", choices={kind.value: kind.value.capitalize() for kind in AgendaKind})
    minutes_planned: Any = IntegerField("Minutes", _MINUTES)
    brought_by: Any = Line("Brought by", [Optional(), Length(max=120, message="At most 120 characters.")])
    is_standing: Any = BooleanField("On every agenda")
    background: Any = Words("Background", [Optional(), Length(max=8000, message="At most 8,000 characters.")])


class NewItemForm(ItemForm):
    """A new item, as confidential as its meeting or more."""

    level: Any = SelectField(
        "Who reads it",
        description="It can be made more confidential later. Less confidential takes two persons.",
    )


def levels_above(level: Level) -> list[tuple[str, str]]:
    """Return the levels that an item may have in a meeting of a level, as (value, words)."""
    said = {
        Level.INTERNAL: "Everybody who may read the meeting",
        Level.RESTRICTED: "The committee, the CX office and the auditor",
        Level.IN_CAMERA: "In camera: chair, secretary and members who are there",
    }
    lowest = max(level, Level.INTERNAL)
    plain = "Everybody who may read the meeting"
    return [(str(one.value), plain if one is lowest else words) for one, words in said.items() if one >= lowest]


class LevelForm(Form):
    """How confidential an item is from now on."""

    level: Any = SelectField("Who reads it", [InputRequired("Choose who reads it.")])


class RecusalForm(Form):
    """Who stays out of an item, and why."""

    person: Any = PersonPick("Who stays out?", [InputRequired("Choose a person.")])
    reason: Any = Words(
        "Why?",
        [InputRequired("Say why."), Length(max=2000, message="At most 2,000 characters.")],
        description="It is kept in the journal. Chair and secretary read it here.",
    )


class GuestForm(Form):
    """Somebody who is there and no member."""

    person: Any = PersonPick("Who?", [InputRequired("Choose a person.")])


class NoteForm(Form):
    """The text of a note of the minutes; `confirm` says yes to what a removed line withdraws."""

    text: Any = Words("Text")
    version: Any = Version()
    confirm: Any = HiddenField()
    item: Any = HiddenField()
