"""The forms of the door: signing in and out, choosing a password, giving a code."""

from wtforms import EmailField, HiddenField, PasswordField, StringField
from wtforms.validators import Email, InputRequired, Length

from cxgov.web.forms import Button, Form, check_characters, tidy


class SignInForm(Button):
    """Nothing to fill in: the link is the key."""


class SignOutForm(Button):
    """Nothing to fill in."""


class AddressForm(Form):
    """An e-mail address, to which a link is mailed where it belongs to somebody."""

    email = EmailField(
        "E-mail",
        [
            InputRequired("Type your e-mail address."),
            Length(max=254, message="This is no e-mail address."),
            Email("This is no e-mail address."),
            check_characters,
        ],
        filters=[tidy],
    )


class PasswordForm(Form):
    """E-mail address and password. What they must be is asked when they are chosen, not here."""

    email = EmailField(
        "E-mail",
        [
            InputRequired("Type your e-mail address."),
            Length(max=254, message="This is no e-mail address."),
            check_characters,
        ],
        filters=[tidy],
    )
    password = PasswordField("Password", [InputRequired("Type your password.")])


class ChooseForm(Form):
    """A new password."""

    password = PasswordField(
        "New password",
        [InputRequired("Type a password.")],
        description="At least 8 characters, of any kind. Three or four words are easier to remember than signs.",
    )


class ChangeForm(ChooseForm):
    """A new password, by whoever knows the present one."""

    present = PasswordField("Present password", [InputRequired("Type your present password.")])


class CodeForm(Form):
    """A code of an authenticator, or a recovery code."""

    code = StringField(
        "Code",
        [InputRequired("Type the code."), Length(max=60, message="This is too long for a code."), check_characters],
        filters=[tidy],
        description="The six digits that your authenticator shows now. Or one of your recovery codes.",
    )


class EnrolForm(Form):
    """The first code of a new authenticator; `sealed` is its secret, readable to us alone."""

    sealed = HiddenField()
    code = StringField(
        "Code",
        [InputRequired("Type the code."), Length(max=20, message="This is too long for a code."), check_characters],
        filters=[tidy],
        description="The six digits that your authenticator shows now.",
    )
