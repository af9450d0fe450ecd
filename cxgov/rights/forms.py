"""The forms of broken glass, of levels, and of asking for a second person."""

from wtforms import SelectField
from wtforms.validators import InputRequired, Length, Optional

from cxgov.core.enums import Level
from cxgov.rights.rules import SHORTEST_REASON
from cxgov.web.forms import Form, Line, Pick, Words

_LONG = Length(max=2000)


class GlassForm(Form):
    """Why the glass is broken."""

    reason = Line(
        "Why do you have to read this?",
        [InputRequired("Say why."), Length(max=1000)],
        description=f"At least {SHORTEST_REASON} characters. The chair reads it in a mail and everybody who reads the "
        "committee sees it there, so name nothing that is restricted.",
    )


class RaiseForm(Form):
    """A higher level."""

    level = SelectField("Who may know of it", id="raise-level")


class LowerForm(Form):
    """A lower level, and why."""

    wanted = SelectField("Which level would be enough?", id="lower-wanted")
    reason = Words(
        "Why may more people know of it?", [InputRequired("Say why."), _LONG], id="lower-reason", render_kw={"rows": 2}
    )


class LetReadForm(Form):
    """An auditor, and why."""

    reader = Pick("Auditor", [InputRequired("Choose an auditor.")], id="let-reader")
    reason = Words(
        "Why do they have to read it?",
        [InputRequired("Say why."), _LONG],
        description="The second person reads this, perhaps without the item itself.",
        id="let-reason",
        render_kw={"rows": 2},
    )


class AnswerForm(Form):
    """What the second person says."""

    answer = Words("Your words", [Optional(), _LONG], render_kw={"rows": 2})


def level_choices(levels: list[Level]) -> list[tuple[str, str]]:
    """Return levels to choose from."""
    return [(str(level.value), level.words) for level in levels]
