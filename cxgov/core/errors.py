"""How the domain says no. Each of these becomes an answer once, in `web/errors.py`."""


class Refused(Exception):
    """The base of every refusal; its text is a sentence that a member understands."""


class RuleBroken(Refused):
    """A governance rule says no; `field` names the form field to mark."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class NotAllowed(Refused):
    """The actor may read the thing but not do this with it; `permission` is the policy row that failed."""

    def __init__(self, permission: str, message: str = "You may not do this.") -> None:
        super().__init__(message)
        self.permission = permission


class NotFound(Refused):
    """There is no such thing, or the actor must not learn that there is."""

    def __init__(self, message: str = "There is no such page, or it is not for you.") -> None:
        super().__init__(message)


class Conflict(Refused):
    """Somebody else changed the thing meanwhile; both texts travel with it, so that nobody's is lost."""

    def __init__(self, message: str, *, theirs: str | None = None, yours: str | None = None) -> None:
        super().__init__(message)
        self.theirs = theirs
        self.yours = yours
