"""The form that settles a name."""

from wtforms import HiddenField

from cxgov.people.choices import PersonPick
from cxgov.web.forms import Form


class SettleForm(Form):
    """Whom a name as written means: one of the people, or nobody where that button was pressed."""

    person = PersonPick("This name means")
    nobody = HiddenField()
