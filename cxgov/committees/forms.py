"""The forms of founding, charter and seats."""

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import BooleanField, IntegerField, SelectField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from cxgov.committees.enums import CommitteeRole, QuorumKind
from cxgov.committees.models import Committee
from cxgov.committees.rules import QuorumRule
from cxgov.committees.service import Charter
from cxgov.core.enums import Level
from cxgov.people.models import Person
from cxgov.web.forms import Day, Form, Line, Pick, Version, Words

_QUORUM = {
    QuorumKind.MAJORITY.value: "More than half of the voting seats",
    QuorumKind.PERCENT.value: "A percentage of the voting seats",
    QuorumKind.FIXED.value: "A fixed number of people",
}
_LEVELS = {str(level.value): level.words for level in (Level.OPEN, Level.INTERNAL, Level.RESTRICTED)}
_SHORT, _LONG = Length(max=120), Length(max=10_000)


class CharterForm(Form):
    """Name and charter."""

    name = Line("Name", [InputRequired("Give the committee a name."), Length(max=200)])
    purpose = Words(
        "Purpose",
        [Optional(), _LONG],
        description="What changes for the customer because this committee exists.",
        render_kw={"rows": 3},
    )
    authority = Words(
        "Authority", [Optional(), _LONG], description="What it may decide, and up to which sum.", render_kw={"rows": 3}
    )
    vision = Words("The vision it serves", [Optional(), _LONG], render_kw={"rows": 2})
    cadence = Line("How often it meets", [Optional(), _SHORT], description="Such as: every fourth Tuesday, 10:00.")
    zone = Line("Time zone", [InputRequired(), Length(max=64)], description="Such as Europe/Berlin.")
    sponsor = Pick("Executive sponsor", [Optional()])
    quorum_kind = SelectField("How many must be there to decide", choices=_QUORUM)
    quorum_value = IntegerField(
        "Percentage or number",
        [Optional(), NumberRange(min=1, max=1000)],
        description="Only where the line above asks for one.",
    )

    def charter(self, people: dict[int, Person]) -> Charter:
        """Return what was filled in."""
        kind = QuorumKind(self.quorum_kind.data)
        value = None if kind is QuorumKind.MAJORITY else self.quorum_value.data
        return Charter(
            purpose=self.purpose.data or "", authority=self.authority.data or "", vision=self.vision.data or "",
            cadence=self.cadence.data or "", zone=self.zone.data or "", sponsor=people.get(self.sponsor.data or 0),
            quorum=QuorumRule(kind, value),
        )  # fmt: skip


class EditForm(CharterForm):
    """The charter as it stands."""

    version = Version()


class FoundForm(CharterForm):
    """What is asked when a committee is founded."""

    slug = Line(
        "Short name",
        [Optional(), Length(max=64)],
        description="For commands and addresses. Made from the name if empty.",
    )
    level = SelectField("Who may know of it", choices=_LEVELS, default=str(Level.INTERNAL.value))
    chair = Pick("Chair", [Optional()])
    secretary = Pick("Secretary", [Optional()])


class SeatForm(Form):
    """A seat for somebody."""

    person = Pick("Person", [InputRequired("Choose a person.")])
    role = SelectField(
        "Role", choices={role.value: role.words.capitalize() for role in CommitteeRole}, default="member"
    )
    is_voting = BooleanField("Has a vote", default=True)
    valid_from = Day("From", [InputRequired("Choose the first day.")])
    valid_to = Day("To", [Optional()], description="The last day of the term. Empty: until further notice.")


class EndForm(Form):
    """The last day of a term."""

    last_day = Day("Last day", [InputRequired("Choose the last day.")])


class ChairForm(Form):
    """A new chair."""

    person = Pick("New chair", [InputRequired("Choose a person.")])
    from_day = Day("From", [InputRequired("Choose the first day.")])
    stays = BooleanField("The present chair stays as a voting member", default=True)


class LevelForm(Form):
    """A higher level."""

    level = SelectField("Who may know of it", choices=_LEVELS)


def choices(people: Iterable[Person], departments: Mapping[int, str], none: str = "") -> dict[Any, str]:
    """Return people to choose from, each with the department, below an empty choice."""
    said = {one.id: ", ".join(filter(None, (one.name, departments.get(one.department_id or 0)))) for one in people}
    return {"": none or "Choose…", **said}


def values_of(committee: Committee) -> dict[str, object]:
    """Return what the charter's form shows at first."""
    return {
        "name": committee.title, "purpose": committee.purpose, "authority": committee.authority,
        "vision": committee.vision, "cadence": committee.cadence, "zone": committee.zone,
        "sponsor": committee.sponsor_id, "quorum_kind": committee.quorum_kind.value,
        "quorum_value": committee.quorum_value, "version": committee.version,
    }  # fmt: skip
