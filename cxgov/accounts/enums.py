"""What a link in a mail opens, how somebody proved who they are, and what a token may do."""

from enum import StrEnum


class LinkPurpose(StrEnum):
    """What a one-time link opens."""

    SIGN_IN = "sign_in"
    INVITATION = "invitation"
    RESET = "reset"


class Proof(StrEnum):
    """How a person proved who they are when a sign-in began."""

    LINK = "link"
    PASSWORD = "password"  # noqa: S105 - the name of a way in
    SIGN_ON = "sign_on"


class Scope(StrEnum):
    """What a personal API token may do."""

    READ = "read"
    WRITE = "write"
