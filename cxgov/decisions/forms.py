"""The shape of what is typed on a decision's page."""

from wtforms.validators import InputRequired, Length, Optional

from cxgov.people.choices import PersonPick
from cxgov.web.forms import Day, Form, Line


class FollowForm(Form):
    """An action that follows from a decision."""

    title = Line("What is to be done?", [InputRequired("Say what is to be done."), Length(max=500)])
    owner = PersonPick("Owner", [Optional()])
    due_on = Day("Due", [Optional()])
