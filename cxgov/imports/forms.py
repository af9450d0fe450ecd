"""The form that settles a name."""

from wtforms import SelectField
from wtforms.validators import InputRequired

from cxgov.web.forms import Form

NOBODY = "nobody"


class SettleForm(Form):
    """Whom a name as written means: one of the people, or nobody."""

    person = SelectField("This name means", [InputRequired("Choose who is meant.")], validate_choice=True)
