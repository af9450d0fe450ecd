"""The shape of what is sent about stories and thanks."""

from typing import Any

from wtforms import BooleanField, HiddenField, SelectField
from wtforms.validators import DataRequired, Length, Optional

from cxgov.core.enums import Level
from cxgov.people.choices import DepartmentsPick, PeoplePick, PersonPick
from cxgov.stories.enums import StoryKind
from cxgov.stories.rules import LONGEST_THANKS
from cxgov.web.forms import Form, Line, Version, Words

_TITLE = Length(max=300, message="At most 300 characters.")
_REASON = Length(max=4000, message="At most 4,000 characters.")


class StoryForm(Form):
    """A story or a lesson; a draft may be unfinished."""

    version: Any = Version()
    title: Any = Line("Title", [DataRequired("Give the story a title."), _TITLE])
    kind: Any = SelectField(
        "What is it?",
        choices={StoryKind.SUCCESS.value: "A success: it worked", StoryKind.LESSON.value: "A lesson: what we learnt"},
    )
    text: Any = Words(
        "The story",
        [Optional(), Length(max=40_000, message="At most 40,000 characters.")],
        description="Who did what, and what the customer noticed. Markdown works: *so*, **so**, - lists.",
    )
    departments: Any = DepartmentsPick("Departments that worked on it")
    people: Any = PeoplePick("People to thank", [Optional()], description="Hold Ctrl or ⌘ to choose several.")
    evidence: Any = Words(
        "What shows it?",
        [Optional(), Length(max=2000, message="At most 2,000 characters.")],
        description="A measured movement, a figure, what a customer said.",
    )
    is_not_measured: Any = BooleanField("Nothing was measured")


class NewStoryForm(StoryForm):
    """A new story, with how far it may be told."""

    level: Any = SelectField(
        "Who may read it?",
        choices={
            str(Level.OPEN.value): "All staff, and readers of the digest",
            str(Level.INTERNAL.value): "All staff who sign in; not in the digest",
        },
        default=str(Level.OPEN.value),
    )


class ReasonForm(Form):
    """Why."""

    reason: Any = Words("Why is it withdrawn?", [DataRequired("Say why."), _REASON])


class ThanksForm(Form):
    """Thanks to a colleague, in a few words."""

    back: Any = HiddenField()
    about: Any = HiddenField()
    to: Any = PersonPick("Whom do you thank?", [DataRequired("Choose a colleague.")])
    words: Any = Words(
        "What for?",
        [
            DataRequired("Say what for."),
            Length(max=LONGEST_THANKS, message=f"At most {LONGEST_THANKS} characters."),
        ],
        description="Shown to all staff, with your name.",
    )
