"""The one-button forms of signing in and out."""

from cxgov.web.forms import Button


class SignInForm(Button):
    """Nothing to fill in: the link is the key."""


class SignOutForm(Button):
    """Nothing to fill in."""
