"""Where a role in the organisation comes from."""

from enum import StrEnum


class GrantSource(StrEnum):
    """Who gives and ends a role: an administrator, or the groups of the organisation's sign-on."""

    HAND = "hand"
    SIGN_ON = "sign_on"
