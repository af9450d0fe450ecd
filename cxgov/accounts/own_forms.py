"""The forms of a person's own account: tokens, and proving again who one is."""

from wtforms import IntegerField, PasswordField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from cxgov.accounts.api_tokens import MAX_DAYS
from cxgov.accounts.enums import Scope
from cxgov.web.forms import Form, Line

SCOPES = {Scope.READ.value: "Read what I may read", Scope.WRITE.value: "Change what I may change"}


class CheckboxField(SelectMultipleField):
    """Several of a few, as boxes to tick; the templates know it by this name."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class TokenForm(Form):
    """What a new token is for, what it may do, and for how long."""

    name = Line(
        "What it is for", [InputRequired("Say which program it is for."), Length(max=80)],
        description="The program or machine, such as “figures for the data warehouse”.",
    )  # fmt: skip
    scopes = CheckboxField("What it may do", choices=SCOPES)
    days = IntegerField(
        "For how many days", [InputRequired("Say for how many days."), NumberRange(1, MAX_DAYS)], default=90,
        description=f"1 to {MAX_DAYS}. The shorter, the less it matters if somebody finds it.",
    )  # fmt: skip


class AgainForm(Form):
    """One of both proves who somebody is."""

    password = PasswordField("Password", [Optional(), Length(max=1024)])
    code = StringField("Code of your authenticator", [Optional(), Length(max=40)])
