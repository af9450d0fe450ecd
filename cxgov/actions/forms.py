"""The shape of what is sent about action items."""

from typing import Any

from wtforms import BooleanField, HiddenField
from wtforms.validators import DataRequired, Length, Optional

from cxgov.people.choices import PeoplePick, PersonPick
from cxgov.web.forms import Day, Form, Line, Pick, Version, Words

_SENTENCE = Length(max=4000, message="Please say it in at most 4,000 characters.")


class VerbForm(Form):
    """One verb of one item: the version it was offered for, and the page to go back to."""

    version = Version()
    back = HiddenField()

    def named(self, verb: str) -> "VerbForm":
        """Give each control an id of its own, for several of these forms stand on one page."""
        for field in self:
            field.id = f"{verb}-{field.short_name}"
            if field.label is not None:
                field.label.field_id = field.id
        return self

    def sent_words(self) -> str | None:
        """Return the text that somebody typed, so that it is shown again where it could not be kept."""
        typed = [field.data for field in self if field.type == "Words" and field.data]
        return "\n".join(typed) or None


class EvidenceForm(VerbForm):
    """What shows that it is done."""

    evidence: Any = Words("What shows that it is done?", [DataRequired("Say what shows that it is done."), _SENTENCE])


class BlockForm(VerbForm):
    """What holds it up, and who can help."""

    reason: Any = Words("What holds it up?", [DataRequired("Say what holds it up."), _SENTENCE])
    unblocker: Any = PersonPick("Who can unblock it?", [DataRequired("Name the person who can unblock it.")])


class CommentForm(VerbForm):
    """What is missing."""

    comment: Any = Words("What is missing?", [DataRequired("Say what is missing."), _SENTENCE])


class ReasonForm(VerbForm):
    """Why."""

    reason: Any = Words("Why?", [DataRequired("Say why."), _SENTENCE])


class AskDateForm(VerbForm):
    """Another date, and why."""

    wanted_on: Any = Day("New date", [DataRequired("Say which date you ask for, such as 2026-12-04.")])
    reason: Any = Words("Why a new date?", [DataRequired("Say why."), _SENTENCE])


class SetDueForm(VerbForm):
    """A date that is set without being asked for."""

    due_on: Any = Day("Due on", [DataRequired("Say which date, such as 2026-12-04.")])
    reason: Any = Words("Why?", [DataRequired("Say why."), _SENTENCE])


class AnswerForm(VerbForm):
    """The answer to who asked for another date."""

    answer: Any = Words("Your answer", [Optional(), _SENTENCE])


class ReassignForm(VerbForm):
    """Another owner."""

    owner: Any = PersonPick("New owner", [DataRequired("Name the one person who is accountable.")])
    reason: Any = Words("Why?", [Optional(), _SENTENCE])


class HelperForm(VerbForm):
    """A person who helps."""

    person: Any = PersonPick("Who helps?", [DataRequired("Name the person.")])


class ItemForm(Form):
    """A new item, or a proposal that is changed."""

    title: Any = Line(
        "What is to be done?",
        [DataRequired("Say what is to be done."), Length(max=500, message="At most 500 letters.")],
    )
    committee: Any = Pick("Committee", [Optional()])
    owner: Any = PersonPick("Owner", description="The one person who is accountable.")
    contributors: Any = PeoplePick("Who helps?", description="They report the state; the owner stays accountable.")
    due_on: Any = Day("Due on", [Optional()])
    due_next_meeting: Any = BooleanField("Due at the next meeting")
    version = Version()
